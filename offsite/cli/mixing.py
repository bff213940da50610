"""`offsite mix`: the mixing engine on a file, and its part of `offsite check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from offsite.cli.progress import ProgressBar
from offsite.engines.documents import read_document, write_document
from offsite.engines.mixing import solve
from offsite.engines.mixing.plan import Score
from offsite.engines.mixing.reading import parse_plan, parse_problem, read_problem
from offsite.engines.mixing.rules import violations
from offsite.engines.mixing.score import faults_in_claim, score_of
from offsite.errors import BadInput

if TYPE_CHECKING:
    from offsite.engines.mixing.search import Progress

FilePath = click.Path(path_type=Path)


@click.command()
@click.argument("problem", type=FilePath)
@click.option("-o", "--output", "plan", type=FilePath, required=True, help="Where to write it.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def mix(problem: Path, plan: Path, seconds: float, seed: int, workers: int) -> None:
    """Seat everybody of PROBLEM so that people meet whom they have not met."""
    asked = read_problem(problem)
    with ProgressBar(seconds, _progress_in_words) as report:
        found = solve(asked, seconds=seconds, seed=seed, workers=workers, on_progress=report)
    if found.status == "infeasible":
        raise BadInput(*(reason for round in found.unseated for reason in round.because))
    write_document(plan, found.to_document())
    assert found.score is not None
    click.echo(f"{found.status}: {summary(found.score)}")


def _progress_in_words(progress: "Progress") -> str:
    return f"{progress.repeats} repeats, at least {progress.bound}"


def summary(score: Score) -> str:
    """The score as one line."""
    parts = [
        repeats_in_words(score),
        f"{score.new_pairs} pairs meet for the first time",
        f"{score.same_team} meetings in one team",
        f"{score.same_kind} of one function and track",
        f"everyone meets at least {score.fewest_new_faces} new people",
    ]
    return ", ".join(parts)


def repeats_in_words(score: Score) -> str:
    """What is known about repeats."""
    if score.repeats == 0:
        return "no pair repeats"
    if score.repeats == score.repeats_bound:
        return f"repeats {score.repeats}, and fewer is impossible"
    return f"repeats {score.repeats}, at least {score.repeats_bound} needed"


def check_mix(document: Any, name: str, path: Path) -> tuple[list[str], str]:
    """Every broken rule and false claim of a mixing plan, and its true score."""
    problem = parse_problem(document, name=name)
    plan = parse_plan(read_document(path), name=path.name)
    faults = [violation.sentence for violation in violations(problem, plan)]
    faults += faults_in_claim(problem, plan)
    return faults, summary(score_of(problem, plan))
