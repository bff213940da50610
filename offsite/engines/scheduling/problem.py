"""The values of a schedule problem, and what must be true of them before anyone solves it.

Build a :class:`Problem` from rows or read one with :func:`parse_problem`; either way it is
checked, and every fault is reported at once.  Times are aware; slots, rooms, items and
people are named by text ids.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from offsite.engines.scheduling.soundness import require_sound

FORMAT = "offsite/schedule-problem@1"

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A period ``[starts_at, ends_at)`` in which items may run."""

    id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """A room; ``capacity`` None is unlimited, ``slots`` None is every slot."""

    id: str
    capacity: int | None = None
    features: frozenset[str] = frozenset()
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item runs: its first slot and its room."""

    slot: str
    room: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something to place.

    ``length`` counts touching slots; ``priority`` is what placing it is worth;
    ``slots`` and ``rooms`` None mean all; ``seats`` limits it below its room;
    nothing runs beside an item for ``everyone``, and all who are there attend it.
    """

    id: str
    title: str = ""
    length: int = 1
    hosts: Ids = ()
    needs: frozenset[str] = frozenset()
    priority: int = 1
    slots: frozenset[str] | None = None
    rooms: frozenset[str] | None = None
    pinned: Placement | None = None
    not_with: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    seats: int | None = None
    everyone: bool = False

    @property
    def name(self) -> str:
        """The title with the id, for sentences."""
        return f"'{self.title}' ({self.id})" if self.title else f"'{self.id}'"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who hosts or wishes; ``slots`` None means always there."""

    id: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """``person`` would gain ``weight`` (must 3, would 1) by attending ``item``."""

    person: str
    item: str
    weight: int


@dataclass(frozen=True)
class Problem:
    """Everything the schedule engine knows.

    Raises:
        BadInput: one sentence for every fault (unknown or repeated ids, a circle in
            ``after``, naive times, slots that end before they start, ...).
    """

    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    items: tuple[Item, ...]
    people: tuple[Person, ...] = ()
    wishes: tuple[Wish, ...] = ()
    current: Mapping[str, Placement] = field(default_factory=dict)
    move_cost: int = 0
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        for name in ("slots", "rooms", "items", "people", "wishes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "current", dict(self.current))
        require_sound(self)

    @cached_property
    def slot(self) -> dict[str, Slot]:
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def room(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def item(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def weight(self) -> dict[tuple[str, str], int]:
        """(person, item) -> wish weight."""
        return {(wish.person, wish.item): wish.weight for wish in self.wishes}

    @cached_property
    def wished(self) -> int:
        """The sum of all wish weights."""
        return sum(wish.weight for wish in self.wishes)

    @cached_property
    def wished_by(self) -> dict[str, int]:
        """The sum of each person's wish weights, for people who wished anything."""
        result: dict[str, int] = {}
        for wish in self.wishes:
            result[wish.person] = result.get(wish.person, 0) + wish.weight
        return result

    @cached_property
    def total_priority(self) -> int:
        return sum(item.priority for item in self.items)

    @cached_property
    def next_slot(self) -> dict[str, dict[str, str]]:
        """For each room: slot -> the slot of that room that begins when it ends."""
        result = {}
        for room in self.rooms:
            open_slots = [s for s in self.slots if room.slots is None or s.id in room.slots]
            starting = {s.starts_at: s.id for s in open_slots}
            result[room.id] = {
                s.id: starting[s.ends_at] for s in open_slots if s.ends_at in starting
            }
        return result

    def to_document(self) -> dict[str, Any]:
        """The problem in the ``offsite/schedule-problem@1`` format."""
        return {
            "format": FORMAT,
            "timezone": self.timezone,
            "slots": [
                {
                    "id": slot.id,
                    "starts_at": slot.starts_at.isoformat(),
                    "ends_at": slot.ends_at.isoformat(),
                }
                for slot in self.slots
            ],
            "rooms": [_room_document(room) for room in self.rooms],
            "items": [_item_document(item) for item in self.items],
            "people": [_person_document(person) for person in self.people],
            "wishes": [[wish.person, wish.item, wish.weight] for wish in self.wishes],
            "current": {key: placement_document(p) for key, p in self.current.items()},
            "move_cost": self.move_cost,
        }

    def fingerprint(self) -> str:
        """A hash that is equal for equal problems, also between processes and days."""
        text = json.dumps(self.to_document(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def placement_document(placement: Placement) -> dict[str, str]:
    """A placement as the formats write it."""
    return {"slot": placement.slot, "room": placement.room}


def _room_document(room: Room) -> dict[str, Any]:
    document: dict[str, Any] = {"id": room.id, "features": sorted(room.features)}
    if room.capacity is not None:
        document["capacity"] = room.capacity
    if room.slots is not None:
        document["slots"] = sorted(room.slots)
    return document


def _item_document(item: Item) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "length": item.length,
        "hosts": list(item.hosts),
        "needs": sorted(item.needs),
        "priority": item.priority,
        "not_with": sorted(item.not_with),
        "after": sorted(item.after),
        "everyone": item.everyone,
    }
    if item.slots is not None:
        document["slots"] = sorted(item.slots)
    if item.rooms is not None:
        document["rooms"] = sorted(item.rooms)
    if item.pinned is not None:
        document["pinned"] = placement_document(item.pinned)
    if item.seats is not None:
        document["seats"] = item.seats
    return document


def _person_document(person: Person) -> dict[str, Any]:
    if person.slots is None:
        return {"id": person.id}
    return {"id": person.id, "slots": sorted(person.slots)}
