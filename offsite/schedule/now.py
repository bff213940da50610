"""What runs now and what comes next, room by room; from values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from offsite.schedule.models import ReleasedItem

SOON = timedelta(minutes=15)
"""How long before its beginning an item is said to start in so many minutes."""


@dataclass(frozen=True)
class RoomNow:
    """What a room has now and what comes next in it today."""

    room: str
    now: ReleasedItem | None
    next: ReleasedItem | None


def rooms_now(items: Iterable[ReleasedItem], *, now: datetime, zone: tzinfo) -> list[RoomNow]:
    """Each room of the day's items in its order; nothing on a day without any.

    An item that goes past midnight still counts as long as it runs.
    """
    running = sorted(
        (one for one in items if one.canceled_at is None and _is_of_today(one, now, zone)),
        key=lambda one: (one.room_position, one.room_name, one.starts_at),
    )
    rooms = dict.fromkeys(one.room_name for one in running)
    return [
        RoomNow(
            room,
            next(
                (o for o in running if o.room_name == room and o.starts_at <= now < o.ends_at), None
            ),
            next((o for o in running if o.room_name == room and now < o.starts_at), None),
        )
        for room in rooms
    ]


def _is_of_today(item: ReleasedItem, now: datetime, zone: tzinfo) -> bool:
    today = now.astimezone(zone).date()
    begins_today = item.starts_at.astimezone(zone).date() == today
    return begins_today or item.starts_at <= now < item.ends_at


def minutes_until(moment: datetime, *, now: datetime) -> int | None:
    """Minutes until ``moment`` while it is near, begun ones in full; None when it is not."""
    left = moment - now
    if not timedelta(0) < left <= SOON:
        return None
    return -(-left // timedelta(minutes=1))


@dataclass(frozen=True)
class Change:
    """What was different about an item a release before; None where nothing was."""

    starts_at: datetime | None = None
    room: str | None = None


def changes_of_today(
    items: Iterable[ReleasedItem],
    before: Mapping[str, ReleasedItem],
    *,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Change]:
    """uid -> what changed about it with the newest release, for items of today.

    ``before`` are the items of the release before, by uid.
    """
    found = {}
    for one in items:
        old = before.get(one.uid)
        if old is None or old.canceled_at or one.canceled_at or not _is_of_today(one, now, zone):
            continue
        change = Change(
            old.starts_at if old.starts_at != one.starts_at else None,
            old.room_name if old.room_guid != one.room_guid else None,
        )
        if change != Change():
            found[one.uid] = change
    return found


def canceled_today(
    items: Iterable[ReleasedItem], *, now: datetime, zone: tzinfo
) -> list[ReleasedItem]:
    """What was to run today, is canceled, and would not be over yet; by its beginning."""
    today = now.astimezone(zone).date()
    gone = [
        one
        for one in items
        if one.canceled_at is not None
        and one.starts_at.astimezone(zone).date() == today
        and now < one.ends_at
    ]
    return sorted(gone, key=lambda one: (one.starts_at, one.title))
