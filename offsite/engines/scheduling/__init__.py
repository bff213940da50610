"""Who runs when and where, so that people can attend what they wish for most."""

import time
from collections.abc import Callable

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
]


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
