"""Large neighbourhoods in CP-SAT: a part of one round is seated best, the rest stays.

Two kinds: in rounds of rooms for two, many rooms at once as a matching of least weight (all
of them, if they are not too many: then the round is best for what the others are); else a
few groups, with units of people who sit together and groups that open or close, which the
annealing leaves alone.
"""

import numpy as np
from ortools.sat.python import cp_model

from offsite.engines.mixing.grid import ABSENT, Grid, Ints, RoundGrid, Seats
from offsite.engines.scheduling.cpsat import FOUND, run
from offsite.engines.scheduling.effort import Share

REPEAT, TEAM, KIND = 1 << 20, 1 << 10, 1
MOST_IN_MATCHING = 130
MOST_IN_GROUPS = 22
FAILURES = 40
"""Neighbourhoods in a row without gain after which the rest of a turn is left to others."""


class Neighbourhoods:
    """Neighbourhoods of seatings of one grid, drawn by chance from a seed."""

    def __init__(self, grid: Grid, *, seed: int, workers: int) -> None:
        self.grid = grid
        self.seed = seed
        self.workers = workers
        self.rng = np.random.default_rng(seed)
        self.rounds = [r for r, one in enumerate(grid.rounds) if _has_more(one)]
        self.done = not self.rounds

    def improve(self, seats: Seats, share: Share) -> Seats:
        """``seats`` with parts of rounds seated better, until the share is over."""
        best, failed = list(seats), 0
        while self.rounds and failed < FAILURES and not share.over():
            r = int(self.rng.choice(self.rounds))
            one = self.grid.rounds[r]
            before = self.grid.totals(best)
            pairs = bool((one.high <= 2).all())
            groups = self._some_groups(best, r, MOST_IN_MATCHING if pairs else MOST_IN_GROUPS)
            tried = list(best)
            tried[r] = self._reseated(best, r, groups, pairs, share)
            failed += 1
            if self.grid.totals(tried) < before:
                best, failed = tried, 0
        return best

    def _some_groups(self, seats: Seats, r: int, most: int) -> Ints:
        """Groups of round ``r`` with up to ``most`` seats, one of them with a cost if any."""
        one = self.grid.rounds[r]
        prices = self._prices(seats, r, np.arange(self.grid.count))
        where = seats[r]
        same = (where[:, None] == where[None, :]) & (where != ABSENT)[:, None]
        cost = np.bincount(
            where[where != ABSENT],
            weights=(prices * same).sum(axis=1)[where != ABSENT],
            minlength=one.group_count,
        )
        order = self.rng.permutation(one.group_count)
        costly = order[cost[order] >= REPEAT]
        if not len(costly):
            costly = order[cost[order] > 0]
        order = np.concatenate((costly[:1], order[order != (costly[0] if len(costly) else -1)]))
        size = np.bincount(where[where != ABSENT], minlength=one.group_count)
        fits = np.cumsum(size[order]) <= most
        fits[:2] = True
        return order[fits]

    def _prices(self, seats: Seats, r: int, people: Ints) -> Ints:
        """What each pair of ``people`` would cost in one group of round ``r``, the other
        rounds given: a matrix."""
        grid = self.grid
        weight = int(grid.weights[r])
        repeat = np.zeros((len(people), len(people)), np.int64)
        for other in range(len(seats) - 1, -1, -1):
            if other == r:
                continue
            where = seats[other][people]
            same = (where[:, None] == where[None, :]) & (where != ABSENT)[:, None]
            # If this round comes first, the later meeting becomes the repeat.
            repeat[same] = weight if other < r else int(grid.weights[other])
        among = np.ix_(people, people)
        repeat[grid.met[among]] = weight
        price = repeat * REPEAT + grid.same_team[among] * TEAM + grid.same_kind[among] * KIND
        np.fill_diagonal(price, 0)
        result: Ints = price
        return result

    def _reseated(self, seats: Seats, r: int, groups: Ints, pairs: bool, share: Share) -> Ints:
        where = seats[r]
        people = np.flatnonzero(np.isin(where, groups))
        prices = self._prices(seats, r, people)
        model = cp_model.CpModel()
        part = _Part(self.grid, self.grid.rounds[r], people, groups, where, prices, model)
        if pairs:
            part.match()
        else:
            part.place()
        self.seed += 1
        solver, status = run(
            model,
            share.whole,
            seconds=max(0.01, min(3.0, share.left())),
            seed=self.seed,
            workers=self.workers,
        )
        result = where.copy()
        if status in FOUND:
            for variable, members, group in part.choices:
                if solver.boolean_value(variable):
                    result[list(members)] = group
            if pairs:
                result = part.without_clashes(result, solver)
        return result


def _has_more(one: RoundGrid) -> bool:
    """Whether a round can be changed in ways that the annealing does not try."""
    if one.group_count < 2 or not any(one.allowed[unit[0]].sum() > 1 for unit in one.units):
        return False
    matching = bool((one.high <= 2).all())
    joined = any(len(unit) > 1 for unit in one.units)
    opening = bool((one.may_be_empty & (one.low > 1)).any()) and one.high.sum() > len(one.people)
    return matching or joined or opening


