"""A partial plan with everything a neighbour's worth is computed from.

People choose, within each block of touching atoms, the best set of items that do not
overlap: a weighted interval choice, done for all people at once as array operations.  An
item's people-gains enter through ``layer[span]``, the best gain per person among the items
that run in a span; ``rest[item]`` is the same without that item.  With those two, a whole
neighbourhood (one item against all others) is one batch of array operations.
"""

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.grid import UNPLACED, Grid, Ints

Layers = list[NDArray[np.int32] | None]


class BlockSums:
    """For each block, the order in which its spans end: the steps of the choice."""

    def __init__(self, grid: Grid) -> None:
        self.local = np.zeros(len(grid.spans), dtype=np.int64)
        self.steps: list[list[list[tuple[int, int]]]] = []
        for spans in grid.blocks:
            self.local[spans] = np.arange(len(spans))
            begin, end = int(grid.first[spans].min()), int(grid.last[spans].max())
            by_end: list[list[tuple[int, int]]] = [[] for _ in range(end - begin)]
            for number, span in enumerate(spans):
                by_end[grid.last[span] - begin - 1].append((number, grid.first[span] - begin))
            self.steps.append(by_end)

    def best(self, block: int, layers: Layers) -> NDArray[np.int32] | None:
        """The best non-overlapping choice per person; None if nothing runs.

        ``layers`` holds one array per span of the block, people along the last axis; the
        leading axes broadcast, so that many alternatives are summed at once.  Cost: one
        addition and one maximum per span in use.
        """
        if len(layers) == 1:
            return layers[0]
        reached: list[NDArray[np.int32] | None] = [None]
        for ending in self.steps[block]:
            best = reached[-1]
            for number, since in ending:
                layer = layers[number]
                if layer is None:
                    continue
                before = reached[since]
                total = layer if before is None else before + layer
                best = total if best is None else np.maximum(best, total)
            reached.append(best)
        return reached[-1]


