"""What two people cost in one group of a round, from the bits of their meetings.

For each pair a word says in which rounds it meets (bit ``1 + r``), whether it met before
(bit 0), and above those whether the two are of one function and track, of one team, to be
kept apart.  What a meeting costs in a round follows from the bits of the *other* rounds, so
a seating is never scored from scratch.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from offsite.engines.mixing.grid import Flags, Grid, Seats, meetings
from offsite.engines.mixing.layers import FORBIDDEN, Floats

Words = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Prices:
    """What the search pays.  All are powers of two, so that sums are exact in floats.

    ``unit`` is what the temperatures are measured by: the goal of the moment; whoever pays
    less than a unit is left in peace.  ``move`` is the price of a seat other than the one in
    the current plan.
    """

    repeat: float
    team: float
    kind: float
    unit: float
    move: float = 0.0


# A thousand meetings of one team together must not weigh as much as one repeat.
FOR_REPEATS = Prices(1, 2**-10, 2**-15, unit=1)
FOR_TEAMS = Prices(64, 1, 1 / 32, unit=1)
FOR_KINDS = Prices(4096, 64, 1, unit=1)


class Pairs:
    """The words of one grid's pairs and their prices.

    ``static`` is the matrix of words before anyone sits anywhere, with one row and column
    more for nobody; ``bit[r]`` is the bit of round ``r``.
    """

    def __init__(self, grid: Grid, prices: Prices) -> None:
        self.grid = grid
        self.prices = prices
        rounds = len(grid.rounds)
        self.word: type[np.unsignedinteger[Any]] = np.uint32 if rounds <= 28 else np.uint64
        self.first_flag = rounds + 1
        word = self.word
        everything = (1 << (rounds + 1)) - 1
        self.bit = [word(2 << r) for r in range(rounds)]
        self.others = [word(everything & ~(2 << r)) for r in range(rounds)]
        self.static: Words = np.zeros((grid.count + 1,) * 2, word)
        flags: tuple[Flags, ...] = (grid.same_kind, grid.same_team, grid.apart)
        self.plain = not any(flag.any() for flag in flags)
        for number, flag in enumerate((grid.met, *flags)):
            shift = 0 if number == 0 else self.first_flag + number - 1
            self.static[:-1, :-1][flag] |= word(1 << shift)
        weights = grid.weights
        self.even = bool((weights == weights[0]).all()) if rounds else True
        # By place of the lowest bit: met before the first round counts as earliest.
        self.weight_of_bit = np.concatenate(([0], [0], weights)).astype(np.float32)
        self.flag_price = np.array(
            [
                (v & 1) * prices.kind + (v >> 1 & 1) * prices.team + (v >> 2 & 1) * FORBIDDEN
                for v in range(8)
            ],
            np.float32,
        )

    def words(self, seats: Seats) -> Words:
        """The matrix of words of one seating."""
        result = self.static.copy()
        for r, where in enumerate(seats):
            first, second = meetings(where)
            result[first, second] |= self.bit[r]
            result[second, first] |= self.bit[r]
        return result

    def value(self, seats: Seats) -> float:
        """What a seating costs."""
        repeats, team, kind, _ = self.grid.totals(seats)
        p = self.prices
        return repeats * p.repeat + team * p.team + kind * p.kind

    def cost(self, words: Words, r: int) -> Floats:
        """What meeting in round ``r`` costs pairs with these words."""
        elsewhere = words & self.others[r]
        if self.even:
            price = self.prices.repeat * float(self.grid.weights[r])
            cost: Floats = np.multiply(elsewhere != 0, np.float32(price), dtype=np.float32)
        else:
            cost = self._uneven_cost(elsewhere, r)
        if not self.plain:
            cost += self.flag_price.take((words >> self.word(self.first_flag)).astype(np.intp))
        return cost

    def _uneven_cost(self, elsewhere: Words, r: int) -> Floats:
        """The first meeting is free: an earlier one makes this a repeat, a later one becomes
        a repeat of this."""
        lowest = elsewhere & (~elsewhere + self.word(1))
        place = np.frexp(lowest.astype(np.float64))[1]
        later = self.weight_of_bit.take(place)
        mine = np.float32(self.grid.weights[r])
        cost = np.where(lowest == 0, 0, np.where(lowest < self.bit[r], mine, later))
        return (cost * np.float32(self.prices.repeat)).astype(np.float32)
