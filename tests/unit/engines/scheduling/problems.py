"""Small schedule problems: name only what matters to the test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from offsite.engines.scheduling import Item, Person, Placement, Plan, Problem, Room, Slot, Wish

NINE = datetime(2026, 10, 1, 9, tzinfo=UTC)


def slots(count: int, *, gap_after: int | None = None) -> tuple[Slot, ...]:
    """``count`` touching slots s1, s2, ... of an hour; a pause after ``gap_after`` of them."""
    result, at = [], NINE
    for number in range(1, count + 1):
        result.append(Slot(f"s{number}", at, at + timedelta(hours=1)))
        at += timedelta(hours=2 if number == gap_after else 1)
    return tuple(result)


def make_problem(**changes: Any) -> Problem:
    """Two rooms, three slots, items a, b, c; Ada, Bob and Cleo."""
    values: dict[str, Any] = {
        "slots": slots(3),
        "rooms": (Room("hall"), Room("loft")),
        "items": (Item("a"), Item("b"), Item("c")),
        "people": (Person("ada"), Person("bob"), Person("cleo")),
    }
    return Problem(**{**values, **changes})


def at(slot: str, room: str = "hall") -> Placement:
    return Placement(slot, room)


def make_plan(attendance: dict[str, tuple[str, ...]] | None = None, **where: Placement) -> Plan:
    """A plan with items at places: ``make_plan(a=at("s1"))``."""
    return Plan(placements=where, attendance=attendance or {})


def document(**changes: Any) -> dict[str, Any]:
    """The document of a small sound problem."""
    return {**make_problem(wishes=(Wish("ada", "a", 3),)).to_document(), **changes}


@st.composite
def problems(draw: st.DrawFn, *, tiny: bool = False) -> Problem:
    """Sound problems with every kind of rule, few enough to solve at once."""
    slot_count = draw(st.integers(1, 3 if tiny else 5))
    room_count = draw(st.integers(1, 2 if tiny else 3))
    item_count = draw(st.integers(1, 4 if tiny else 8))
    person_count = draw(st.integers(1, 4 if tiny else 8))
    all_slots = slots(slot_count, gap_after=draw(st.sampled_from([None, 1, 2])))
    slot_ids = [slot.id for slot in all_slots]
    some_slots = st.none() | st.frozensets(st.sampled_from(slot_ids), min_size=1)
    rooms = [
        Room(
            f"r{number}",
            capacity=draw(st.none() | st.integers(1, 4)),
            features=frozenset(["screen"]) if number == 0 else frozenset(),
            slots=draw(some_slots),
        )
        for number in range(room_count)
    ]
    people = [Person(f"p{number}", draw(some_slots)) for number in range(person_count)]
    person_ids = [person.id for person in people]
    items = []
    for number in range(item_count):
        earlier = [item.id for item in items]
        few = (
            st.frozensets(st.sampled_from(earlier), max_size=1) if earlier else st.just(frozenset())
        )
        items.append(
            Item(
                f"i{number}",
                length=draw(st.sampled_from([1, 1, 1, 2])),
                hosts=tuple(draw(st.frozensets(st.sampled_from(person_ids), max_size=1))),
                needs=draw(st.sampled_from([frozenset(), frozenset(), frozenset(["screen"])])),
                priority=draw(st.integers(1, 2)),
                not_with=draw(few),
                after=draw(few) if draw(st.booleans()) else frozenset(),
                seats=draw(st.none() | st.integers(1, 4)),
                everyone=draw(st.integers(0, 9)) == 9,
            )
        )
    pairs = st.tuples(st.sampled_from(person_ids), st.sampled_from([item.id for item in items]))
    wishes = draw(st.dictionaries(pairs, st.sampled_from([1, 1, 3]), max_size=20))
    placements = st.builds(
        Placement, st.sampled_from(slot_ids), st.sampled_from([room.id for room in rooms])
    )
    current = draw(st.dictionaries(st.sampled_from([i.id for i in items]), placements, max_size=2))
    return Problem(
        slots=all_slots,
        rooms=tuple(rooms),
        items=tuple(items),
        people=tuple(people),
        wishes=tuple(Wish(p, i, weight) for (p, i), weight in wishes.items()),
        current=current,
        move_cost=draw(st.sampled_from([0, 0, 1])) if current else 0,
    )
