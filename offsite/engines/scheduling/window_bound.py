"""The bound from columns over windows of touching atoms: dearer than per atom, and tighter.

The same Lagrangian as in :mod:`.bound`, with windows in place of atoms: a column is what runs
in two or three touching atoms, so an item over two of them is whole, runs once, and nobody
takes half of it.  Windows cut a longer block into pieces; an item across a cut counts in
parts on both sides, as it does per atom.

At the best prices ``u`` of the bound per atom all programmes within a *reach* are listed
once; any other one is worth at most ``others`` there.  At prices ``w`` it is then worth at most
``others`` plus the sum over rows of ``atoms * max(0, u - w)``, which is a column like any other:
the linear program over the listed programmes and that one column for the rest gives the best
prices, and what it says at any prices is a bound.  The reach grows until the rest does not
matter any more, or the list gets too long.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.bound import SlotBound
from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import UNPLACED, Grid
from offsite.engines.scheduling.joining import WIDEST
from offsite.engines.scheduling.master import Master
from offsite.engines.scheduling.windows import MOST_ROWS, Programmes, Window

FIRST_REACH, WIDER = 0.01, 1.3
"""How far below the best programmes are listed at first, as a share, and how that grows."""

MOST_SETS = 300_000
"""The most sets of an atom that are joined."""

WAYS = (1.0, 0.75, 0.5, 0.25)
"""How much of the old prices is tried in those at which the next list is made."""

AT_A_TIME = 60
"""How many columns enter the linear program before it is solved again."""

MOST_KNOWN = 40
"""How many windows of good plans are kept of each kind."""

ENOUGH = 1e-4
"""What is left of the bound when the linear program is as good as solved, as a share."""


class WindowBound:
    """The bound of one problem by windows, begun at the prices of ``slots``.

    ``value`` is proven at any time; ``exhausted`` once no prices can lower it further, at
    once if the problem is not made for windows (every atom alone, or too many items).
    """

    def __init__(self, slots: SlotBound) -> None:
        self.slots = slots
        self.grid: Grid = slots.grid
        self.value, self.best = slots.value, slots.best
        self.windows: list[Window] = []
        self.atoms_of: list[list[list[int]]] = []
        self._lay_out()
        self.exhausted = not any(len(window.atoms) > 1 for window in self.windows)
        self.prices = slots.center
        self.reach = FIRST_REACH
        self.known: list[list[tuple[NDArray[np.int8], int]]] = [[] for _ in self.windows]

    def _lay_out(self) -> None:
        """The windows of every block; those that are alike are one."""
        kind_of = {atom: kind for kind in self.slots.kinds for atom in kind.atoms}
        seen: dict[object, int] = {}
        for atoms in _cut(self.grid, sorted(kind_of)):
            patterns = self._patterns(atoms)
            kinds = [kind_of[atom] for atom in atoms]
            key = (tuple(id(kind) for kind in kinds), tuple(sorted(patterns.items())))
            if len(patterns) > MOST_ROWS:
                self.windows, self.atoms_of = [], []
                return
            if key not in seen:
                seen[key] = len(self.windows)
                self.windows.append(Window([(k.pricer, k.rows) for k in kinds], patterns))
                self.atoms_of.append([])
            self.atoms_of[seen[key]].append(atoms)

    def _patterns(self, atoms: Sequence[int]) -> dict[int, frozenset[int]]:
        """In which of the atoms each row's item may run at once, as bits."""
        found: dict[int, set[int]] = {}
        for (_, span), row in self.slots.row.items():
            pattern = self._pattern(atoms, span)
            if pattern:
                found.setdefault(row, set()).add(pattern)
        return {row: frozenset(patterns) for row, patterns in found.items()}

    def _pattern(self, atoms: Sequence[int], span: int) -> int:
        first, last = int(self.grid.first[span]), int(self.grid.last[span])
        return sum(1 << t for t, atom in enumerate(atoms) if first <= atom < last)

    def learn(self, plans: Iterable[NDArray[np.int64]]) -> None:
        """Give the master what runs in the windows of good plans."""
        for places in plans:
            spans = places // max(1, self.grid.rooms)
            running = [
                (self.slots.row[item, int(spans[item])], int(spans[item]))
                for item in np.flatnonzero(places != UNPLACED).tolist()
            ]
            for number, windows in enumerate(self.atoms_of):
                for atoms in windows:
                    rows = {row: self._pattern(atoms, span) for row, span in running}
                    inside = {row: pattern for row, pattern in rows.items() if pattern}
                    self.known[number].append(self.windows[number].programme(inside))
            for known in self.known:
                del known[:-MOST_KNOWN]

    def improve(self, share: Share, *, met: int) -> None:
        """Better prices until the share is over or the bound cannot fall any more."""
        while not share.over() and not self.exhausted and self.value > met:
            self._one_round(share)

    def _one_round(self, share: Share) -> None:
        """List the programmes within the reach, and find the best prices for them."""
        over = share.whole.over
        totals = [window.total(self.prices, over) for window in self.windows]
        listed = []
        for window, total in zip(self.windows, totals, strict=True):
            found = window.programmes(
                self.prices, reach=self.reach * total, most=MOST_SETS, over=over
            )
            if found is None:
                self.exhausted = not over()
                return
            share.whole.work(1e-2 + 1e-8 * found.joined * window.people)
            listed.append(found)
        program = _Program(self, listed)
        # Beyond the whole worth of a window there is nothing left to list.
        self.exhausted = program.solve(share) or self.reach > 1
        self.prices = self._nearest(program.prices, over)
        self.reach *= WIDER

    def _nearest(self, best: NDArray[np.float64], over: Callable[[], bool]) -> NDArray[np.float64]:
        """Prices on the way to the best ones at which a list says most about those."""

        def left_over(prices: NDArray[np.float64]) -> float:
            cheaper = np.maximum(0.0, prices - best)
            return sum(
                len(places)
                * (window.total(prices, over) + float(cheaper[window.rows] @ window.most_atoms))
                for window, places in zip(self.windows, self.atoms_of, strict=True)
            )

        ways = [best + part * (self.prices - best) for part in WAYS]
        return min(ways, key=left_over)

    def prove(self, limit: float) -> None:
        """Remember a bound in scaled gain."""
        self.best = min(limit, self.best)
        self.value = min(self.value, math.floor(self.best / self.slots.scale + 1e-6))


