"""One branch and bound for the best sets of an atom.

With ``k`` items still to add, no extension adds more than the
``k`` best single gains (submodularity), so the children of a node, sorted by gain, are cut
where that sum falls below the threshold.  Nodes are expanded in batches, the most promising
first, so that a search cut short leaves the smallest bound it could have.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.coverage import Coverage

Floats = NDArray[np.float64]

BATCH = 100_000
"""64-bit words in one batch of expansions: what fits into a processor's cache."""

MOST_OPEN = 400_000
"""The most nodes kept open; a search that would need more is cut short."""

BLOCKERS = 3
"""How many of the open sets are told when a search is cut short."""

CAPS = (0.3, 0.55)
"""The mixtures of two bounds that are tried at every node."""

TINY, BIG = 1e-7, 1e12


@dataclass(frozen=True, slots=True)
class Priced:
    """Sets found, best first, with their worth less prices; nothing exceeds ``limit``.

    ``blockers`` kept the limit of a search cut short so high: open sets with all that might
    be added, and what they could be worth at most.

    ``complete`` says that every set above the threshold was seen, ``is_exact`` that
    ``limit`` is the value of the best set (or the threshold).
    """

    sets: list[tuple[int, ...]]
    values: list[float]
    limit: float
    complete: bool
    is_exact: bool
    nodes: int
    blockers: tuple[tuple[tuple[int, ...], float], ...] = ()


