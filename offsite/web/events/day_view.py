"""A day of the grid as a list: what follows what, and what touches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from offsite.events.grid import DayPlan
from offsite.events.models import Blocker, Event, Slot


@dataclass(frozen=True)
class Entry:
    """One line: a slot, a break or a blocker; ``touches`` the slot before it."""

    kind: str
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    row_id: int = 0
    touches: bool = False

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True)
class PlannedDay:
    """What a template would make of a day."""

    day: date
    entries: tuple[Entry, ...]
    slots: int
    touching: int


def entries_of(event: Event) -> dict[date, tuple[Entry, ...]]:
    """Everything on the grid by day (a local date)."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    rooms = {one.id: one.name for one in event.rooms}
    rows: list[Slot | Blocker] = [*event.slots, *event.blockers]
    for row in rows:
        by_day[row.starts_at.astimezone(event.zone).date()].append(_entry(row, rooms))
    return {day: in_order(entries) for day, entries in by_day.items()}


def _entry(row: Slot | Blocker, rooms: Mapping[int, str]) -> Entry:
    if isinstance(row, Slot):
        return Entry("slot", "", "", row.starts_at, row.ends_at, row.id)
    room = rooms.get(row.room_id or 0, "")
    return Entry(row.kind, row.title, room, row.starts_at, row.ends_at, row.id)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By time, each slot marked when the slot before it ends as it starts."""
    ordered = sorted(entries, key=lambda one: (one.starts_at, one.kind != "slot", one.ends_at))
    ends = {one.ends_at for one in ordered if one.kind == "slot"}
    return tuple(
        Entry(
            one.kind,
            one.title,
            one.room,
            one.starts_at,
            one.ends_at,
            one.row_id,
            one.kind == "slot" and one.starts_at in ends,
        )
        for one in ordered
    )


def plans_of(event: Event, plans: Iterable[DayPlan]) -> tuple[PlannedDay, ...]:
    return tuple(_planned(plan) for plan in plans)


def _planned(plan: DayPlan) -> PlannedDay:
    slots = [Entry("slot", "", "", starts, ends) for starts, ends in plan.slots]
    breaks = [Entry("break", title, "", *period) for period, title in plan.breaks]
    entries = in_order(slots + breaks)
    return PlannedDay(plan.day, entries, len(slots), sum(one.touches for one in entries))
