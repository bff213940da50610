"""The chapters of the book, and what differs between two texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CHAPTERS = ("schedule", "notes", "reports", "questions", "actions", "photos")
"""Every chapter there is, in the order of a book that nobody has arranged."""
WITH_NOTES = frozenset({"accepted", "confirmed"})
"""States of a proposal in which it is a session that notes can be taken of."""
LONGEST_BY_WORDS = 12_000
"""Characters of both texts together up to which they are compared word by word."""


@dataclass(frozen=True)
class Piece:
    """A run of text: ``kind`` is same, new or gone."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """What leads from one text to the other: by words, for long texts by lines.

    All pieces but the new ones give ``before``, all but those that are gone ``after``.
    """
    by_lines = len(before) + len(after) > LONGEST_BY_WORDS
    old, new = (
        one.splitlines(keepends=True) if by_lines else re.findall(r"\S+[ \t]*|\s+", one)
        for one in (before, after)
    )
    return list(_pieces(old, new))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for code, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if code == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(new[new_from:new_to]))


def arranged(places: Sequence[str]) -> tuple[str, ...]:
    """All chapters: those of ``places`` in that order, then whatever it does not know."""
    known = tuple(dict.fromkeys(one for one in places if one in CHAPTERS))
    return (*known, *(one for one in CHAPTERS if one not in known))
