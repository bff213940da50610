"""When a group that meets again and again meets, from values alone."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY = ("once", "week", "fortnight", "month")
MOST_DATES = 26


def days_from(first: date, every: str, times: int) -> Sequence[date]:
    """``times`` days from ``first`` on.  A month without that day has its last one instead."""
    if every == "once":
        return [first]
    if every == "month":
        return [_months_later(first, number) for number in range(times)]
    step = timedelta(weeks=2 if every == "fortnight" else 1)
    return [first + number * step for number in range(times)]


def _months_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def at(day: date, clock: time, zone: str) -> datetime:
    """That time on the wall of ``zone``, as an instant: the same hour on both sides of a
    clock change."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
