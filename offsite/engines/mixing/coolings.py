"""Coolings of one seating, again and again, in two ways; the better way gets most of the time.

*Together*: all rounds at once, which suits rounds that are much alike.  *One by one*: the
round that asks for most meetings first, as if the others did not exist, then the next with
what is seated fixed, at last all of them from a lower heat.  Large tables of people most of
whom have met are the hard part of an event, and pairs that a bed or a car could as well do
without would stand in their way.
"""

from collections.abc import Sequence

import numpy as np

from offsite.engines.mixing.grid import ABSENT, Grid, Ints, Seats
from offsite.engines.mixing.jumps import Jumps
from offsite.engines.mixing.pairs import FOR_REPEATS
from offsite.engines.scheduling.effort import Effort, Share

LESSER_SHARE = 0.25
"""The part of a turn for the way that has found less so far."""

LAST_SHARE = 0.15
LOWER_HEAT = 0.35
"""The part of the time, and the heat, of all rounds together after one by one."""


class Coolings:
    """The fewest repeats by turns of both ways; ``best`` is the cheapest seating seen."""

    def __init__(self, grid: Grid, seatings: Sequence[Seats], *, seed: int) -> None:
        self.jumps = Jumps(grid, seatings, prices=FOR_REPEATS, seed=seed)
        self.best: Seats = list(self.jumps.best)
        self.best_value = self.jumps.best_value
        self.nobody: Ints = np.full(grid.count, ABSENT, np.int64)
        self.order = self._hardest_first(grid)
        self.ways = [self._together, self._one_by_one] if len(self.order) > 1 else [self._together]
        self.found = [np.inf] * len(self.ways)

    @property
    def done(self) -> bool:
        return self.jumps.done

    def _hardest_first(self, grid: Grid) -> list[int]:
        """The places of the layers, most meetings first."""

        def asked(place: int) -> int:
            r = self.jumps.layers[place].number
            sizes = np.bincount(self.best[r][self.best[r] != ABSENT])
            return int(grid.weights[r]) * int((sizes * (sizes - 1)).sum())

        self.asked = [asked(place) for place in range(len(self.jumps.layers))]
        return sorted(range(len(self.asked)), key=lambda place: (-self.asked[place], place))

    def run(self, share: Share, *, good_enough: float) -> None:
        """One turn of both ways."""
        if self.done:
            return
        whole = share.left()
        favoured = int(np.argmin(self.found))
        known = np.isfinite(self.found).all()
        for number, way in enumerate(self.ways):
            part = 1 / len(self.ways)
            if known and len(self.ways) > 1:
                part = 1 - LESSER_SHARE if number == favoured else LESSER_SHARE
            if self.best_value > good_enough and not share.over():
                way(share.whole.until(min(part * whole, share.left())), good_enough)
                self._note(number)

    def _note(self, number: int) -> None:
        value = self.jumps.best_value
        self.found[number] = min(self.found[number], value)
        if value < self.best_value:
            self.best, self.best_value = list(self.jumps.best), value

    def _together(self, share: Share, good_enough: float) -> None:
        self.jumps.start_from(self.best)
        self.jumps.cool(share, good_enough=good_enough)

    def _one_by_one(self, share: Share, good_enough: float) -> None:
        jumps, whole = self.jumps, share.left() * (1 - LAST_SHARE)
        here = {layer.number for layer in jumps.layers}
        seats = [self.nobody if r in here else where for r, where in enumerate(self.best)]
        for place in self.order:
            number = jumps.layers[place].number
            seats[number] = self.best[number]
            jumps.start_from(seats)
            part = whole * self.asked[place] / max(1, sum(self.asked))
            jumps.cool(self._part(share, part), good_enough=good_enough, rounds=[place])
            seats = list(jumps.best)
        jumps.cool(share, good_enough=good_enough, hottest=LOWER_HEAT)

    @staticmethod
    def _part(share: Share, seconds: float) -> Share:
        effort: Effort = share.whole
        return effort.until(min(seconds, share.left()))
