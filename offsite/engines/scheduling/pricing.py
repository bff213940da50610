"""The best set of items to run together in one atom, given a price for each: exactly.

People gain the best of what runs, so the worth of a set is a sum over people of a maximum:
submodular, and computed on bit sets.  For each distinct gain there is a *level*, the set of
people who gain at least that much; a set of items unites its levels, and its worth is the
count of each level times the step to it.  Hosts gain what they host and nothing else: they
are masked out of the levels.

Branch and bound over sets: with ``k`` items still to add, no extension adds more than the
``k`` best single gains (submodularity), so the children of a node, sorted by gain, are cut
where that sum falls below the threshold.  Nodes are expanded in batches.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Floats = NDArray[np.float64]

BATCH = 1_500_000
"""64-bit words in one batch of expansions."""

TINY = 1e-7


@dataclass(frozen=True)
class Candidates:
    """What may run in one atom.

    ``gain`` (C, P) what a person gains from a candidate; ``forced`` (C, P) who must attend
    it; ``apart`` (C, C) pairs that may not run together; ``most`` the number of rooms;
    ``groups`` (G, C) sets of candidates that share ``group_rooms`` (G,) rooms.
    """

    gain: NDArray[np.int64]
    forced: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    most: int
    groups: NDArray[np.bool_]
    group_rooms: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Priced:
    """Sets found, best first, with their worth less prices; nothing exceeds ``limit``.

    ``complete`` says that every set above the threshold was seen, ``is_exact`` that
    ``limit`` is the value of the best set (or the threshold).
    """

    sets: list[tuple[int, ...]]
    values: list[float]
    limit: float
    complete: bool
    is_exact: bool
    nodes: int


@dataclass
class Nodes:
    """A batch of sets of one size, ready to be extended."""

    chosen: NDArray[np.int32]
    levels: Bits
    busy: Bits
    worth: NDArray[np.int64]
    value: Floats
    bound: Floats
    free: NDArray[np.bool_]
    used: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: NDArray[np.int64]) -> "Nodes":
        return Nodes(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


class Pricer:
    """Prices one kind of atom again and again."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates
        gain = np.where(candidates.forced, 0, candidates.gain)
        self.steps = np.unique(gain[gain > 0])
        self.words = max(1, -(-gain.shape[1] // 64))
        self.level = self._bits(gain[:, None, :] >= self.steps[None, :, None])
        self.duty = self._bits(candidates.forced)
        self.duty_worth = np.where(candidates.forced, candidates.gain, 0).sum(axis=1)
        self.step = np.diff(np.concatenate([[0], self.steps]))
        self.compatible = ~candidates.apart
        np.fill_diagonal(self.compatible, False)

    def _bits(self, flags: NDArray[np.bool_]) -> Bits:
        """Pack the last axis into 64-bit words."""
        padding = self.words * 64 - flags.shape[-1]
        padded = np.pad(flags, [(0, 0)] * (flags.ndim - 1) + [(0, padding)])
        packed = np.packbits(padded, axis=-1, bitorder="little")
        return np.ascontiguousarray(packed).view(np.uint64)

    def worth(self, chosen: tuple[int, ...]) -> int:
        """What people gain when exactly these candidates run."""
        if not chosen:
            return 0
        rows = list(chosen)
        levels = np.bitwise_or.reduce(self.level[rows], axis=0)
        busy = np.bitwise_or.reduce(self.duty[rows], axis=0)
        return int(self._count(levels, busy) + self.duty_worth[rows].sum())

    def _count(self, levels: Bits, busy: Bits) -> NDArray[np.int64]:
        counts = np.bitwise_count(levels & ~busy[..., None, :]).sum(axis=-1, dtype=np.int64)
        result: NDArray[np.int64] = counts @ self.step
        return result

    def best_sets(
        self,
        prices: Floats,
        *,
        above: float = 0.0,
        keep: int = 8,
        most_nodes: int = 200_000,
        rising: bool = True,
        over: Callable[[], bool] = lambda: False,
    ) -> Priced:
        """The best sets whose worth less prices is more than ``above``.

        With ``rising`` the threshold rises to the best value found, so the best set is
        among the answers; without it every set above the threshold is (at most ``keep``).
        ``limit`` bounds the value of every set from above, also when the search was cut
        short after ``most_nodes`` or because it is ``over``.
        """
        hunt = _Hunt(self, prices, above=above, keep=keep, rising=rising)
        hunt.run(most_nodes, over)
        return hunt.priced()


class _Hunt:
    """One branch and bound."""

    def __init__(
        self, pricer: Pricer, prices: Floats, *, above: float, keep: int, rising: bool
    ) -> None:
        self.pricer = pricer
        self.prices = prices
        self.above = above
        self.keep = keep
        self.rising = rising
        self.sets: list[tuple[int, ...]] = []
        self.values: list[float] = []
        self.stack = [self._root()]
        self.nodes = 0
        self.cut = -np.inf

    def _root(self) -> Nodes:
        pricer = self.pricer
        count = len(self.prices)
        return Nodes(
            chosen=np.zeros((1, 0), dtype=np.int32),
            levels=np.zeros((1, *pricer.level.shape[1:]), dtype=np.uint64),
            busy=np.zeros((1, pricer.words), dtype=np.uint64),
            worth=np.zeros(1, dtype=np.int64),
            value=np.zeros(1),
            bound=np.full(1, np.inf),
            free=np.ones((1, count), dtype=bool),
            used=np.zeros((1, len(pricer.candidates.groups)), dtype=np.int64),
        )

    def run(self, most_nodes: int, over: Callable[[], bool]) -> None:
        words = self.pricer.level.size + 1
        size = max(1, BATCH // words)
        while self.stack:
            batch = self.stack.pop()
            alive = np.flatnonzero(batch.bound > self.above + TINY)
            if not len(alive):
                continue
            too_many = not self.rising and len(self.sets) > self.keep
            if self.nodes >= most_nodes or too_many or over():
                self.cut = max(self.cut, float(batch.bound[alive].max()))
                continue
            if len(alive) > size:
                self.stack.append(batch.take(alive[size:]))
            self._expand(batch.take(alive[:size]))

    def _expand(self, batch: Nodes) -> None:
        pricer = self.pricer
        self.nodes += len(batch)
        left = pricer.candidates.most - batch.chosen.shape[1]
        if left <= 0:
            return
        gains, worth = self._gains(batch)
        order = np.argsort(-gains, axis=1, kind="stable")
        sorted_gains = np.take_along_axis(gains, order, axis=1)
        bounds = batch.value[:, None] + _next_sums(sorted_gains, left)
        self._record(batch, gains)
        if left == 1:
            return
        wanted = (bounds > self.above + TINY) & (sorted_gains > -np.inf)
        rows, ranks = np.nonzero(wanted)
        if len(rows):
            self._push(batch, rows, ranks, order, gains, worth, bounds)

    def _gains(self, batch: Nodes) -> tuple[Floats, NDArray[np.int64]]:
        """(B, C) what adding each candidate adds, and the worth of the result."""
        pricer = self.pricer
        levels = batch.levels[:, None] | pricer.level[None]
        busy = batch.busy[:, None] | pricer.duty[None]
        counted = pricer._count(levels, busy)
        duties = pricer.duty_worth[batch.chosen].sum(axis=1)
        worth = counted + duties[:, None] + pricer.duty_worth[None]
        gains = worth - batch.worth[:, None] - self.prices[None]
        gains[~batch.free] = -np.inf
        full = batch.used >= pricer.candidates.group_rooms[None]
        if full.any():
            gains[(full.astype(np.int8) @ pricer.candidates.groups.astype(np.int8)) > 0] = -np.inf
        return gains, worth

    def _record(self, batch: Nodes, gains: Floats) -> None:
        """Every extension is a set of its own: keep those above the threshold."""
        values = batch.value[:, None] + gains
        rows, columns = np.nonzero(values > self.above + TINY)
        if self.rising and len(rows) > self.keep:
            best = np.argpartition(-values[rows, columns], self.keep)[: self.keep]
            rows, columns = rows[best], columns[best]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            self.sets.append((*batch.chosen[row].tolist(), column))
            self.values.append(float(values[row, column]))
        if self.rising and len(rows):
            self.above = max(self.above, float(values[rows, columns].max()))

    def _push(
        self,
        batch: Nodes,
        rows: NDArray[np.int64],
        ranks: NDArray[np.int64],
        order: NDArray[np.int64],
        gains: Floats,
        worth: NDArray[np.int64],
        bounds: Floats,
    ) -> None:
        pricer = self.pricer
        added = order[rows, ranks]
        rank_of = np.empty_like(order)
        np.put_along_axis(rank_of, order, np.arange(order.shape[1])[None], axis=1)
        children = Nodes(
            chosen=np.column_stack([batch.chosen[rows], added]).astype(np.int32),
            levels=batch.levels[rows] | pricer.level[added],
            busy=batch.busy[rows] | pricer.duty[added],
            worth=worth[rows, added],
            value=batch.value[rows] + gains[rows, added],
            bound=bounds[rows, ranks],
            free=(gains[rows] > -np.inf)
            & (rank_of[rows] > ranks[:, None])
            & pricer.compatible[added],
            used=batch.used[rows] + pricer.candidates.groups[:, added].T,
        )
        # The most promising last, so that they are expanded first.
        self.stack.append(children.take(np.argsort(-children.bound, kind="stable")))

    def priced(self) -> Priced:
        order = sorted(range(len(self.sets)), key=lambda k: -self.values[k])[: self.keep]
        best = self.values[order[0]] if order else -np.inf
        limit = max(self.above, best, self.cut)
        complete = self.cut == -np.inf and len(self.sets) <= self.keep
        return Priced(
            sets=[self.sets[k] for k in order],
            values=[self.values[k] for k in order],
            limit=limit,
            complete=complete,
            is_exact=self.cut <= max(self.above, best),
            nodes=self.nodes,
        )


def _next_sums(sorted_gains: Floats, count: int) -> Floats:
    """At each rank the sum of the next ``count`` gains above zero, itself always included."""
    positive = np.maximum(sorted_gains, 0.0)
    total = np.cumsum(positive, axis=1)
    ahead = np.concatenate([np.zeros((len(total), 1)), total], axis=1)
    ranks = np.arange(sorted_gains.shape[1])
    until = np.minimum(ranks + count, sorted_gains.shape[1])
    result: Floats = ahead[:, until] - total + sorted_gains
    return result
