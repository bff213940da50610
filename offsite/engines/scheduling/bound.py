"""A proven upper bound on what people can meet, whatever the plan.

Every plan runs some set of items in each atom of time.  Relax who may follow whom: choose
for each atom any set that rooms, hosts and exclusions allow in that atom, with the worth

    worth(atom, set) = sum over people of the best gain among the set's items,

where an item over several atoms gains an equal part of its wish in each (a person who
attends it gets all parts; one who does not may get some, which only adds).  The item runs
once, at one span.  Lagrange multipliers ``price[atom, item, span]`` tie sets and spans:

    bound = sum over atoms of max over sets (worth - prices of its items)
          + sum over items of max(0, max over spans of the sum of its prices)

is an upper bound for *any* prices.  A master program over the sets seen so far (solved by
GLOP, Dantzig-Wolfe) proposes prices, :mod:`.pricing` finds the best sets for them, and its
``limit`` enters the bound, so that a pricing cut short still proves something.

Gains are whole numbers after scaling by the least common multiple of the spans' lengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import UNPLACED, Grid
from offsite.engines.scheduling.pricing import Candidates, Priced, Pricer

MOST_GROUPS = 24

MOST_NODES = 400_000
"""The largest branch and bound for one pricing."""

SMOOTH = 0.6
"""How much of the best prices so far is kept in the next ones."""


@dataclass
class Kind:
    """Atoms that are alike: what may run in them and how often they occur.

    ``parts`` lists (item, span); ``rows`` the price of each part, by its number.
    """

    atoms: list[int]
    parts: list[tuple[int, int]]
    pricer: Pricer
    rows: NDArray[np.int64]
    seen: set[tuple[int, ...]] = field(default_factory=set)


class SlotBound:
    """The bound of one problem, improved little by little.

    ``value`` is proven at any time; ``exhausted`` once no prices can lower it further.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        lengths = sorted({int(n) for n in grid.last - grid.first})
        self.scale = math.lcm(*lengths) if lengths else 1
        self.value = int(grid.wish.sum())
        self.best = float(self.value * self.scale)
        self.exhausted = not grid.spans or not len(grid.people)
        self.rounds = 0
        self._number_prices()
        self.kinds = self._kinds()
        self.master = Master(self)
        self.center: NDArray[np.float64] | None = None
        self.smooth = SMOOTH
        self.most_nodes = 4_000

    # --- Prices ---------------------------------------------------------------------------

    def _number_prices(self) -> None:
        """One price for an item of one atom wherever it runs; else one per atom and span."""
        grid = self.grid
        long = (grid.last - grid.first) > 1
        places = len(grid.spans) * grid.rooms
        shape = (len(grid.allowed), len(grid.spans), grid.rooms)
        self.runs_in: NDArray[np.bool_] = np.asarray(
            grid.allowed[:, :places].reshape(shape).any(axis=2), dtype=bool
        )
        self.row: dict[tuple[int, int, int], int] = {}
        self.item_rows: list[list[list[int]]] = []
        count = 0
        for item in range(len(grid.allowed)):
            spans = [int(span) for span in np.flatnonzero(self.runs_in[item])]
            if not long[spans].any():
                for span in spans:
                    self.row[item, span, int(grid.first[span])] = count
                self.item_rows.append([[count]])
                count += 1
                continue
            options = []
            for span in spans:
                rows = []
                for atom in range(int(grid.first[span]), int(grid.last[span])):
                    self.row[item, span, atom] = count
                    rows.append(count)
                    count += 1
                options.append(rows)
            self.item_rows.append(options)
        self.prices = count

    def _kinds(self) -> list[Kind]:
        grid = self.grid
        kinds: dict[tuple[bytes, ...], Kind] = {}
        for atom in range(grid.atoms):
            parts = [
                (int(item), int(span))
                for span in np.flatnonzero((grid.first <= atom) & (atom < grid.last))
                for item in np.flatnonzero(self.runs_in[:, span])
            ]
            if not parts:
                continue
            rows = np.array([self.row[item, span, atom] for item, span in parts])
            candidates = self._candidates(parts)
            key = (
                rows.tobytes(),
                candidates.gain.tobytes(),
                candidates.groups.tobytes(),
                candidates.group_rooms.tobytes(),
                str(candidates.most).encode(),
            )
            if key in kinds:
                kinds[key].atoms.append(atom)
            else:
                kinds[key] = Kind([atom], parts, Pricer(candidates), rows)
        return list(kinds.values())

    def _candidates(self, parts: list[tuple[int, int]]) -> Candidates:
        grid = self.grid
        items = np.array([item for item, _ in parts])
        spans = np.array([span for _, span in parts])
        there = grid.there[spans]
        share = self.scale // (grid.last - grid.first)[spans]
        gain = grid.wish[items].astype(np.int64) * there * share[:, None]
        apart = grid.apart[np.ix_(items, items)] | (items[:, None] == items[None, :])
        rooms = np.stack(
            [
                grid.allowed[item, span * grid.rooms : (span + 1) * grid.rooms]
                for item, span in parts
            ]
        )
        groups, group_rooms = _room_groups(rooms)
        return Candidates(
            gain=gain,
            forced=grid.forced[items] & there,
            apart=apart,
            most=int(rooms.any(axis=0).sum()),
            groups=groups,
            group_rooms=group_rooms,
        )

    # --- Improving ------------------------------------------------------------------------

    def learn(self, plans: Iterable[NDArray[np.int64]]) -> None:
        """Give the master the sets that run together in good plans."""
        for places in plans:
            running = {
                (item, int(place) // self.grid.rooms)
                for item, place in enumerate(places)
                if place != UNPLACED
            }
            for kind in self.kinds:
                number = {part: k for k, part in enumerate(kind.parts)}
                for atom in kind.atoms:
                    span_here = (self.grid.first <= atom) & (atom < self.grid.last)
                    chosen = [
                        number[_alike(part, kind, number)] for part in running if span_here[part[1]]
                    ]
                    self.master.add(kind, tuple(sorted(chosen)))

    def improve(self, share: Share, *, met: int) -> None:
        """Better prices until the share is over or the bound cannot fall any more."""
        while not share.over() and not self.exhausted and self.value > met:
            self._one_round(share)

    def _one_round(self, share: Share) -> None:
        """Price at prices between the best so far and those the master proposes."""
        self.rounds += 1
        proposed, promised = self.master.solve()
        prices = proposed
        if self.center is not None:
            prices = self.smooth * self.center + (1 - self.smooth) * proposed
        priced = [self._price(kind, prices, share) for kind in self.kinds]
        limit = self._lagrangian(prices, [p.limit for p in priced])
        if limit < self.best - 1e-7 or self.center is None:
            self.best, self.center = min(limit, self.best), prices
            self.value = min(self.value, math.floor(self.best / self.scale + 1e-6))
        if promised >= self.best - 1e-4 * self.scale:
            self.exhausted = True
            return
        new = sum(self._add(kind, p) for kind, p in zip(self.kinds, priced, strict=True))
        if new:
            self.smooth = SMOOTH
        elif self.smooth:
            self.smooth = 0.0
        elif share.over():
            # Cut short: nothing was learned about these prices.
            return
        elif all(p.is_exact for p in priced) or self.most_nodes >= MOST_NODES:
            self.exhausted = True
        else:
            self.most_nodes *= 4

    def _price(self, kind: Kind, prices: NDArray[np.float64], share: Share) -> Priced:
        priced = kind.pricer.best_sets(
            prices[kind.rows], most_nodes=self.most_nodes, over=share.over
        )
        share.whole.work(1e-6 * priced.nodes * kind.pricer.level.size / 20 + 1e-4)
        return priced

    def _lagrangian(self, prices: NDArray[np.float64], limits: list[float]) -> float:
        """The bound these prices prove, in scaled gain."""
        total = sum(len(k.atoms) * limit for k, limit in zip(self.kinds, limits, strict=True))
        return total + float(self.item_limits(prices).sum())

    def item_limits(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) what each item's own choice of span is worth at these prices."""
        return np.array(
            [
                max(0.0, max((float(prices[rows].sum()) for rows in options), default=0.0))
                for options in self.item_rows
            ]
        )

    def _add(self, kind: Kind, priced: Priced) -> int:
        return sum(self.master.add(kind, tuple(sorted(chosen))) for chosen in priced.sets)


def _alike(
    part: tuple[int, int], kind: Kind, number: dict[tuple[int, int], int]
) -> tuple[int, int]:
    """The part of the kind's first atom that stands for this one in another atom."""
    if part in number:
        return part
    return next(known for known in number if known[0] == part[0])


def _room_groups(rooms: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Candidates that must share few rooms (Hall's condition), and how many rooms each has.

    Unions of the candidates' room sets, up to ``MOST_GROUPS``; leaving some out only
    relaxes.
    """
    distinct = np.unique(rooms, axis=0)
    unions = {row.tobytes(): row for row in distinct}
    for row in list(unions.values()):
        for other in list(unions.values()):
            if len(unions) < MOST_GROUPS:
                unions.setdefault((row | other).tobytes(), row | other)
    kept, sizes = [], []
    for union in unions.values():
        inside = ~(rooms & ~union).any(axis=1)
        if union.sum() < inside.sum() and not union.all():
            kept.append(inside)
            sizes.append(int(union.sum()))
    groups = np.array(kept, dtype=bool).reshape(len(kept), len(rooms))
    return groups, np.array(sizes, dtype=np.int64)


class Master:
    """The linear program over the sets seen so far; its duals are the next prices."""

    def __init__(self, bound: SlotBound) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        solver, infinity = self.solver, pywraplp.Solver.infinity()
        self.objective = solver.Objective()
        self.objective.SetMaximization()
        self.links = [solver.Constraint(-infinity, 0.0) for _ in range(bound.prices)]
        for options in bound.item_rows:
            once = solver.Constraint(-infinity, 1.0)
            for rows in options:
                runs = solver.NumVar(0.0, infinity, "")
                once.SetCoefficient(runs, 1.0)
                for row in rows:
                    self.links[row].SetCoefficient(runs, -1.0)
        self.convexity = {
            id(kind): solver.Constraint(-infinity, float(len(kind.atoms))) for kind in bound.kinds
        }

    def add(self, kind: Kind, chosen: tuple[int, ...]) -> int:
        """Add a set of ``kind`` unless it is known; how many were added."""
        if not chosen or chosen in kind.seen:
            return 0
        kind.seen.add(chosen)
        column = self.solver.NumVar(0.0, pywraplp.Solver.infinity(), "")
        self.objective.SetCoefficient(column, float(kind.pricer.worth(chosen)))
        self.convexity[id(kind)].SetCoefficient(column, 1.0)
        for part in chosen:
            self.links[kind.rows[part]].SetCoefficient(column, 1.0)
        return 1

    def solve(self) -> tuple[NDArray[np.float64], float]:
        """The prices, and the value of the best mixture of known sets."""
        self.solver.Solve()
        prices = np.array([max(0.0, link.dual_value()) for link in self.links])
        return prices, float(self.objective.Value())
