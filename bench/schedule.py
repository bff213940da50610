"""Measure the schedule engine: `python -m bench.schedule [--seconds 60] [name ...]`.

For each instance: what a plain greedy meets (most wanted first, largest room first), what
the engine meets in the same run, the proven bound, the gap, and the time.  Real votes are
read from the folder given by ``--data`` and left out without it.
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

from bench.schedule_instances import itc2007, poster_votes, synthetic
from offsite.engines.scheduling import Placement, Plan, Problem, rules, solve
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.explain import delta_of_move, violations_of_move
from offsite.engines.scheduling.score import score_of

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


def plain_greedy(problem: Problem) -> Plan:
    """Most wanted first, into the first slot and the largest room that are still free."""
    wanted: dict[str, int] = {}
    for wish in problem.wishes:
        wanted[wish.item] = wanted.get(wish.item, 0) + wish.weight
    size = {r.id: r.capacity if r.capacity is not None else 10**9 for r in problem.rooms}
    order = {slot.id: number for number, slot in enumerate(problem.slots)}
    placements: dict[str, Placement] = {}
    for item in sorted(problem.items, key=lambda item: -wanted.get(item.id, 0)):
        options = rules.allowed_placements(problem, item)
        options.sort(key=lambda where: (order[where.slot], -size[where.room]))
        for where in options:
            if not violations_of_move(problem, Plan(placements), item.id, where):
                placements[item.id] = where
                break
    plan = Plan(placements, attend(problem, placements).attendance)
    return Plan(placements, plan.attendance, score=score_of(problem, plan))


def measure(name: str, problem: Problem, *, seconds: float, seed: int) -> str:
    """One row of the table."""
    greedy = plain_greedy(problem).score
    began = time.monotonic()
    plan = solve(problem, seconds=seconds, seed=seed)
    spent = time.monotonic() - began
    score = plan.score
    assert score is not None
    assert greedy is not None
    assert not rules.violations(problem, plan)
    ratio = score.met / greedy.met if greedy.met else float("nan")
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    # The search and the largest of its children, which run at the same time.
    memory = sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    cells = [
        name,
        f"{spent:.1f} s",
        f"{score.placed}/{problem.total_priority}",
        f"{score.met}",
        f"{score.bound}",
        f"{score.gap:.2%}",
        plan.status,
        f"{greedy.met} (x {ratio:.3f})",
        f"{seed}",
        f"{memory:.0f} MiB",
    ]
    return "| " + " | ".join(cells) + " |"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="instances; all without any")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args()
    instances = {**real_instances(asked.data), **INSTANCES}
    print("| instance | time | placed | met | bound | gap | status | greedy | seed | memory |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in asked.names or instances:
        print(measure(name, instances[name](), seconds=asked.seconds, seed=asked.seed), flush=True)
    editor = editor_milliseconds(INSTANCES["100x45x5x12"]())
    print(f"\nOne move in the editor, 100x45: {editor:.2f} ms.")


if __name__ == "__main__":
    main()
