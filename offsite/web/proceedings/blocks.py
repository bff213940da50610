"""People's markdown for files: under the headings of a book, or as plain values for typst."""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from offsite.web.rendering import markdown

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?=[ \t]|$)")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINKS = ("http://", "https://", "mailto:")


def line(text: str) -> str:
    """``text`` as plain words of one line of Markdown."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))


def below(text: str, level: int) -> str:
    """People's markdown with its headings moved below ``level``, and without HTML.

    Text between fences stays as it is.
    """
    return "\n".join(_moved(text, level))


def _moved(text: str, level: int) -> Iterator[str]:
    fence, before = "", ""
    for one in text.splitlines():
        mark = FENCE.match(one)
        if fence:
            if mark and mark[1].startswith(fence) and not one.strip().strip(fence[0]):
                fence = ""
            yield one
            continue
        if mark:
            fence = mark[1]
        elif heading := HEADING.match(one):
            one = "#" * min(6, level + len(heading[1])) + one[heading.end() :]
        elif before.strip() and UNDERLINE.match(one):
            # A heading by its underline would stand above the book's own.
            one = "\\" + one.lstrip()
        yield one if mark else TAG.sub(r"\\<", one)
        before = one
    if fence:
        # What follows in the book must not become part of it.
        yield fence


def blocks_of(text: str) -> list[dict[str, Any]]:
    """People's markdown as blocks: dictionaries with a ``kind``, for a template of typst."""
    return _blocks(SyntaxTreeNode(markdown.parse(text)))


def _blocks(parent: SyntaxTreeNode) -> list[dict[str, Any]]:
    return [_block(one) for one in parent.children]


def _block(node: SyntaxTreeNode) -> dict[str, Any]:
    if node.type in {"bullet_list", "ordered_list"}:
        kind = "list" if node.type == "bullet_list" else "steps"
        return {"kind": kind, "items": [_blocks(item) for item in node.children]}
    if node.type == "blockquote":
        return {"kind": "quote", "blocks": _blocks(node)}
    if node.type in {"fence", "code_block"}:
        return {"kind": "code", "text": node.content.rstrip("\n")}
    if node.type == "table":
        rows = [row for part in node.children for row in part.children]
        return {
            "kind": "table",
            "columns": max(len(row.children) for row in rows),
            "cells": [_runs(cell) for row in rows for cell in row.children],
        }
    if node.type == "hr":
        return {"kind": "rule"}
    return {"kind": "heading" if node.type == "heading" else "text", "runs": _runs(node)}


def _runs(node: SyntaxTreeNode, **style: Any) -> list[dict[str, Any]]:
    """The words below ``node`` as runs of one style each."""
    found = []
    for one in node.children:
        if one.type in {"strong", "em"}:
            found += _runs(one, **style, **{one.type: True})
        elif one.type == "link":
            href = str(one.attrs.get("href", ""))
            found += _runs(one, **style, link=href if href.startswith(LINKS) else "")
        elif one.type == "inline":
            found += _runs(one, **style)
        else:
            found.append(_run(one, style))
    return [one for one in found if one["text"]]


def _run(node: SyntaxTreeNode, style: dict[str, Any]) -> dict[str, Any]:
    text = {"softbreak": " ", "hardbreak": "\n"}.get(node.type, node.content)
    return {
        "text": text,
        "strong": "strong" in style,
        "em": "em" in style,
        "code": node.type == "code_inline",
        "link": style.get("link", ""),
    }
