"""The tables of one round that the annealing looks up: places, prices of seats, sizes.

A round has ``groups * width`` *places*, group by group; a place that nobody takes holds the
*nobody* (the number after the last person), so that moving to a free seat is an exchange
with nobody.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offsite.engines.mixing.grid import ABSENT, Grid, Ints, RoundGrid

Floats = NDArray[np.float32]

FORBIDDEN = 1e9
"""The price of a broken rule: never paid."""


@dataclass(frozen=True)
class Layer:
    """One round.  ``price[p, g]`` is what person ``p`` in group ``g`` costs, None if nothing;
    ``blocked[place]`` is FORBIDDEN where the group has no such seat; ``loose`` if there are
    more seats than people, so that sizes may change; ``frozen[p]`` if the search leaves
    ``p`` (who sits with somebody, or is nobody) to other methods, ``some_stay`` if it does.
    """

    number: int
    groups: int
    width: int
    low: Ints
    may_be_empty: NDArray[np.bool_]
    group_of: Ints
    price: Floats | None
    blocked: Floats | None
    loose: bool
    some_stay: bool
    frozen: NDArray[np.bool_]

    @property
    def places(self) -> int:
        return self.groups * self.width

    def reachable(self, people: Ints) -> Ints:
        """The groups in which any of ``people`` may sit."""
        if self.price is None:
            return np.arange(self.groups)
        groups: Ints = np.flatnonzero((self.price[people] < FORBIDDEN / 2).any(axis=0))
        return groups


def make_layer(
    grid: Grid, number: int, seatings: list[Ints], stay: Ints | None, stay_price: float
) -> Layer | None:
    """The layer of round ``number`` for chains that start from ``seatings``; None if nobody
    can ever sit elsewhere.

    With ``stay``, each person who sits elsewhere than there costs ``stay_price``.
    """
    one = grid.rounds[number]
    if one.group_count < 2 or len(one.people) < 2:
        return None
    frozen = _frozen(grid, one)
    if frozen[one.people].all():
        return None
    high = _high(one, seatings)
    width = int(high.max())
    places = np.arange(one.group_count * width)
    blocked = np.where(places % width >= high[places // width], FORBIDDEN, 0)
    return Layer(
        number=number,
        groups=one.group_count,
        width=width,
        low=one.low,
        may_be_empty=one.may_be_empty,
        group_of=places // width,
        price=_prices(grid, one, stay, stay_price),
        blocked=blocked.astype(np.float32) if blocked.any() else None,
        loose=int(high.sum()) > len(one.people),
        some_stay=bool(frozen[one.people].any()),
        frozen=frozen,
    )


def _high(one: RoundGrid, seatings: list[Ints]) -> Ints:
    """Sizes that groups may reach: their own, but not far above what they hold at first."""
    fullest = max(
        int(np.bincount(s[s != ABSENT], minlength=one.group_count).max()) for s in seatings
    )
    return np.minimum(one.high, max(fullest, int(one.low.max(initial=1))))


def _frozen(grid: Grid, one: RoundGrid) -> NDArray[np.bool_]:
    frozen = np.ones(grid.count + 1, np.bool_)
    for unit in one.units:
        if len(unit) == 1:
            frozen[unit[0]] = one.allowed[unit[0]].sum() < 2
    return frozen


def _prices(grid: Grid, one: RoundGrid, stay: Ints | None, stay_price: float) -> Floats | None:
    price = np.zeros((grid.count + 1, one.group_count), np.float32)
    price[:-1][~one.allowed] = FORBIDDEN
    absent = np.ones(grid.count, np.bool_)
    absent[one.people] = False
    price[:-1][absent] = 0
    if stay is not None:
        sits = np.flatnonzero(stay != ABSENT)
        price[sits] += np.float32(stay_price)
        price[sits, stay[sits]] -= np.float32(stay_price)
    return price if price.any() else None


def occupants(layer: Layer, seats: Ints) -> Ints:
    """Who is at each place of the layer; ``len(seats)`` is nobody."""
    result = np.full((layer.groups, layer.width), len(seats), np.int64)
    for group in range(layer.groups):
        people = np.flatnonzero(seats == group)
        result[group, : len(people)] = people
    return result.reshape(-1)


def seats_from(layer: Layer, who: Ints, count: int) -> Ints:
    """The group of each person, from who is at each place."""
    seats = np.full(count + 1, ABSENT, np.int64)
    seats[who] = layer.group_of
    seats[count] = ABSENT
    return seats[:count]
