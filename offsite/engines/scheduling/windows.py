"""All good programmes of a window of two or three touching atoms, given prices of items.

In a window an item runs once, an item over two atoms takes both or neither, and people
choose their best items that do not overlap: all that a bound per atom cannot see.  A
person's best in the window is at most the sum of their bests in its atoms, so with ``v_t``
the value of the best set of atom ``t`` and ``d`` what a set falls short of it, a programme of
the sets ``S_t`` is worth at most the sum of ``v_t - d(S_t)``.  To find all programmes within
``reach`` of the sum of the ``v_t`` it is enough to join sets that fall short by no more.

Sets are bit masks over the *rows* (prices) of the window, at most 64.  A row's *pattern* says
in which atoms of the window its item runs: bit ``t`` for atom ``t``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.joining import (
    WIDEST,
    Floats,
    Gains,
    Join,
    Sets,
    best_choice,
    mask_of,
)
from offsite.engines.scheduling.pricing import Pricer

MOST_ROWS = 64
"""The bits of a mask."""

TINY = 1e-7

MOST_NODES = 200_000
MOST_JOINED = 1_000
"""The nodes of the search for an atom's best set, and joined programmes for each set."""


@dataclass(frozen=True, slots=True)
class Programmes:
    """The programmes of a window within reach, none twice.

    ``atoms`` (K, rows) how many atoms each row runs in, ``worth`` (K,) what people gain.
    Every programme that is left out is worth at most ``others`` once its prices are paid;
    ``joined`` programmes were looked at.
    """

    atoms: NDArray[np.int8]
    worth: Gains
    others: float
    joined: int


@dataclass
class AtomOfWindow:
    """One atom: how its sets are priced, and where its parts are among the window's rows.

    ``gain`` (rows, P) what people gain here; ``fixed`` the rows that run in this atom of
    the window alone, ``need`` those that never do.
    """

    pricer: Pricer
    rows: NDArray[np.int64]
    local: NDArray[np.int64]
    gain: Gains
    fixed: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    need: int = 0


