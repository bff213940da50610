"""What must be true of a problem before anyone solves it: one function per kind of fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from offsite.engines.documents import limited
from offsite.errors import BadInput

if TYPE_CHECKING:
    from offsite.engines.scheduling.problem import Problem, Room, Slot


class HasId(Protocol):
    """Slots, rooms, items and people."""

    @property
    def id(self) -> str: ...


def require_sound(problem: Problem) -> None:
    """Raise BadInput with every fault of ``problem``; say nothing if it is sound."""
    found = [fault for check in CHECKS for fault in check(problem)]
    if not found and (circle := list(circle_in_after(problem))):
        found = circle
    if found:
        raise BadInput(*limited(found))


def repeated_ids(problem: Problem) -> Iterator[str]:
    groups: dict[str, Iterable[HasId]] = {
        "slot": problem.slots,
        "room": problem.rooms,
        "item": problem.items,
        "person": problem.people,
    }
    for kind, values in groups.items():
        seen: set[str] = set()
        for value in values:
            if value.id in seen:
                yield f"Two {'people' if kind == 'person' else kind + 's'} have id '{value.id}'."
            seen.add(value.id)


def impossible_times(problem: Problem) -> Iterator[str]:
    try:
        ZoneInfo(problem.timezone)
    except (KeyError, ValueError, OSError):
        yield f"There is no timezone '{problem.timezone}'."
    for slot in problem.slots:
        if slot.starts_at.tzinfo is None or slot.ends_at.tzinfo is None:
            yield f"Slot '{slot.id}' has a time without an offset from UTC."
        elif slot.ends_at <= slot.starts_at:
            yield f"Slot '{slot.id}' ends before it starts."


def overlapping_slots(problem: Problem) -> Iterator[str]:
    """Slots may overlap (two rhythms of a day), but not in one room."""
    if any(True for _ in impossible_times(problem)):
        return
    said: set[tuple[str, str]] = set()
    for room in problem.rooms:
        for first, second in _overlaps(problem, room):
            if (first.id, second.id) not in said:
                said.add((first.id, second.id))
                yield f"Slots '{first.id}' and '{second.id}' overlap in room '{room.id}'."


def _overlaps(problem: Problem, room: Room) -> Iterator[tuple[Slot, Slot]]:
    open_slots = sorted(
        (s for s in problem.slots if room.slots is None or s.id in room.slots),
        key=lambda slot: slot.starts_at,
    )
    for first, second in pairwise(open_slots):
        if second.starts_at < first.ends_at:
            yield first, second


def numbers_out_of_range(problem: Problem) -> Iterator[str]:
    for room in problem.rooms:
        if room.capacity is not None and room.capacity < 0:
            yield f"Room '{room.id}' has a capacity below zero."
    for item in problem.items:
        if item.length < 1:
            yield f"Item '{item.id}' must take at least one slot, not {item.length}."
        if item.priority < 1:
            yield f"Item '{item.id}' must have a priority of at least 1, not {item.priority}."
        if item.seats is not None and item.seats < 0:
            yield f"Item '{item.id}' has a number of seats below zero."
    for wish in problem.wishes:
        if wish.weight < 1:
            yield f"The wish of '{wish.person}' for '{wish.item}' must weigh at least 1."
    if problem.move_cost < 0:
        yield "The cost of a move must not be below zero."


def unknown_ids(problem: Problem) -> Iterator[str]:
    yield from _unknown_in_rooms_and_people(problem)
    yield from _unknown_in_items(problem)
    yield from _unknown_in_placements(problem)
    for wish in problem.wishes:
        where = f"The wish ['{wish.person}', '{wish.item}']"
        yield from _unknown(where, "person", [wish.person], problem.person)
        yield from _unknown(where, "item", [wish.item], problem.item)


def _unknown(where: str, kind: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for id in ids:
        if id not in known:
            yield f"{where} names the {kind} '{id}', which does not exist."


def _unknown_in_rooms_and_people(problem: Problem) -> Iterator[str]:
    for room in problem.rooms:
        yield from _unknown(f"Room '{room.id}'", "slot", sorted(room.slots or ()), problem.slot)
    for person in problem.people:
        slots = sorted(person.slots or ())
        yield from _unknown(f"Person '{person.id}'", "slot", slots, problem.slot)


def _unknown_in_items(problem: Problem) -> Iterator[str]:
    features = {feature for room in problem.rooms for feature in room.features}
    for item in problem.items:
        where = f"Item '{item.id}'"
        yield from _unknown(where, "slot", sorted(item.slots or ()), problem.slot)
        yield from _unknown(where, "room", sorted(item.rooms or ()), problem.room)
        yield from _unknown(where, "person", item.hosts, problem.person)
        yield from _unknown(where, "item", sorted(item.not_with), problem.item)
        yield from _unknown(where, "item", sorted(item.after), problem.item)
        if item.id in item.not_with:
            yield f"{where} cannot be kept apart from itself."
        for feature in sorted(item.needs - features):
            yield f"{where} needs '{feature}', which no room has."


def _unknown_in_placements(problem: Problem) -> Iterator[str]:
    pinned = ((f"Item '{i.id}', pinned,", i.pinned) for i in problem.items if i.pinned)
    current = ((f"The current place of '{key}'", p) for key, p in problem.current.items())
    for where, placement in (*pinned, *current):
        yield from _unknown(where, "slot", [placement.slot], problem.slot)
        yield from _unknown(where, "room", [placement.room], problem.room)
    yield from _unknown("'current'", "item", problem.current, problem.item)


def repeated_wishes(problem: Problem) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for wish in problem.wishes:
        if (wish.person, wish.item) in seen:
            yield f"'{wish.person}' wishes for '{wish.item}' twice."
        seen.add((wish.person, wish.item))


def circle_in_after(problem: Problem) -> Iterator[str]:
    sorter = TopologicalSorter({item.id: sorted(item.after) for item in problem.items})
    try:
        sorter.prepare()
    except CycleError as error:
        # graphlib lists each node before the one that depends on it.
        circle = " after ".join(f"'{id}'" for id in reversed(error.args[1]))
        yield f"The items form a circle in 'after': {circle}."


CHECKS = (
    repeated_ids,
    impossible_times,
    overlapping_slots,
    numbers_out_of_range,
    unknown_ids,
    repeated_wishes,
)
