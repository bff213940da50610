"""The moves of one item, all worth computed in one batch.

A neighbour is: the item goes to a free place, or it and another item of the same length
exchange places (one of them possibly unplaced).  Longer items also exchange a stretch of
one room with whatever stands in a stretch of another (:func:`stretch_exchange`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.grid import UNPLACED
from offsite.engines.scheduling.state import State

NOBODY = -1


@dataclass(slots=True)
class Neighbours:
    """The legal moves of ``item``: exchange with ``partner`` or go to ``place`` alone."""

    item: int
    partner: NDArray[np.int64]
    place: NDArray[np.int64]
    delta: NDArray[np.float64]


def neighbours(
    state: State, item: int, rng: np.random.Generator, most: int, *, exchanges: bool = True
) -> Neighbours:
    """At most ``most`` legal moves of ``item`` with what each adds to the objective."""
    partners = _partners(state, item) if exchanges else np.empty(0, dtype=np.int64)
    places = _free_places(state, item, rng)
    if len(partners) + len(places) > most:
        partners = rng.permutation(partners)[: max(1, most - len(places))]
        places = rng.permutation(places)[:most]
    partner = np.concatenate([partners, np.full(len(places), NOBODY)])
    place = np.concatenate([state.places[partners], places])
    delta = _deltas(state, item, partner, place)
    return Neighbours(item, partner, place, delta)


def stretch_exchange(state: State, item: int, place: int) -> list[tuple[int, int]] | None:
    """Exchange the stretch of room that ``item`` takes with the one at ``place``.

    Whatever stands wholly in the other stretch comes here, in the same order.  The list
    of (item, place), or None if something sticks out or may not stand there.  Only the
    rules about one item alone are looked at.
    """
    grid, here = state.grid, int(state.places[item])
    span, room = divmod(here, grid.rooms)
    there, other_room = divmod(place, grid.rooms)
    shift = int(grid.first[span] - grid.first[there])
    if not grid.allowed[item, place] or (grid.overlap[span, there] and room == other_room):
        return None
    result = [(item, place)]
    for other in np.flatnonzero(state.places != UNPLACED):
        where, in_room = divmod(int(state.places[other]), grid.rooms)
        if in_room != other_room or other == item or not grid.overlap[where, there]:
            continue
        key = int(grid.first[where]) + shift, int(grid.last[where]) + shift
        target = grid.span_number.get(key, UNPLACED)
        if grid.pinned[other] or target == UNPLACED:
            return None
        if key[0] < grid.first[span] or key[1] > grid.last[span]:
            return None
        if not grid.allowed[other, target * grid.rooms + room]:
            return None
        result.append((int(other), target * grid.rooms + room))
    return result


def is_clean(state: State, items: list[int]) -> bool:
    """Whether no rule about two items is broken by any of ``items`` where they stand."""
    grid = state.grid
    for item in items:
        span, room = int(state.span[item]), int(state.places[item]) % grid.rooms
        if state.clashes[item, span] or state.load[span, room] != 1:
            return False
        fits = _fits(state, np.array([item]), np.array([span]))
        if not fits.all():
            return False
    return True


def make(state: State, moves: Neighbours, number: int) -> None:
    """Do the move with this number."""
    if moves.partner[number] == NOBODY:
        state.put(moves.item, int(moves.place[number]))
    else:
        state.swap(moves.item, int(moves.partner[number]))


def _fits(state: State, items: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each span lies in the time that placed predecessors and successors leave."""
    if not state.grid.before:
        return np.ones(np.broadcast(items, spans).shape, dtype=bool)
    first, last = state.grid.first[spans], state.grid.last[spans]
    fits: NDArray[np.bool_] = (first >= state.earliest[items]) & (last <= state.latest[items])
    return fits


def _partners(state: State, item: int) -> NDArray[np.int64]:
    """The items with which ``item`` may exchange places."""
    grid, here, span = state.grid, int(state.places[item]), int(state.span[item])
    others = np.flatnonzero(state.swappable[item])
    there, their_span = state.places[others], state.span[others]
    placed = there != UNPLACED
    if here == UNPLACED:
        others, there, their_span = others[placed], there[placed], their_span[placed]
        placed = placed[placed]
    apart = grid.apart[item, others]
    legal = ~placed | (
        grid.allowed[item, there]
        & _fits(state, np.array([item]), their_span)
        & ((state.clashes[item, their_span] - apart == 0) | (their_span == span))
    )
    if here != UNPLACED:
        legal &= (
            grid.allowed[others, here]
            & _fits(state, others, np.array([span]))
            & ((state.clashes[others, span] - apart == 0) | (their_span == span))
        )
    result: NDArray[np.int64] = others[legal]
    return result


