"""Whole problems given to CP-SAT: small ones, and those where everybody may get everything.

The model is the placement model with a boolean for every (person, wish, span), so it knows
presence, hosts and seats.  Its own bound is worthless on larger instances (everybody gets a
part of everything in the relaxation), so larger ones go to :mod:`.bound`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from offsite.engines.scheduling import places
from offsite.engines.scheduling.cpsat import FOUND, run
from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.grid import UNPLACED, Grid
from offsite.engines.scheduling.model import PlacementModel

LARGEST_EXACT = 1_500
"""The most (person, wish, span) booleans for which the whole model is tried."""

MOST_EXCLUSIONS = 1_500_000
"""The most (pair of items, atom) constraints for which a plan without clashes is tried."""

BIG = 10**9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solve found: places or None, and an upper bound on met less move costs.

    ``met_bound`` bounds what is met alone.
    """

    places: NDArray[np.int64] | None
    value_bound: int
    met_bound: int


def size_of(grid: Grid) -> int:
    """How many (person, wish, span) booleans the whole model has."""
    shape = (len(grid.allowed), -1, max(1, grid.rooms))
    spans = grid.allowed.reshape(shape).any(axis=2) if grid.spans else grid.allowed
    return int(((grid.wish > 0).sum(axis=1) * spans.sum(axis=1)).sum())


def solve_whole(
    grid: Grid,
    places: NDArray[np.int64],
    effort: Effort,
    *,
    seconds: float,
    seed: int,
    workers: int,
) -> Outcome:
    """Maximize met less move costs among plans that place as much priority as ``places``."""
    model = PlacementModel(grid)
    placed = int(grid.priority[places != UNPLACED].sum())
    model.model.add(model.priority() >= placed)
    met = _add_attendance(model)
    model.model.maximize(met - model.cost())
    model.hint(places)
    solver, status = run(model.model, effort, seconds=seconds, seed=seed, workers=workers)
    found = model.places(solver) if status in FOUND else None
    bound = int(np.floor(solver.best_objective_bound + 1e-6)) if status in FOUND else BIG
    most_moves = len(grid.problem.current) * grid.problem.move_cost
    return Outcome(found, bound, bound + most_moves)


def _add_attendance(model: PlacementModel) -> Any:
    """Booleans for who attends what, as the rules about attendance want them."""
    grid, cp = model.grid, model.model
    met: list[cp_model.LinearExprT] = []
    takers: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for p in range(len(grid.people)):
        duties = [int(i) for i in np.flatnonzero(grid.forced[:, p])]
        by_atom: list[list[cp_model.IntVar]] = [[] for _ in range(grid.atoms)]
        for i in map(int, np.flatnonzero(grid.wish[:, p])):
            weight = int(grid.wish[i, p])
            for span, running in model.runs[i].items():
                if not grid.there[span, p]:
                    continue
                if grid.forced[i, p]:
                    met.append(weight * running)
                    continue
                takes = cp.new_bool_var("")
                cp.add_implication(takes, running)
                met.append(weight * takes)
                takers.setdefault((i, span), []).append(takes)
                for atom in range(int(grid.first[span]), int(grid.last[span])):
                    by_atom[atom].append(takes)
        for atom, taken in enumerate(by_atom):
            if taken:
                busy = [r for d in duties for r in _on_duty(model, d, atom, p)]
                cp.add_at_most_one([*taken, *busy])
    _add_seats(model, takers)
    return sum(met)


def _on_duty(model: PlacementModel, item: int, atom: int, person: int) -> list[cp_model.IntVar]:
    grid = model.grid
    return [
        run
        for span, run in model.runs[item].items()
        if grid.first[span] <= atom < grid.last[span] and grid.there[span, person]
    ]


def _add_seats(model: PlacementModel, takers: dict[tuple[int, int], list[cp_model.IntVar]]) -> None:
    grid = model.grid
    for (item, span), taken in takers.items():
        terms = []
        for room in range(grid.rooms):
            at = model.at[item].get(span * grid.rooms + room)
            if at is not None:
                terms.append(min(len(taken), free_seats(grid, item, span, room)) * at)
        model.model.add(sum(taken) <= sum(terms))


