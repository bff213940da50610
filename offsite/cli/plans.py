"""`offsite schedule` and `offsite check`: the engines on files."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from offsite.cli.mixing import check_mix
from offsite.cli.progress import ProgressBar
from offsite.engines.documents import read_document, write_document
from offsite.engines.mixing.problem import FORMAT as MIXING_FORMAT
from offsite.engines.scheduling import Progress, solve, solve_again
from offsite.engines.scheduling.explain import clash
from offsite.engines.scheduling.plan import Score
from offsite.engines.scheduling.problem import FORMAT
from offsite.engines.scheduling.reading import parse_plan, parse_problem, read_problem
from offsite.engines.scheduling.rules import violations
from offsite.engines.scheduling.score import faults_in_claim, score_of
from offsite.errors import BadInput

FilePath = click.Path(path_type=Path)


@click.command()
@click.argument("problem", type=FilePath)
@click.option("-o", "--output", "plan", type=FilePath, required=True, help="Where to write it.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--slack",
    type=click.FloatRange(0, 1),
    help="Move as few items of 'current' as meet at most this share less (say 0.01).",
)
def schedule(
    problem: Path, plan: Path, seconds: float, seed: int, workers: int, slack: float | None
) -> None:
    """Find the best plan for PROBLEM and prove how good it can be."""
    asked = read_problem(problem)
    if clashing := clash(asked):
        raise BadInput("No plan keeps these rules together:", *map(str, clashing))
    with ProgressBar(seconds, _progress_in_words) as report:
        solver = solve if slack is None else partial(solve_again, slack=slack)
        found = solver(asked, seconds=seconds, seed=seed, workers=workers, on_progress=report)
    write_document(plan, found.to_document())
    assert found.score is not None
    click.echo(f"{found.status}: {summary(found.score, len(found.unplaced))}")


def _progress_in_words(progress: Progress) -> str:
    return f"met {progress.met} of at most {progress.bound}"


def summary(score: Score, unplaced: int) -> str:
    """The score as one line."""
    gap = f"{score.gap:.2%}" if score.met else "unknown"
    parts = [
        f"met {score.met} of {score.wished} wished",
        f"at most {score.bound} possible (gap {gap})",
        f"placed priority {score.placed}",
        f"{unplaced} unplaced",
        f"{score.moves} moved",
        f"{score.below_half} people below half",
        f"worst off {score.worst_off:.0%}",
    ]
    return ", ".join(parts)


@click.command()
@click.argument("problem", type=FilePath)
@click.argument("plan", type=FilePath)
def check(problem: Path, plan: Path) -> None:
    """Say every rule that PLAN breaks in PROBLEM, one a line, and its score."""
    document = read_document(problem)
    kind = document.get("format") if isinstance(document, dict) else None
    if kind not in CHECKERS:
        known = " or ".join(f"'{name}'" for name in CHECKERS)
        raise BadInput(f"{problem.name}: is of kind '{kind}'; expected {known}.")
    faults, line = CHECKERS[kind](document, problem.name, plan)
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(line)
    if faults:
        sys.exit(1)


def _check_schedule(document: Any, name: str, path: Path) -> tuple[list[str], str]:
    """Every broken rule and false claim of a schedule plan, and its true score."""
    problem = parse_problem(document, name=name)
    plan = parse_plan(read_document(path), name=path.name)
    faults = [violation.sentence for violation in violations(problem, plan)]
    faults += faults_in_claim(problem, plan)
    score = score_of(problem, plan)
    unplaced = sum(item.id not in plan.placements for item in problem.items)
    return faults, summary(score, unplaced)


CHECKERS: dict[str, Callable[[Any, str, Path], tuple[list[str], str]]] = {
    FORMAT: _check_schedule,
    MIXING_FORMAT: check_mix,
}
"""Problem format -> (document, its name, path of the plan) -> (faults, score line)."""
