"""Scanners for words that a page would show in one language only."""

import ast
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

from offsite.translating.extraction import IN_CONTEXT, PLURAL, SINGULAR
from tests.guards import ROOT

TEMPLATES = ROOT / "templates"
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"])

BODY_CLASS = re.compile(r"\{% block body_class %\}[a-z -]*\{% endblock %\}")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
# A text of a call: "No rooms yet" or "Search", and neither "btn-primary" nor "bi bi-plus".
SPOKEN = re.compile(r"^[^\w]*[A-Z][a-z]+\b|[a-z]{2,}[,.:?!…]? [a-z]+.*[.?!…]$")
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "data-label", "placeholder", "title", "aria-description"}
UNSPOKEN_TAGS = {"code", "kbd", "samp", "script", "style"}
TRANSLATING = SINGULAR | PLURAL | IN_CONTEXT


class TextFinder(HTMLParser):
    """Collects `line: what` for each word between tags or in an attribute that is read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unspoken += tag in UNSPOKEN_TAGS
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self._look(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._unspoken -= tag in UNSPOKEN_TAGS

    def handle_data(self, data: str) -> None:
        if not self._unspoken:
            self._look(data)

    def _look(self, text: str) -> None:
        # Where a macro gives a tag its attributes, the parser loses its way for a moment.
        if WORD.search(text) and '=""' not in text:
            self.found.append(f"{self.getpos()[0]}: {' '.join(text.split())}")


def page_words(source: str) -> list[str]:
    """Words of a template that stand outside `_()`: in its HTML, or as a text of a call."""
    finder = TextFinder()
    finder.feed(JINJA.sub(_blank, BODY_CLASS.sub("", source)))
    finder.close()
    return finder.found + [
        f"{line}: {text}" for line, text in _literals(ENVIRONMENT.parse(source)) if _spoken(text)
    ]


def mail_words(source: str) -> list[str]:
    """The same of a mail, which has no tags."""
    lines = JINJA.sub(_blank, source).splitlines()
    return [f"{number}: {line}" for number, line in enumerate(lines, 1) if WORD.search(line)]


def _blank(match: re.Match[str]) -> str:
    """The same number of lines; what names a tag stays one."""
    is_tag = match.string[: match.start()].endswith(("<", "</"))
    return ("p" if is_tag else "") + "\n" * match[0].count("\n")


def _spoken(text: str) -> bool:
    return bool(SPOKEN.search(text)) and "</" not in text


def _literals(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Texts within Jinja's braces that nothing translates."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in TRANSLATING:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        yield from _literals(child)


def lost_refusals(source: str, refusing: Collection[str]) -> list[str]:
    """Refusals and sentences whose text is put together before anybody can translate it."""
    return [
        f"{node.lineno}: {ast.unparse(one)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _called(node) in {*refusing, *TRANSLATING}
        for one in node.args
        if isinstance(one, ast.JoinedStr) or _joins(one)
    ]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _joins(node: ast.AST) -> bool:
    """`"%s is wrong" % name`, `"{} is wrong".format(name)`, `"wrong: " + name`."""
    if isinstance(node, ast.BinOp):
        return any(isinstance(one, ast.Constant) for one in (node.left, node.right))
    is_format = isinstance(node, ast.Call) and _called(node) == "format"
    return is_format and isinstance(node.func.value, ast.Constant)  # type: ignore[attr-defined]


def templates() -> Iterator[tuple[str, Path]]:
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path.relative_to(TEMPLATES).as_posix(), path