class State:
    """Where every item stands, and what that is worth.

    ``places`` (n,) place numbers or UNPLACED; ``value`` met weight, duties and costs taken
    off; ``objective`` the value plus ``stake`` for each unit of placed priority.
    """

    def __init__(self, grid: Grid, room_cost: Ints | None = None) -> None:
        self.grid = grid
        n, spans = len(grid.problem.items), len(grid.spans)
        self.sums = BlockSums(grid)
        self.places = np.full(n, UNPLACED, dtype=np.int64)
        self.span = np.full(n, UNPLACED, dtype=np.int64)
        self.members: list[list[int]] = [[] for _ in range(spans)]
        self.layer: Layers = [None] * spans
        self.rest: Ints = np.zeros(grid.wish.shape, dtype=np.int32)
        # How many placed items that exclude i overlap span s; and room loads.
        self.clashes = np.zeros((n, spans), dtype=np.int32)
        self.load = np.zeros((spans, grid.rooms), dtype=np.int32)
        self.block_value = np.zeros(len(grid.blocks), dtype=np.int64)
        self.earliest = np.zeros(n, dtype=np.int64)
        self.latest = np.full(n, grid.atoms, dtype=np.int64)
        self._lay_out_costs(room_cost)
        self._lay_out_order()
        self.cost_paid = 0
        self.placed = 0

    def _lay_out_costs(self, room_cost: Ints | None) -> None:
        grid = self.grid
        duties = grid.forced.astype(np.int32) @ grid.there.T.astype(np.int32) * grid.duty
        self.cost: Ints = grid.cost.copy()
        if len(grid.spans):
            self.cost += np.repeat(duties, grid.rooms, axis=1)
        if room_cost is not None:
            self.cost += room_cost
        self.unplaced_cost = np.where(
            [item.id in grid.problem.current for item in grid.problem.items],
            grid.problem.move_cost,
            0,
        )
        self.stake = int(grid.wish.sum()) + int(grid.cost.max(initial=0)) * len(grid.wish) + 1

    def _lay_out_order(self) -> None:
        n = len(self.places)
        self.related = np.zeros((n, n), dtype=bool)
        lengths = np.array([item.length for item in self.grid.problem.items])
        self.swappable = (lengths[:, None] == lengths[None, :]) & ~self.grid.pinned[None, :]
        self.after: dict[int, list[int]] = {}
        self.ahead: dict[int, list[int]] = {}
        for earlier, later in self.grid.before:
            self.related[earlier, later] = self.related[later, earlier] = True
            self.after.setdefault(earlier, []).append(later)
            self.ahead.setdefault(later, []).append(earlier)
        self.swappable &= ~self.related
        np.fill_diagonal(self.swappable, False)

    @property
    def value(self) -> int:
        unplaced = int(self.unplaced_cost[self.places == UNPLACED].sum())
        return int(self.block_value.sum()) - self.cost_paid - unplaced

    @property
    def objective(self) -> int:
        return self.value + self.placed * self.stake

    # --- Changing -------------------------------------------------------------------------

    def load_places(self, places: NDArray[np.int64]) -> None:
        """Make this the state in which items stand at ``places``."""
        for i in np.flatnonzero(self.places != places):
            self.put(int(i), UNPLACED)
        for i in np.flatnonzero(self.places != places):
            self.put(int(i), int(places[i]))

    def charge(self, room_cost: Ints) -> None:
        """Replace what rooms cost; the plan stays as it is."""
        self._lay_out_costs(room_cost)
        placed = np.flatnonzero(self.places != UNPLACED)
        self.cost_paid = int(self.cost[placed, self.places[placed]].sum())

    def put(self, item: int, place: int) -> None:
        """Move ``item`` to ``place`` (or nowhere), whatever the rules say."""
        touched = []
        if self.places[item] != UNPLACED:
            touched.append(self._take_out(item))
        if place != UNPLACED:
            touched.append(self._bring_in(item, place))
        for span in touched:
            self._renew_layer(span)
        for block in {int(self.grid.block_row[span]) for span in touched}:
            self.block_value[block] = self.block_total(block)
        if self.grid.before:
            self._renew_windows(item)

    def swap(self, first: int, second: int) -> None:
        """Exchange the places of two items."""
        a, b = int(self.places[first]), int(self.places[second])
        self.put(first, UNPLACED)
        self.put(second, a)
        self.put(first, b)

    def _take_out(self, item: int) -> int:
        span, room = divmod(int(self.places[item]), self.grid.rooms)
        self.cost_paid -= int(self.cost[item, self.places[item]])
        self.placed -= int(self.grid.priority[item])
        self.members[span].remove(item)
        self._count(item, span, room, -1)
        self.places[item] = self.span[item] = UNPLACED
        self.rest[item] = 0
        return span

    def _bring_in(self, item: int, place: int) -> int:
        span, room = divmod(place, self.grid.rooms)
        self.cost_paid += int(self.cost[item, place])
        self.placed += int(self.grid.priority[item])
        self.members[span].append(item)
        self._count(item, span, room, 1)
        self.places[item], self.span[item] = place, span
        return span

    def _count(self, item: int, span: int, room: int, sign: int) -> None:
        over = self.grid.overlap[span]
        self.load[over, room] += sign
        apart = self.grid.apart[item]
        if apart.any():
            self.clashes[np.ix_(apart, over)] += sign

    def _renew_layer(self, span: int) -> None:
        members = self.members[span]
        if not members:
            self.layer[span] = None
            return
        gains = self.grid.worth[members]
        if not self.grid.always_there:
            gains = gains * self.grid.there[span]
        if len(members) == 1:
            self.layer[span] = gains[0]
            self.rest[members[0]] = 0
            return
        top = gains.max(axis=0)
        who = gains.argmax(axis=0)
        gains[who, np.arange(gains.shape[1])] = 0
        second = gains.max(axis=0)
        self.layer[span] = top
        for number, item in enumerate(members):
            self.rest[item] = np.where(who == number, second, top)

    def _renew_windows(self, item: int) -> None:
        for later in self.after.get(item, ()):
            ends = [
                self.grid.last[self.span[e]] for e in self.ahead[later] if self.span[e] != UNPLACED
            ]
            self.earliest[later] = max(ends, default=0)
        for earlier in self.ahead.get(item, ()):
            starts = [
                self.grid.first[self.span[x]]
                for x in self.after[earlier]
                if self.span[x] != UNPLACED
            ]
            self.latest[earlier] = min(starts, default=self.grid.atoms)

    # --- Worth ----------------------------------------------------------------------------

    def block_layers(self, block: int) -> Layers:
        return [self.layer[span] for span in self.grid.blocks[block]]

    def block_total(self, block: int) -> int:
        best = self.sums.best(block, self.block_layers(block))
        return 0 if best is None else int(best.sum())

    def met_per_person(self) -> NDArray[np.int64]:
        """(P,) the wish weight each person gets (if rooms hold everybody)."""
        total = np.zeros(len(self.grid.people), dtype=np.int64)
        for block in range(len(self.grid.blocks)):
            best = self.sums.best(block, self.block_layers(block))
            if best is not None:
                total += best
        for i in np.flatnonzero(self.span != UNPLACED):
            total -= self.grid.duty * (self.grid.forced[i] & self.grid.there[self.span[i]])
        return total