class Bound:
    """The bound of one problem: per atom first, then by windows.

    ``value`` is proven at any time, ``best`` the same before rounding, in scaled gain;
    ``exhausted`` once it cannot fall any more; ``rounds`` counts improvements.
    """

    def __init__(self, grid: Grid) -> None:
        self.slots = SlotBound(grid)
        self.windows: WindowBound | None = None
        self._plans: list[NDArray[np.int64]] = []
        self._window_rounds = 0

    @property
    def value(self) -> int:
        return self.slots.value if self.windows is None else self.windows.value

    @property
    def best(self) -> float:
        return self.slots.best if self.windows is None else self.windows.best

    @property
    def exhausted(self) -> bool:
        return self.windows is not None and self.windows.exhausted

    @property
    def rounds(self) -> int:
        return self.slots.rounds + self._window_rounds

    def learn(self, plans: Sequence[NDArray[np.int64]]) -> None:
        """Good plans make good first prices."""
        self._plans = list(plans)
        if self.windows is None:
            self.slots.learn(plans)
        else:
            self.windows.learn(plans)

    def improve(self, share: Share, *, met: int) -> None:
        """Better prices until the share is over or the bound cannot fall any more."""
        self.slots.improve(share, met=met)
        if not self.slots.exhausted or self.value <= met:
            return
        if self.windows is None:
            self.windows = WindowBound(self.slots)
            self.windows.learn(self._plans)
        self._window_rounds += 1
        self.windows.improve(share, met=met)


