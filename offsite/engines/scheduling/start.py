"""A first plan: greedy by worth, the tightest items first."""

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from offsite.engines.scheduling.cpsat import FOUND, run
from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.grid import UNPLACED, Grid, Ints
from offsite.engines.scheduling.model import PlacementModel
from offsite.engines.scheduling.neighbours import NOBODY, is_clean, make, neighbours
from offsite.engines.scheduling.state import State


def greedy(
    grid: Grid, *, seed: int, room_cost: Ints | None = None, stay: bool = False
) -> NDArray[np.int64]:
    """(n,) places: each item where it adds most, those with the fewest places first.

    Pinned items stand where they are pinned, whatever that breaks.  Items that find no
    free place stay UNPLACED.  With ``stay`` items first take their current place where that
    still breaks no rule.
    """
    rng = np.random.default_rng(seed)
    state = State(grid, room_cost)
    _put_pinned(state)
    if stay:
        stay_where_possible(state)
    for item in _tightest_first(grid, rng):
        if state.places[item] == UNPLACED:
            _put_where_best(state, int(item), rng)
    return state.places


def _put_pinned(state: State) -> None:
    for item, placed in enumerate(state.grid.problem.items):
        if placed.pinned is not None:
            place = state.grid.place(item, placed.pinned)
            if place != UNPLACED and state.places[item] == UNPLACED:
                state.put(item, place)


def stay_where_possible(state: State) -> None:
    """Put pinned items at their pins, and items of ``current`` where no rule is broken."""
    _put_pinned(state)
    for item, place in enumerate(state.grid.current):
        if place != UNPLACED and state.places[item] == UNPLACED:
            state.put(item, int(place))
            if not is_clean(state, [item]):
                state.put(item, UNPLACED)


def _tightest_first(grid: Grid, rng: np.random.Generator) -> NDArray[np.int64]:
    length = np.array([item.length for item in grid.problem.items])
    everyone = np.array([item.everyone for item in grid.problem.items], dtype=bool)
    freedom = grid.allowed.sum(axis=1) / length - grid.apart.sum(axis=1) * 0.5
    keys = (rng.random(len(length)), freedom, -length, -grid.priority, ~everyone)
    return np.lexsort(keys)


def _put_where_best(state: State, item: int, rng: np.random.Generator) -> None:
    moves = neighbours(state, item, rng, most=10**6, exchanges=False)
    alone = np.flatnonzero(moves.partner == NOBODY)
    if len(alone):
        make(state, moves, int(alone[np.argmax(moves.delta[alone])]))


def most_priority(
    grid: Grid,
    places: NDArray[np.int64],
    effort: Effort,
    *,
    seconds: float,
    seed: int,
    workers: int,
) -> tuple[NDArray[np.int64], bool]:
    """Places with the most priority, and whether no plan can have more.

    ``places`` is a plan to improve on; it is returned if nothing better is found.
    """
    if (places != UNPLACED)[grid.allowed.any(axis=1)].all():
        return places, True
    model = PlacementModel(grid)
    model.hint(places)
    model.model.maximize(model.priority())
    solver, status = run(model.model, effort, seconds=seconds, seed=seed, workers=workers)
    if status not in FOUND:
        return places, False
    found = model.places(solver)
    better = grid.priority[found != UNPLACED].sum() > grid.priority[places != UNPLACED].sum()
    return found if better else places, status == cp_model.OPTIMAL
