"""The day grid: slots, public breaks, and blockers that nobody outside sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.engines.periods import Period, overlap
from offsite.errors import NotFound, RuleBroken
from offsite.events import rules
from offsite.events.models import Blocker, Event, Room, Slot
from offsite.events.rules import DayTemplate

KINDS = ("break", "blocker")
LONGEST_TITLE = 200


class Overlaps(RuleBroken):
    """Two things of the grid would share time."""


class OutsideEvent(RuleBroken):
    """The day is not one of the event's."""


@dataclass(frozen=True)
class DayPlan:
    """What a template makes of a day; nothing is saved yet."""

    day: date
    slots: tuple[Period, ...]
    breaks: tuple[tuple[Period, str], ...]


@dataclass(frozen=True)
class DayBefore:
    """A day as it was before a template was applied: enough to bring it back."""

    day: date
    slots: tuple[Period, ...]
    breaks: tuple[tuple[Period, str], ...]


@dataclass(frozen=True)
class Pause:
    """A break or blocker to be kept.  Without ``room`` it holds for all rooms."""

    kind: str
    title: str
    day: date
    starts: time
    ends: time
    room: Room | None = None


def plan_day(event: Event, *, template: DayTemplate, day: date) -> DayPlan:
    """What ``template`` gives on ``day``.

    Raises:
        BadValue: the template makes no sense, or the clocks of that day forbid it.
        OutsideEvent: the event does not meet on that day.
    """
    _check_day(event, day)
    slots = rules.slots_of_day(template, day, event.zone)
    periods = rules.breaks_of_day(template, day, event.zone)
    titles = (one.title for one in template.breaks)
    breaks = tuple(sorted(zip(periods, titles, strict=True)))
    return DayPlan(day, slots, breaks)


def _check_day(event: Event, day: date) -> None:
    if not event.starts_on <= day <= event.ends_on:
        raise OutsideEvent("The event does not meet on %(day)s.", day=day.isoformat())


def draw_days(
    session: Session, *, event: Event, template: DayTemplate, days: Iterable[date]
) -> tuple[DayBefore, ...]:
    """Give each day the template's slots and breaks, instead of those it had.

    Slots that stay the same keep their row (and what hangs on it); blockers and breaks of
    single rooms stay.  The days as they were are returned for `restore_days`.

    Raises:
        BadValue, OutsideEvent: as `plan_day`; nothing is changed.
    """
    plans = [plan_day(event, template=template, day=day) for day in days]
    _hold(session, event)
    before = tuple(day_now(event, plan.day) for plan in plans)
    for plan in plans:
        _set_day(session, event, plan)
    return before


def restore_days(session: Session, *, event: Event, days: Iterable[DayBefore]) -> None:
    """Bring days back as they were before `draw_days`.

    Raises:
        OutsideEvent: the event has moved meanwhile.
    """
    _hold(session, event)
    for one in days:
        _check_day(event, one.day)
        _set_day(session, event, DayPlan(one.day, one.slots, one.breaks))


def day_now(event: Event, day: date) -> DayBefore:
    """The slots and all-room breaks that start on ``day``."""
    slots = tuple((one.starts_at, one.ends_at) for one in event.slots if _is_on(one, event, day))
    breaks = tuple(
        ((one.starts_at, one.ends_at), one.title)
        for one in event.blockers
        if _is_common_break(one) and _is_on(one, event, day)
    )
    return DayBefore(day, slots, breaks)


def _is_on(row: Slot | Blocker, event: Event, day: date) -> bool:
    return row.starts_at.astimezone(event.zone).date() == day


def _is_common_break(one: Blocker) -> bool:
    return one.kind == "break" and one.room_id is None


def _hold(session: Session, event: Event) -> None:
    # Two organizers at once must not draw two grids over each other.
    session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    session.expire(event, ["slots", "blockers"])


def _set_day(session: Session, event: Event, plan: DayPlan) -> None:
    _set_slots(session, event, plan)
    for one in list(event.blockers):
        if _is_common_break(one) and _is_on(one, event, plan.day):
            session.delete(one)
    for (starts_at, ends_at), title in plan.breaks:
        session.add(
            Blocker(
                event_id=event.id, kind="break", title=title, starts_at=starts_at, ends_at=ends_at
            )
        )
    session.flush()
    session.expire(event, ["slots", "blockers"])


def _set_slots(session: Session, event: Event, plan: DayPlan) -> None:
    wanted = dict(plan.slots)
    for slot in list(event.slots):
        if not _is_on(slot, event, plan.day):
            continue
        ends_at = wanted.pop(slot.starts_at, None)
        if ends_at is None:
            session.delete(slot)
        else:
            slot.ends_at = ends_at
    session.flush()
    for starts_at, ends_at in wanted.items():
        session.add(Slot(event_id=event.id, starts_at=starts_at, ends_at=ends_at))
    session.flush()


# Single slots, breaks and blockers


