"""Measure the mixing engine: `python -m bench.mixing [name ...]`.

For each instance: the repeats of the engine, the proven bound and the time, beside a greedy
and a plain annealing (which gets as long as the engine, at most `--rival-seconds`) in the
same run.  A series of events feeds each its own history.  On a machine that others use,
``--clock processor`` counts the processor time of each instead of seconds on the wall.
"""

import argparse
import resource
import time
from collections.abc import Callable
from functools import cache

from bench.mixing_instances import event, golf, with_meetings, without
from bench.mixing_rivals import greedy, plain_annealing
from offsite.engines.mixing import Plan, Problem, changes, remix, rules, solve
from offsite.engines.mixing.score import score_of

Instance = tuple[float, Callable[[], Problem]]
Timer = Callable[[], float]

CLOCKS: dict[str, Timer] = {"wall": time.monotonic, "processor": time.process_time}


@cache
def met_after(events: int) -> dict[tuple[str, str], int]:
    """Who met at so many earlier events of a hundred people, mixed for ten seconds of the
    processor each."""
    if events == 0:
        return {}
    met = met_after(events - 1)
    plan = solve(event(100, met=met), seconds=10, timer=CLOCKS["processor"])
    return with_meetings(met, plan)


INSTANCES: dict[str, Instance] = {
    "golf 5-3-7": (10, lambda: golf(5, 3, 7)),
    "golf 6-3-8": (10, lambda: golf(6, 3, 8)),
    "golf 7-4-5": (10, lambda: golf(7, 4, 5)),
    "golf 8-4-7": (10, lambda: golf(8, 4, 7)),
    "golf 8-4-8": (60, lambda: golf(8, 4, 8)),
    "golf 8-4-9": (300, lambda: golf(8, 4, 9)),
    "100 people, first event": (5, lambda: event(100)),
    "100 people, after 5 events": (30, lambda: event(100, met=met_after(5))),
    "1,000 people, first event": (30, lambda: event(1000)),
    "1,000 people, after 3 events": (120, lambda: event(1000, met=thousand_after(3))),
}


@cache
def thousand_after(events: int) -> dict[tuple[str, str], int]:
    """Who met at so many earlier events of a thousand people, seated greedily."""
    if events == 0:
        return {}
    met = thousand_after(events - 1)
    return with_meetings(met, greedy(event(1000, met=met)))


def repeats_of(problem: Problem, plan: Plan) -> int:
    """The repeats of a plan that keeps every hard rule."""
    assert not rules.violations(problem, plan)
    return score_of(problem, plan).repeats


def measure(
    name: str, seconds: float, problem: Problem, *, rival: float, seed: int, timer: Timer
) -> str:
    """One row of the table."""
    began = timer()
    plan = solve(problem, seconds=seconds, seed=seed, timer=timer)
    spent = timer() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    repeats = repeats_of(problem, plan)
    assert plan.score is not None
    limit = min(rival, seconds)
    annealed = plain_annealing(problem, seconds=limit, seed=seed, timer=timer)
    cells = [
        name,
        str(repeats),
        str(plan.score.repeats_bound),
        plan.status,
        f"{spent:.1f} s of {seconds:g}",
        str(repeats_of(problem, greedy(problem))),
        f"{repeats_of(problem, annealed)} ({limit:g} s)",
        f"{memory:.0f} MiB",
    ]
    return "| " + " | ".join(cells) + " |"


def measure_series(events: int, *, seconds: float, seed: int, timer: Timer = time.monotonic) -> str:
    """Repeats through ``events`` events of a hundred people, each way of mixing with the
    history that it made itself; plain annealing gets as long as the engine."""
    ways: dict[str, Callable[[Problem], Plan]] = {
        "the engine": lambda problem: solve(problem, seconds=seconds, seed=seed, timer=timer),
        "greedy": greedy,
        "plain annealing": lambda problem: plain_annealing(
            problem, seconds=seconds, seed=seed, timer=timer
        ),
    }
    lines, first = [f"{events} events of 100 people, {seconds:g} s each:"], 0
    for name, way in ways.items():
        repeats, bounds = _series(events, way)
        first = first or sum(repeats)
        share = f"ratio {first / sum(repeats):.2f}" if sum(repeats) else "no repeat"
        proven = f", bounds {bounds}" if any(bounds) else ""
        lines.append(f"- {name}: {sum(repeats)} repeats {repeats}{proven} ({share})")
    return "\n".join(lines)


def _series(events: int, way: Callable[[Problem], Plan]) -> tuple[list[int], list[int]]:
    """Repeats and proven bounds of one event after the other."""
    met: dict[tuple[str, str], int] = {}
    repeats, bounds = [], []
    for _ in range(events):
        problem = event(100, met=met)
        plan = way(problem)
        repeats.append(repeats_of(problem, plan))
        bounds.append(plan.score.repeats_bound if plan.score else 0)
        met = with_meetings(met, plan)
    return repeats, bounds


def measure_cancellations(*, seed: int, timer: Timer) -> str:
    """Seats that change when one person cancels: riders, drivers."""
    problem = event(100)
    plan = solve(problem, seconds=5, seed=seed, timer=timer)
    moved, longest = [], 0.0
    for number in range(0, 100, 9):
        left = without(problem, f"p{number}")
        began = timer()
        new = remix(left, plan.groups, seconds=5, seed=seed, timer=timer)
        longest = max(longest, timer() - began)
        assert not rules.violations(left, new)
        moved.append(len(changes(plan.groups, new)))
    return f"One cancellation of 100, 12 tries: seats changed {moved}, at most {longest:.1f} s."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="instances; all, the series and more without")
    parser.add_argument("--rival-seconds", type=float, default=30)
    parser.add_argument("--series-seconds", type=float, default=20)
    parser.add_argument("--most-seconds", type=float, default=300)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    seed, timer = asked.seed, CLOCKS[asked.clock]
    print("| instance | repeats | bound | status | time | greedy | plain annealing | memory |")
    print("|---|---|---|---|---|---|---|---|")
    for name in asked.names or INSTANCES:
        seconds, make = INSTANCES[name]
        seconds = min(seconds, asked.most_seconds)
        row = measure(name, seconds, make(), rival=asked.rival_seconds, seed=seed, timer=timer)
        print(row, flush=True)
    if not asked.names:
        print("\n" + measure_cancellations(seed=seed, timer=timer), flush=True)
        series = measure_series(11, seconds=asked.series_seconds, seed=seed, timer=timer)
        print("\n" + series, flush=True)


if __name__ == "__main__":
    main()
