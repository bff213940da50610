"""A problem as arrays: people and groups are numbers, rules are tables.

People are numbered by their place in the problem.  A *seating* is a list with one array for
each round: the number of each person's group in it, ``ABSENT`` for who takes no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offsite.engines.mixing import rules
from offsite.engines.mixing.plan import Plan
from offsite.engines.mixing.problem import Group, Person, Problem, Round

ABSENT = -1

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Seats = list[Ints]
Totals = tuple[int, int, int, int]
"""Repeats, meetings of one team, meetings of one function and track, and the fewest new
faces (negative): smaller is better."""


@dataclass(frozen=True)
class RoundGrid:
    """One round: who takes part, sizes of groups, and who may sit where.

    ``allowed[p, g]`` keeps every rule about one person and one group, for each member of
    the person's unit; ``units`` are the people who sit together, most of them alone.
    """

    round: Round
    people: Ints
    low: Ints
    high: Ints
    may_be_empty: Flags
    allowed: Flags
    units: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, int], ...]

    @property
    def group_count(self) -> int:
        return len(self.low)


class Grid:
    """The arrays of one problem.

    ``met``, ``same_team`` and ``same_kind`` are symmetric flags between people.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.count = len(problem.people)
        self.number = {person.id: number for number, person in enumerate(problem.people)}
        self.met = self._flags([pair for pair, count in problem.met.items() if count > 0])
        self.apart = self._flags(problem.apart)
        self.same_team = _alike([person.team for person in problem.people])
        self.same_kind = _alike(
            [
                None if p.function is None or p.track is None else (p.function, p.track)
                for p in problem.people
            ]
        )
        self.weights = np.array([one.weight for one in problem.rounds], np.int64)
        self.rounds = [self._round(one) for one in problem.rounds]

    def _flags(self, pairs: Sequence[tuple[str, str]]) -> Flags:
        flags = np.zeros((self.count, self.count), np.bool_)
        for first, second in pairs:
            one, other = self.number[first], self.number[second]
            flags[one, other] = flags[other, one] = True
        return flags

    def _round(self, one: Round) -> RoundGrid:
        people = np.array([self.number[id] for id in one.people], np.int64)
        units = self._units(one)
        allowed = self._allowed(one)
        for unit in units:
            if len(unit) > 1:
                allowed[list(unit)] = allowed[list(unit)].all(axis=0)
        size = max(1, len(people))
        low = [max(group.min, group.driver is not None) for group in one.groups]
        return RoundGrid(
            round=one,
            people=people,
            low=np.array(low, np.int64),
            high=np.array([min(group.max, size) for group in one.groups], np.int64),
            may_be_empty=np.array([group.driver is None for group in one.groups], np.bool_),
            allowed=allowed,
            units=units,
            apart=tuple(
                (self.number[first], self.number[second])
                for first, second in rules.binding_pairs(one, self.problem.apart)
            ),
        )

    def _units(self, one: Round) -> tuple[tuple[int, ...], ...]:
        """Who sits together in this round, by closing `together` over its people."""
        unit = {self.number[id]: [self.number[id]] for id in one.people}
        for first, second in rules.binding_pairs(one, self.problem.together):
            mine, theirs = unit[self.number[first]], unit[self.number[second]]
            if mine is not theirs:
                mine.extend(theirs)
                unit.update(dict.fromkeys(theirs, mine))
        return tuple(tuple(members) for p, members in unit.items() if members[0] == p)

    def _allowed(self, one: Round) -> Flags:
        """The predicates of the rules, asked once for people and groups that are alike."""
        allowed = np.zeros((self.count, len(one.groups)), np.bool_)
        known: dict[tuple[object, object], bool] = {}
        special = one.fixed.keys() | one.drives.keys()
        people = [self.problem.person[id] for id in one.people]
        for g, group in enumerate(one.groups):
            shape = _group_shape(group)
            for person in people:
                if person.id in special:
                    answer = rules.may_sit(one, person, group)
                else:
                    key = (_person_shape(person), shape)
                    if key not in known:
                        known[key] = rules.may_sit(one, person, group)
                    answer = known[key]
                allowed[self.number[person.id], g] = answer
        return allowed

    # --- Seatings -------------------------------------------------------------------------

    def seats_of(self, plan: Plan) -> Seats:
        """The seating of a plan; whoever it does not seat is ``ABSENT``."""
        result = []
        for grid in self.rounds:
            seats = np.full(self.count, ABSENT, np.int64)
            number = {group.id: g for g, group in enumerate(grid.round.groups)}
            for person, group in plan.seats(grid.round.id).items():
                if person in grid.round.taking_part and group in number:
                    seats[self.number[person]] = number[group]
            result.append(seats)
        return result

    def groups_of(self, seats: Seats) -> dict[str, dict[str, tuple[str, ...]]]:
        """A seating as plans write it, without groups that stay empty."""
        result = {}
        for grid, where in zip(self.rounds, seats, strict=True):
            groups: dict[str, list[str]] = {group.id: [] for group in grid.round.groups}
            for id in grid.round.people:
                groups[grid.round.groups[int(where[self.number[id]])].id].append(id)
            result[grid.round.id] = {g: tuple(people) for g, people in groups.items() if people}
        return result

    def totals(self, seats: Seats) -> Totals:
        """What a seating is worth."""
        met = self.met.copy()
        new = np.zeros_like(met)
        repeats = team = kind = 0
        for weight, where in zip(self.weights, seats, strict=True):
            first, second = meetings(where)
            again = met[first, second]
            repeats += int(weight) * int(again.sum())
            new[first[~again], second[~again]] = True
            met[first, second] = met[second, first] = True
            team += int(self.same_team[first, second].sum())
            kind += int(self.same_kind[first, second].sum())
        return repeats, team, kind, -self._fewest(new)

    def _fewest(self, new: Flags) -> int:
        somewhere = np.zeros(self.count, np.bool_)
        for grid in self.rounds:
            somewhere[grid.people] = True
        faces = (new | new.T).sum(axis=1)[somewhere]
        return int(faces.min(initial=self.count)) if len(faces) else 0


def meetings(where: Ints) -> tuple[Ints, Ints]:
    """Every two people in one group of a round, the one with the smaller number first."""
    order = np.argsort(where, kind="stable")
    order = order[where[order] != ABSENT]
    groups = where[order]
    first, second = [order[:0]], [order[:0]]
    for distance in range(1, len(order)):
        same = groups[:-distance] == groups[distance:]
        if not same.any():
            break
        first.append(order[:-distance][same])
        second.append(order[distance:][same])
    return np.concatenate(first), np.concatenate(second)


def _alike(values: Sequence[object]) -> Flags:
    """Flags between the places that hold the same value; None is like nothing."""
    numbers: dict[object, int] = {}
    codes = np.array(
        [-1 if v is None else numbers.setdefault(v, len(numbers)) for v in values], np.int64
    )
    flags: Flags = (codes[:, None] == codes[None, :]) & (codes >= 0)[:, None]
    np.fill_diagonal(flags, False)
    return flags


def _person_shape(person: Person) -> tuple[object, ...]:
    return person.pool, person.leaves_from, person.leaves_at


def _group_shape(group: Group) -> tuple[object, ...]:
    # Who is no driver is not asked who drives.
    return group.pools, group.leaves_from, group.leaves_at
