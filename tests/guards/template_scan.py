"""A scanner of templates for what the content security policy forbids."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.guards import ROOT

TEMPLATES = ROOT / "templates"

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Attributes handed to a form field: {{ form.name(onclick="…") }}.  A macro may well have a
# parameter called style; only a value that reads like CSS is one.
KEYWORD = re.compile(
    r"""[(,]\s*(style(?=\s*=\s*["'][^"']*:)|on(?:click|change|input|submit|load|error|key\w+))\s*="""
)


class FaultFinder(HTMLParser):
    """Collects `line: what` for each inline script, style and handler."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._report("<style>")
        self._in_script = tag == "script"
        for name, value in attrs:
            if fault := attribute_fault(tag, name, value or ""):
                self._report(fault)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self._report("inline script")

    def _report(self, what: str) -> None:
        self.faults.append(f"{self.getpos()[0]}: {what}")


def attribute_fault(tag: str, name: str, value: str) -> str:
    address = value.strip().lower()
    if name == "style" or name.startswith(("on", "hx-on")):
        return f"{name}="
    if name == "hx-vals" and address.startswith(("js:", "javascript:")):
        return "hx-vals with script"
    if name in {"href", "src", "action", "formaction"} and address.startswith("javascript:"):
        return "javascript: address"
    if tag in {"script", "link", "img"} and address.startswith(("http:", "https:", "//")):
        return "file of another host" if name in {"src", "href"} else ""
    return ""


def template_faults(source: str) -> list[str]:
    finder = FaultFinder()
    finder.feed(JINJA.sub(blank, source))
    finder.close()
    return finder.faults + [
        f"{source[: match.start()].count(chr(10)) + 1}: {keyword[1]}="
        for match in JINJA.finditer(source)
        for keyword in KEYWORD.finditer(match[0])
    ]


def blank(match: re.Match[str]) -> str:
    """The same number of lines; a value stays visible as a letter, the rest vanishes."""
    lines = "\n" * match[0].count("\n")
    return ("x" if match[0].startswith("{{") else "") + lines


def templates() -> Iterator[tuple[str, Path]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield path.relative_to(TEMPLATES).as_posix(), path
