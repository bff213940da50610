"""Local search: annealing over whole neighbourhoods, restarted from the best plan.

One step draws an item, prices all its moves at once and takes one with probability
proportional to ``exp(delta / temperature)``, staying put included (a heat bath, so no step
is wasted on refusals).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import UNPLACED, Grid, Ints
from offsite.engines.scheduling.neighbours import (
    is_clean,
    make,
    neighbours,
    stretch_exchange,
)
from offsite.engines.scheduling.state import State

# Numbers in one batch: candidates x people.  Larger ones fall out of the processor's cache.
BATCH = 400_000

STRETCHES = 6
"""How many exchanges of stretches a long item tries in one step."""

SHORTEST_RUN = 10
LONGEST_GROWTH = 5
"""Steps per item in the first run, and how often that doubles."""


class LocalSearch:
    """The best places found so far, and how to find better ones.

    ``elite`` keeps the places of good plans for the bound, which learns from their slots.
    """

    def __init__(self, grid: Grid, *, seed: int, room_cost: Ints | None = None) -> None:
        self.grid = grid
        self.rng = np.random.default_rng(seed)
        self.state = State(grid, room_cost)
        self.movable = np.flatnonzero(~grid.pinned & grid.allowed.any(axis=1))
        self.most = max(8, BATCH // max(1, len(grid.people)))
        self.best_places = self.state.places.copy()
        self.best = self.state.objective
        self.elite: list[NDArray[np.int64]] = []
        self.round = 0
        self._run: Iterator[int] = iter(())
        self._long = {i for i in map(int, self.movable) if grid.problem.items[i].length > 1}
        self._options = {i: np.flatnonzero(grid.allowed[i]) for i in self._long}

    def start_from(self, places: NDArray[np.int64]) -> None:
        """Take ``places`` as the plan to improve."""
        self.state.load_places(places)
        self._remember()

    def charge(self, room_cost: Ints) -> None:
        """Search on with other costs of rooms, from the best plan so far."""
        self.state.charge(room_cost)
        self.state.load_places(self.best_places)
        self.best = self.state.objective
        self._run = iter(())

    def improve(self, share: Share) -> None:
        """Go on annealing until the share is over; each run starts from the best plan."""
        while len(self.movable) and not share.over():
            if next(self._run, None) is None:
                self.elite.append(self.state.places.copy())
                del self.elite[:-12]
                self._run = self._anneal()
            share.whole.work(self._price_of_step)

    def _anneal(self) -> Iterator[int]:
        """One run, an item a step, while the temperature falls to a twentieth.

        Runs grow longer each time: short ones find a good plan soon, long ones a better.
        """
        self.round += 1
        steps = len(self.movable) * SHORTEST_RUN * 2 ** min(self.round - 1, LONGEST_GROWTH)
        self.state.load_places(self.best_places)
        hot = self._heat()
        cold = max(0.05, hot / 20)
        for number, item in enumerate(self._draws(steps)):
            self._step(item, hot * (cold / hot) ** (number / max(1, steps - 1)))
            if self.state.objective > self.best:
                self._remember()
            yield number

    @property
    def _price_of_step(self) -> float:
        return 2e-4 + 1e-8 * min(len(self.movable), self.most) * len(self.grid.people)

    def _draws(self, steps: int) -> Iterator[int]:
        return map(int, self.rng.choice(self.movable, size=steps))

    def _heat(self) -> float:
        """A temperature at which a typical worsening is taken now and then."""
        losses: list[float] = []
        for item in self._draws(12):
            deltas = neighbours(self.state, item, self.rng, self.most).delta
            losses.extend(-deltas[(deltas < 0) & (deltas > -self.state.stake / 2)])
        return max(0.3, float(np.quantile(losses, 0.1)) * 0.5) if losses else 1.0

    def _step(self, item: int, temperature: float) -> None:
        if item in self._long and self.rng.random() < 0.4:
            for _ in range(STRETCHES):
                if self._try_stretch(item, temperature):
                    return
            return
        moves = neighbours(self.state, item, self.rng, self.most)
        if not len(moves.delta):
            return
        luck = self.rng.gumbel(size=len(moves.delta) + 1) * temperature
        chosen = int(np.argmax(np.append(moves.delta, 0.0) + luck))
        if chosen < len(moves.delta):
            make(self.state, moves, chosen)

    def _try_stretch(self, item: int, temperature: float) -> bool:
        """Exchange the stretch of a long item with another; undo it if it is worse."""
        state = self.state
        if state.places[item] == UNPLACED:
            return False
        place = int(self.rng.choice(self._options[item]))
        exchange = stretch_exchange(state, item, place)
        if exchange is None or len(exchange) < 2:
            return False
        before, worth = state.places.copy(), state.objective
        self._rearrange(exchange)
        items = [i for i, _ in exchange]
        change = state.objective - worth
        accepted = change > temperature * np.log(max(1e-12, self.rng.random()))
        if accepted and is_clean(state, items):
            return True
        self._rearrange([(i, int(before[i])) for i in items])
        return False

    def _rearrange(self, targets: list[tuple[int, int]]) -> None:
        for item, _ in targets:
            self.state.put(item, UNPLACED)
        for item, place in targets:
            self.state.put(item, place)

    def _remember(self) -> None:
        self.best = self.state.objective
        self.best_places = self.state.places.copy()
