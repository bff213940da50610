"""Moving an event to other days or other clocks: what it does to every time, then doing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from offsite.engines.periods import Period
from offsite.errors import OffsiteError, RuleBroken
from offsite.events import rules
from offsite.events.models import Blocker, Event, Slot
from offsite.events.rules import Shift
from offsite.events.services import EventDetails, change_details

FAR = timedelta(days=146097)
"""Four hundred years: a place where no period can collide with one that has not moved yet."""


class HasPeriod(Protocol):
    """A row with a start and an end."""

    starts_at: datetime
    ends_at: datetime


class CannotMove(RuleBroken):
    """Something of the event has no place on the new days or clocks."""


@dataclass(frozen=True)
class MovedTime:
    """One period before and after; without ``new`` there is a reason."""

    what: str
    """slot, break or blocker"""
    title: str
    room: str
    old: Period
    new: Period | None
    refusal: OffsiteError | None = None


@dataclass(frozen=True)
class Move:
    """What a move does to the grid, in the order of time."""

    shift: Shift
    times: tuple[MovedTime, ...]

    @property
    def lost(self) -> tuple[MovedTime, ...]:
        return tuple(one for one in self.times if one.new is None)


def plan_move(event: Event, *, starts_on: date, ends_on: date, timezone: str) -> Move:
    """What happens to slots, breaks and blockers when the event moves; nothing is changed.

    Wall-clock times are kept: nine o'clock stays nine o'clock, in the new zone.

    Raises:
        BadValue: days or zone cannot be.
    """
    rules.check_days(starts_on, ends_on)
    shift = Shift(
        days=(starts_on - event.starts_on).days,
        old_zone=event.zone,
        new_zone=rules.zone_named(timezone),
    )
    last = ends_on
    slots = [_slot_time(one, shift, last) for one in event.slots]
    rooms = {one.id: one.name for one in event.rooms}
    blockers = [
        _blocker_time(one, rooms.get(one.room_id or 0, ""), shift, last) for one in event.blockers
    ]
    return Move(shift, tuple(sorted(slots + blockers, key=lambda one: one.old)))


def _slot_time(slot: Slot, shift: Shift, last: date) -> MovedTime:
    old = (slot.starts_at, slot.ends_at)
    return _placed(MovedTime("slot", "", "", old, None), shift, last, exact=True)


def _blocker_time(one: Blocker, room: str, shift: Shift, last: date) -> MovedTime:
    old = (one.starts_at, one.ends_at)
    return _placed(MovedTime(one.kind, one.title, room, old, None), shift, last, exact=False)


def _placed(time: MovedTime, shift: Shift, last: date, *, exact: bool) -> MovedTime:
    try:
        new = rules.moved_period(time.old, shift, exact=exact)
        if new[0].astimezone(shift.new_zone).date() > last:
            raise CannotMove("It lies after the last day.")
    except OffsiteError as refusal:
        return replace(time, refusal=refusal)
    return replace(time, new=new)


def move_event(
    session: Session,
    *,
    event: Event,
    details: EventDetails,
    now: datetime,
    along: Sequence[HasPeriod] = (),
) -> None:
    """Give the event other days or another zone; its grid moves with it.

    ``along`` are rows of features above (placements of drafts) that keep their wall-clock
    times too.  When the zone changes, so do the ends of call and voting: they were set on
    the wall.  When only the days change they stay.

    Raises:
        BadValue, AddressTaken: as `services.check_details`.
        CannotMove: a time would be lost; nothing is changed.
    """
    move = plan_move(
        event,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        timezone=details.timezone,
    )
    if move.lost:
        raise CannotMove(
            "%(count)s times of the grid have no place on the new days. Remove them first.",
            count=len(move.lost),
        )
    windows = _moved_windows(event, move.shift)
    change_details(session, event=event, details=details, now=now)
    for column, value in windows.items():
        setattr(event, column, value)
    rows: list[HasPeriod] = [*event.slots, *event.blockers, *along]
    _move_rows(session, rows, move.shift)


WINDOWS = ("call_opens_at", "call_closes_at", "voting_opens_at", "voting_closes_at")


def _moved_windows(event: Event, shift: Shift) -> dict[str, datetime | None]:
    in_place = replace(shift, days=0)
    values = {name: getattr(event, name) for name in WINDOWS}
    return {name: one and rules.moved(one, in_place) for name, one in values.items()}


def _move_rows(session: Session, rows: Sequence[HasPeriod], shift: Shift) -> None:
    if shift.changes_nothing:
        return
    targets = [rules.moved_period((one.starts_at, one.ends_at), shift, exact=False) for one in rows]
    # In two steps: a slot may move to where another one still stands.
    for one in rows:
        one.starts_at, one.ends_at = one.starts_at + FAR, one.ends_at + FAR
    session.flush()
    for one, (starts_at, ends_at) in zip(rows, targets, strict=True):
        one.starts_at, one.ends_at = starts_at, ends_at
    session.flush()
