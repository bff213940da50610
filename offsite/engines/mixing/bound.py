"""A proven lower bound on repeats.

Every round asks for meetings: people who share groups of given sizes cannot avoid each
other.  A pair's first meeting is no repeat, if they had not met before; all others are.  So
*repeats >= weight of all meetings asked for - weight of first meetings that fit in*.  How
many fit in is counted in two ways, and the better one counts:

1. **Flow.**  Where the rules cut a round into parts that cannot mix (towns, pools), each
   part asks for at least so many meetings, and pairs that can meet in the same parts are
   one class.  The most first meetings are a maximum flow from parts to classes.  This holds
   the count over everybody, the counts for each pool or town, and their sums.
2. **Linear program** (small problems).  First meetings as fractions, for each pair once and
   for each person at most as many as there are people beside them.

Both leave out that the people of one group must *all* be new to each other, so the bound can
be weak for large tables with a long history; it is never above the repeats of any plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow
from ortools.linear_solver import pywraplp

from offsite.engines.mixing.grid import Flags, Grid, Ints, RoundGrid

LARGEST_PROGRAM = 80_000
"""Variables of the linear program; more take longer than the bound is worth."""

MOST_CLASSES = 200_000
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Part:
    """People and groups of one round that mix only among themselves.

    ``meetings`` is the fewest that seating them takes; ``least[p]`` and ``most[p]`` how many
    sit beside each of ``people``.
    """

    round: int
    people: Ints
    meetings: int
    least: Ints
    most: Ints


def flow_bound(grid: Grid) -> int:
    """Repeats that no plan avoids, by the flow of first meetings."""
    parts = [part for r, one in enumerate(grid.rounds) for part in parts_of(r, one)]
    asked = sum(int(grid.weights[part.round]) * part.meetings for part in parts)
    if asked == 0:
        return 0
    classes = _classes(grid, parts)
    if classes is None:
        return 0
    levels = sorted({int(grid.weights[part.round]) for part in parts} | {0}, reverse=True)
    spared = 0
    for weight, lower in pairwise(levels):
        heavy = [p for p, part in enumerate(parts) if grid.weights[part.round] >= weight]
        spared += (weight - lower) * _most_first_meetings(parts, heavy, *classes)
    return max(0, asked - spared)


def parts_of(r: int, one: RoundGrid) -> list[Part]:
    """The round cut into parts by who may sit where."""
    part_of = np.arange(one.group_count)
    for p in one.people:
        groups = part_of[one.allowed[p]]
        if len(groups):
            part_of[np.isin(part_of, groups)] = groups.min()
    result = []
    for key in np.unique(part_of):
        groups = np.flatnonzero(part_of == key)
        people = one.people[one.allowed[one.people][:, groups].any(axis=1)]
        if len(people):
            result.append(_part(r, one, people, groups))
    return result


def _part(r: int, one: RoundGrid, people: Ints, groups: Ints) -> Part:
    count = len(people)
    spare = one.high[groups].sum() - one.high[groups]
    low = np.maximum(np.maximum(one.low[groups], count - spare), 1) - 1
    high = np.minimum(one.high[groups], count) - 1
    allowed = one.allowed[np.ix_(people, groups)]
    return Part(
        round=r,
        people=people,
        meetings=_fewest_meetings(one, groups, count),
        least=np.where(allowed, low, count).min(axis=1),
        most=np.where(allowed, high, 0).max(axis=1),
    )


def _fewest_meetings(one: RoundGrid, groups: Ints, count: int) -> int:
    """The smallest sum of ``size * (size - 1) / 2`` over sizes that hold ``count`` people."""
    impossible = count * count + 1
    best = np.full(count + 1, impossible, np.int64)
    best[0] = 0
    for g in groups:
        after = best.copy() if one.may_be_empty[g] else np.full_like(best, impossible)
        for size in range(int(one.low[g]), min(int(one.high[g]), count) + 1):
            cost = size * (size - 1) // 2
            after[size:] = np.minimum(after[size:], best[: count + 1 - size] + cost)
        best = after
    return int(best[count]) if best[count] < impossible else 0


def can_meet(grid: Grid, one: RoundGrid) -> Flags:
    """Which pairs may sit in one group of the round."""
    wide = one.allowed[:, one.high >= 2].astype(np.float32)
    shared: Flags = (wide @ wide.T) > 0
    shared &= ~grid.apart
    np.fill_diagonal(shared, False)
    return shared


def _classes(grid: Grid, parts: list[Part]) -> tuple[NDArray[np.int64], Ints] | None:
    """The different sets of parts in which pairs can meet for the first time, and how many
    pairs have each.  A set is a row: for each round the part, or -1."""
    first, second = np.nonzero(np.triu(~grid.met, 1))
    rows = np.full((len(grid.rounds), len(first)), -1, np.int64)
    for number, part in enumerate(parts):
        inside = np.zeros(grid.count, np.bool_)
        inside[part.people] = True
        both = inside[first] & inside[second]
        both &= can_meet(grid, grid.rounds[part.round])[first, second]
        rows[part.round, both] = number
    keys = np.zeros(len(first), np.int64)
    for row in rows:
        _, keys = np.unique(keys * (len(parts) + 1) + row + 1, return_inverse=True)
    _, where, counts = np.unique(keys, return_index=True, return_counts=True)
    if len(where) > MOST_CLASSES:
        return None
    return rows[:, where].T, counts


def _most_first_meetings(
    parts: list[Part], heavy: list[int], classes: NDArray[np.int64], counts: Ints
) -> int:
    flow = max_flow.SimpleMaxFlow()
    source, sink = len(parts) + len(counts), len(parts) + len(counts) + 1
    for p in heavy:
        flow.add_arc_with_capacity(source, p, parts[p].meetings)
    chosen = set(heavy)
    for c, row in enumerate(classes):
        for p in row[row >= 0].tolist():
            if p in chosen:
                flow.add_arc_with_capacity(p, len(parts) + c, int(counts[c]))
        flow.add_arc_with_capacity(len(parts) + c, sink, int(counts[c]))
    flow.solve(source, sink)
    return int(flow.optimal_flow())


# --- The linear program -------------------------------------------------------------------


def program_bound(grid: Grid, rounds: Sequence[int], *, seconds: float) -> int:
    """Repeats that no plan avoids in ``rounds`` (numbers), by the linear program; 0 if it is
    too large or slow."""
    pairs = {r: _forced_and_free(grid, grid.rounds[r]) for r in rounds}
    if sum(len(free[0]) + len(forced[0]) for forced, free in pairs.values()) > LARGEST_PROGRAM:
        return 0
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetTimeLimit(int(max(0.1, seconds) * 1000))
    once: dict[tuple[int, int], pywraplp.Constraint] = {}
    objective = solver.Objective()
    objective.SetMinimization()
    for r, (forced, free) in pairs.items():
        weight = float(grid.weights[r])
        beside = _people_beside(solver, grid, r, weight)
        for (firsts, seconds_), is_forced in ((forced, True), (free, False)):
            for a, b in zip(firsts.tolist(), seconds_.tolist(), strict=True):
                for person in (a, b) if is_forced else ():
                    beside[person].SetUb(beside[person].Ub() - 1)
                if grid.met[a, b]:
                    continue
                new = solver.NumVar(0, 1, "")
                objective.SetCoefficient(new, -weight)
                for person in () if is_forced else (a, b):
                    beside[person].SetCoefficient(new, 1)
                if (a, b) not in once:
                    once[a, b] = solver.Constraint(-solver.infinity(), 1)
                once[a, b].SetCoefficient(new, 1)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0
    return max(0, int(np.ceil(objective.Value() - TOLERANCE)))


def _forced_and_free(grid: Grid, one: RoundGrid) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Pairs that must sit in one group, and other pairs that may and have not met."""
    forced = np.zeros((grid.count, grid.count), np.bool_)
    for unit in one.units:
        forced[np.ix_(unit, unit)] = True
    settled = one.people[one.allowed[one.people].sum(axis=1) == 1]
    group = one.allowed[settled].argmax(axis=1)
    forced[np.ix_(settled, settled)] |= group[:, None] == group[None, :]
    free = can_meet(grid, one) & ~grid.met & ~forced
    return _pairs(forced), _pairs(free)


def _pairs(flags: Flags) -> tuple[Ints, Ints]:
    first, second = np.nonzero(np.triu(flags, 1))
    return first, second


def _people_beside(
    solver: pywraplp.Solver, grid: Grid, r: int, weight: float
) -> dict[int, pywraplp.Constraint]:
    """For each person of round ``r`` the constraint *new people - people beside <= 0*.

    Half of all people beside each other are meetings, which the objective pays for.
    """
    result = {}
    for part in parts_of(r, grid.rounds[r]):
        total = solver.Constraint(2 * part.meetings, solver.infinity())
        for p, least, most in zip(
            part.people.tolist(), part.least.tolist(), part.most.tolist(), strict=True
        ):
            beside = solver.NumVar(min(least, most), most, "")
            solver.Objective().SetCoefficient(beside, weight / 2)
            total.SetCoefficient(beside, 1)
            result[p] = solver.Constraint(-solver.infinity(), 0)
            result[p].SetCoefficient(beside, -1)
    return result
