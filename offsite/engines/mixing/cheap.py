"""A lower bound from history alone, for parts of rounds with too many groups to list.

Of billions of possible tables only those with few repeats matter, and they are few when most
people have met.  A *dual* solution of the partition program (see ``partition``) gives each
person a value and each group in use a fee, so that no group's people are worth more than its
fee and its repeats; all values less all fees are then a bound.  Groups with up to ``reach``
repeats are listed and kept to that one by one.  Those with more keep to it together, because
no value may exceed a common ``top`` chosen accordingly.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from offsite.engines.mixing.bound import TOLERANCE, Part, parts_of
from offsite.engines.mixing.grid import Flags, Grid, Ints
from offsite.engines.scheduling.effort import Share

MOST_PEOPLE = 200
MOST_REACH = 3
MOST_LISTED = 600_000
MOST_TURNS = 60
ROWS_PER_TURN = 400
NEVER = 100
"""More repeats than any reach: marks people who are in a group or before it in order."""

SECONDS_PER_SET = 1e-5

Bytes = NDArray[np.uint8]
Listed = tuple[Ints, Ints]
"""Sets of people as rows, filled up with the number of nobody; and their repeats."""


def cheap_bound(grid: Grid, r: int, share: Share) -> int:
    """Repeats that history alone makes unavoidable in round ``r``, times its weight."""
    one = grid.rounds[r]
    fewest = 0
    for part in parts_of(r, one):
        groups = int(one.allowed[part.people].any(axis=0).sum())
        fewest += _fewest_repeats(grid.met, part, groups, share)
    return fewest * int(grid.weights[r])


def _fewest_repeats(met: Flags, part: Part, groups: int, share: Share) -> int:
    count = len(part.people)
    if not 2 <= count <= MOST_PEOPLE:
        return 0
    # Who knows the most people comes first: then the fewest sets have to be grown.
    order = part.people[np.argsort(-met[part.people].sum(axis=1), kind="stable")]
    price = met[np.ix_(order, order)].astype(np.uint8)
    largest = int(part.most.max()) + 1
    sizes = range(int(part.least.min()) + 1, largest + 1)
    best = 0
    for most in range(1, MOST_REACH + 1):
        reach = {size: max(-1, most - (largest - size)) for size in sizes}
        listed = _all_listed(price, reach, share)
        if listed is None:
            break
        best = max(best, _dual(count, groups, reach, listed, share))
    return best


# --- Sets with few repeats ----------------------------------------------------------------


def _all_listed(price: Bytes, reach: dict[int, int], share: Share) -> Listed | None:
    """Every set of a size in ``reach`` with at most so many repeats; None if too many."""
    count, widest = len(price), max(reach)
    members, repeats, total = [], [], 0
    for size, most in reach.items():
        if most < 0:
            continue
        for first in range(count - size + 1):
            found = _sets_from(price[first:, first:], size, most)
            if found is None or share.over():
                return None
            filled = np.full((len(found[0]), widest), count, np.int64)
            filled[:, :size] = found[0] + first
            members.append(filled)
            repeats.append(found[1].astype(np.int64))
            total += len(filled)
            share.whole.work(SECONDS_PER_SET * len(filled))
            if total > MOST_LISTED:
                return None
    return np.concatenate(members), np.concatenate(repeats)


def _sets_from(price: Bytes, size: int, most: int) -> tuple[Ints, Bytes] | None:
    """Sets of ``size`` with person 0 and at most ``most`` repeats, grown person by person.

    ``cost[s, p]`` is how many of set ``s`` person ``p`` has met.
    """
    members = np.zeros((1, 1), np.int64)
    repeats = np.zeros(1, np.uint8)
    cost = price[:1].copy()
    cost[:, 0] = NEVER
    numbers = np.arange(len(price))
    for missing in range(size - 1, 0, -1):
        s, p = np.nonzero(_worth_adding(cost, repeats, missing, most))
        if len(s) > MOST_LISTED:
            return None
        members = np.concatenate((members[s], p[:, None]), axis=1)
        repeats = repeats[s] + cost[s, p]
        if missing > 1:
            cost = np.minimum(cost[s] + price[p], NEVER).astype(np.uint8)
            cost[numbers[None, :] <= p[:, None]] = NEVER
    return members, repeats


def _worth_adding(cost: Bytes, repeats: Bytes, missing: int, most: int) -> Flags:
    """Who may be added to which set so that it can still be filled within ``most``."""
    room = most - repeats.astype(np.int64)
    free = (cost == 0).sum(axis=1)
    dear = (cost == 1).sum(axis=1)
    least = np.maximum(0, missing - free) + np.maximum(0, missing - free - dear)
    fits: Flags = (cost <= room[:, None]) & (least <= room)[:, None]
    return fits


# --- The dual program ---------------------------------------------------------------------


def _dual(count: int, groups: int, reach: dict[int, int], listed: Listed, share: Share) -> int:
    """The best bound by values and fees; 0 if it could not be settled in time.

    Listed sets become rows as they are broken; there are far more of them than matter.
    """
    members, repeats = listed
    solver = pywraplp.Solver.CreateSolver("GLOP")
    most = float(max(reach) * max(reach))
    top = solver.NumVar(0, most, "")
    fee = solver.NumVar(0, most * max(reach), "")
    value = [solver.NumVar(-most, most, "") for _ in range(count)]
    for one in value:
        solver.Add(one <= top)
    for size, few in reach.items():
        solver.Add(size * top - fee <= few + 1)
    solver.Maximize(sum(value) - groups * fee)
    kept = np.zeros(len(members), np.bool_)
    for _ in range(MOST_TURNS):
        if share.over() or solver.Solve() != pywraplp.Solver.OPTIMAL:
            return 0
        worth = np.array([one.solution_value() for one in value] + [0.0])
        excess = worth[members].sum(axis=1) - fee.solution_value() - repeats
        excess[kept] = 0
        broken = np.argsort(-excess, kind="stable")[:ROWS_PER_TURN]
        broken = broken[excess[broken] > TOLERANCE / (10 * max(1, groups))]
        if not len(broken):
            return max(0, int(np.ceil(solver.Objective().Value() - TOLERANCE)))
        kept[broken] = True
        for row in broken.tolist():
            people = members[row][members[row] < count]
            solver.Add(sum(value[p] for p in people.tolist()) - fee <= float(repeats[row]))
    return 0
