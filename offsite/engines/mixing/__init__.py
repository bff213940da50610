"""Who shares a room, a car, a table, so that people meet whom they have not met."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from offsite.engines.mixing.changes import Change, changes
from offsite.engines.mixing.plan import Plan, Score, Seating, Unseated
from offsite.engines.mixing.problem import Group, Person, Problem, Round

if TYPE_CHECKING:
    from offsite.engines.mixing.search import Progress

__all__ = [
    "Change",
    "Group",
    "Person",
    "Plan",
    "Problem",
    "Round",
    "Score",
    "Unseated",
    "changes",
    "remix",
    "solve",
]


def solve(
    problem: Problem,
    *,
    seconds: float = 30,
    seed: int = 0,
    workers: int = 2,
    on_progress: "Callable[[Progress], None] | None" = None,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> Plan:
    """The best plan found within ``seconds``, with a proven bound on repeats.

    ``on_progress`` is called from this thread twice a second and ``should_stop`` asked five
    times, but for the linear programs of the bound, which take a few seconds; a search that
    is stopped returns its best plan.  In ``deterministic`` mode ``seconds`` counts work
    instead of time: the same problem, seed and seconds give the same plan.

    A problem with an impossible round gives a plan with status ``infeasible``, no groups,
    and in ``unseated`` who cannot be seated and why.
    """
    # OR-Tools takes most of a second to load; reading and checking do without it.
    from offsite.engines.mixing.search import search

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


def remix(
    problem: Problem,
    current: Seating,
    *,
    seconds: float = 5,
    seed: int = 0,
    workers: int = 2,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> Plan:
    """A plan for ``problem`` in which as few people as possible leave their ``current`` seat.

    ``problem`` is the new state: whoever cancelled is in no round any more, whoever came
    late is; ``fixed`` seats stay.  Seats of people or groups that are gone are passed over.
    Among plans with the fewest changes the one with the fewest repeats is looked for;
    ``optimal`` still speaks of repeats alone.  The other arguments, deterministic mode and
    infeasible problems are as in :func:`solve`.
    """
    from offsite.engines.mixing.remixing import remix as mix_again

    return mix_again(
        problem,
        current,
        seconds=seconds,
        seed=seed,
        workers=workers,
        should_stop=should_stop,
        deterministic=deterministic,
        timer=timer,
    )
