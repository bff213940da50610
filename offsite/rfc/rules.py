"""How long a last call lasts, and what changed between two wordings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from difflib import SequenceMatcher

LAST_CALL_DAYS = 3
SATURDAY = 5


def last_call_end(start: datetime, zone: tzinfo) -> datetime:
    """Three working days after ``start`` by the wall clock of ``zone``, as an instant in UTC.

    Saturdays and Sundays do not count; a call that starts on one begins with Monday.
    """
    wall = start.astimezone(zone).replace(tzinfo=None)
    if wall.weekday() >= SATURDAY:
        wall = datetime.combine(wall.date() + timedelta(days=7 - wall.weekday()), time(0))
    left = LAST_CALL_DAYS
    while left:
        wall += timedelta(days=1)
        left -= wall.weekday() < SATURDAY
    return wall.replace(tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Piece:
    """A run of words: ``kind`` is same, new or gone."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """What leads from one wording to the other, word by word; line breaks are kept."""
    old, new = _words(before), _words(after)
    return list(_pieces(old, new))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text.replace("\r\n", "\n"))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for code, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if code == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(new[new_from:new_to]))
