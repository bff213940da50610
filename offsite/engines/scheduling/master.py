"""The linear program over the columns seen so far; its duals are the next prices.

A column is a set of items that run together in some stretch of time, with its worth; each
kind of stretch chooses as many columns as it occurs.  What the columns run must be what the
items' own choices of a span run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

MOST_PRICE = 1e7
"""No box reaches further."""


class Master:
    """``item_rows`` has (row, atoms) for each choice of each item; ``counts`` how often
    each kind of stretch occurs."""

    def __init__(
        self, prices: int, item_rows: Sequence[Sequence[tuple[int, int]]], counts: Sequence[int]
    ) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        solver, infinity = self.solver, pywraplp.Solver.infinity()
        self.objective = solver.Objective()
        self.objective.SetMaximization()
        self.links = [solver.Constraint(-infinity, 0.0) for _ in range(prices)]
        for options in item_rows:
            once = solver.Constraint(-infinity, 1.0)
            for row, atoms in options:
                runs = solver.NumVar(0.0, infinity, "")
                once.SetCoefficient(runs, 1.0)
                self.links[row].SetCoefficient(runs, -float(atoms))
        self.convexity = [solver.Constraint(-infinity, float(count)) for count in counts]
        self.blockers: list[pywraplp.Variable] = []
        self.low = [self._slack(link, 1.0) for link in self.links]
        self.high = [self._slack(link, -1.0) for link in self.links]

    def _slack(self, link: pywraplp.Constraint, coefficient: float) -> pywraplp.Variable:
        slack = self.solver.NumVar(0.0, pywraplp.Solver.infinity(), "")
        link.SetCoefficient(slack, coefficient)
        return slack

    def add(self, kind: int, rows: Iterable[tuple[int, int]], worth: float) -> pywraplp.Variable:
        """Add a column of this kind that runs each row for so many atoms."""
        column = self.solver.NumVar(0.0, pywraplp.Solver.infinity(), "")
        self.objective.SetCoefficient(column, worth)
        self.convexity[kind].SetCoefficient(column, 1.0)
        for row, atoms in rows:
            self.links[row].SetCoefficient(column, float(atoms))
        return column

    def add_rest(self, kind: int, worth: float, options: Iterable[tuple[int, int, float]]) -> None:
        """Add a column that may run each row (row, atoms, what it is worth), or not."""
        column = self.add(kind, (), worth)
        for row, atoms, more in options:
            runs = self.add(kind, ((row, atoms),), more)
            self.convexity[kind].SetCoefficient(runs, 0.0)
            at_most = self.solver.Constraint(-pywraplp.Solver.infinity(), 0.0)
            at_most.SetCoefficient(runs, 1.0)
            at_most.SetCoefficient(column, -1.0)

    def add_blocker(self, kind: int, rows: Iterable[tuple[int, int]], worth: float) -> None:
        """Add what may be too good to be true, so that prices take the search's limit in."""
        self.blockers.append(self.add(kind, rows, worth))

    def forget_blockers(self) -> None:
        for column in self.blockers:
            column.SetUb(0.0)
        self.blockers.clear()

    def solve(
        self, center: NDArray[np.float64], radius: float
    ) -> tuple[NDArray[np.float64], float]:
        """The best prices in a box, and what they promise if the known columns were all.

        The box is the primal's right to leave a link a little unfulfilled, at a charge.
        """
        for low, high, price in zip(self.low, self.high, center.tolist(), strict=True):
            self.objective.SetCoefficient(low, max(0.0, price - radius))
            self.objective.SetCoefficient(high, -min(MOST_PRICE, price + radius))
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return center, -math.inf
        prices = np.array([max(0.0, link.dual_value()) for link in self.links])
        return prices, float(self.objective.Value())
