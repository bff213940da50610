"""When a published group is together: as its round says, else as long as is usual."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from offsite.events.rules import instant_at
from offsite.mixing.models import PublishedGroup

USUAL = {
    "cars": timedelta(hours=2),
    "tables": timedelta(hours=2),
    "groups": timedelta(hours=1),
    "pairs": timedelta(minutes=30),
}
OUT_BY = time(10)
"""By the clock on the wall, when a bedroom is left the next morning."""


@dataclass(frozen=True)
class Period:
    """``[starts_at, ends_at)``."""

    starts_at: datetime
    ends_at: datetime


def period_of(group: PublishedGroup, zone: tzinfo) -> Period | None:
    """When the group is together; None for a round without a time.

    A car's time is its own departure.  Without an end of its own a night ends the next
    morning, and anything else after the usual time.
    """
    starts_at = (group.leaves_at if group.kind == "cars" else None) or group.starts_at
    if starts_at is None:
        return None
    # A late car may leave after the end of the round: it takes as long as is usual.
    if group.ends_at is not None and group.ends_at > starts_at:
        return Period(starts_at, group.ends_at)
    if group.kind == "beds":
        next_day = starts_at.astimezone(zone).date() + timedelta(days=1)
        return Period(starts_at, instant_at(next_day, OUT_BY, zone))
    return Period(starts_at, starts_at + USUAL[group.kind])
