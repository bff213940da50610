"""The chapters of the book, and what differs between two texts."""

import re
from collections.abc import Sequence

from offsite.engines.differences import Piece, pieces

CHAPTERS = ("schedule", "notes", "reports", "questions", "actions", "photos")
"""Every chapter there is, in the order of a book that nobody has arranged."""
WITH_NOTES = frozenset({"accepted", "confirmed"})
"""States of a proposal in which it is a session that notes can be taken of."""
LONGEST_BY_WORDS = 12_000
"""Characters of both texts together up to which they are compared word by word."""


def difference(before: str, after: str) -> list[Piece]:
    """What leads from one text to the other: by words, for long texts by lines."""
    by_lines = len(before) + len(after) > LONGEST_BY_WORDS
    old, new = (
        one.splitlines(keepends=True) if by_lines else re.findall(r"\S+[ \t]*|\s+", one)
        for one in (before, after)
    )
    return list(pieces(old, new))


def arranged(places: Sequence[str]) -> tuple[str, ...]:
    """All chapters: those of ``places`` in that order, then whatever it does not know."""
    known = tuple(dict.fromkeys(one for one in places if one in CHAPTERS))
    return (*known, *(one for one in CHAPTERS if one not in known))
