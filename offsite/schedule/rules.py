"""Decisions about the grid and about changes between releases, from values only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class SlotPeriod:
    """A period ``[starts_at, ends_at)`` with the id of the slot it is."""

    id: int
    starts_at: datetime
    ends_at: datetime


def run_from(
    start: SlotPeriod, following: Mapping[datetime, SlotPeriod], minutes: int
) -> int | None:
    """How many touching slots from ``start`` on last ``minutes``; None when they end sooner."""
    needed = start.starts_at + timedelta(minutes=minutes)
    count, current = 1, start
    while current.ends_at < needed:
        if current.ends_at not in following:
            return None
        current = following[current.ends_at]
        count += 1
    return count


def length_in_slots(slots: Sequence[SlotPeriod], minutes: int) -> tuple[int, frozenset[int] | None]:
    """How many touching slots an item of ``minutes`` takes, and where it may start.

    The engine gives an item one length, so on an uneven grid it is the shortest run that
    lasts long enough somewhere, and only starts where that run suffices are allowed (None
    when they all are).  An item that fits nowhere gets the length it would need, so that
    the engine can say so.
    """
    following = {slot.starts_at: slot for slot in slots}
    runs = {slot.id: run_from(slot, following, minutes) for slot in slots}
    fitting = [count for count in runs.values() if count is not None]
    if not fitting:
        return _length_nowhere(slots, minutes), None
    length = min(fitting)
    starts = frozenset(ident for ident, count in runs.items() if count and count <= length)
    return length, None if len(starts) == len(slots) else starts


def touching_runs(
    slots: Sequence[SlotPeriod], length: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every slot from which ``length`` slots touch, with the ids of those slots."""
    following = {slot.starts_at: slot for slot in slots}
    for slot in slots:
        run = [slot]
        while len(run) < length and run[-1].ends_at in following:
            run.append(following[run[-1].ends_at])
        if len(run) == length:
            yield slot.id, tuple(one.id for one in run)


def _length_nowhere(slots: Sequence[SlotPeriod], minutes: int) -> int:
    longest = max((slot.ends_at - slot.starts_at for slot in slots), default=timedelta(minutes=1))
    return max(1, -(-timedelta(minutes=minutes) // longest))


class Comparable(Protocol):
    """What two releases are compared by."""

    uid: str
    code: str
    title: str
    room_guid: str
    room_name: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    changed_at: datetime
    canceled_at: datetime | None


@dataclass(frozen=True)
class Move:
    """One item that changed time or room: a room-only move is one change, too."""

    old: Comparable
    new: Comparable


@dataclass(frozen=True)
class Changes:
    """What a release changed: three lists that never share an item."""

    new: tuple[Comparable, ...] = ()
    moved: tuple[Move, ...] = ()
    canceled: tuple[Comparable, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.moved or self.canceled)


def changes_between(old: Iterable[Comparable], new: Iterable[Comparable]) -> Changes:
    """The changes from one release's items to the next one's, matched by uid.

    Tombstones count as absent: an item that comes back after a cancellation is new.
    """
    before = {item.uid: item for item in old if item.canceled_at is None}
    after = {item.uid: item for item in new if item.canceled_at is None}
    return Changes(
        new=tuple(item for uid, item in after.items() if uid not in before),
        moved=tuple(
            Move(before[uid], item)
            for uid, item in after.items()
            if uid in before and is_moved(before[uid], item)
        ),
        canceled=tuple(item for uid, item in before.items() if uid not in after),
    )


def is_moved(old: Comparable, new: Comparable) -> bool:
    """Whether calendars must learn of a new time or room."""
    return (old.starts_at, old.ends_at, old.room_guid) != (
        new.starts_at,
        new.ends_at,
        new.room_guid,
    )