class _Program:
    """The linear program over listed programmes and one column for all others."""

    def __init__(self, bound: WindowBound, listed: list[Programmes]) -> None:
        self.bound = bound
        self.listed = listed
        self.counts = [len(places) for places in bound.atoms_of]
        slots = bound.slots
        self.master = Master(slots.prices, slots.item_rows, self.counts)
        self.prices = bound.prices
        for number, programmes in enumerate(listed):
            rows = bound.windows[number].rows
            most = bound.windows[number].most_atoms
            options = zip(rows.tolist(), most.tolist(), strict=True)
            self.master.add_rest(
                number, programmes.others, [(r, n, n * bound.prices[r]) for r, n in options]
            )
            for atoms, worth in bound.known[number]:
                self._add(number, atoms, worth)

    def _add(self, number: int, atoms: NDArray[np.int8], worth: float) -> None:
        rows = self.bound.windows[number].rows
        used = np.flatnonzero(atoms)
        pairs = [(int(rows[k]), int(atoms[k])) for k in used]
        self.master.add(number, pairs, float(worth))

    def solve(self, share: Share) -> bool:
        """Prove what the best prices prove; whether programmes not listed do not matter."""
        slots, center = self.bound.slots, self.bound.prices
        while True:
            prices, promised = self.master.solve(center, math.inf)
            self.prices = prices
            share.whole.work(2e-2)
            bests, rests = [], []
            for number, programmes in enumerate(self.listed):
                bests.append(self._add_best(number, programmes, prices))
                rests.append(self._rest(number, programmes, prices))
            items = float(slots.item_limits(prices).sum())
            tops = [max(pair) for pair in zip(bests, rests, strict=True)]
            limit = items + float(np.dot(self.counts, tops))
            self.bound.prove(limit)
            if limit <= promised + ENOUGH * abs(limit) or share.whole.over():
                margin = ENOUGH * abs(limit)
                return all(b > r + margin for b, r in zip(bests, rests, strict=True))

    def _add_best(self, number: int, programmes: Programmes, prices: NDArray[np.float64]) -> float:
        """Give the master the best listed programmes; the value of the best one."""
        mine = prices[self.bound.windows[number].rows]
        values = programmes.worth - programmes.atoms @ mine
        if not len(values):
            return 0.0
        count = min(AT_A_TIME, len(values))
        for k in np.argpartition(-values, count - 1)[:count].tolist():
            self._add(number, programmes.atoms[k], float(programmes.worth[k]))
        return float(values.max())

    def _rest(self, number: int, programmes: Programmes, prices: NDArray[np.float64]) -> float:
        """What no programme that is not listed exceeds."""
        window = self.bound.windows[number]
        cheaper = np.maximum(0.0, self.bound.prices - prices)[window.rows]
        return max(0.0, programmes.others + float(cheaper @ window.most_atoms))


def _cut(grid: Grid, atoms: Sequence[int]) -> list[list[int]]:
    """The atoms in windows: blocks in pieces of two or three, single atoms by threes."""
    block_of = {
        atom: int(block)
        for block, first, last in zip(grid.block_of_span, grid.first, grid.last, strict=True)
        for atom in range(int(first), int(last))
    }
    pieces: list[list[int]] = []
    singles: list[int] = []
    for _, members in groupby(atoms, key=block_of.__getitem__):
        block = list(members)
        if len(block) == 1:
            singles += block
        else:
            pieces += _in_pieces(block)
    return pieces + _in_pieces(singles)


def _in_pieces(atoms: list[int]) -> list[list[int]]:
    """Pieces of ``WIDEST``, and of one less rather than a single atom."""
    count = -(-len(atoms) // WIDEST)
    sizes = [len(part) for part in np.array_split(np.arange(len(atoms)), max(1, count))]
    ends = list(accumulate(sizes, initial=0))
    return [atoms[a:b] for a, b in pairwise(ends) if a < b]
