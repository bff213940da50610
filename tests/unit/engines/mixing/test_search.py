"""What must be true of every plan the mixing engine makes."""

from itertools import count

import pytest
from hypothesis import given, settings

from offsite.engines.mixing import Group, Person, Plan, Problem, Round, rules, solve
from offsite.engines.mixing.score import faults_in_claim
from tests.unit.engines.mixing.brute_force import best_repeats, seatings
from tests.unit.engines.mixing.problems import golf, make_problem, make_round, people, problems


def quick(problem: Problem, seconds: float = 0.3, seed: int = 0) -> Plan:
    return solve(problem, seconds=seconds, seed=seed, deterministic=True)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_no_plan_breaks_a_hard_rule_and_its_claims_are_true(problem: Problem) -> None:
    plan = quick(problem)

    if plan.status == "infeasible":
        assert all(entry.because for entry in plan.unseated)
        return
    assert rules.violations(problem, plan) == []
    assert faults_in_claim(problem, plan) == []
    assert plan.score.repeats_bound <= plan.score.repeats
    assert (plan.status == "optimal") == (plan.score.repeats_bound == plan.score.repeats)


@given(problems(tiny=True))
@settings(max_examples=60, deadline=None)
def test_tiny_problems_get_the_fewest_repeats_that_brute_force_finds(problem: Problem) -> None:
    plan = quick(problem)
    best = best_repeats(problem)

    if best is None:
        assert plan.status == "infeasible"
        stuck = {entry.round for entry in plan.unseated}
        assert stuck == {o.id for o in problem.rounds if not any(seatings(problem, o))}
    else:
        assert plan.score.repeats == best
        assert plan.score.repeats_bound <= best


def test_the_golfers_meet_nobody_twice() -> None:
    plan = quick(golf(5, 3, 6), seconds=5)

    assert (plan.status, plan.score.repeats) == ("optimal", 0)
    assert plan.score.fewest_new_faces == 12


def test_a_symmetric_start_finds_a_perfect_tournament() -> None:
    plan = quick(golf(6, 3, 8), seconds=30)

    assert plan.score.repeats == 0


def test_what_cannot_be_avoided_is_proven() -> None:
    # Nine people meet all eight others in four weeks; the fifth repeats all its nine pairs.
    plan = quick(golf(3, 3, 5), seconds=4)

    assert (plan.status, plan.score.repeats, plan.score.repeats_bound) == ("optimal", 9, 9)


def test_the_weight_of_a_round_says_where_repeats_hurt() -> None:
    met = {("ada", "bob"): 1, ("cleo", "dan"): 1, ("ada", "cleo"): 1, ("bob", "dan"): 1}
    rounds = (make_round("light"), make_round("heavy", weight=5))

    plan = quick(make_problem(met=met, rounds=rounds))

    assert plan.score.repeats == 2
    assert {frozenset(pair) for pair in plan.groups["heavy"].values()} == {
        frozenset(("ada", "dan")),
        frozenset(("bob", "cleo")),
    }


def test_teams_then_kinds_are_mixed_when_repeats_allow() -> None:
    team = [Person(id, team="a", function="f", track=t) for id, t in (("p0", "x"), ("p1", "y"))]
    other = [Person(id, team="b", function="f", track=t) for id, t in (("p2", "x"), ("p3", "y"))]
    one = make_round(people=("p0", "p1", "p2", "p3"))

    plan = quick(Problem((*team, *other), (one,)))

    assert (plan.score.same_team, plan.score.same_kind) == (0, 0)


def test_people_who_sit_together_move_together() -> None:
    everyone = [f"p{number}" for number in range(8)]
    tables = tuple(Group(f"t{number}", 4, min=4) for number in range(2))
    rounds = tuple(Round(f"r{number}", tuple(everyone), tables) for number in range(2))
    problem = Problem(people(*everyone), rounds, together=(("p0", "p1"),))

    plan = quick(problem, seconds=2)

    # Two tables of four twice: two of each table meet again at the other, whatever is done.
    assert rules.violations(problem, plan) == []
    assert plan.score.repeats == 4


@given(problems())
@settings(max_examples=15, deadline=None)
def test_other_names_change_nothing_but_names(problem: Problem) -> None:
    def renamed(id: str) -> str:
        return f"person-{99 - int(id[1:])}"

    other = Problem(
        tuple(
            Person(renamed(p.id), p.team, p.function, p.track, p.pool, p.leaves_from, p.leaves_at)
            for p in problem.people
        ),
        tuple(
            Round(
                one.id,
                tuple(map(renamed, one.people)),
                tuple(
                    Group(
                        g.id,
                        g.max,
                        g.min,
                        g.pools,
                        renamed(g.driver) if g.driver else None,
                        g.leaves_from,
                        g.leaves_at,
                    )
                    for g in one.groups
                ),
                one.kind,
                {renamed(person): group for person, group in one.fixed.items()},
                one.weight,
            )
            for one in problem.rounds
        ),
        {(renamed(a), renamed(b)): count for (a, b), count in problem.met.items()},
        tuple((renamed(a), renamed(b)) for a, b in problem.apart),
        tuple((renamed(a), renamed(b)) for a, b in problem.together),
    )

    plan, same = quick(problem, seconds=0.1), quick(other, seconds=0.1)

    assert same.score == plan.score
    assert same.groups == {
        id: {group: tuple(map(renamed, members)) for group, members in groups.items()}
        for id, groups in plan.groups.items()
    }


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = golf(4, 3, 4)

    assert quick(problem, seed=3) == quick(problem, seed=3)


def test_a_search_that_is_stopped_returns_its_best_plan() -> None:
    problem, asked = golf(8, 4, 10), count()

    plan = solve(problem, seconds=60, should_stop=lambda: next(asked) > 1)

    assert rules.violations(problem, plan) == []


def test_progress_is_told_while_searching() -> None:
    told = []

    solve(golf(8, 4, 10), seconds=2, on_progress=told.append)

    assert len(told) > 1
    assert told[-1].repeats >= told[-1].bound


@pytest.mark.parametrize("count_", [0, 1])
def test_a_round_with_hardly_anybody_is_no_trouble(count_: int) -> None:
    ids = ("ada", "bob")[:count_]
    problem = Problem(people(*ids), (Round("r", ids, (Group("g", 3),)),))

    assert quick(problem).status == "optimal"


def test_nothing_to_mix_is_no_trouble() -> None:
    assert quick(Problem((), ())).status == "optimal"
