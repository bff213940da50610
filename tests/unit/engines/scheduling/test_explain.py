"""Explanations in the words of the rules."""

import pytest

from offsite.engines.scheduling import Item, Person, Plan, Room, Wish, rules
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.explain import (
    clash,
    delta_of_move,
    violations_of_move,
    why_unplaced,
)
from tests.unit.engines.scheduling.problems import at, make_plan, make_problem, slots


def test_a_clash_names_only_the_pins_that_clash() -> None:
    problem = make_problem(
        items=(
            Item("a", pinned=at("s1")),
            Item("b", pinned=at("s2")),
            Item("c", pinned=at("s1", "loft"), not_with=frozenset(["a"])),
        )
    )

    assert [str(v) for v in clash(problem)] == [
        "'a' is pinned to slot 's1', room 'hall'.",
        "'c' is pinned to slot 's1', room 'loft'.",
        "'a' and 'c' must not overlap.",
    ]


def test_a_pin_alone_can_clash() -> None:
    problem = make_problem(
        rooms=(Room("hall", features=frozenset(["stage"])), Room("loft")),
        items=(Item("a", needs=frozenset(["stage"]), pinned=at("s1", "loft")),),
    )

    assert [v.rule for v in clash(problem)] == ["pinned", "features"]


def test_sound_pins_do_not_clash() -> None:
    assert clash(make_problem(items=(Item("a", pinned=at("s1")),))) == []


def test_an_item_without_any_place_says_which_conditions_leave_none() -> None:
    problem = make_problem(
        rooms=(Room("hall", features=frozenset(["stage"]), slots=frozenset(["s1"])), Room("loft")),
        people=(Person("ada", frozenset(["s2"])),),
        items=(Item("a", title="Opening", needs=frozenset(["stage"]), hosts=("ada",)),),
    )

    (entry,) = why_unplaced(problem, Plan({}))

    assert entry.because == (
        "No place is left for 'Opening' (a): it needs a room with 'stage', and its rooms are "
        "not available in every slot, and its hosts 'ada' are not always there.",
    )


def test_an_item_without_a_free_place_says_what_is_in_the_way() -> None:
    problem = make_problem(slots=slots(1), rooms=(Room("hall"),), items=(Item("a"), Item("b")))

    (entry,) = why_unplaced(problem, make_plan(a=at("s1")))

    assert entry.because == (
        "The only place, slot 's1' in room 'hall', is taken or ruled out by another item.",
        "'a' and 'b' are both in room 'hall' at the same time.",
    )


def test_a_move_tells_the_rules_it_breaks() -> None:
    problem = make_problem(items=(Item("a"), Item("b", after=frozenset(["a"])), Item("c")))
    plan = make_plan(a=at("s1"), b=at("s2"), c=at("s3"))

    found = violations_of_move(problem, plan, "a", at("s3"))

    assert {violation.rule for violation in found} == {"room-once", "after"}
    assert violations_of_move(problem, plan, "c", at("s3", "loft")) == []


@pytest.mark.parametrize("place", [at("s2"), at("s2", "loft"), None])
def test_a_move_changes_what_the_assignment_says_it_does(place: object) -> None:
    problem = make_problem(
        items=(Item("a", hosts=("cleo",)), Item("b"), Item("c", length=2)),
        wishes=(
            Wish("ada", "a", 3),
            Wish("ada", "b", 1),
            Wish("bob", "a", 1),
            Wish("bob", "c", 3),
            Wish("cleo", "b", 3),
        ),
    )
    plan = make_plan(a=at("s1"), b=at("s1", "loft"), c=at("s2", "loft"))
    after = {**plan.placements, "a": place}
    if place is None:
        del after["a"]

    delta = delta_of_move(problem, plan, "a", place)

    assert delta.met == _met(problem, after) - _met(problem, dict(plan.placements))
    assert delta.met == delta.gained - delta.lost


def _met(problem, placements) -> int:
    attendance = attend(problem, placements).attendance
    return sum(problem.weight.get((p, i), 0) for p, items in attendance.items() for i in items)


def test_the_rules_of_a_move_are_those_of_the_whole_plan() -> None:
    problem = make_problem(
        items=(Item("a", hosts=("ada",)), Item("b", hosts=("ada",)), Item("c", everyone=True))
    )
    plan = make_plan(a=at("s1"), b=at("s2"), c=at("s3"))

    found = violations_of_move(problem, plan, "a", at("s2", "loft"))

    whole = make_plan(a=at("s2", "loft"), b=at("s2"), c=at("s3"))
    assert set(found) == set(rules.violations(problem, whole, rules.PLACEMENT_RULES))
