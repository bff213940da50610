"""Annealing of many seatings at once, every step a few operations on arrays.

Each *chain* is a whole seating of its own with a temperature of its own; neighbours in
temperature exchange them (parallel tempering), so that no schedule of cooling has to be
guessed.  A step takes the rounds by turns.  In every chain it draws one person who costs
something, prices an exchange with *everybody* of that round and takes one by the heat-bath
rule (Gumbel noise makes that an argmin); staying is one of the choices.

The state of a chain is the matrix of its pairs (see ``pairs``).  A step costs ``O(chains *
people * width)`` array elements.
"""

from collections.abc import Sequence

import numpy as np

from offsite.engines.mixing.grid import Grid, Ints, Seats
from offsite.engines.mixing.layers import (
    FORBIDDEN,
    Floats,
    Layer,
    make_layer,
    occupants,
    seats_from,
)
from offsite.engines.mixing.pairs import Pairs, Prices
from offsite.engines.scheduling.effort import Share

NOISE = 1 << 19
EXCHANGE_EVERY = 8
SECONDS_PER_ELEMENT = 4e-9
SECONDS_PER_STEP = 3e-4
"""What a step costs on a small computer; the clock of deterministic mode."""


COLDEST, HOTTEST = 0.12, 0.34


def how_many_chains(grid: Grid) -> int:
    """Enough chains to make a step worth its overhead, few enough for the cache."""
    elements = max((len(g.people) * int(g.high.max(initial=1)) for g in grid.rounds), default=1)
    return int(np.clip(24_000 // max(1, elements), 4, 64))


class Chains:
    """Some seatings of one grid, annealed side by side; ``best`` is the cheapest seen."""

    def __init__(
        self,
        grid: Grid,
        seatings: Sequence[Seats],
        *,
        prices: Prices,
        seed: int,
        stay: Seats | None = None,
        hottest: float = HOTTEST,
    ) -> None:
        self.grid = grid
        self.prices = prices
        self.rng = np.random.default_rng(seed)
        self.count = len(seatings)
        self.layers = self._layers(seatings, stay)
        self.noise: Floats = self.rng.gumbel(size=NOISE).astype(np.float32)
        self.luck: Floats = self.rng.random(NOISE).astype(np.float32)
        temperatures = np.geomspace(COLDEST, hottest, self.count) * prices.unit
        self.temperature = temperatures.astype(np.float32)
        self.order = np.arange(self.count)
        self.tables = Pairs(grid, prices)
        self._place(seatings)
        self.steps = 0
        self.done = not self.layers

    def _layers(self, seatings: Sequence[Seats], stay: Seats | None) -> list[Layer]:
        made = (
            make_layer(
                self.grid,
                r,
                [seats[r] for seats in seatings],
                None if stay is None else stay[r],
                self.prices.move,
            )
            for r in range(len(self.grid.rounds))
        )
        return [layer for layer in made if layer is not None]

    # --- Where everybody is ---------------------------------------------------------------

    def _place(self, seatings: Sequence[Seats]) -> None:
        people = self.grid.count + 1
        self.side = people
        self.pairs = np.stack([self.tables.words(seats) for seats in seatings])
        self.flat = self.pairs.reshape(-1)
        self.base = np.arange(self.count) * people * people
        self.each = np.arange(self.count)
        self.who = [
            np.stack([occupants(layer, seats[layer.number]) for seats in seatings])
            for layer in self.layers
        ]
        self.fixed_seats = list(seatings)
        self.value = np.array([self._value(seats) for seats in seatings])
        self.best = list(seatings[int(self.value.argmin())])
        self.best_value = float(self.value.min())

    def _value(self, seats: Seats) -> float:
        value = self.tables.value(seats)
        for layer in self.layers:
            if layer.price is not None:
                where = seats[layer.number]
                present = np.flatnonzero(where >= 0)
                value += float(layer.price[present, where[present]].sum(dtype=np.float64))
        return value

    def seats(self, k: int) -> Seats:
        """The seating of chain ``k`` now."""
        result = list(self.fixed_seats[k])
        for layer, who in zip(self.layers, self.who, strict=True):
            result[layer.number] = seats_from(layer, who[k], self.grid.count)
        return result

    # --- Search ---------------------------------------------------------------------------

    def run(self, share: Share, *, good_enough: float = 0.0) -> None:
        """Anneal until the share is over or a seating costs at most ``good_enough``."""
        per_step = [
            SECONDS_PER_STEP + SECONDS_PER_ELEMENT * self.count * layer.places * layer.width * 3
            for layer in self.layers
        ]
        while not self.done and self.best_value > good_enough:
            number = self.steps % len(self.layers)
            self._step(number)
            self.steps += 1
            if self.steps % (EXCHANGE_EVERY * len(self.layers)) == 0:
                self._exchange_temperatures()
            share.whole.work(per_step[number])
            if share.over():
                break

    def _step(self, number: int) -> None:
        layer, who = self.layers[number], self.who[number]
        own = self._own(layer, who)
        place = self._draw(layer, who, own)
        delta = self._deltas(layer, who, own, place)
        target = self._choose(layer, place, delta)
        change = delta[self.each, target]
        # Staying costs nothing; what is forbidden is not done even when nothing else is left.
        moving = np.flatnonzero((target != place) & (change < FORBIDDEN / 2))
        if len(moving):
            self._exchange(layer, who, moving, place[moving], target[moving])
            self.value[moving] += change[moving]
            cheapest = int(self.value.argmin())
            if self.value[cheapest] < self.best_value:
                self.best_value = float(self.value[cheapest])
                self.best = self.seats(cheapest)

    def _own(self, layer: Layer, who: Ints) -> Floats:
        """What everyone pays where they are: ``(chains, places)``."""
        groups = who.reshape(self.count, layer.groups, layer.width)
        index = groups[:, :, :, None] * self.side + groups[:, :, None, :]
        index += self.base[:, None, None, None]
        own: Floats = self.tables.cost(self.flat.take(index), layer.number).sum(axis=-1)
        own = own.reshape(self.count, layer.places)
        if layer.price is not None:
            own += layer.price.take(who * layer.groups + layer.group_of)
        return own

    def _window(self, pool: Floats, layer: Layer) -> Floats:
        size = self.count * layer.places
        if size >= NOISE:
            return self.rng.permutation(np.resize(pool, size)).reshape(self.count, layer.places)
        begin = int(self.rng.integers(NOISE - size))
        return pool[begin : begin + size].reshape(self.count, layer.places)

    def _draw(self, layer: Layer, who: Ints, own: Floats) -> Ints:
        """In each chain the place of somebody who pays a unit or more, else of anybody."""
        wish = (own >= self.prices.unit) + self._window(self.luck, layer)
        wish -= 4 * layer.frozen.take(who)
        place: Ints = wish.argmax(axis=1)
        return place

    def _deltas(self, layer: Layer, who: Ints, own: Floats, place: Ints) -> Floats:
        """What exchanging the person at ``place`` with each place changes."""
        shape = (self.count, layer.groups, layer.width)
        groups = who.reshape(shape)
        person = who[self.each, place]
        home = place // layer.width
        mates = groups[self.each, home]
        base = self.base[:, None]
        mine = self.tables.cost(
            self.flat.take(base + person[:, None] * self.side + who), layer.number
        )
        index = (base + mates * self.side)[:, :, None] + who[:, None, :]
        theirs = self.tables.cost(self.flat.take(index), layer.number).sum(axis=1)
        there = mine.reshape(shape).sum(axis=2)
        delta = np.repeat(there, layer.width, axis=1)
        delta += theirs
        delta -= 2 * mine
        delta -= own
        delta -= own[self.each, place][:, None]
        if layer.price is not None:
            delta += np.repeat(layer.price[person], layer.width, axis=1)
            delta += layer.price.take(who * layer.groups + home[:, None])
        if layer.some_stay:
            delta += np.float32(FORBIDDEN) * (layer.frozen.take(who) & (who != self.grid.count))
        if layer.blocked is not None:
            delta += layer.blocked
        if layer.loose:
            delta += self._resized(layer, who, home)
        result: Floats = delta
        return result

    def _resized(self, layer: Layer, who: Ints, home: Ints) -> Floats:
        """FORBIDDEN at free places where a move would leave a group too small."""
        free = who == self.grid.count
        sizes = layer.width - free.reshape(self.count, layer.groups, layer.width).sum(axis=2)
        left = sizes[self.each, home] - 1
        leaves = (left >= layer.low[home]) | ((left == 0) & layer.may_be_empty[home])
        enters = np.repeat(sizes + 1 >= layer.low, layer.width, axis=1)
        wrong = free & ~(leaves[:, None] & enters)
        price: Floats = np.multiply(wrong, FORBIDDEN, dtype=np.float32)
        return price

    def _choose(self, layer: Layer, place: Ints, delta: Floats) -> Ints:
        home = place // layer.width
        score = self._window(self.noise, layer) * -self.temperature[:, None]
        stay = score[self.each, place]
        score += delta
        score.reshape(self.count, layer.groups, layer.width)[self.each, home] = np.inf
        score[self.each, place] = stay
        target: Ints = score.argmin(axis=1)
        return target

    def _exchange(self, layer: Layer, who: Ints, k: Ints, place: Ints, target: Ints) -> None:
        groups = who.reshape(self.count, layer.groups, layer.width)
        one, other = who[k, place], who[k, target]
        home, there = place // layer.width, target // layer.width
        self._toggle(k, one, groups[k, home], layer)
        self._toggle(k, other, groups[k, there], layer)
        who[k, place], who[k, target] = other, one
        self._toggle(k, other, groups[k, home], layer)
        self._toggle(k, one, groups[k, there], layer)

    def _toggle(self, k: Ints, person: Ints, mates: Ints, layer: Layer) -> None:
        """Turn the bit of the round between each person and their mates, not themselves."""
        mine = person[:, None]
        nobody = self.grid.count
        real = (mates != mine) & (mates != nobody) & (mine != nobody)
        bits = real * self.tables.bit[layer.number]
        base = self.base[k][:, None]
        self.flat[base + mine * self.side + mates] ^= bits
        self.flat[base + mates * self.side + mine] ^= bits

    def _exchange_temperatures(self) -> None:
        """Neighbours in temperature exchange it by the Metropolis rule."""
        begin = int(self.rng.integers(2))
        cold, hot = self.order[begin:-1:2], self.order[begin + 1 :: 2]
        if not len(cold):
            return
        inverse = 1 / self.temperature.astype(np.float64)
        gain = (inverse[cold] - inverse[hot]) * (self.value[cold] - self.value[hot])
        swap = np.log(self.rng.random(len(cold))) < gain
        a, b = cold[swap], hot[swap]
        self.temperature[a], self.temperature[b] = self.temperature[b], self.temperature[a]
        self.order[begin:-1:2][swap], self.order[begin + 1 :: 2][swap] = b, a
