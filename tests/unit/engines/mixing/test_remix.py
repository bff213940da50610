"""Mixing again moves as few people as possible."""

from dataclasses import replace

from hypothesis import given, settings

from offsite.engines.mixing import Group, Plan, Problem, changes, remix, rules, solve
from tests.unit.engines.mixing.problems import golf, make_problem, make_round, people, problems


def again(problem: Problem, current: Plan) -> Plan:
    return remix(problem, current.groups, seconds=0.4, deterministic=True)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_a_plan_that_still_holds_stays_as_it_is(problem: Problem) -> None:
    plan = solve(problem, seconds=0.1, deterministic=True)
    if plan.status != "infeasible":
        assert changes(plan.groups, again(problem, plan)) == ()


def test_one_cancellation_leaves_everybody_else_where_they_are() -> None:
    problem = golf(4, 3, 3)
    plan = solve(problem, seconds=1, deterministic=True)
    fewer = tuple(
        replace(
            one,
            people=tuple(id for id in one.people if id != "p5"),
            groups=tuple(replace(group, min=2) for group in one.groups),
        )
        for one in problem.rounds
    )

    new = again(replace(problem, rounds=fewer), plan)

    assert changes(plan.groups, new) == ()
    assert not rules.violations(replace(problem, rounds=fewer), new)


def test_a_group_left_too_small_takes_the_one_who_met_nobody_there() -> None:
    # Dan is left alone at a table for two or more: Ada, Bob or Cleo must join him.
    one = make_round(groups=(Group("t1", 3, min=2), Group("t2", 3, min=2, driver="dan")))
    current = {"tables-1": {"t1": ("ada", "bob", "cleo"), "t2": ("dan", "eve")}}
    problem = make_problem(rounds=(one,), met={("dan", "ada"): 1, ("dan", "cleo"): 1})

    new = remix(problem, current, seconds=0.4, deterministic=True)

    assert [(c.person, c.before, c.after) for c in changes(current, new)] == [("bob", "t1", "t2")]


def test_a_late_arrival_takes_a_free_seat_and_locked_groups_stay() -> None:
    one = make_round(
        people=("ada", "bob", "cleo", "dan", "eve"),
        groups=(Group("t1", 3), Group("t2", 3)),
        fixed={"ada": "t1", "bob": "t1"},
    )
    problem = Problem(people("ada", "bob", "cleo", "dan", "eve"), (one,), {("eve", "ada"): 1})
    current = {"tables-1": {"t1": ("ada", "bob"), "t2": ("cleo", "dan")}}

    new = remix(problem, current, seconds=0.4, deterministic=True)

    assert changes(current, new) == ()
    assert new.groups["tables-1"]["t2"] == ("cleo", "dan", "eve")
