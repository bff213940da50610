"""Faulty problems are told all their faults at once, in sentences."""

from dataclasses import replace
from datetime import datetime

import pytest

from offsite.engines.scheduling import Item, Person, Placement, Problem, Room, Slot, Wish
from offsite.errors import BadInput
from tests.unit.engines.scheduling.problems import NINE, make_problem, slots


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"items": (Item("a"), Item("a"))}, "Two items have id 'a'."),
        ({"people": (Person("p"), Person("p"))}, "Two people have id 'p'."),
        ({"timezone": "Mars/Olympus"}, "There is no timezone 'Mars/Olympus'."),
        (
            {"slots": (Slot("s", datetime(2026, 1, 1), datetime(2026, 1, 2)),)},  # noqa: DTZ001
            "Slot 's' has a time without an offset from UTC.",
        ),
        ({"slots": (Slot("s", NINE, NINE),)}, "Slot 's' ends before it starts."),
        (
            {"slots": (*slots(1), replace(slots(1)[0], id="t"))},
            "Slots 's1' and 't' overlap in room 'hall'.",
        ),
        ({"rooms": (Room("r", capacity=-1),)}, "Room 'r' has a capacity below zero."),
        (
            {"rooms": (Room("r", slots=frozenset(["s9"])),)},
            "Room 'r' names the slot 's9', which does not exist.",
        ),
        ({"items": (Item("a", length=0),)}, "Item 'a' must take at least one slot, not 0."),
        (
            {"items": (Item("a", hosts=("zoe",)),)},
            "Item 'a' names the person 'zoe', which does not exist.",
        ),
        (
            {"items": (Item("a", needs=frozenset(["moat"])),)},
            "Item 'a' needs 'moat', which no room has.",
        ),
        (
            {"items": (Item("a", pinned=Placement("s1", "attic")),)},
            "Item 'a', pinned, names the room 'attic', which does not exist.",
        ),
        (
            {"wishes": (Wish("ada", "a", 1), Wish("ada", "a", 3))},
            "'ada' wishes for 'a' twice.",
        ),
        ({"wishes": (Wish("ada", "a", 0),)}, "The wish of 'ada' for 'a' must weigh at least 1."),
        (
            {"current": {"zz": Placement("s1", "hall")}},
            "'current' names the item 'zz', which does not exist.",
        ),
        (
            {"items": (Item("a", after=frozenset(["b"])), Item("b", after=frozenset(["a"])))},
            "The items form a circle in 'after': 'a' after 'b' after 'a'.",
        ),
    ],
)
def test_a_fault_is_one_sentence(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(BadInput) as refusal:
        make_problem(**changes)

    assert refusal.value.faults == (fault,)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as refusal:
        make_problem(items=(Item("a", length=0), Item("a", hosts=("zoe",))))

    assert len(refusal.value.faults) == 3


def test_equal_problems_have_one_fingerprint_and_others_another() -> None:
    one, same = make_problem(), make_problem()
    other: Problem = make_problem(move_cost=1)

    assert one.fingerprint() == same.fingerprint()
    assert one.fingerprint() != other.fingerprint()
