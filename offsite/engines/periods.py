"""Periods of time: ``[start, end)``, so that what only touches does not overlap."""

from datetime import datetime
from typing import Protocol

Period = tuple[datetime, datetime]
"""Start and end, aware."""


class Timed(Protocol):
    """Whatever starts and ends."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share time."""
    return one[0] < other[1] and other[0] < one[1]


def at_once(one: Timed, other: Timed) -> bool:
    """Whether two things share time."""
    return overlap((one.starts_at, one.ends_at), (other.starts_at, other.ends_at))
