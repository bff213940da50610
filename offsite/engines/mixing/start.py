"""A first seating of one round that keeps every hard rule, or the proof that there is none.

People whom no rule tells apart are one *type*; CP-SAT decides how many of each type sit in
each group, which is small whatever the number of people.  Who of a type sits where is left
to chance, and later to the search.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from offsite.engines.mixing.grid import ABSENT, Ints, RoundGrid
from offsite.engines.scheduling.cpsat import FOUND, run
from offsite.engines.scheduling.effort import Effort

ROOMY = 2
"""Groups are filled to at most this many above the average if that is possible, so that
'any number' does not make one crowd."""


Types = tuple[tuple[tuple[int, ...], ...], ...]
Variables = dict[tuple[int, int], cp_model.IntVar]


@dataclass(frozen=True)
class Kinds:
    """How many units of each type sit in each group.

    ``members[t]`` are the units of type ``t``, all of one size; ``many[t, g]`` how many.
    """

    members: Types
    many: Ints

    def seat(self, count: int, rng: np.random.Generator) -> Ints:
        """One seating of ``count`` people, by chance inside each type."""
        seats = np.full(count, ABSENT, np.int64)
        for units, many in zip(self.members, self.many, strict=True):
            groups = np.repeat(np.arange(len(many)), many)
            for place, group in zip(rng.permutation(len(units)), groups, strict=True):
                seats[list(units[place])] = group
        return seats


def types_of(
    grid: RoundGrid, current: Ints | None = None, optional: frozenset[int] = frozenset()
) -> Types:
    """Units that no rule tells apart (and that sit in one place now), type by type."""
    named = {person for pair in grid.apart for person in pair}
    types: dict[object, list[tuple[int, ...]]] = {}
    for unit in grid.units:
        key: object = unit
        if len(unit) == 1 and unit[0] not in named:
            now = ABSENT if current is None else int(current[unit[0]])
            key = (grid.allowed[unit[0]].tobytes(), now, unit[0] in optional)
        types.setdefault(key, []).append(unit)
    return tuple(tuple(units) for units in types.values())


def first_seats(
    grid: RoundGrid,
    effort: Effort,
    *,
    seconds: float,
    seed: int,
    workers: int,
    current: Ints | None = None,
    optional: frozenset[int] = frozenset(),
) -> tuple[Kinds | None, bool]:
    """A seating of the round by types, and whether it is impossible.

    With ``current`` as few people as possible sit elsewhere than there.  ``(None, False)``
    means that time ran out.  Whoever is ``optional`` need not sit (and then no seating is
    made of the result).
    """
    members = types_of(grid, current, optional)
    average = -(-len(grid.people) // max(1, grid.group_count))
    caps = [max(average + ROOMY, int(grid.low.max(initial=0)))] if current is None else []
    for cap in [*caps, len(grid.people)]:
        model = cp_model.CpModel()
        y = _variables(model, grid, members, cap, optional)
        if current is not None:
            _stay(model, y, members, current)
        solver, status = run(model, effort, seconds=seconds, seed=seed, workers=workers)
        if status in FOUND:
            many = np.zeros((len(members), grid.group_count), np.int64)
            for (t, g), variable in y.items():
                many[t, g] = solver.value(variable)
            return Kinds(members, many), False
    return None, status == cp_model.INFEASIBLE


def _variables(
    model: cp_model.CpModel,
    grid: RoundGrid,
    members: Types,
    cap: int,
    optional: frozenset[int],
) -> Variables:
    y: Variables = {}
    for t, units in enumerate(members):
        for g in np.flatnonzero(grid.allowed[units[0][0]]).tolist():
            most = min(len(units), int(grid.high[g]) // len(units[0]))
            if most > 0:
                y[t, g] = model.new_int_var(0, most, "")
        seated = sum(y[t, g] for g in range(grid.group_count) if (t, g) in y)
        if any(p in optional for p in units[0]):
            model.add(seated <= len(units))
        else:
            model.add(seated == len(units))
    for g in range(grid.group_count):
        size = sum(len(units[0]) * y[t, g] for t, units in enumerate(members) if (t, g) in y)
        _size(model, grid, g, size, max(cap, int(grid.low[g])))
    _keep_apart(model, grid, members, y)
    return y


def _size(
    model: cp_model.CpModel, grid: RoundGrid, g: int, size: cp_model.LinearExprT, cap: int
) -> None:
    low, high = int(grid.low[g]), min(int(grid.high[g]), cap)
    if not grid.may_be_empty[g]:
        model.add(size >= low)
        model.add(size <= high)
    elif low <= 1:
        model.add(size <= high)
    else:
        used = model.new_bool_var("")
        model.add(size >= low * used)
        model.add(size <= high * used)


def _keep_apart(
    model: cp_model.CpModel,
    grid: RoundGrid,
    members: Types,
    y: Variables,
) -> None:
    # Whoever is named in `apart` is alone in a type, with their unit.
    type_of = {p: t for t, units in enumerate(members) for unit in units for p in unit}
    for first, second in grid.apart:
        one, other = type_of[first], type_of[second]
        if one == other:
            model.add_bool_or([])
            continue
        for g in range(grid.group_count):
            if (one, g) in y and (other, g) in y:
                model.add(y[one, g] + y[other, g] <= 1)


def _stay(
    model: cp_model.CpModel,
    y: Variables,
    members: Types,
    current: Ints,
) -> None:
    changes = []
    for (t, g), variable in y.items():
        # All of a type sit in one group now, but for a unit that was split.
        moved = sum(int(current[p]) not in (ABSENT, g) for p in members[t][0])
        if moved:
            changes.append(moved * variable)
    model.minimize(sum(changes))
