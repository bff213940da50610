"""Who attends what for fixed placements."""

import pytest

from offsite.engines.scheduling import Item, Person, Plan, Room, Wish, rules
from offsite.engines.scheduling.attendance import attend
from tests.unit.engines.scheduling.brute_force import most_met
from tests.unit.engines.scheduling.problems import at, make_problem

WISHES = tuple(
    Wish(person, item, weight)
    for person, item, weight in [
        ("ada", "a", 3),
        ("ada", "b", 1),
        ("bob", "a", 1),
        ("bob", "b", 3),
        ("cleo", "a", 3),
        ("cleo", "c", 1),
    ]
)


def test_people_take_the_heaviest_wishes_that_do_not_overlap() -> None:
    problem = make_problem(wishes=WISHES)
    placements = {"a": at("s1"), "b": at("s1", "loft"), "c": at("s2")}

    found = attend(problem, placements)

    assert found.attendance == {"ada": ("a",), "bob": ("b",), "cleo": ("a", "c")}
    assert found.is_best


def test_must_goes_before_would_when_seats_are_few() -> None:
    problem = make_problem(
        rooms=(Room("hall", capacity=1), Room("loft")),
        wishes=(Wish("ada", "a", 1), Wish("bob", "a", 3), Wish("cleo", "a", 1)),
    )

    found = attend(problem, {"a": at("s1"), "b": at("s1", "loft")})

    assert found.attendance == {"bob": ("a",)}


def test_ties_fall_by_the_seed_and_not_by_who_came_first() -> None:
    people = tuple(Person(f"p{number}") for number in range(6))
    problem = make_problem(
        items=(Item("a", seats=1),),
        people=people,
        wishes=tuple(Wish(person.id, "a", 1) for person in people),
    )

    winners = {tuple(attend(problem, {"a": at("s1")}, seed=s).attendance) for s in range(20)}

    assert len(winners) > 2
    assert attend(problem, {"a": at("s1")}, seed=4) == attend(problem, {"a": at("s1")}, seed=4)


def test_a_host_takes_a_seat_and_attends_nothing_beside() -> None:
    problem = make_problem(
        items=(Item("a", hosts=("ada",), seats=2), Item("b"), Item("c")),
        wishes=(Wish("ada", "b", 3), Wish("bob", "a", 1), Wish("cleo", "a", 1)),
    )

    found = attend(problem, {"a": at("s1"), "b": at("s1", "loft")})

    assert found.attendance["ada"] == ("a",)
    assert sum("a" in items for items in found.attendance.values()) == 2


@pytest.mark.parametrize("seats", [1, 2, None])
@pytest.mark.parametrize("length", [1, 2])
def test_the_assignment_meets_the_most_that_seats_allow(seats: int | None, length: int) -> None:
    problem = make_problem(
        items=(Item("a", length=length, seats=seats), Item("b", seats=1), Item("c", seats=seats)),
        wishes=WISHES,
    )
    placements = {"a": at("s1"), "b": at("s1", "loft"), "c": at("s2", "loft")}

    plan = Plan(placements, attend(problem, placements).attendance)

    assert rules.violations(problem, plan) == []
    weight = problem.weight
    met = sum(weight.get((p, i), 0) for p, items in plan.attendance.items() for i in items)
    assert met == most_met(problem, placements)
