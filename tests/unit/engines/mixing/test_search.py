"""What must be true of every plan the mixing engine makes."""

from hypothesis import given, settings

from offsite.engines.mixing import Plan, Problem, rules, solve
from offsite.engines.mixing.score import faults_in_claim
from tests.unit.engines.mixing.brute_force import best_repeats, seatings
from tests.unit.engines.mixing.problems import problems


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
