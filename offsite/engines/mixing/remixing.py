"""Mix again after a cancellation or a late arrival: the fewest seats change.

CP-SAT first finds how few must change in each round; then, with that number kept, annealing
chooses whose seats change so that the fewest pairs repeat.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from offsite.engines.mixing.bound import flow_bound, program_bound
from offsite.engines.mixing.chains import Chains, how_many_chains
from offsite.engines.mixing.explain import why_impossible
from offsite.engines.mixing.grid import ABSENT, Grid, Seats
from offsite.engines.mixing.pairs import Prices
from offsite.engines.mixing.plan import Plan, Seating, Status, Unseated
from offsite.engines.mixing.problem import Problem
from offsite.engines.mixing.score import score_of
from offsite.engines.mixing.start import first_seats
from offsite.engines.scheduling.effort import Effort

START_SHARE = 0.5
MOVE = 1024.0
"""What a changed seat costs in repeats of weight one: more than it can ever win."""


def remix(
    problem: Problem,
    current: Seating,
    *,
    seconds: float,
    seed: int,
    workers: int,
    should_stop: Callable[[], bool] | None,
    deterministic: bool,
    timer: Callable[[], float],
) -> Plan:
    """See :func:`offsite.engines.mixing.remix`, which this is."""
    effort = Effort(
        seconds=seconds, timer=timer, deterministic=deterministic, should_stop=should_stop
    )
    grid = Grid(problem)
    now = grid.seats_of(Plan(current))
    seatings: list[Seats] = [[] for _ in range(how_many_chains(grid))]
    rng = np.random.default_rng(seed)
    for r, one in enumerate(grid.rounds):
        kinds, impossible = first_seats(
            one,
            effort,
            seconds=seconds * START_SHARE / len(grid.rounds),
            seed=seed,
            workers=workers,
            current=now[r],
        )
        if kinds is None:
            reasons: tuple[str, ...] = (
                f"No seating of {one.round.id} was found in the time given.",
            )
            if impossible:
                reasons = tuple(why_impossible(problem, one, effort))
            unseated = (Unseated(one.round.id, reasons),)
            return Plan({}, status="infeasible", unseated=unseated, seed=seed)
        for seats in seatings:
            seats.append(kinds.seat(grid.count, rng))
    best = _fewest_repeats(grid, seatings, now, effort, seed=seed)
    plan = _finished(problem, grid, best, effort, seed=seed)
    return replace(plan, seconds=0.0 if deterministic else effort.real_seconds())


def _fewest_repeats(
    grid: Grid, seatings: list[Seats], now: Seats, effort: Effort, *, seed: int
) -> Seats:
    move = MOVE * max(1, int(grid.weights.max(initial=1)))
    prices = Prices(1, 1 / 32, 1 / 1024, unit=1, move=move)
    chains = Chains(grid, seatings, prices=prices, seed=seed, stay=now)
    fewest = min(_moved(now, seats) for seats in seatings)
    chains.run(effort.until(0.6 * effort.left()), good_enough=fewest * move)
    candidates = [*seatings, chains.best]
    return min(candidates, key=lambda seats: (_moved(now, seats), grid.totals(seats)))


def _moved(now: Seats, seats: Seats) -> int:
    return sum(
        int(((before != ABSENT) & (after != ABSENT) & (before != after)).sum())
        for before, after in zip(now, seats, strict=True)
    )


def _finished(problem: Problem, grid: Grid, seats: Seats, effort: Effort, *, seed: int) -> Plan:
    repeats = grid.totals(seats)[0]
    bound = flow_bound(grid) if repeats else 0
    if repeats > bound:
        bound = max(
            bound,
            program_bound(grid, range(len(grid.rounds)), seconds=max(0.1, effort.left() * 0.5)),
        )
    plan = Plan(grid.groups_of(seats), seed=seed)
    score = score_of(problem, plan, bound=min(bound, repeats))
    status: Status = "optimal" if repeats <= bound else "feasible"
    return replace(plan, score=score, status=status)
