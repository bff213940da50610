"""Measure the schedule engine: `python -m bench.schedule [--seconds 60] [name ...]`.

For each instance, in the same run: what the engine meets, the proven bound, the gap and when
the first valid plan stood, beside a plain greedy (most wanted first, largest room first) and
the `conference-scheduler` package where that can run (`make bench-schedule` installs it).
Real votes are read from the folder given by ``--data`` and left out without it.

On a machine that others use, ``--clock processor`` counts the processor time of the search
instead of seconds on the wall.
"""

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.schedule_instances import itc2007, poster_votes, synthetic
from bench.schedule_rivals import conference_scheduler, plain_greedy
from offsite.engines.scheduling import Placement, Problem, Progress, rules, solve, solve_again
from offsite.engines.scheduling.explain import delta_of_move, violations_of_move

CLOCKS = {"wall": time.monotonic, "processor": time.process_time}

COLUMNS = (
    "instance",
    "time",
    "first plan",
    "placed",
    "met",
    "bound",
    "gap",
    "status",
    "below half, worst off",
    "greedy",
    "conference-scheduler",
    "seed",
    "memory",
)

INSTANCES: dict[str, Callable[[], Problem]] = {
    "100x40x6x10": lambda: synthetic(people=100, items=40, rooms=6, days=2, a_day=5),
    "100x45x5x12": lambda: synthetic(
        people=100, items=45, rooms=5, days=2, a_day=6, voters=0.6, breaks=3
    ),
    "100x45x5x12, one length": lambda: synthetic(
        people=100, items=45, rooms=5, days=2, a_day=6, voters=0.6, breaks=3, long_share=0
    ),
    "300x80x10x16": lambda: synthetic(people=300, items=80, rooms=10, days=2, a_day=8),
    "1000x150x15x16": lambda: synthetic(people=1000, items=150, rooms=15, days=2, a_day=8),
    "5000x400x40x24": lambda: synthetic(people=5000, items=400, rooms=40, days=3, a_day=8),
}


def real_instances(data: Path) -> dict[str, Callable[[], Problem]]:
    """Instances from other people's votes, where the files are there."""
    votes = data / "preferences"
    files = {
        "poster votes": (votes / "preflib-poster-approvals-group1.csv", poster_votes),
        "ITC-2007 2-8": (votes / "itc2007-track2" / "comp-2007-2-8.tim", itc2007),
        "ITC-2007 2-7": (votes / "itc2007-track2" / "comp-2007-2-7.tim", itc2007),
        "ITC-2007 2-11": (votes / "itc2007-track2" / "comp-2007-2-11.tim", itc2007),
    }
    return {
        name: (lambda path=path, read=read: read(path))
        for name, (path, read) in files.items()
        if path.is_file()
    }


class FirstPlan:
    """Notes when the first plan was told; reports come twice a second."""

    def __init__(self) -> None:
        self.after: float | None = None

    def __call__(self, progress: Progress) -> None:
        if self.after is None and progress.placed:
            self.after = progress.elapsed

    def __str__(self) -> str:
        return "-" if self.after is None else f"{self.after:.1f} s"


def measure(name: str, problem: Problem, *, seconds: float, seed: int, clock: str) -> str:
    """One row of the table."""
    timer, first = CLOCKS[clock], FirstPlan()
    began = timer()
    plan = solve(problem, seconds=seconds, seed=seed, on_progress=first, timer=timer)
    spent = timer() - began
    score = plan.score
    assert score is not None
    assert not rules.violations(problem, plan)
    # The search and the largest of its children, which run at the same time.
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    greedy = plain_greedy(problem).score
    assert greedy is not None
    cells = [
        name,
        f"{spent:.1f} s",
        str(first),
        f"{score.placed}/{problem.total_priority}",
        f"{score.met}",
        f"{score.bound}",
        f"{score.gap:.2%}",
        plan.status,
        f"{score.below_half}, {score.worst_off:.0%}",
        _ratio(score.met, greedy.met),
        _rival(problem, score.met, seconds=min(seconds, LONGEST_RIVAL)),
        f"{seed}",
        f"{memory:.0f} MiB",
    ]
    return "| " + " | ".join(cells) + " |"


LONGEST_RIVAL = 60.0


def _rival(problem: Problem, met: int, *, seconds: float) -> str:
    plan = conference_scheduler(problem, seconds=seconds)
    if isinstance(plan, str):
        return plan
    assert plan.score is not None
    return _ratio(met, plan.score.met)


def _ratio(met: int, other: int) -> str:
    return f"{other} (x {met / other:.3f})" if other else "0"


def lost_host(problem: Problem, *, seconds: float, clock: str) -> str:
    """What a re-solve does after the host of an item became absent when it runs."""
    timer = CLOCKS[clock]
    published = solve(problem, seconds=seconds, timer=timer)
    rows = []
    for item in [item for item in problem.items if item.length == 1][:3]:
        away = published.placements[item.id].slot
        there = frozenset(slot.id for slot in problem.slots if slot.id != away)
        people = tuple(
            replace(person, slots=there) if person.id in item.hosts else person
            for person in problem.people
        )
        changed = replace(problem, people=people, current=published.placements)
        again = solve_again(changed, seconds=10, timer=timer).score
        fresh = solve(replace(changed, current={}), seconds=10, timer=timer).score
        assert again is not None
        assert fresh is not None
        rows.append(f"{item.id}: {again.moves} moved, met {again.met}, fresh {fresh.met}")
    return "; ".join(rows)


def editor_milliseconds(problem: Problem, tries: int = 200) -> float:
    """The mean time to say what one move breaks and changes."""
    plan = plain_greedy(problem)
    places = [Placement(slot.id, room.id) for slot in problem.slots for room in problem.rooms]
    began = time.monotonic()
    for number in range(tries):
        item = problem.items[number % len(problem.items)].id
        place = places[(7 * number) % len(places)]
        violations_of_move(problem, plan, item, place)
        delta_of_move(problem, plan, item, place)
    return (time.monotonic() - began) / tries * 1000


SECONDS = {"300x80x10x16": 120.0, "1000x150x15x16": 300.0, "5000x400x40x24": 300.0}
"""What the goals allow, where that is more than a minute."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="instances; all without any")
    parser.add_argument("--seconds", type=float, help="for each; else what the goals allow")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    asked = parser.parse_args()
    instances = {**real_instances(asked.data), **INSTANCES}
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    for name in asked.names or instances:
        seconds = asked.seconds or SECONDS.get(name, 60.0)
        problem = instances[name]()
        row = measure(name, problem, seconds=seconds, seed=asked.seed, clock=asked.clock)
        print(row, flush=True)
    demo = INSTANCES["100x45x5x12"]()
    print(f"\nOne move in the editor, 100x45: {editor_milliseconds(demo):.2f} ms.")
    if not asked.names:
        lost = lost_host(demo, seconds=asked.seconds or 60.0, clock=asked.clock)
        print(f"A host is lost, 100x45: {lost}.")


if __name__ == "__main__":
    main()