class Window:
    """A window of ``atoms`` (pricer, price row of each part), and how its rows may run.

    ``patterns`` names, by price row, the patterns in which its item may run here.
    """

    def __init__(
        self,
        atoms: Sequence[tuple[Pricer, NDArray[np.int64]]],
        patterns: dict[int, frozenset[int]],
    ) -> None:
        self.rows = np.array(sorted(patterns), dtype=np.int64)
        number = {row: local for local, row in enumerate(self.rows.tolist())}
        self.patterns = [patterns[row] for row in self.rows.tolist()]
        self.atoms = [self._atom(pricer, rows, number) for pricer, rows in atoms]
        self._lay_out_people()
        for t, atom in enumerate(self.atoms):
            alone = [1 << t in allowed for allowed in self.patterns]
            only = [allowed <= {1 << t} | _without(t) for allowed in self.patterns]
            atom.fixed = np.array(alone) & np.array(only)
            atom.need = mask_of(local for local, is_alone in enumerate(alone) if not is_alone)
        self._gains: dict[tuple[int, int], Gains] = {}
        self.is_same_backwards = self._is_same_backwards()
        self.most_atoms = np.array([max(p.bit_count() for p in some) for some in self.patterns])
        self.flexible = mask_of(
            n for n, allowed in enumerate(self.patterns) if len(allowed & MULTI)
        )

    def _atom(
        self, pricer: Pricer, rows: NDArray[np.int64], number: dict[int, int]
    ) -> AtomOfWindow:
        local = np.array([number[row] for row in rows.tolist()], dtype=np.int64)
        gain = np.zeros((len(self.rows), pricer.candidates.gain.shape[1]), dtype=np.int64)
        gain[local] = pricer.candidates.gain
        return AtomOfWindow(pricer, rows, local, gain)

    def _lay_out_people(self) -> None:
        """Duties weigh more than all that anybody could gain here, and are taken off."""
        shape = self.atoms[0].gain.shape
        self.people = int(self.atoms[0].pricer.candidates.gain.shape[1])
        most = sum(atom.gain.max(axis=0, initial=0) for atom in self.atoms)
        self.duty = int(np.max(most, initial=0)) + 1
        self.forced = np.zeros(shape, dtype=bool)
        for atom in self.atoms:
            self.forced[atom.local] |= atom.pricer.candidates.forced
        self.duties = self.forced.sum(axis=1) * self.duty

    def _is_same_backwards(self) -> bool:
        """Whether the window looks the same when time runs the other way."""
        turned = {1: 4, 2: 2, 3: 6, 4: 1, 6: 3, 7: 7}
        return (
            len(self.atoms) == WIDEST
            and self.atoms[0].pricer is self.atoms[2].pricer
            and all(allowed == {turned[p] for p in allowed} for allowed in self.patterns)
        )

    def programme(self, rows: dict[int, int]) -> tuple[NDArray[np.int8], int]:
        """(rows,) the atoms and the worth of what runs in a plan: price row -> pattern."""
        local = {int(row): n for n, row in enumerate(self.rows)}
        atoms = np.zeros(len(self.rows), dtype=np.int8)
        for row, pattern in rows.items():
            atoms[local[row]] = pattern.bit_count()
        return atoms, self._worth([(local[row], pattern) for row, pattern in rows.items()])

    def _worth(self, parts: list[tuple[int, int]]) -> int:
        layers = {}
        for pattern in {pattern for _, pattern in parts}:
            gains = [self.gain(row, pattern) for row, other in parts if other == pattern]
            layers[pattern] = np.max(gains, axis=0)
        total = int(best_choice(layers, np.zeros(self.people, dtype=np.int64)).sum())
        return total - int(sum(self.duties[row] for row, _ in parts))

    def gain(self, row: int, pattern: int) -> Gains:
        """(P,) what people gain from a row that runs so, duties included."""
        if (row, pattern) not in self._gains:
            atoms = [atom.gain[row] for t, atom in enumerate(self.atoms) if pattern >> t & 1]
            gain = np.sum(atoms, axis=0) + self.duty * self.forced[row]
            self._gains[row, pattern] = gain.astype(np.int32)
        return self._gains[row, pattern]

    def total(self, prices: Floats, over: Callable[[], bool]) -> float:
        """What no programme exceeds: the sum of the best sets of the atoms."""
        return sum(self._tops(prices, over)[id(atom.pricer)] for atom in self.atoms)

    def _tops(self, prices: Floats, over: Callable[[], bool]) -> dict[int, float]:
        return {
            id(atom.pricer): atom.pricer.best_sets(
                prices[atom.rows], most_nodes=MOST_NODES, over=over
            ).limit
            for atom in {id(atom.pricer): atom for atom in self.atoms}.values()
        }

    def programmes(
        self, prices: Floats, *, reach: float, most: int, over: Callable[[], bool]
    ) -> Programmes | None:
        """All programmes worth at least ``total - reach`` at these prices of rows per atom.

        None if an atom has more than ``most`` sets within reach, if ``MOST_JOINED`` times
        as many programmes had to be looked at, or if it is over.
        """
        tops = self._tops(prices, over)
        tables = self._tables(prices, tops, reach, most, over)
        if tables is None:
            return None
        total = sum(tops[id(atom.pricer)] for atom in self.atoms)
        join = Join(self, tables, total - reach, reach, MOST_JOINED * most)
        if not join.run(over):
            return None
        atoms, worth = join.found()
        return Programmes(atoms, worth, total - reach, join.joined)

    # --- Sets -----------------------------------------------------------------------------

    def _tables(
        self,
        prices: Floats,
        tops: dict[int, float],
        reach: float,
        most: int,
        over: Callable[[], bool],
    ) -> list[Sets] | None:
        """The sets of each atom that fall short by at most ``reach``; None if too many."""
        tables: list[Sets] = []
        listed: dict[int, tuple[list[tuple[int, ...]], list[float]]] = {}
        for t, atom in enumerate(self.atoms):
            top = tops[id(atom.pricer)]
            if id(atom.pricer) not in listed:
                found = atom.pricer.best_sets(
                    prices[atom.rows],
                    above=top - reach - TINY,
                    keep=most,
                    rising=False,
                    most_nodes=20 * most,
                    over=over,
                )
                if not found.complete:
                    return None
                listed[id(atom.pricer)] = found.sets, found.values
            tables.append(self._table(t, *listed[id(atom.pricer)], prices, top, reach))
        return tables

    def _table(
        self,
        t: int,
        sets: list[tuple[int, ...]],
        values: list[float],
        prices: Floats,
        top: float,
        reach: float,
    ) -> Sets:
        atom = self.atoms[t]
        if top <= reach:
            # Nothing at all may run here, too.
            sets, values = [*sets, ()], [*values, 0.0]
        short = np.maximum(0.0, top - np.array(values))
        order = np.argsort(short, kind="stable")
        runs = np.zeros((len(sets), len(self.rows)), dtype=bool)
        for number, place in enumerate(order.tolist()):
            runs[number, atom.local[list(sets[place])]] = True
        bits = np.uint64(1) << np.arange(len(self.rows), dtype=np.uint64)
        mask = (runs * bits).sum(axis=1, dtype=np.uint64)
        alone = np.zeros((len(sets), self.people), dtype=np.int32)
        for row in np.flatnonzero(atom.fixed):
            alone[runs[:, row]] = np.maximum(alone[runs[:, row]], self.gain(int(row), 1 << t))
        pay = prices[self.rows] + self.duties
        by_need: dict[int, list[int]] = {}
        for number, key in enumerate((mask & np.uint64(atom.need)).tolist()):
            by_need.setdefault(key, []).append(number)
        groups = {key: np.array(numbers) for key, numbers in by_need.items()}
        return Sets(short[order], mask, runs.astype(np.int8), alone, runs @ pay, groups)


MULTI = frozenset([3, 6, 7])
"""Patterns over more than one atom."""


def _without(t: int) -> frozenset[int]:
    """The patterns that leave out atom ``t``."""
    return frozenset(pattern for pattern in range(1, 8) if not pattern >> t & 1)
