"""Votes and timetables that others made, solved as the product promises."""

from pathlib import Path

from bench.schedule_instances import itc2007, poster_votes
from offsite.engines.scheduling import rules, solve
from offsite.engines.scheduling.score import faults_in_claim


def test_poster_votes_are_solved_to_proven_optimality(shared_data: Path) -> None:
    problem = poster_votes(shared_data / "preferences" / "preflib-poster-approvals-group1.csv")

    plan = solve(problem, seconds=30, deterministic=True)

    assert (len(problem.people), len(problem.items)) == (65, 17)
    assert plan.status == "optimal"
    assert plan.score is not None
    assert plan.score.met == plan.score.bound == 253
    assert rules.violations(problem, plan) == []


def test_a_university_timetable_meets_every_wish(shared_data: Path) -> None:
    path = shared_data / "preferences" / "itc2007-track2" / "comp-2007-2-8.tim"
    problem = itc2007(path)

    plan = solve(problem, seconds=120, workers=2)

    assert plan.score is not None
    assert plan.score.met == plan.score.wished == 6916
    assert rules.violations(problem, plan) == []
    assert faults_in_claim(problem, plan) == []
