"""How long a last call lasts, and what changed between two wordings."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from offsite.engines.differences import Piece, pieces

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


def difference(before: str, after: str) -> list[Piece]:
    """What leads from one wording to the other, word by word; line breaks are kept."""
    return list(pieces(_words(before), _words(after)))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text.replace("\r\n", "\n"))
