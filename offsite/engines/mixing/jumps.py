"""Annealing of one seating that never stands still.

A step prices *every* exchange of two people of some groups of a round (all groups, if they
are not too many) and takes one by the heat-bath rule, so no time goes into refusals: Greene
and Supowit, "Simulated annealing without rejected moves" (IEEE Transactions on CAD 5, 1986).
While the search stays in one round its pairs have fixed prices, so what a person would pay
in each group is a table of which an exchange changes two columns.  A step over ``P`` places
costs ``O(P * P)`` array elements in ten operations; a hundred people make 10,000 a second.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from offsite.engines.mixing.grid import Flags, Grid, Ints, Seats
from offsite.engines.mixing.layers import FORBIDDEN, Layer, make_layer, occupants, seats_from
from offsite.engines.mixing.pairs import Pairs, Prices
from offsite.engines.scheduling.effort import Share

NOISE = 1 << 19
MOST_PLACES = 128
LEAST_STEPS, MOST_STEPS = 10, 40
"""Exchanges in one round before another has its turn."""

IN_PEACE = 0.2
"""How often a round that costs nothing has a turn all the same."""

SECONDS_PER_ELEMENT = 4e-9
SECONDS_PER_STEP = 4e-5
SECONDS_PER_VISIT = 5e-4
"""What steps cost on a small computer; the clock of deterministic mode."""

HOTTEST, COLDEST = 0.5, 0.15

Reals = NDArray[np.floating]


class Jumps:
    """One seating; ``best`` is the cheapest seen.

    ``seatings`` show what sizes groups may have; the first is where it starts.
    """

    def __init__(self, grid: Grid, seatings: Sequence[Seats], *, prices: Prices, seed: int) -> None:
        self.grid = grid
        self.prices = prices
        self.rng = np.random.default_rng(seed)
        self.noise = self.rng.gumbel(size=NOISE).astype(np.float32)
        self.pairs = Pairs(grid, prices)
        made = (
            make_layer(grid, r, [seats[r] for seats in seatings], None, 0.0)
            for r in range(len(grid.rounds))
        )
        self.layers = [layer for layer in made if layer is not None]
        self.done = not self.layers
        self.steps_in = self._steps(seatings[0])
        self.steps = 0
        self.start_from(seatings[0])
        self.best, self.best_value = list(self.seats), self.value

    def _steps(self, seats: Seats) -> list[int]:
        """How long the search stays in each round: the more, the more meetings it asks for."""
        sizes = [np.bincount(seats[layer.number] + 1)[1:] for layer in self.layers]
        asked = [int((size * (size - 1)).sum()) for size in sizes]
        most = max([1, *asked])
        return [max(LEAST_STEPS, MOST_STEPS * meetings // most) for meetings in asked]

    def start_from(self, seats: Seats) -> None:
        """Go on from ``seats``."""
        self.seats = list(seats)
        self.words = self.pairs.words(seats)
        self.value = self.pairs.value(seats)
        self.who = [occupants(layer, seats[layer.number]) for layer in self.layers]

    def run(self, share: Share, *, good_enough: float = 0.0) -> None:
        """Cool once from hot to cold over ``share``, or until a seating costs at most
        ``good_enough``."""
        whole, turn = max(share.left(), 1e-9), 0
        while not self.done and self.best_value > good_enough and not share.over():
            heat = HOTTEST * (COLDEST / HOTTEST) ** (1 - share.left() / whole)
            self._visit(turn % len(self.layers), heat * self.prices.unit, share, good_enough)
            turn += 1

    def _visit(self, number: int, heat: float, share: Share, good_enough: float) -> None:
        """Some exchanges in one round."""
        layer, who = self.layers[number], self.who[number]
        groups = self._some_groups(layer, who)
        share.whole.work(SECONDS_PER_VISIT)
        if len(groups) < 2:
            return
        places = (groups[:, None] * layer.width + np.arange(layer.width)).reshape(-1)
        part = _Part(self, layer, who[places], groups)
        steps = self.steps_in[number]
        least, found = self.best_value, None
        for begin in self.rng.integers(NOISE - part.size, size=steps).tolist():
            change = part.jump(self.noise[begin : begin + part.size], heat)
            if change is None:
                break
            self.steps += 1
            self.value += change
            if self.value < least:
                least, found = self.value, part.who.copy()
                if least <= good_enough:
                    break
        share.whole.work((SECONDS_PER_STEP + SECONDS_PER_ELEMENT * part.size) * steps)
        if found is not None:
            self.best_value, self.best = least, list(self.seats)
            self.best[layer.number] = self._seated(layer, who, places, found)
        self.seats[layer.number] = self._seated(layer, who, places, part.who)
        who[places] = part.who
        self._note_meetings(layer, part)

    def _some_groups(self, layer: Layer, who: Ints) -> Ints:
        """Groups that can exchange people with one that costs something; none if the round
        is left in peace."""
        inside = who.reshape(layer.groups, layer.width)
        words = self.words[inside[:, :, None], inside[:, None, :]]
        costs = self.pairs.cost(words, layer.number).sum(axis=(1, 2))
        costly = np.flatnonzero(costs >= self.prices.unit)
        if not len(costly):
            if self.rng.random() >= IN_PEACE:
                return costly
            costly = np.arange(layer.groups)
        first = int(self.rng.choice(costly))
        most = MOST_PLACES // layer.width
        people = inside[first]
        others = layer.reachable(people[people < self.grid.count])
        others = others[others != first]
        if len(others) >= most:
            others = self.rng.permutation(others)[: max(1, most - 1)]
        return np.append(others, first)

    def _seated(self, layer: Layer, who: Ints, places: Ints, now: Ints) -> Ints:
        changed = who.copy()
        changed[places] = now
        return seats_from(layer, changed, self.grid.count)

    def _note_meetings(self, layer: Layer, part: "_Part") -> None:
        bit = self.pairs.bit[layer.number]
        real = part.who < self.grid.count
        people, group = part.who[real], part.group_of[real]
        words = self.words[np.ix_(people, people)] & ~bit
        same = group[:, None] == group[None, :]
        np.fill_diagonal(same, False)
        words[same] |= bit
        self.words[np.ix_(people, people)] = words


class _Part:
    """Some groups of one round, their places numbered anew, the other rounds given.

    ``cost[i, j]`` is what the people at two places pay in one group, ``pays[i, j]`` what the
    person at ``i`` would pay in the group of ``j`` as it is.
    """

    def __init__(self, jumps: Jumps, layer: Layer, who: Ints, groups: Ints) -> None:
        self.layer, self.who, self.groups = layer, who, groups
        self.width, self.nobody = layer.width, jumps.grid.count
        self.group_of = np.repeat(np.arange(len(groups)), layer.width)
        self.size = len(who) ** 2
        cost = jumps.pairs.cost(jumps.words[np.ix_(who, who)], layer.number)
        # Single precision cannot hold the price of two who are kept apart and small change.
        exact = np.float64 if (cost >= FORBIDDEN).any() else np.float32
        self.cost: Reals = cost.astype(exact)
        inside = self.cost.reshape(len(who), len(groups), layer.width).sum(axis=2)
        if layer.price is not None:
            inside += layer.price[np.ix_(who, groups)]
        self.pays: Reals = np.repeat(inside, layer.width, axis=1)
        self.own = self.pays.diagonal()
        self.delta = np.empty_like(self.pays)
        self.score = np.empty_like(self.pays)
        self.fixed = self._fixed()
        self.mask: Reals = self._mask()

    def _fixed(self) -> Flags:
        """Exchanges that are none, or never allowed."""
        fixed = self.group_of[:, None] == self.group_of[None, :]
        still = self.layer.frozen.take(self.who) & (self.who != self.nobody)
        if self.layer.blocked is not None:
            places = self.groups[:, None] * self.width + np.arange(self.width)
            still |= self.layer.blocked.take(places.reshape(-1)) > 0
        result: Flags = fixed | still[:, None] | still[None, :]
        return result

    def _mask(self) -> Reals:
        """FORBIDDEN for exchanges that are not allowed while free seats are where they are."""
        wrong = self.fixed
        free = self.who == self.nobody
        if free.any():
            sizes = self.width - free.reshape(-1, self.width).sum(axis=1)
            low = self.layer.low[self.groups]
            left = sizes - 1
            leaves = (left >= low) | ((left == 0) & self.layer.may_be_empty[self.groups])
            enters = np.repeat(sizes + 1 >= low, self.width)
            stuck = free[None, :] & ~(np.repeat(leaves, self.width)[:, None] & enters[None, :])
            wrong = wrong | stuck | stuck.T | (free[:, None] & free[None, :])
        mask: Reals = np.multiply(wrong, FORBIDDEN, dtype=self.cost.dtype)
        return mask

    def jump(self, noise: Reals, heat: float) -> float | None:
        """Exchange two; what that changes, or None if nobody may move."""
        delta, score, own = self.delta, self.score, self.own
        np.add(self.pays, self.pays.T, out=delta)
        delta -= own
        delta -= own[:, None]
        delta -= self.cost
        delta -= self.cost
        delta += self.mask
        np.multiply(noise.reshape(delta.shape), -heat, out=score)
        score += delta
        i, j = divmod(int(score.argmin()), len(self.who))
        change = float(delta[i, j])
        if change >= FORBIDDEN / 2:
            return None
        self._exchange(i, j)
        return change

    def _exchange(self, i: int, j: int) -> None:
        cost, pays, who, width = self.cost, self.pays, self.who, self.width
        home, there = i // width * width, j // width * width
        change = (cost[:, j] - cost[:, i])[:, None]
        pays[:, home : home + width] += change
        pays[:, there : there + width] -= change
        both, turned = [i, j], [j, i]
        pays[both] = pays[turned]
        cost[both] = cost[turned]
        cost[:, both] = cost[:, turned]
        who[i], who[j] = who[j], who[i]
        if who[i] == self.nobody or who[j] == self.nobody:
            self.mask = self._mask()
