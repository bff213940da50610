"""Programmes of a window from the sets of its atoms, joined at the middle one.

Sets are bit masks over the rows of the window; see :mod:`.windows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from offsite.engines.scheduling.windows import Window

WIDEST = 3
"""Atoms in a window; the middle one is where sets are joined."""

AT_ONCE = 1_000_000
"""Numbers in one batch."""

MOST_LISTED = 4_000_000
"""Programmes that are listed: some hundred MiB."""

Masks = NDArray[np.uint64]
Gains = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of one atom by what they fall short of its best, least first.

    ``alone`` is what people gain from the rows that run in this atom alone, ``paid`` the
    prices and duties of all rows, ``by_need`` the sets by those of their rows that must go
    on in the next atom.
    """

    short: Floats
    mask: Masks
    runs: NDArray[np.int8]
    alone: Gains
    paid: Floats
    by_need: dict[int, NDArray[np.int64]]


def mask_of(bits: Iterable[int]) -> int:
    return sum(1 << bit for bit in bits)


def bits_of(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def best_choice(layers: dict[int, Gains], nothing: Gains) -> Gains:
    """What people gain at best from one layer per pattern, none of them overlapping."""
    a, b, c = (layers.get(pattern, nothing) for pattern in (1, 2, 4))
    best = a + b + c
    if 3 in layers:
        best = np.maximum(best, layers[3] + c)
    if 6 in layers:
        best = np.maximum(best, a + layers[6])
    if 7 in layers:
        best = np.maximum(best, layers[7])
    return best


class Join:
    """Programmes from the sets of a window's atoms, joined at the middle one."""

    def __init__(
        self, window: Window, tables: list[Sets], least: float, reach: float, most: int
    ) -> None:
        self.window = window
        self.nobody = np.zeros(window.people, dtype=np.int32)
        missing = WIDEST - len(tables)
        self.first, self.middle, self.last = tables + [self._nothing()] * missing
        self.least = least
        self.reach = reach
        self.most = most
        self.joined = self.listed = 0
        self.atoms: list[NDArray[np.int8]] = []
        self.worth: list[Gains] = []

    def _nothing(self) -> Sets:
        zero, rows = np.zeros(1), len(self.window.rows)
        return Sets(
            short=zero,
            mask=np.zeros(1, dtype=np.uint64),
            runs=np.zeros((1, rows), dtype=np.int8),
            alone=self.nobody[None],
            paid=zero,
            by_need={0: np.zeros(1, dtype=np.int64)},
        )

    def found(self) -> tuple[NDArray[np.int8], Gains]:
        """The programmes, the best of those that run the same."""
        if not self.atoms:
            return np.zeros((0, len(self.window.rows)), dtype=np.int8), np.zeros(0, dtype=np.int64)
        atoms, worth = np.concatenate(self.atoms), np.concatenate(self.worth)
        names = np.ascontiguousarray(atoms).view(f"V{atoms.shape[1]}").ravel()
        order = np.argsort(-worth, kind="stable")
        _, first = np.unique(names[order], return_index=True)
        best = order[first]
        return atoms[best], worth[best]

    def run(self, over: Callable[[], bool]) -> bool:
        """Join all sets within reach; False if that is too much."""
        for number in range(len(self.middle.short)):
            if self.joined > self.most or self.listed > MOST_LISTED or over():
                return False
            for choice in self._choices(int(self.middle.mask[number])):
                self._join(number, choice)
        return True

    def _choices(self, mask: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """Each way in which the flexible rows of a middle set may run."""
        options = [
            [(row, pattern) for pattern in sorted(self.window.patterns[row]) if pattern & 2]
            for row in bits_of(mask & self.window.flexible)
        ]
        return product(*options)

    def _join(self, number: int, choice: tuple[tuple[int, int], ...]) -> None:
        left = self.reach - self.middle.short[number]
        mask = self.middle.mask[number]
        needed = [mask_of(row for row, p in choice if p & bit) for bit in (1, 4)]
        if self.window.is_same_backwards and needed[0] < needed[1]:
            return
        ones = self._fitting(0, self.first, mask, needed[0], left)
        others = self._fitting(2, self.last, mask, needed[1], left)
        if not len(ones) or not len(others):
            return
        ones = ones[self._lost(0, self.first, ones, number, choice) <= left]
        others = others[self._lost(2, self.last, others, number, choice) <= left]
        if not len(ones) or not len(others):
            return
        both = np.uint64(needed[0] & needed[1])
        step = max(1, AT_ONCE // len(others))
        for begin in range(0, len(ones), step):
            some = ones[begin : begin + step]
            fits = self.first.short[some][:, None] + self.last.short[others][None] <= left
            fits &= (self.first.mask[some][:, None] & self.last.mask[others][None]) == both
            here, there = np.nonzero(fits)
            self.joined += len(here)
            size = max(1, AT_ONCE // max(1, len(self.nobody)))
            for start in range(0, len(here), size):
                part = slice(start, start + size)
                self._judge(number, choice, some[here[part]], others[there[part]])

    def _fitting(
        self, t: int, table: Sets, middle: np.uint64, needed: int, left: float
    ) -> NDArray[np.int64]:
        """The sets of a neighbouring atom that go with the middle one."""
        need = self.window.atoms[t].need if t < len(self.window.atoms) else 0
        sets = table.by_need.get(needed & need)
        if sets is None:
            return np.empty(0, dtype=np.int64)
        sets = sets[: np.searchsorted(table.short[sets], left, side="right")]
        result: NDArray[np.int64] = sets[(table.mask[sets] & middle) == np.uint64(needed)]
        return result

    def _lost(
        self,
        t: int,
        table: Sets,
        sets: NDArray[np.int64],
        number: int,
        choice: tuple[tuple[int, int], ...],
    ) -> Floats:
        """(B,) how far sets of an outer atom fall short, half items beside the middle counted.

        Per atom a person may take half of an item over two atoms and something else beside
        its other half; in the two atoms together nobody can.
        """
        window = self.window
        across = {0: 3, 2: 6}
        long = [window.gain(row, p) for row, p in choice if p == across[t]]
        if not long or any(p == 7 for _, p in choice):
            return table.short[sets]
        beyond = [window.gain(row, p) // 2 for row, p in choice if p == across[2 - t]]
        here = [window.gain(row, p) for row, p in choice if p == 2]
        taken = mask_of(row for row, pattern in choice if pattern & 5)
        whole = np.max(long, axis=0)
        half = whole // 2
        middle = np.max([self.middle.alone[number], *beyond, *here], axis=0)
        lost = np.zeros(len(sets))
        size = max(1, AT_ONCE // max(1, len(self.nobody)))
        for start in range(0, len(sets), size):
            outer = self._alone(t, table, sets[start : start + size], taken)
            apart = np.maximum(outer, half) + np.maximum(middle, half)
            lost[start : start + size] = (apart - np.maximum(outer + middle, whole)).sum(axis=1)
        return table.short[sets] + lost

    def _judge(
        self,
        number: int,
        choice: tuple[tuple[int, int], ...],
        ones: NDArray[np.int64],
        others: NDArray[np.int64],
    ) -> None:
        """Keep the joined programmes that are worth enough."""
        window = self.window
        taken = mask_of(row for row, pattern in choice if pattern & 5)
        layers = {
            1: self._alone(0, self.first, ones, taken),
            2: self.middle.alone[number],
            4: self._alone(2, self.last, others, taken),
        }
        for row, pattern in choice:
            gain = window.gain(row, pattern)
            layers[pattern] = np.maximum(layers[pattern], gain) if pattern in layers else gain
        people = best_choice(layers, self.nobody).sum(axis=1, dtype=np.int64)
        # A duty over several atoms was taken off once for each.
        twice = sum((p.bit_count() - 1) * int(window.duties[row]) for row, p in choice)
        paid = self.first.paid[ones] + self.middle.paid[number] + self.last.paid[others] - twice
        good = np.flatnonzero(people - paid >= self.least)
        self.listed += len(good)
        if len(good):
            runs = self.first.runs[ones[good]] + self.middle.runs[number]
            self.atoms.append(runs + self.last.runs[others[good]])
            duties = (self.atoms[-1] > 0) @ window.duties
            self.worth.append(people[good] - duties)

    def _alone(self, t: int, table: Sets, sets: NDArray[np.int64], taken: int) -> Gains:
        """(B, P) the gains of what runs in an outer atom of the window alone."""
        gains = table.alone[sets]
        if t >= len(self.window.atoms):
            return gains
        window = self.window
        for row in bits_of(window.flexible & ~window.atoms[t].need & ~taken):
            runs = (table.mask[sets] >> np.uint64(row) & np.uint64(1)).astype(bool)
            if runs.any():
                gains[runs] = np.maximum(gains[runs], window.gain(row, 1 << t))
        return gains
