"""What the mixing engine is measured against: a greedy and a plain annealing."""

import math
import random
import time

import numpy as np

from offsite.engines.mixing import Plan, Problem
from offsite.engines.mixing.grid import ABSENT, Grid, Seats
from offsite.engines.mixing.start import first_seats
from offsite.engines.scheduling.effort import Effort


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


def plain_annealing(problem: Problem, *, seconds: float, seed: int) -> Plan:
    """Exchanges of two people of one round in plain Python, cooled over ``seconds``."""
    grid = Grid(problem)
    luck = random.Random(seed)
    seats = [where.tolist() for where in _first(grid)]
    met = grid.met.astype(int).tolist()
    members = []
    for where, one in zip(seats, grid.rounds, strict=True):
        groups: list[list[int]] = [[] for _ in range(one.group_count)]
        for person, group in enumerate(where):
            if group != ABSENT:
                groups[group].append(person)
        members.append(groups)
        for people in groups:
            for one_ in people:
                for other in people:
                    met[one_][other] += one_ != other
    allowed = [one.allowed.tolist() for one in grid.rounds]
    people = [one.people.tolist() for one in grid.rounds]
    began, number, heat, repeats = time.monotonic(), 0, 1.0, grid.totals(_arrays(seats))[0]
    best, fewest = [list(where) for where in seats], repeats
    while fewest:
        number += 1
        if number % 1000 == 0:
            spent = (time.monotonic() - began) / seconds
            if spent >= 1:
                break
            heat = 1.0 * (0.1 / 1.0) ** spent
        r = luck.randrange(len(seats))
        where = seats[r]
        p, q = luck.choice(people[r]), luck.choice(people[r])
        a, b = where[p], where[q]
        if a == b or not (allowed[r][p][b] and allowed[r][q][a]):
            continue
        mine = [m for m in members[r][a] if m != p]
        theirs = [m for m in members[r][b] if m != q]
        change = sum((met[p][m] > 0) - (met[q][m] > 0) for m in theirs)
        change += sum((met[q][m] > 0) - (met[p][m] > 0) for m in mine)
        # Their present mates meet them here: only other meetings count.
        change += sum((met[q][m] > 0) - (met[q][m] > 1) for m in theirs)
        change += sum((met[p][m] > 0) - (met[p][m] > 1) for m in mine)
        if change > 0 and luck.random() >= math.exp(-change / heat):
            continue
        for m in mine:
            met[p][m] -= 1
            met[m][p] -= 1
            met[q][m] += 1
            met[m][q] += 1
        for m in theirs:
            met[q][m] -= 1
            met[m][q] -= 1
            met[p][m] += 1
            met[m][p] += 1
        where[p], where[q] = b, a
        members[r][a], members[r][b] = [*mine, q], [*theirs, p]
        repeats += change
        if repeats < fewest:
            best, fewest = [list(w) for w in seats], repeats
    return Plan(grid.groups_of(_arrays(best)))


def _arrays(seats: list[list[int]]) -> Seats:
    return [np.array(where, np.int64) for where in seats]