@dataclass
class Nodes:
    """Sets that may be extended: ``chosen`` (B, k), filled up with C; ``free`` packed (B, C).

    ``bound`` is what no extension exceeds.
    """

    chosen: NDArray[np.int16]
    size: NDArray[np.int16]
    worth: NDArray[np.int64]
    value: Floats
    bound: Floats
    free: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: NDArray[np.int64]) -> "Nodes":
        return Nodes(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @staticmethod
    def join(parts: "list[Nodes]") -> "Nodes":
        if len(parts) == 1:
            return parts[0]
        columns = ([getattr(part, name) for part in parts] for name in Nodes.__dataclass_fields__)
        return Nodes(*(np.concatenate(column) for column in columns))


class Hunt:
    """One branch and bound."""

    def __init__(
        self, pricer: Coverage, prices: Floats, *, above: float, keep: int, rising: bool
    ) -> None:
        self.pricer = pricer
        self.prices = prices
        self.above = above
        self.keep = keep
        self.rising = rising
        self.found: dict[tuple[int, ...], float] = {}
        self.open = self._root()
        self.nodes = self.polished = 0
        self.cut = -np.inf
        self.is_short = False

    def _root(self) -> Nodes:
        return Nodes(
            chosen=np.full((1, self.pricer.width), self.pricer.nothing, dtype=np.int16),
            size=np.zeros(1, dtype=np.int16),
            worth=np.zeros(1, dtype=np.int64),
            value=np.zeros(1),
            bound=np.full(1, np.inf),
            free=np.packbits(np.ones((1, self.pricer.nothing), dtype=bool), axis=1),
        )

    def polish(self, known: Sequence[tuple[int, ...]]) -> None:
        """Begin with known sets, each made better one exchange at a time."""
        for chosen in known:
            while better := self._exchanged(chosen):
                chosen = better

    def _exchanged(self, chosen: tuple[int, ...]) -> tuple[int, ...] | None:
        """The best set one item away (one more, or another for one), if it is better."""
        pricer = self.pricer
        size, most = len(chosen), pricer.candidates.most
        here = pricer.worth(chosen) - self.prices[list(chosen)].sum()
        self._keep(chosen, float(here))
        without = [chosen[:k] + chosen[k + 1 :] for k in range(size)]
        rows = np.full((size + 1, max(1, size)), pricer.nothing, dtype=np.int16)
        for row, kept in enumerate([*without, chosen]):
            rows[row, : len(kept)] = kept
        values = pricer.extended(rows) - self._paid(rows)[:, None] - self.prices[None]
        values[~self._may_add(rows)] = -np.inf
        if size >= most:
            values[-1] = -np.inf
        self.polished += len(rows)
        row, column = divmod(int(values.argmax()), values.shape[1])
        if values[row, column] <= here + TINY:
            return None
        return tuple(sorted([*(without[row] if row < size else chosen), column]))

    def _paid(self, rows: NDArray[np.int16]) -> Floats:
        paid: Floats = np.append(self.prices, 0.0)[rows].sum(axis=1)
        return paid

    def _may_add(self, rows: NDArray[np.int16]) -> NDArray[np.bool_]:
        """(B, C) what no rule keeps from being added to each set."""
        pricer = self.pricer
        apart = np.append(~pricer.compatible, np.zeros((1, pricer.nothing), dtype=bool), axis=0)
        barred = np.zeros((len(rows), pricer.nothing), dtype=bool)
        for column in range(rows.shape[1]):
            barred |= apart[rows[:, column]]
        return ~(barred | self._in_full_groups(rows))

    def _in_full_groups(self, rows: NDArray[np.int16]) -> NDArray[np.bool_]:
        groups = self.pricer.groups
        if not len(groups):
            return np.zeros((len(rows), self.pricer.nothing), dtype=bool)
        used = groups[:, rows].sum(axis=2).T
        full = (used >= self.pricer.candidates.group_rooms[None]).astype(np.int16)
        barred: NDArray[np.bool_] = (full @ groups[:, :-1]) > 0
        return barred

    def run(self, most_nodes: int, over: Callable[[], bool]) -> None:
        words = self.pricer.level.size + 1
        size = max(1, BATCH // words)
        while len(self.open):
            self.open = self.open.take(np.flatnonzero(self.open.bound > self.above + TINY))
            too_many = not self.rising and len(self.found) > self.keep
            if self.nodes >= most_nodes or too_many or len(self.open) > MOST_OPEN or over():
                self.is_short = bool(len(self.open))
                self.cut = float(self.open.bound.max(initial=-np.inf))
                return
            count = min(max(size, len(self.open) // 8), max(1, most_nodes - self.nodes))
            chosen, self.open = self._most_promising(count)
            parts = [self.open]
            for begin in range(0, len(chosen), size):
                parts += self._expand(chosen.take(np.arange(begin, min(begin + size, len(chosen)))))
                if over():
                    # What was not expanded stays open.
                    parts.append(chosen.take(np.arange(begin + size, len(chosen))))
                    break
            self.open = Nodes.join(parts)

    def _most_promising(self, count: int) -> tuple[Nodes, Nodes]:
        """The ``count`` open nodes of the largest bound, and the others."""
        if len(self.open) <= count:
            return self.open, self.open.take(np.empty(0, dtype=np.int64))
        order = np.argpartition(-self.open.bound, count)
        return self.open.take(order[:count]), self.open.take(order[count:])

    def _expand(self, batch: Nodes) -> list[Nodes]:
        """The children of nodes that are worth a look."""
        self.nodes += len(batch)
        gains, worth = self._gains(batch)
        left = self.pricer.candidates.most - batch.size.astype(np.int64)
        order = np.argsort(-gains, axis=1, kind="stable")
        sorted_gains = np.take_along_axis(gains, order, axis=1)
        bounds = batch.value[:, None] + _next_sums(sorted_gains, left)
        self._record(batch, gains)
        capped = self._capped(batch, gains, worth, int(left.max()) - 1)
        bounds = np.minimum(bounds, np.take_along_axis(capped, order, axis=1))
        # The set itself counts when it was recorded: a child needs room for one more.
        wanted = (bounds > self.above + TINY) & (sorted_gains > -np.inf) & (left > 1)[:, None]
        rows, ranks = np.nonzero(wanted)
        if not len(rows):
            return []
        return [self._children(batch, rows, ranks, order, gains, worth, bounds)]

    def _gains(self, batch: Nodes) -> tuple[Floats, NDArray[np.int64]]:
        """(B, C) what adding each candidate adds, and the worth of the result."""
        count = self.pricer.nothing
        longest = max(1, int(batch.size.max(initial=0)))
        worth = self.pricer.extended(batch.chosen[:, :longest])
        gains = worth - batch.worth[:, None] - self.prices[None]
        gains[np.unpackbits(batch.free, axis=1, count=count) == 0] = -np.inf
        if len(self.pricer.groups):
            gains[self._in_full_groups(batch.chosen[:, :longest])] = -np.inf
        return gains, worth

    def _capped(self, batch: Nodes, gains: Floats, worth: NDArray[np.int64], left: int) -> Floats:
        """(B, C) a second bound for each child: nobody gains more than their best.

        What is added is at most the sum of single gains, and at most what everybody lacks
        from their best: so it is at most any mixture of the two.
        """
        lacking = self.pricer.potential - worth
        raw = np.maximum(gains + self.prices[None], 0.0)
        best = np.full(gains.shape, np.inf)
        for part in CAPS:
            # The largest ``left`` first; a batch of nearly equal sizes shares the largest.
            net = np.maximum((1 - part) * raw - self.prices[None], 0.0)
            if left < net.shape[1]:
                net = np.partition(net, net.shape[1] - max(1, left), axis=1)[:, -max(1, left) :]
            np.minimum(best, part * lacking + net.sum(axis=1)[:, None], out=best)
        return best + batch.value[:, None] + gains

    def _record(self, batch: Nodes, gains: Floats) -> None:
        """Every extension is a set of its own: keep those above the threshold."""
        values = batch.value[:, None] + gains
        values[batch.size >= self.pricer.candidates.most] = -np.inf
        rows, columns = np.nonzero(values > self.above + TINY)
        if self.rising and len(rows) > self.keep:
            best = np.argpartition(-values[rows, columns], self.keep)[: self.keep]
            rows, columns = rows[best], columns[best]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            chosen = (*batch.chosen[row, : batch.size[row]].tolist(), column)
            self._keep(tuple(sorted(chosen)), float(values[row, column]))

    def _keep(self, chosen: tuple[int, ...], value: float) -> None:
        if value > self.above + TINY or (self.rising and len(self.found) < self.keep):
            self.found[chosen] = value
        if self.rising and chosen:
            self.above = max(self.above, value)

    def _children(
        self,
        batch: Nodes,
        rows: NDArray[np.int64],
        ranks: NDArray[np.int64],
        order: NDArray[np.int64],
        gains: Floats,
        worth: NDArray[np.int64],
        bounds: Floats,
    ) -> Nodes:
        pricer = self.pricer
        added = order[rows, ranks]
        rank_of = np.empty_like(order)
        np.put_along_axis(rank_of, order, np.arange(order.shape[1])[None], axis=1)
        free = (gains > -np.inf)[rows] & (rank_of[rows] > ranks[:, None])
        free &= pricer.compatible[added]
        chosen = batch.chosen[rows]
        chosen[np.arange(len(rows)), batch.size[rows]] = added
        return Nodes(
            chosen=chosen,
            size=batch.size[rows] + np.int16(1),
            worth=worth[rows, added],
            value=batch.value[rows] + gains[rows, added],
            bound=bounds[rows, ranks],
            free=np.packbits(free, axis=1),
        )

    def priced(self) -> Priced:
        order = sorted(self.found, key=lambda chosen: -self.found[chosen])[: self.keep]
        best = self.found[order[0]] if order else -np.inf
        limit = max(self.above, best, self.cut)
        return Priced(
            sets=order,
            values=[self.found[chosen] for chosen in order],
            limit=limit,
            complete=not self.is_short and len(self.found) <= self.keep,
            is_exact=self.cut <= max(self.above, best),
            nodes=self.nodes + self.polished,
            blockers=self._blockers() if self.is_short and np.isfinite(limit) else (),
        )

    def _blockers(self) -> tuple[tuple[tuple[int, ...], float], ...]:
        most_promising = np.argsort(-self.open.bound, kind="stable")[:BLOCKERS]
        return tuple(self._blocker(int(row)) for row in most_promising)

    def _blocker(self, row: int) -> tuple[tuple[int, ...], float]:
        """An open set with what its bound adds to it, and what that is worth."""
        pricer, most = self.pricer, self.pricer.candidates.most
        node = self.open.take(np.array([row]))
        size = int(node.size[0])
        chosen = node.chosen[0, :size].tolist()
        # The bound adds up what things gain before the last one came.
        before = np.full((1, max(1, size - 1)), pricer.nothing, dtype=np.int16)
        before[0, : size - 1] = chosen[:-1]
        gains = (pricer.extended(before)[0] - pricer.worth(tuple(chosen[:-1]))) - self.prices
        gains[np.unpackbits(node.free[0], count=pricer.nothing) == 0] = -BIG
        best = np.argsort(-gains, kind="stable")[: most - size]
        part = self._tightest_cap(gains, float(pricer.potential - node.worth[0]), most - size)
        gains = gains - part * (gains + self.prices)
        chosen += best[gains[best] > 0].tolist()
        return tuple(sorted(chosen)), float(node.bound[0] + self.prices[chosen].sum())

    def _tightest_cap(self, gains: Floats, lacking: float, left: int) -> float:
        """The mixture that bounds one set's additions best; 0 is their plain sum."""

        def total(part: float) -> float:
            net = np.sort(np.maximum(gains - part * (gains + self.prices), 0.0))[::-1]
            return part * lacking + float(net[:left].sum())

        return min((0.0, *CAPS), key=total)


def _next_sums(sorted_gains: Floats, count: NDArray[np.int64]) -> Floats:
    """At each rank the sum of the next ``count`` gains above zero, itself always included."""
    positive = np.maximum(sorted_gains, 0.0)
    total = np.cumsum(positive, axis=1)
    ahead = np.concatenate([np.zeros((len(total), 1)), total], axis=1)
    ranks = np.arange(sorted_gains.shape[1])
    until = np.minimum(ranks[None] + count[:, None], sorted_gains.shape[1])
    result: Floats = np.take_along_axis(ahead, until, axis=1) - total + sorted_gains
    return result
