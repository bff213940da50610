"""Plans that move few items of the current one: the best found for each number of moves.

A beam search from what can stay.  A state is a plan with some items moved; a step prices
all moves of one item at once, as the local search does, and the best states for each
number of moved items go on.  Items without a place come first, each where it is free or
in exchange for another item that then looks for one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import UNPLACED, Grid, Ints
from offsite.engines.scheduling.neighbours import NOBODY, neighbours
from offsite.engines.scheduling.start import stay_where_possible
from offsite.engines.scheduling.state import State

Places = NDArray[np.int64]

WIDTH = 24
"""How many states of each number of moved items go on."""

CHOICES, CHOICES_HOMELESS = 12, 60
"""How many moves of one item are followed, and of one that has no place."""

STEPS, MOST_STEPS = 4, 12
"""Steps (one item moves or two exchange), two more for each item that cannot stay."""

MOST_AT_ONCE = 10**6


class Beam:
    """The states of one number of steps, by how many items have moved."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.levels: dict[int, dict[bytes, tuple[float, Places]]] = {}

    def add(self, worth: float, places: Places) -> None:
        """Keep a state once."""
        level = self.levels.setdefault(self.moved(places), {})
        level[places.tobytes()] = (worth, places)

    def moved(self, places: Places) -> int:
        current = self.grid.current
        return int(((places != current) & (current != UNPLACED)).sum())

    def best(self) -> Iterator[tuple[float, Places]]:
        """The best states of every level, those with the fewest moves first."""
        for _, states in sorted(self.levels.items()):
            yield from sorted(states.values(), key=lambda state: -state[0])[:WIDTH]

    def winners(self) -> list[Places]:
        """The best state of every level."""
        return [
            max(states.values(), key=lambda state: state[0])[1]
            for _, states in sorted(self.levels.items())
        ]


def stay_close(
    grid: Grid, share: Share, *, seed: int, room_cost: Ints | None = None
) -> list[Places]:
    """Good places for small numbers of moves from ``grid.current``; no pinned item moves.

    Costs for each step ``WIDTH`` times the levels times the items, each a batch of array
    operations; ends early when the share is over.
    """
    rng = np.random.default_rng(seed)
    state = State(grid, room_cost)
    stay_where_possible(state)
    homeless = int((state.places == UNPLACED).sum())
    beam = Beam(grid)
    beam.add(state.objective, state.places.copy())
    found = beam.winners()
    for _ in range(min(STEPS + 2 * homeless, MOST_STEPS)):
        following = Beam(grid)
        for worth, places in beam.best():
            if share.over():
                return [*found, *following.winners()]
            state.load_places(places)
            for gain, changed in _steps(state, share, rng):
                following.add(worth + gain, changed)
        beam = following
        found += beam.winners()
    return found


def _steps(state: State, share: Share, rng: np.random.Generator) -> Iterator[tuple[float, Places]]:
    """What each promising step from the state gains, and where everything stands then."""
    grid, here = state.grid, state.places.copy()
    movable = ~grid.pinned & grid.allowed.any(axis=1)
    homeless = np.flatnonzero(movable & (here == UNPLACED))
    items = homeless if len(homeless) else np.flatnonzero(movable)
    follow = CHOICES_HOMELESS if len(homeless) else CHOICES
    for item in map(int, items):
        share.whole.work(2e-4 + 1e-8 * len(here) * len(grid.people))
        moves = neighbours(state, item, rng, MOST_AT_ONCE)
        for number in np.argsort(-moves.delta, kind="stable")[:follow]:
            changed = here.copy()
            changed[item] = moves.place[number]
            if moves.partner[number] != NOBODY:
                changed[moves.partner[number]] = here[item]
            yield float(moves.delta[number]), changed