def _free_places(state: State, item: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """For each span the cheapest free room where ``item`` may stand."""
    grid, here, span = state.grid, int(state.places[item]), int(state.span[item])
    if not grid.spans:
        return np.empty(0, dtype=np.int64)
    shape = (len(grid.spans), grid.rooms)
    load = state.load
    if here != UNPLACED:
        load = load.copy()
        load[grid.overlap[span], here % grid.rooms] -= 1
    free = grid.allowed[item].reshape(shape) & (load == 0)
    free &= (state.clashes[item] == 0)[:, None]
    free &= _fits(state, np.array([item]), np.arange(len(grid.spans)))[:, None]
    if here != UNPLACED:
        free.reshape(-1)[here] = False
    spans = np.flatnonzero(free.any(axis=1))
    price = state.cost[item].reshape(shape)[spans] + rng.random((len(spans), grid.rooms))
    rooms = np.where(free[spans], price, np.inf).argmin(axis=1)
    places: NDArray[np.int64] = spans * grid.rooms + rooms
    return places


def _deltas(
    state: State, item: int, partner: NDArray[np.int64], place: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What each move adds to the objective.

    Cost: for each block, candidates x people x spans of the block.
    """
    delta = _cost_deltas(state, item, partner, place)
    grid, span = state.grid, int(state.span[item])
    target = np.where(place == UNPLACED, UNPLACED, place // max(1, grid.rooms))
    moving = np.flatnonzero(target != span)
    if not len(moving):
        return delta
    partner, target = partner[moving], target[moving]
    block = np.where(target == UNPLACED, UNPLACED, grid.block_row[target])
    met = _target_layers(state, item, partner, target)
    change = np.zeros(len(moving), dtype=np.int64)
    home = UNPLACED
    if span != UNPLACED:
        home = int(grid.block_row[span])
        left = _home_layers(state, item, partner)
        everyone = np.arange(len(moving))
        changes = [(span, everyone, left), *_by_span(target, block == home, met)]
        change += _block_change(state, home, len(moving), changes)
    for number in np.unique(block):
        if number != home and number != UNPLACED:
            rows = np.flatnonzero(block == number)
            changes = _by_span(target[rows], np.ones(len(rows), dtype=bool), met[rows])
            change[rows] += _block_change(state, int(number), len(rows), changes)
    delta[moving] += change
    return delta


Change = tuple[int, NDArray[np.int64], NDArray[np.int32]]


def _by_span(
    target: NDArray[np.int64], chosen: NDArray[np.bool_], layers: NDArray[np.int32]
) -> list[Change]:
    result = []
    for span in np.unique(target[chosen]):
        rows = np.flatnonzero(chosen & (target == span))
        result.append((int(span), rows, layers[rows]))
    return result


def _block_change(state: State, block: int, count: int, changes: list[Change]) -> NDArray[np.int64]:
    """(count,) how the block's value changes when layers change, row by row."""
    layers = state.block_layers(block)
    people = len(state.grid.people)
    for span, rows, values in changes:
        local = int(state.sums.local[span])
        if len(rows) == count:
            layers[local] = values
            continue
        whole = np.zeros((count, people), dtype=np.int32)
        if (layer := layers[local]) is not None:
            whole[:] = layer
        whole[rows] = values
        layers[local] = whole
    best = state.sums.best(block, layers)
    total = 0 if best is None else best.sum(axis=-1)
    result: NDArray[np.int64] = total - state.block_value[block]
    return result


def _home_layers(state: State, item: int, partner: NDArray[np.int64]) -> NDArray[np.int32]:
    """(K, P) the layer of the item's span once it has left and the partner has come."""
    grid, span = state.grid, int(state.span[item])
    gains = grid.worth[partner]
    if not grid.always_there:
        gains = gains * grid.there[span]
    gains = np.where((partner == NOBODY)[:, None], 0, gains)
    result: NDArray[np.int32] = np.maximum(gains, state.rest[item])
    return result


def _target_layers(
    state: State, item: int, partner: NDArray[np.int64], target: NDArray[np.int64]
) -> NDArray[np.int32]:
    """(K, P) the layer of the target span once the partner has left and the item has come."""
    grid = state.grid
    rest = state.rest[partner]
    for row in np.flatnonzero(partner == NOBODY):
        layer = state.layer[target[row]]
        rest[row] = 0 if layer is None else layer
    gain = grid.worth[item]
    if not grid.always_there:
        gain = gain * grid.there[target]
    result: NDArray[np.int32] = np.maximum(rest, gain)
    return result


def _cost_deltas(
    state: State, item: int, partner: NDArray[np.int64], place: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Costs and priorities alone."""
    delta = _standing(state, item, place) - _standing(state, item, state.places[[item]])
    both = np.flatnonzero(partner != NOBODY)
    others = partner[both]
    here = np.full(len(both), state.places[item])
    delta[both] += _standing(state, others, here) - _standing(state, others, place[both])
    return delta


def _standing(
    state: State, items: NDArray[np.int64] | int, places: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What it is worth that items stand at places, people's gains apart."""
    gone = places == UNPLACED
    placed = float(state.stake) * state.grid.priority[items] - state.cost[items, places]
    result: NDArray[np.float64] = np.where(gone, -state.unplaced_cost[items], placed)
    return result
