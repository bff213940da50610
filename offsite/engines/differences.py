"""What leads from one text to another, once somebody has said what its parts are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """A run of text: ``kind`` is same, new or gone."""

    kind: str
    text: str


def pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """The way from one sequence of parts to the other, in the order in which it is read.

    All pieces but the new ones give ``before``, all but those that are gone ``after``.
    """
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for code, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if code == "equal":
            yield Piece("same", "".join(after[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(after[new_from:new_to]))
