"""What the mixing engine is measured against: a greedy and a plain annealing."""

import math
import random
import time
from collections.abc import Callable

import numpy as np

from offsite.engines.mixing import Plan, Problem
from offsite.engines.mixing.grid import ABSENT, Grid, Seats
from offsite.engines.mixing.start import first_seats
from offsite.engines.scheduling.effort import Effort

HOTTEST, COLDEST = 1.0, 0.1


def _first(grid: Grid) -> Seats:
    """Any seating that keeps the rules."""
    effort = Effort(seconds=60, timer=time.monotonic, deterministic=False)
    rng = np.random.default_rng(0)
    seats = []
    for one in grid.rounds:
        kinds, _ = first_seats(one, effort, seconds=20, seed=0, workers=1)
        assert kinds is not None
        seats.append(kinds.seat(grid.count, rng))
    return seats


def greedy(problem: Problem) -> Plan:
    """Round by round, one person after the other into the group with the fewest they met.

    Sizes are those of a seating that keeps the rules; drivers sit first.
    """
    grid = Grid(problem)
    met = grid.met.copy()
    result: Seats = []
    for one, start in zip(grid.rounds, _first(grid), strict=True):
        left = np.bincount(start[start != ABSENT], minlength=one.group_count)
        groups: list[list[int]] = [[] for _ in range(one.group_count)]
        seats = np.full(grid.count, ABSENT, np.int64)
        order = sorted(one.people.tolist(), key=lambda p: int(one.allowed[p].sum()))
        for person in order:
            open_groups = [g for g in np.flatnonzero(one.allowed[person]) if left[g] > 0]
            group = min(open_groups, key=lambda g: int(met[person, groups[g]].sum()))
            left[group] -= 1
            groups[group].append(person)
            seats[person] = group
        for members in groups:
            met[np.ix_(members, members)] = True
        result.append(seats)
    return Plan(grid.groups_of(result))


def plain_annealing(
    problem: Problem, *, seconds: float, seed: int, timer: Callable[[], float] = time.monotonic
) -> Plan:
    """Exchanges of two people of one round in plain Python, cooled over ``seconds``."""
    state = _State(Grid(problem), random.Random(seed))
    began, number, heat = timer(), 0, HOTTEST
    best, fewest = state.copy(), state.repeats
    while fewest:
        number += 1
        if number % 1000 == 0:
            spent = (timer() - began) / seconds
            if spent >= 1:
                break
            heat = HOTTEST * (COLDEST / HOTTEST) ** spent
        state.step(heat)
        if state.repeats < fewest:
            best, fewest = state.copy(), state.repeats
    return Plan(state.grid.groups_of(best))


class _State:
    """Who sits where, and how often each pair met or meets."""

    def __init__(self, grid: Grid, luck: random.Random) -> None:
        self.grid, self.luck = grid, luck
        first = _first(grid)
        self.repeats = grid.totals(first)[0]
        self.seats = [where.tolist() for where in first]
        self.allowed = [one.allowed.tolist() for one in grid.rounds]
        self.people = [one.people.tolist() for one in grid.rounds]
        self.met = grid.met.astype(int).tolist()
        self.members: list[list[list[int]]] = []
        for where, one in zip(first, grid.rounds, strict=True):
            groups = [np.flatnonzero(where == g).tolist() for g in range(one.group_count)]
            self.members.append(groups)
            for people in groups:
                for person in people:
                    self._meet(person, [other for other in people if other < person], 1)

    def copy(self) -> Seats:
        return [np.array(where, np.int64) for where in self.seats]

    def _meet(self, person: int, mates: list[int], times: int) -> None:
        for mate in mates:
            self.met[person][mate] += times
            self.met[mate][person] += times

    def _repeats(self, person: int, mates: list[int], beside: int) -> int:
        """With how many of ``mates`` the person meets more often than ``beside``."""
        return sum(self.met[person][mate] > beside for mate in mates)

    def step(self, heat: float) -> None:
        """Draw two people of a round and exchange them by the Metropolis rule."""
        r = self.luck.randrange(len(self.seats))
        where, members = self.seats[r], self.members[r]
        p, q = self.luck.choice(self.people[r]), self.luck.choice(self.people[r])
        a, b = where[p], where[q]
        if a == b or not (self.allowed[r][p][b] and self.allowed[r][q][a]):
            return
        mine = [mate for mate in members[a] if mate != p]
        theirs = [mate for mate in members[b] if mate != q]
        # Present mates meet once here: only other meetings make them repeats.
        change = self._repeats(p, theirs, 0) + self._repeats(q, mine, 0)
        change -= self._repeats(p, mine, 1) + self._repeats(q, theirs, 1)
        if change > 0 and self.luck.random() >= math.exp(-change / heat):
            return
        for person, before, after in ((p, mine, theirs), (q, theirs, mine)):
            self._meet(person, before, -1)
            self._meet(person, after, 1)
        where[p], where[q] = b, a
        members[a], members[b] = [*mine, q], [*theirs, p]
        self.repeats += change
