"""Give the person with the fewest new faces more, at no cost to anything before."""

import numpy as np

from offsite.engines.mixing.grid import ABSENT, Grid, RoundGrid, Seats, meetings
from offsite.engines.mixing.rules import size_allowed
from offsite.engines.scheduling.effort import Share

SECONDS_PER_TRY = 5e-4
PATIENCE = 400
"""Tries in a row without success after which no more is to be expected."""

Worth = tuple[int, int, int, int, int]


def more_new_faces(grid: Grid, seats: Seats, share: Share, *, seed: int) -> Seats:
    """``seats``, or a seating as good in repeats, teams and kinds in which the person with
    the fewest new faces gets more (or fewer people get so few)."""
    if not any(len(one.people) for one in grid.rounds):
        return seats
    rng = np.random.default_rng(seed)
    best = [where.copy() for where in seats]
    worth, faces = _worth(grid, best)
    failed = 0
    while failed < PATIENCE and not share.over():
        share.whole.work(SECONDS_PER_TRY)
        tried = _changed(grid, best, faces, rng)
        failed += 1
        if tried is None:
            continue
        value, after = _worth(grid, tried)
        if value < worth:
            best, worth, faces, failed = tried, value, after, 0
    return best


def _worth(grid: Grid, seats: Seats) -> tuple[Worth, np.ndarray]:
    """The totals, then how many people have the fewest new faces; and everyone's."""
    new = np.zeros_like(grid.met)
    taking_part = np.zeros(grid.count, np.bool_)
    for where in seats:
        first, second = meetings(where)
        new[first, second] = new[second, first] = True
        taking_part |= where != ABSENT
    faces = (new & ~grid.met).sum(axis=1)
    faces[~taking_part] = grid.count
    totals = grid.totals(seats)
    return (*totals, int((faces == faces.min(initial=grid.count)).sum())), faces


def _changed(grid: Grid, seats: Seats, faces: np.ndarray, rng: np.random.Generator) -> Seats | None:
    """One of the worst-off exchanged, or moved, in one round; None if that is forbidden."""
    person = int(rng.choice(np.flatnonzero(faces == faces.min())))
    rounds = [r for r, where in enumerate(seats) if where[person] != ABSENT]
    r = int(rng.choice(rounds))
    one, where = grid.rounds[r], seats[r].copy()
    if not _is_free(one, person):
        return None
    home = int(where[person])
    if rng.random() < 0.2:
        group = int(rng.integers(one.group_count))
        where[person] = group
    else:
        other = int(rng.choice(one.people))
        group = int(where[other])
        if not _is_free(one, other) or not one.allowed[other, home]:
            return None
        where[person], where[other] = group, home
    if group == home or not one.allowed[person, group] or not _keeps_rules(one, where, home, group):
        return None
    return [where if number == r else old for number, old in enumerate(seats)]


def _is_free(one: RoundGrid, person: int) -> bool:
    return any(unit == (person,) for unit in one.units)


def _keeps_rules(one: RoundGrid, where: np.ndarray, *groups: int) -> bool:
    sizes = np.bincount(where[where != ABSENT], minlength=one.group_count)
    fits = all(size_allowed(one.round.groups[g], int(sizes[g])) for g in groups)
    return fits and all(where[a] != where[b] for a, b in one.apart)