class _Part:
    """The model of a part of one round; ``choices`` are (variable, people, group or class)."""

    def __init__(
        self,
        grid: Grid,
        one: RoundGrid,
        people: Ints,
        groups: Ints,
        where: Ints,
        prices: Ints,
        model: cp_model.CpModel,
    ) -> None:
        self.grid, self.one, self.people, self.groups = grid, one, people, groups
        self.where, self.prices, self.model = where, prices, model
        inside = set(people.tolist())
        self.units = [unit for unit in one.units if unit[0] in inside]
        self.place_of = {person: number for number, person in enumerate(people.tolist())}
        self.choices: list[tuple[cp_model.IntVar, tuple[int, ...], int]] = []

    # --- A few groups ---------------------------------------------------------------------

    def place(self) -> None:
        """Each unit into one of the groups."""
        model = self.model
        x: dict[tuple[int, int], cp_model.IntVar] = {}
        for u, unit in enumerate(self.units):
            for g in self.groups.tolist():
                if self.one.allowed[unit[0], g]:
                    x[u, g] = model.new_bool_var("")
                    self.choices.append((x[u, g], unit, g))
                    model.add_hint(x[u, g], int(self.where[unit[0]]) == g)
            model.add_exactly_one(x[u, g] for g in self.groups.tolist() if (u, g) in x)
        for g in self.groups.tolist():
            size = sum(len(unit) * x[u, g] for u, unit in enumerate(self.units) if (u, g) in x)
            self._size(g, size)
        self._charge(x)

    def _size(self, g: int, size: cp_model.LinearExprT) -> None:
        low, high = int(self.one.low[g]), int(self.one.high[g])
        if self.one.may_be_empty[g]:
            used = self.model.new_bool_var("")
            self.model.add(size >= low * used)
            self.model.add(size <= high * used)
        else:
            self.model.add_linear_constraint(size, low, high)

    def _charge(self, x: dict[tuple[int, int], cp_model.IntVar]) -> None:
        model, costs = self.model, []
        for u, unit in enumerate(self.units):
            for v in range(u):
                mine = [self.place_of[p] for p in unit]
                theirs = [self.place_of[p] for p in self.units[v]]
                price = int(self.prices[np.ix_(mine, theirs)].sum())
                apart = bool(self.grid.apart[np.ix_(unit, self.units[v])].any())
                if not price and not apart:
                    continue
                meet = model.new_bool_var("")
                if apart:
                    model.add(meet == 0)
                costs.append(price * meet)
                for g in self.groups.tolist():
                    if (u, g) in x and (v, g) in x:
                        model.add_bool_or(~x[u, g], ~x[v, g], meet)
        model.minimize(sum(costs))

    # --- Rooms for two --------------------------------------------------------------------

    def match(self) -> None:
        """Pairs of people and single people into *classes* of groups that are alike."""
        classes: dict[object, list[int]] = {}
        for g in self.groups.tolist():
            column = self.one.allowed[self.people, g].tobytes()
            key = (column, self.one.low[g], self.one.high[g], self.one.may_be_empty[g])
            classes.setdefault(key, []).append(g)
        self.classes = list(classes.values())
        sits: dict[int, list[cp_model.IntVar]] = {p: [] for p in self.people.tolist()}
        costs: list[cp_model.LinearExprT] = []
        for c, groups in enumerate(self.classes):
            used = []
            for members, price in self._tenants(groups[0]):
                variable = self.model.new_bool_var("")
                self.choices.append((variable, members, c))
                used.append(variable)
                for p in members:
                    sits[p].append(variable)
                if price:
                    costs.append(price * variable)
            if self.one.may_be_empty[groups[0]]:
                self.model.add(sum(used) <= len(groups))
            else:
                self.model.add(sum(used) == len(groups))
        for variables in sits.values():
            self.model.add_exactly_one(variables)
        self.model.minimize(sum(costs))

    def _tenants(self, g: int) -> list[tuple[tuple[int, ...], int]]:
        """Who may share a group like ``g``, and what that costs."""
        allowed = self.one.allowed[:, g]
        low, high = int(self.one.low[g]), int(self.one.high[g])
        units = [unit for unit in self.units if allowed[unit[0]]]
        result = []
        for number, unit in enumerate(units):
            if low <= len(unit) <= high:
                price = 0
                if len(unit) == 2:
                    price = int(self.prices[self.place_of[unit[0]], self.place_of[unit[1]]])
                result.append((unit, price))
            if len(unit) > 1 or high < 2:
                continue
            a = self.place_of[unit[0]]
            for other in units[:number]:
                if len(other) == 1 and not self.grid.apart[unit[0], other[0]]:
                    price = int(self.prices[a, self.place_of[other[0]]])
                    result.append(((*unit, *other), price))
        return result

    def without_clashes(self, seats: Ints, solver: cp_model.CpSolver) -> Ints:
        """``seats`` with the tenants of each class in groups of their own."""
        free = [list(groups) for groups in self.classes]
        for variable, members, c in self.choices:
            if solver.boolean_value(variable):
                seats[list(members)] = free[c].pop()
        return seats