def free_seats(grid: Grid, item: int, span: int, room: int) -> int:
    """How many may attend ``item`` there of their own will; people if there is no limit."""
    problem = grid.problem
    placed = problem.items[item]
    limit = places.seats(problem, placed, problem.rooms[room])
    if limit is None:
        return len(grid.people)
    when = places.period(problem, placed, grid.placement(span * grid.rooms + room))
    return max(0, limit - len(places.forced_attendees(problem, placed, when)))


def most_for_each(grid: Grid) -> NDArray[np.int64]:
    """(P,) what each person could get if the whole programme were made for them.

    The heaviest wishes for their time, each taken once and the last in part: an upper
    bound whatever the placements.
    """
    time = np.zeros(len(grid.people), dtype=np.int64)
    for atom in range(grid.atoms):
        over = (grid.first <= atom) & (grid.last > atom)
        time += grid.there[over].any(axis=0)
    shortest = _shortest(grid)
    result = np.zeros(len(grid.people), dtype=np.int64)
    for p in range(len(grid.people)):
        items = np.flatnonzero((grid.wish[:, p] > 0) & (shortest > 0))
        worth = grid.wish[items, p] / shortest[items]
        left, total = float(time[p]), 0.0
        for k in np.argsort(-worth, kind="stable"):
            part = min(left, float(shortest[items[k]]))
            total += worth[k] * part
            left -= part
        result[p] = int(total + 1e-9)
    return result


def _shortest(grid: Grid) -> NDArray[np.int64]:
    """(n,) the fewest atoms that each item takes anywhere; 0 if it can stand nowhere."""
    atoms = np.repeat(grid.last - grid.first, grid.rooms)
    result = np.zeros(len(grid.allowed), dtype=np.int64)
    for item in range(len(grid.allowed)):
        if grid.allowed[item].any():
            result[item] = atoms[grid.allowed[item]].min()
    return result


def give_everything(
    grid: Grid, effort: Effort, *, seconds: float, seed: int, workers: int
) -> tuple[NDArray[np.int64] | None, bool]:
    """Places at which every wish is met, and whether it is proven that there are none."""
    wanted = np.flatnonzero(grid.wish.any(axis=1))
    together = (grid.wish > 0).astype(np.int32) @ ((grid.wish > 0) | grid.forced).T
    tied = together + together.T > 0
    shortest = _shortest(grid)
    if sum(shortest[_clique(tied | grid.apart, wanted)]) > grid.atoms:
        return None, True
    if int(np.triu(tied, 1).sum()) * grid.atoms > MOST_EXCLUSIONS:
        return None, False
    model = PlacementModel(grid)
    for item in wanted:
        model.model.add(model.placed[item] == 1)
        _only_where_all_can(model, int(item))
    for first, second in np.argwhere(np.triu(tied & ~grid.apart, 1)):
        model.keep_apart(int(first), int(second))
    model.model.add(model.priority() == int(grid.priority.sum()))
    solver, status = run(model.model, effort, seconds=seconds, seed=seed, workers=workers)
    found = model.places(solver) if status in FOUND else None
    return found, status == cp_model.INFEASIBLE


def _clique(tied: NDArray[np.bool_], wanted: NDArray[np.int64]) -> list[int]:
    """Wanted items of which no two may overlap: as many as a greedy choice finds."""
    chosen: list[int] = []
    open_items = wanted[np.argsort(-tied[wanted].sum(axis=1), kind="stable")]
    while len(open_items):
        chosen.append(int(open_items[0]))
        rest = open_items[1:]
        open_items = rest[tied[open_items[0], rest]]
    return chosen


def _only_where_all_can(model: PlacementModel, item: int) -> None:
    """Take away the places where someone who wishes for the item is not, or finds no seat."""
    grid = model.grid
    wishing = (grid.wish[item] > 0) & ~grid.forced[item]
    for place, at in model.at[item].items():
        span, room = divmod(place, grid.rooms)
        there = grid.there[span][wishing].all()
        if not there or free_seats(grid, item, span, room) < int(wishing.sum()):
            model.model.add(at == 0)
