"""Impossible rounds say who cannot be seated and why, without anything beside the point."""

from offsite.engines.mixing import Group, Person, Problem, Round, solve
from tests.unit.engines.mixing.problems import TWO, make_problem, make_round, people


def reasons(problem: Problem) -> list[str]:
    plan = solve(problem, seconds=2, deterministic=True)
    assert plan.status == "infeasible"
    assert plan.groups == {}
    return [reason for entry in plan.unseated for reason in entry.because]


def test_a_pool_without_rooms_is_named() -> None:
    one = Round("beds-1", ("ada",), (Group("101", 2, pools=frozenset(["any"])),), "beds")

    assert reasons(Problem((Person("ada", pool="single"),), (one,))) == [
        "'ada' cannot be seated in beds-1: no room left is for the pool 'single'."
    ]


def test_a_town_without_cars_is_named() -> None:
    one = Round("cars-1", ("ada",), (Group("c1", 4, leaves_from="Łódź"),), "cars")

    assert reasons(Problem((Person("ada", leaves_from="Poznań"),), (one,))) == [
        "'ada' cannot be seated in cars-1: no car leaves Poznań."
    ]


def test_too_few_seats_for_a_town_are_counted() -> None:
    here = people("ada", "bob", "cleo", leaves_from="Poznań", leaves_at=TWO)
    cars = (Group("c1", 2, leaves_from="Poznań"), Group("c2", 4, leaves_from="Łódź"))
    other = people("dan", leaves_from="Łódź")
    one = Round("cars-1", ("ada", "bob", "cleo", "dan"), cars, "cars")

    assert reasons(Problem(here + other, (one,))) == [
        "'ada', 'bob' and 'cleo' may sit only in 'c1' in cars-1, which has 2 seats."
    ]


def test_rules_about_pairs_that_clash_are_told_together_and_alone() -> None:
    problem = make_problem(
        people=people("ada", "bob", "cleo", "dan"),
        together=(("ada", "bob"), ("bob", "cleo")),
        apart=(("ada", "cleo"), ("ada", "dan")),
        rounds=(make_round(groups=(Group("t1", 4), Group("t2", 4))),),
    )

    found = reasons(problem)

    assert "'ada' and 'cleo' shall be apart in tables-1." in found
    assert "'ada' and 'bob' shall be together in tables-1." in found
    assert "'bob' and 'cleo' shall be together in tables-1." in found
    assert not any("'dan' shall" in sentence for sentence in found)


def test_a_car_that_cannot_be_filled_is_named_with_its_driver() -> None:
    car = Group("c1", 4, min=3, driver="dan", leaves_from="Poznań")
    one = Round("cars-1", ("ada", "bob", "dan"), (car, Group("bus", 9)), "cars")
    problem = Problem(people("ada", "bob", "dan", leaves_from="Łódź"), (one,))

    assert "'c1' in cars-1 needs at least 3 with its driver 'dan'." in reasons(problem)


def test_fixed_seats_beyond_a_room_are_named() -> None:
    one = make_round(fixed={"ada": "t1", "bob": "t1", "cleo": "t1"})

    assert reasons(make_problem(rounds=(one,))) == [
        "'ada', 'bob' and 'cleo' may sit only in 't1' in tables-1, which has 2 seats.",
        "'ada' is fixed in 't1' in tables-1.",
        "'bob' is fixed in 't1' in tables-1.",
        "'cleo' is fixed in 't1' in tables-1.",
    ]


def test_two_drivers_who_shall_sit_together_are_told_what_ties_them() -> None:
    cars = tuple(Group(f"{driver}'s", 4, driver=driver) for driver in ("ada", "bob"))
    one = make_round("cars-1", groups=cars, kind="cars")

    assert reasons(make_problem(rounds=(one,), together=(("ada", "bob"),))) == [
        "'ada' drives 'ada's' in cars-1.",
        "'bob' drives 'bob's' in cars-1.",
        "'ada' and 'bob' shall be together in cars-1.",
    ]