def add_slot(session: Session, *, event: Event, day: date, starts: time, ends: time) -> Slot:
    """One more slot, by the wall clock of the event.

    Raises:
        BadValue: the times make no sense on that day.
        OutsideEvent: the event does not meet then.
        Overlaps: another slot or a break for all rooms is there.
    """
    _hold(session, event)
    period = _slot_period(event, day, starts, ends)
    _refuse_overlaps(event, period)
    slot = Slot(event_id=event.id, starts_at=period[0], ends_at=period[1])
    session.add(slot)
    session.flush()
    return slot


def change_slot(session: Session, *, slot: Slot, starts: time, ends: time) -> None:
    """Other times for a slot, on the same day.  Raises as `add_slot`."""
    event = slot.event
    _hold(session, event)
    day = slot.starts_at.astimezone(event.zone).date()
    period = _slot_period(event, day, starts, ends)
    _refuse_overlaps(event, period, slot=slot)
    slot.starts_at, slot.ends_at = period
    session.flush()


def _slot_period(event: Event, day: date, starts: time, ends: time) -> Period:
    _check_day(event, day)
    period = rules.exact_period_at(day, starts, ends, event.zone)
    minutes = (period[1] - period[0]) // timedelta(minutes=1)
    if not rules.SHORTEST_SLOT <= minutes <= rules.LONGEST_SLOT:
        raise rules.BadValue(
            "A slot has %(least)s to %(most)s minutes.",
            least=rules.SHORTEST_SLOT,
            most=rules.LONGEST_SLOT,
        )
    return period


def _refuse_overlaps(event: Event, period: Period, *, slot: Slot | None = None) -> None:
    for one in event.slots:
        if one is not slot and overlap(period, (one.starts_at, one.ends_at)):
            raise Overlaps(
                "This overlaps the slot from %(starts)s to %(ends)s.", **_shown(event, one)
            )
    for pause in event.blockers:
        taken = (pause.starts_at, pause.ends_at)
        if _is_common_break(pause) and overlap(period, taken):
            raise Overlaps(
                "This overlaps “%(title)s”, from %(starts)s to %(ends)s.",
                title=pause.title,
                **_shown(event, pause),
            )


def _shown(event: Event, row: Slot | Blocker) -> dict[str, str]:
    def clock(instant: datetime) -> str:
        return f"{instant.astimezone(event.zone):%H:%M}"

    return {"starts": clock(row.starts_at), "ends": clock(row.ends_at)}


def remove_slot(session: Session, *, slot: Slot) -> Period:
    """Take a slot out of the grid; its period is returned, so that it can come back."""
    period = (slot.starts_at, slot.ends_at)
    session.delete(slot)
    session.flush()
    return period


def add_pause(session: Session, *, event: Event, pause: Pause) -> Blocker:
    """A public break, or a blocker.

    A break for all rooms may not lie over a slot; a blocker may: keeping slots free is
    what it is for.

    Raises:
        BadValue, OutsideEvent: as `add_slot`.
        Overlaps: a break lies over a slot, or two breaks of the same rooms share time.
    """
    _hold(session, event)
    row = Blocker(event_id=event.id)
    _fill(event, row, pause)
    session.add(row)
    session.flush()
    return row


def change_pause(session: Session, *, blocker: Blocker, pause: Pause) -> None:
    """Other words, times or room for a break or blocker.  Raises as `add_pause`."""
    _hold(session, blocker.event)
    _fill(blocker.event, blocker, pause)
    session.flush()


def _fill(event: Event, row: Blocker, pause: Pause) -> None:
    _check_day(event, pause.day)
    title = pause.title.strip()
    if pause.kind not in KINDS or not title or len(title) > LONGEST_TITLE:
        raise rules.BadValue("Give it a name, such as Coffee.")
    if pause.room is not None and pause.room.event_id != event.id:
        raise NotFound("There is no such room.")
    period = rules.period_at(pause.day, pause.starts, pause.ends, event.zone)
    if pause.kind == "break":
        _refuse_break_over(event, period, pause.room, row)
    row.kind, row.title = pause.kind, title
    row.room_id = pause.room.id if pause.room else None
    row.starts_at, row.ends_at = period


def _refuse_break_over(event: Event, period: Period, room: Room | None, row: Blocker) -> None:
    if room is None:
        for slot in event.slots:
            if overlap(period, (slot.starts_at, slot.ends_at)):
                raise Overlaps(
                    "This overlaps the slot from %(starts)s to %(ends)s.", **_shown(event, slot)
                )
    rooms = {room.id if room else None, None}
    for other in event.blockers:
        same_place = other.kind == "break" and (room is None or other.room_id in rooms)
        taken = (other.starts_at, other.ends_at)
        if other is not row and same_place and overlap(period, taken):
            raise Overlaps(
                "This overlaps “%(title)s”, from %(starts)s to %(ends)s.",
                title=other.title,
                **_shown(event, other),
            )


def remove_pause(session: Session, *, blocker: Blocker) -> Pause:
    """Take a break or blocker away; what it was is returned, so that it can come back."""
    zone = blocker.event.zone
    starts, ends = (one.astimezone(zone) for one in (blocker.starts_at, blocker.ends_at))
    pause = Pause(
        blocker.kind, blocker.title, starts.date(), starts.time(), ends.time(), blocker.room
    )
    session.delete(blocker)
    session.flush()
    return pause
