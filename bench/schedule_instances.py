"""Instances for measuring the schedule engine: made from a seed, or read from real votes."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from offsite.engines.scheduling import Item, Person, Problem, Room, Slot, Wish

FIRST_DAY = datetime(2026, 10, 1, 9, tzinfo=UTC)


def day_slots(days: int, a_day: int, *, minutes: int = 45, breaks: int = 0) -> tuple[Slot, ...]:
    """``a_day`` touching slots on each of ``days``; a break after every ``breaks`` slots."""
    slots = []
    for day in range(days):
        at = FIRST_DAY + timedelta(days=day)
        for number in range(a_day):
            if breaks and number and number % breaks == 0:
                at += timedelta(minutes=30)
            until = at + timedelta(minutes=minutes)
            slots.append(Slot(f"d{day + 1}-{number + 1}", at, until))
            at = until
    return tuple(slots)


def synthetic(
    *,
    people: int,
    items: int,
    rooms: int,
    days: int,
    a_day: int,
    long_share: float = 0.2,
    voters: float = 1.0,
    breaks: int = 0,
    seed: int = 1,
) -> Problem:
    """People with tastes in a few tracks; items with hosts; must and would wishes."""
    rng = np.random.default_rng(seed)
    tracks = max(3, items // 8)
    track_of = rng.integers(tracks, size=items)
    appeal = rng.lognormal(0, 0.6, size=items)
    lengths = np.where(rng.random(items) < long_share, 2, 1)
    made_items = tuple(
        Item(
            id=f"i{i}",
            title=f"Item {i}",
            length=int(lengths[i]),
            hosts=tuple(f"p{p}" for p in rng.choice(people, size=1 + (rng.random() < 0.2))),
            needs=frozenset(["projector"] if rng.random() < 0.2 else []),
        )
        for i in range(items)
    )
    made_items = tuple(
        Item(**{**_fields(item), "hosts": tuple(dict.fromkeys(item.hosts))}) for item in made_items
    )
    wishes = []
    for p in range(people):
        if rng.random() > voters:
            continue
        taste = rng.dirichlet(np.full(tracks, 0.5))
        chance = appeal * (0.15 + taste[track_of] * tracks * 0.5)
        count = int(np.clip(rng.normal(min(items * 0.3, 14), 3), 2, items))
        chosen = rng.choice(items, size=count, replace=False, p=chance / chance.sum())
        wishes += [
            Wish(f"p{p}", f"i{i}", 3 if number < count * 0.3 else 1)
            for number, i in enumerate(chosen)
        ]
    return Problem(
        slots=day_slots(days, a_day, breaks=breaks),
        rooms=tuple(
            Room(f"r{r}", features=frozenset(["projector"] if r % 2 == 0 else []))
            for r in range(rooms)
        ),
        items=made_items,
        people=tuple(Person(f"p{p}") for p in range(people)),
        wishes=tuple(wishes),
    )


def _fields(item: Item) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__slots__}


def poster_votes(path: Path, *, rooms: int = 4, slots: int = 5) -> Problem:
    """A table of people x items where 1 is a wish of weight 1."""
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    return Problem(
        slots=day_slots(1, slots),
        rooms=tuple(Room(f"r{r + 1}") for r in range(rooms)),
        items=tuple(Item(id=name) for name in header[1:]),
        people=tuple(Person(row[0]) for row in rows),
        wishes=tuple(
            Wish(row[0], name, 1)
            for row in rows
            for name, mark in zip(header[1:], row[1:], strict=True)
            if mark.strip() == "1"
        ),
    )


def itc2007(path: Path) -> Problem:
    """ITC-2007 track 2: every student wishes for each of their events, 45 slots of 5 days."""
    numbers = iter(path.read_text().split())

    def table(rows: int, columns: int) -> list[list[int]]:
        return [[int(next(numbers)) for _ in range(columns)] for _ in range(rows)]

    (events, rooms, features, students) = table(1, 4)[0]
    sizes = table(1, rooms)[0]
    attends = table(students, events)
    room_has = table(rooms, features)
    event_needs = table(events, features)
    available = table(events, 45)
    order = table(events, events)
    slots = day_slots(5, 9, minutes=60)
    return Problem(
        slots=slots,
        rooms=tuple(
            Room(f"r{r}", capacity=sizes[r], features=_marked(room_has[r], "f"))
            for r in range(rooms)
        ),
        items=tuple(
            Item(
                id=f"e{e}",
                needs=_marked(event_needs[e], "f"),
                slots=frozenset(slots[t].id for t in range(45) if available[e][t]),
                after=frozenset(f"e{o}" for o in range(events) if order[e][o] == -1),
            )
            for e in range(events)
        ),
        people=tuple(Person(f"s{s}") for s in range(students)),
        wishes=tuple(
            Wish(f"s{s}", f"e{e}", 1)
            for s in range(students)
            for e in range(events)
            if attends[s][e]
        ),
    )


def _marked(row: list[int], letter: str) -> frozenset[str]:
    return frozenset(f"{letter}{number}" for number, mark in enumerate(row) if mark)
