"""What overfull rooms would cost, as an estimate for the local search.

The search lets everyone attend; here an item in a room with too few seats is charged the
wishes that would be turned away.  The exact count is made afterwards by
:mod:`~offsite.engines.scheduling.attendance`, and its attendance feeds the next estimate.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling import places
from offsite.engines.scheduling.attendance import crowd
from offsite.engines.scheduling.grid import Grid, Ints
from offsite.engines.scheduling.problem import Placement

TURNED_AWAY = 0.8
"""The part of a refused wish that is lost: the others find something else they like."""

EXPECTED = 0.75
"""The part of those who wish for an item that comes, before any plan is known."""


class Seats:
    """``free`` (n, R): seats that are left in each room once the hosts sit."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        wishing = (grid.wish > 0) & ~grid.forced
        self.wishing = wishing.sum(axis=1)
        self.free = np.array([self._free(item) for item in range(len(grid.allowed))])
        self.free = self.free.reshape(len(grid.allowed), grid.rooms)
        self.binds = bool((self.free < self.wishing[:, None]).any())
        weights = np.sort(np.where(wishing, grid.wish, np.iinfo(np.int32).max), axis=1)
        weights = np.where(weights == np.iinfo(np.int32).max, 0, weights)
        self._lightest = np.concatenate(
            [np.zeros((len(weights), 1), dtype=np.int64), np.cumsum(weights, axis=1)], axis=1
        )

    def _free(self, item: int) -> list[int]:
        problem = self.grid.problem
        placed = problem.items[item]
        if placed.everyone:
            return [len(self.grid.people)] * len(problem.rooms)
        limits = [places.seats(problem, placed, room) for room in problem.rooms]
        return [
            len(self.grid.people) if limit is None else max(0, limit - len(placed.hosts))
            for limit in limits
        ]

    def cost(self, placements: Mapping[str, Placement] | None) -> Ints:
        """(n, S*R) the wishes turned away at each place, judged by who would come now."""
        coming = np.rint(EXPECTED * self.wishing).astype(np.int64)
        if placements is not None:
            number = self.grid.number
            for item, count in crowd(self.grid.problem, placements).items():
                coming[number[item]] = min(count, int(self.wishing[number[item]]))
        over = np.maximum(0, coming[:, None] - self.free)
        lost = np.take_along_axis(self._lightest, over, axis=1) * TURNED_AWAY
        cost: NDArray[np.int32] = np.tile(
            np.rint(lost).astype(np.int32), (1, max(1, len(self.grid.spans)))
        )
        return cost
