"""After the main goal: fewer people below half, then a better worst-off person.

Moves that leave the objective as it is are taken as long as the people who get least do
not get less.
"""

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import Grid, Ints
from offsite.engines.scheduling.neighbours import make, neighbours
from offsite.engines.scheduling.state import State

MOST = 200
"""The most moves priced at once."""

PERFECT = (0, 1.0)


def share_out(
    grid: Grid,
    places: NDArray[np.int64],
    share: Share,
    *,
    seed: int,
    room_cost: Ints | None = None,
) -> NDArray[np.int64]:
    """Places as good as ``places`` for all together, and fairer if any were found."""
    rng = np.random.default_rng(seed)
    state = State(grid, room_cost)
    state.load_places(places)
    movable = np.flatnonzero(~grid.pinned & grid.allowed.any(axis=1))
    best, best_places = _fairness(state), places
    patience = idle = 30 * len(movable)
    while idle and len(grid.people) and best != PERFECT and not share.over():
        idle -= 1
        share.whole.work(5e-4 + 1e-8 * len(movable) * len(grid.people))
        before = state.places.copy()
        moves = neighbours(state, int(rng.choice(movable)), rng, MOST)
        equal = np.flatnonzero(moves.delta == 0)
        if not len(equal):
            continue
        make(state, moves, int(rng.choice(equal)))
        now = _fairness(state)
        if now < best:
            state.load_places(before)
            continue
        if now > best:
            idle = patience
        best, best_places = now, state.places.copy()
    return best_places


def _fairness(state: State) -> tuple[int, float]:
    """Larger is fairer: people below half counted negatively, then the worst share."""
    shares = state.met_per_person() / state.grid.wished
    return -int((shares < 0.5).sum()), float(shares.min(initial=1.0))
