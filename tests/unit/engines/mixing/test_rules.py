"""Every hard rule: one plan that breaks it, one that keeps it."""

from datetime import timedelta

import pytest

from offsite.engines.mixing import Group, Person, Plan, Problem, rules
from tests.unit.engines.mixing.problems import TWO, make_plan, make_problem, make_round, people

FOUR = {"t1": ("ada", "bob"), "t2": ("cleo", "dan")}


def broken(problem: Problem, plan: Plan) -> list[str]:
    return [violation.rule for violation in rules.violations(problem, plan)]


def test_a_plan_that_keeps_every_rule_breaks_none() -> None:
    assert broken(make_problem(), make_plan(**FOUR)) == []


def test_unknown_rounds_groups_and_people_are_named() -> None:
    plan = Plan({"tables-1": {**FOUR, "t9": ("eve",)}, "lunch": {}})

    sentences = [str(v) for v in rules.known_ids(make_problem(), plan)]

    assert sentences == [
        "The plan has a group 't9' in tables-1, which does not exist.",
        "'eve' sits in 't9' in tables-1 without taking part in it.",
        "The plan has an unknown round 'lunch'.",
    ]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (("cleo",), "'dan' sits nowhere in tables-1."),
        (("cleo", "dan", "bob"), "'bob' sits 2 times in tables-1."),
    ],
)
def test_everybody_sits_exactly_once(second: tuple[str, ...], sentence: str) -> None:
    plan = make_plan(t1=("ada", "bob"), t2=second)

    assert str(rules.everyone_sits_once(make_problem(), plan)[0]) == sentence


@pytest.mark.parametrize(
    ("sizes", "kept"), [((2, 2), True), ((1, 3), False), ((3, 1), False), ((4, 0), False)]
)
def test_groups_hold_from_min_to_max(sizes: tuple[int, int], kept: bool) -> None:
    one = make_round(groups=(Group("t1", 3, min=2), Group("t2", 3, min=2)))
    everyone = ["ada", "bob", "cleo", "dan"]
    plan = make_plan(t1=tuple(everyone[: sizes[0]]), t2=tuple(everyone[sizes[0] :]))

    assert (rules.sizes(make_problem(rounds=(one,)), plan) == []) == kept


@pytest.mark.parametrize(("driver", "kept"), [(None, True), ("dan", False)])
def test_a_group_may_stay_empty_unless_it_has_a_driver(driver: str | None, kept: bool) -> None:
    one = make_round(groups=(Group("t1", 4), Group("t2", 2, min=2, driver=driver)))
    plan = make_plan(t1=("ada", "bob", "cleo", "dan"))

    assert (rules.sizes(make_problem(rounds=(one,)), plan) == []) == kept


@pytest.mark.parametrize(
    ("pool", "kept"), [("quiet", True), ("any", False), (None, False), ("Quiet", False)]
)
def test_a_pool_admits_who_agreed_to_it(pool: str | None, kept: bool) -> None:
    group = Group("101", 2, pools=frozenset(["quiet"]))
    one = make_round(people=("ada",), groups=(group,))
    problem = Problem(people("ada", pool=pool), (one,))
    plan = Plan({"tables-1": {"101": ("ada",)}})

    assert (rules.pools(problem, plan) == []) == kept


@pytest.mark.parametrize(("seat", "kept"), [("t1", True), ("t2", False)])
def test_a_fixed_seat_stays(seat: str, kept: bool) -> None:
    problem = make_problem(rounds=(make_round(fixed={"ada": seat}),))

    assert (rules.fixed(problem, make_plan(**FOUR)) == []) == kept


@pytest.mark.parametrize(("driver", "kept"), [("ada", True), ("cleo", False)])
def test_a_car_goes_with_its_driver(driver: str, kept: bool) -> None:
    groups = (Group("t1", 2, driver=driver), Group("t2", 2))
    problem = make_problem(rounds=(make_round(groups=groups),))

    assert (rules.drivers(problem, make_plan(**FOUR)) == []) == kept


@pytest.mark.parametrize(("town", "kept"), [("Poznań", True), ("Łódź", False), (None, False)])
def test_riders_leave_from_the_town_of_the_car(town: str | None, kept: bool) -> None:
    one = make_round(people=("ada",), groups=(Group("t1", 2, leaves_from="Poznań"),))
    problem = Problem(people("ada", leaves_from=town), (one,))

    assert (rules.towns(problem, make_plan(t1=("ada",))) == []) == kept


@pytest.mark.parametrize(("minutes", "kept"), [(60, True), (-60, True), (61, False), (-61, False)])
def test_riders_leave_within_an_hour_of_the_car(minutes: int, kept: bool) -> None:
    one = make_round(people=("ada",), groups=(Group("t1", 2, leaves_at=TWO),))
    problem = Problem(people("ada", leaves_at=TWO + timedelta(minutes=minutes)), (one,))

    assert (rules.departures(problem, make_plan(t1=("ada",))) == []) == kept


def test_whoever_names_no_time_rides_at_any_and_a_driver_with_their_car() -> None:
    late = Person("dan", leaves_from="Łódź", leaves_at=TWO + timedelta(hours=5))
    car = Group("t1", 2, driver="dan", leaves_from="Poznań", leaves_at=TWO)
    one = make_round(people=("ada", "dan"), groups=(car,))
    problem = Problem((Person("ada", leaves_from="Poznań"), late), (one,))

    assert broken(problem, make_plan(t1=("ada", "dan"))) == []


@pytest.mark.parametrize(("pair", "kept"), [(("ada", "cleo"), True), (("bob", "ada"), False)])
def test_who_shall_be_apart_never_shares_a_group(pair: tuple[str, str], kept: bool) -> None:
    assert (rules.apart(make_problem(apart=(pair,)), make_plan(**FOUR)) == []) == kept


@pytest.mark.parametrize(("pair", "kept"), [(("ada", "cleo"), False), (("bob", "ada"), True)])
def test_who_shall_be_together_shares_every_group(pair: tuple[str, str], kept: bool) -> None:
    assert (rules.together(make_problem(together=(pair,)), make_plan(**FOUR)) == []) == kept


def test_pairs_bind_only_where_both_take_part() -> None:
    one = make_round(people=("ada", "bob"), groups=(Group("t1", 2),))
    problem = make_problem(rounds=(one,), together=(("ada", "dan"),), apart=(("bob", "cleo"),))

    assert broken(problem, make_plan(t1=("ada", "bob"))) == []
