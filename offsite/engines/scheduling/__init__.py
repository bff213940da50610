"""Who runs when and where, so that people can attend what they wish for most."""

import time
from collections.abc import Callable
from dataclasses import replace

from offsite.engines.scheduling.effort import Progress
from offsite.engines.scheduling.plan import Plan, Score, Unplaced
from offsite.engines.scheduling.problem import (
    Item,
    Person,
    Placement,
    Problem,
    Room,
    Slot,
    Wish,
)

__all__ = [
    "SLACK",
    "Item",
    "Person",
    "Placement",
    "Plan",
    "Problem",
    "Progress",
    "Room",
    "Score",
    "Slot",
    "Unplaced",
    "Wish",
    "solve",
    "solve_again",
]

SLACK = 0.01
"""The share of what could be met that a re-solve may give up to move fewer items."""


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> Plan:
    """The best plan found within ``seconds``, with a proven bound on what could be met.

    ``on_progress`` is called from this thread at least once a second, ``should_stop`` is
    asked at least twice; a search that is stopped returns its best plan.  In
    ``deterministic`` mode ``seconds`` counts work instead of time: the same problem, seed
    and seconds give the same plan.

    An infeasible problem gives a plan with status ``infeasible`` and no placements; ask
    :func:`~offsite.engines.scheduling.explain.clash` why.
    """
    # OR-Tools takes most of a second to load; reading, checking and moving do without it.
    from offsite.engines.scheduling.search import search

    return search(
        problem,
        seconds=seconds,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        deterministic=deterministic,
        timer=timer,
    )


def solve_again(
    problem: Problem,
    *,
    slack: float = SLACK,
    seconds: float = 10,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> Plan:
    """The plan that moves the fewest items of ``problem.current`` and is nearly the best.

    What it meets is at least ``1 - slack`` times what the best plan found in the same time
    meets, with as much priority placed; ``slack`` 0 is the best plan itself.  Moves are
    counted, not priced: ``problem.move_cost`` plays no part.  Pinned items never move; pin
    what is past.  Arguments and answer are those of :func:`solve`.
    """
    from offsite.engines.scheduling.search import search

    return search(
        replace(problem, move_cost=0),
        seconds=seconds,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        deterministic=deterministic,
        timer=timer,
        slack=slack,
    )
