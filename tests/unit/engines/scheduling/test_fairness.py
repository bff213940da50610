"""Fairness comes after the main goal and costs it nothing."""

import pytest

from bench.schedule_instances import synthetic
from offsite.engines.scheduling import (
    Item,
    Person,
    Placement,
    Plan,
    Problem,
    Room,
    Score,
    Wish,
    solve,
)
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.fairness import share_out
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.score import score_of
from offsite.engines.scheduling.start import greedy
from tests.unit.engines.scheduling.problems import slots


def three_of_four() -> Problem:
    """Two slots, two rooms: Bob's two wishes or one of Ada's four must be given up."""
    return Problem(
        slots=slots(2),
        rooms=(Room("hall"), Room("loft")),
        items=tuple(Item(name) for name in "abcd"),
        people=(Person("ada"), Person("bob"), Person("cleo")),
        wishes=(
            *(Wish("ada", name, 1) for name in "abcd"),
            Wish("bob", "a", 1),
            Wish("bob", "b", 1),
            Wish("cleo", "a", 1),
            Wish("cleo", "c", 1),
        ),
    )


def test_of_plans_that_meet_the_same_the_fairer_is_taken() -> None:
    plan = solve(three_of_four(), seconds=2, deterministic=True)

    assert plan.score is not None
    assert (plan.score.met, plan.score.below_half, plan.score.worst_off) == (6, 0, 0.5)
    together = {p.slot for i, p in plan.placements.items() if i in "ad"}
    assert len(together) == 1


@pytest.mark.parametrize(("people", "items"), [(30, 18), (300, 60)])
def test_fairness_takes_nothing_from_all_together(people: int, items: int) -> None:
    problem = synthetic(people=people, items=items, rooms=6, days=2, a_day=5)
    grid = Grid(problem)
    effort = Effort(seconds=0.5, timer=lambda: 0.0, deterministic=True)
    before = greedy(grid, seed=0)

    after = share_out(grid, before, effort.until(0.5), seed=0)

    scores = [score_with(problem, grid.placements(places)) for places in (before, after)]
    assert scores[0].met == scores[1].met
    assert scores[0].placed == scores[1].placed
    fairness = [(-score.below_half, score.worst_off) for score in scores]
    assert fairness[1] >= fairness[0]


def score_with(problem: Problem, placements: dict[str, Placement]) -> Score:
    return score_of(problem, Plan(placements, attend(problem, placements).attendance))
