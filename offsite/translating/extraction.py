"""Finds the sentences in our Python that people read, for the catalogues.

Beside the usual calls of gettext these are the sentences of refusals: `VotingClosed("…")` is
raised where no page is known, and translated when one shows it.  A class counts as a refusal
when it descends from `OffsiteError`, wherever below offsite/ it is written.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

PACKAGE = Path(__file__).resolve().parent.parent

SINGULAR = frozenset({"_", "gettext", "lazy_gettext", "later", "now_", "translate", "Sentence"})
PLURAL = frozenset({"ngettext", "lazy_ngettext"})
IN_CONTEXT = frozenset({"pgettext", "lazy_pgettext"})
"""One word in English, several elsewhere: `pgettext("of a person", "Name")`."""

Found = tuple[int, str, str | tuple[str, str], list[str]]
"""Line, the function it counts as, the message (or singular and plural), comments."""


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's way in (see `babel.cfg`).  ``keywords``, ``tags`` and ``options`` are not used."""
    yield from messages(file.read().decode("utf-8"), refusals())


def messages(source: str, refusing: Collection[str]) -> Iterator[Found]:
    """The messages of one module; ``refusing`` are the names of classes of refusals."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name, texts = _name(node.func), _texts(node)
        if name in PLURAL and len(texts) >= 2:
            yield node.lineno, "ngettext", (texts[0], texts[1]), []
        elif name in IN_CONTEXT and len(texts) == 2:
            yield node.lineno, "pgettext", (texts[0], texts[1]), []
        elif name in SINGULAR:
            yield from ((node.lineno, "gettext", one, []) for one in texts[:1])
        elif name in refusing:
            yield from ((node.lineno, "gettext", one, []) for one in texts)


@cache
def refusals() -> frozenset[str]:
    """The names of `OffsiteError` and all its descendants below offsite/."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    known = {"OffsiteError"}
    while more := {name for name, of in bases.items() if of & known} - known:
        known |= more
    return frozenset(known)


def _texts(call: ast.Call) -> list[str]:
    """The leading arguments that are plain texts."""
    texts = []
    for one in call.args:
        if not (isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value):
            break
        texts.append(one.value)
    return texts


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
