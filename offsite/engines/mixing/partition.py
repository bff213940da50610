"""A lower bound from history alone, for parts of rounds with few possible groups.

What the counting bounds leave out is that everybody in a group must be new to everybody
else.  Where all possible groups of a part (a town's cars, a pool's bedrooms) can be listed,
the linear program *each person in exactly one of the possible groups, at the price of its
pairs that met before* knows it.  It is the relaxation of a set partitioning problem (Balas
and Padberg, "Set partitioning: a survey", SIAM Review 18, 1976), and strong.
"""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from offsite.engines.mixing.bound import TOLERANCE, Part, parts_of
from offsite.engines.mixing.grid import Flags, Grid, Ints, RoundGrid
from offsite.engines.scheduling.effort import Share

MOST_GROUPS = 40_000
"""Possible groups of one part; above that the part is left to the counting bounds."""

SECONDS_PER_GROUP = 3e-5


def partition_bounds(grid: Grid, share: Share) -> dict[int, int]:
    """round -> repeats that history alone makes unavoidable in it.

    Only rounds all of whose parts could be listed in time are there.
    """
    result = {}
    for r, one in enumerate(grid.rounds):
        parts = parts_of(r, one)
        listed = all(_how_many(one, part) <= MOST_GROUPS for part in parts)
        if not listed or share.over():
            continue
        fewest = sum(_fewest_repeats(grid, one, part, share) for part in parts)
        result[r] = fewest * int(grid.weights[r])
    return result


def _sizes(one: RoundGrid, part: Part) -> range:
    return range(int(part.least.min()) + 1, int(part.most.max()) + 2)


def _how_many(one: RoundGrid, part: Part) -> int:
    return sum(comb(len(part.people), size) for size in _sizes(one, part))


def _fewest_repeats(grid: Grid, one: RoundGrid, part: Part, share: Share) -> int:
    if not grid.met[np.ix_(part.people, part.people)].any():
        return 0
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetTimeLimit(int(max(0.05, share.left()) * 1000))
    seated = {p: solver.Constraint(1, 1) for p in part.people.tolist()}
    listed = 0
    for size in _sizes(one, part):
        members = np.array(list(combinations(part.people.tolist(), size)), np.int64)
        if not len(members):
            continue
        members = members[_possible(grid, one, members)]
        prices = _met_inside(grid.met, members)
        listed += len(members)
        for people, price in zip(members.tolist(), prices.tolist(), strict=True):
            chosen = solver.NumVar(0, 1, "")
            solver.Objective().SetCoefficient(chosen, float(price))
            for person in people:
                seated[person].SetCoefficient(chosen, 1)
    solver.Objective().SetMinimization()
    share.whole.work(SECONDS_PER_GROUP * listed)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0
    return max(0, int(np.ceil(solver.Objective().Value() - TOLERANCE)))


def _met_inside(met: Flags, members: Ints) -> Ints:
    prices = np.zeros(len(members), np.int64)
    for a, b in combinations(range(members.shape[1]), 2):
        prices += met[members[:, a], members[:, b]]
    return prices


def _possible(grid: Grid, one: RoundGrid, members: Ints) -> NDArray[np.bool_]:
    """Which sets of people may be a whole group of the round."""
    size = members.shape[1]
    fits = np.zeros(len(members), np.bool_)
    for g, group in enumerate(one.round.groups):
        if not one.low[g] <= size <= one.high[g]:
            continue
        here = one.allowed[members, g].all(axis=1)
        if group.driver is not None:
            here &= (members == grid.number[group.driver]).any(axis=1)
        fits |= here
    for a, b in combinations(range(size), 2):
        fits &= ~grid.apart[members[:, a], members[:, b]]
    for unit in one.units:
        inside = np.isin(members, unit).sum(axis=1)
        fits &= (inside == 0) | (inside == len(unit))
    return fits
