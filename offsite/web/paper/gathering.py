"""What the sheets of the schedule show, whether on a page or in a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from offsite.events.models import Event
from offsite.schedule.models import Release, ReleasedItem
from offsite.schedule.timetable import Cell, Day
from offsite.web.paper.blueprint import SIZES, asked_days, full_url, newest
from offsite.web.schedule.shown import ShownItem, released_days, rooms_of, shown_released


@dataclass(frozen=True)
class Door:
    """What one sign shows: a room, and its items by day."""

    room: str
    seats: int | None
    days: tuple[tuple[date, tuple[ReleasedItem, ...]], ...]
    url: str


def grid_of(event: Event) -> dict[str, Any]:
    """What the grid shows, on a page and in a PDF."""
    release = newest(event)
    size = request.args.get("size", "")
    days = _days(event, release)
    chosen = asked_days([day.date for day in days], request.args.get("day", ""))
    return {
        "event": event,
        "release": release,
        "days": [day for day in days if day.date in chosen],
        "every_day": [day.date for day in days],
        "size": size if size in SIZES else SIZES[0],
        "url": full_url("schedule.show", event_slug=event.slug),
        "zone": event.zone,
    }


def _days(event: Event, release: Release) -> list[Day[ShownItem]]:
    """The days with only the rooms that are used on them."""
    running = [one for one in release.items if one.canceled_at is None]
    shown = [shown_released(event, one) for one in running]
    found = released_days(event, shown, rooms=rooms_of(running))
    return [_without_empty_rooms(day) for day in found]


def _without_empty_rooms(day: Day[ShownItem]) -> Day[ShownItem]:
    used = {item.room for item in day.items}
    kept = [n for n, room in enumerate(day.columns) if room in used]
    rows = []
    for row in day.rows:
        cells: list[Cell[ShownItem] | None] = []
        for n, cell in enumerate(row.cells):
            if cell is not None and cell.colspan > 1:
                # A pause over all rooms becomes narrower by those that are left out.
                width = sum(n <= one < n + cell.colspan for one in kept)
                cells.append(replace(cell, colspan=width))
            elif n in kept:
                cells.append(cell)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(day, columns=tuple(day.columns[n] for n in kept), rows=tuple(rows))


def doors_of(event: Event) -> dict[str, Any]:
    """What door signs show, on a page and in a PDF."""
    release = newest(event)
    whole = "whole" in request.args
    running = [one for one in release.items if one.canceled_at is None]
    days = sorted({one.starts_at.astimezone(event.zone).date() for one in running})
    rooms = [one for one in rooms_of(running) if one]
    asked = request.args.get("room", "")
    chosen = [one for one in rooms if one == asked] or rooms
    return {
        "event": event,
        "release": release,
        "doors": _doors(event, running, chosen, days, whole=whole),
        "rooms": rooms,
        "room": asked if asked in rooms else "",
        "whole": whole,
        "zone": event.zone,
    }


def _doors(
    event: Event,
    items: Sequence[ReleasedItem],
    rooms: Sequence[str],
    days: Sequence[date],
    *,
    whole: bool,
) -> list[Door]:
    seats = {one.name: one.seats for one in event.rooms}
    found = []
    for room in rooms:
        mine = tuple((on, here) for on in days if (here := _of_day(event, items, room, on)))
        parts = [mine] if whole else [(one,) for one in mine]
        url = _room_url(event, items, room)
        found += [Door(room, seats.get(room), part, url) for part in parts]
    return found


def _of_day(
    event: Event, items: Sequence[ReleasedItem], room: str, on: date
) -> tuple[ReleasedItem, ...]:
    here = [
        one
        for one in items
        if one.room_name == room and one.starts_at.astimezone(event.zone).date() == on
    ]
    return tuple(sorted(here, key=lambda one: one.starts_at))


def _room_url(event: Event, items: Sequence[ReleasedItem], room: str) -> str:
    ids = (one.room_id for one in items if one.room_name == room and one.room_id is not None)
    room_id = next(ids, None)
    if room_id is None:
        return full_url("schedule.now", event_slug=event.slug)
    return full_url("schedule.room", event_slug=event.slug, room_id=room_id)
