"""Seatings with a cyclic symmetry, for rounds that are all alike.

Where every round seats the same people in groups of one size and no rule tells people apart
(the social golfer problem), one *base* round turned ``m`` times makes ``m`` rounds: people
are ``c`` circles of ``m`` and a few who stay put, and a turn shifts every circle by one.  No
pair repeats in any of the rounds exactly if all pairs of the base round differ in *kind*
(the two circles and the distance on them).  That is a search in a space smaller by a factor
of ``m`` in the exponent; difference families and Kirkman-like systems are found so.  Several
base rounds share one turn; it may make more rounds than are asked for.

Source: the method of differences of R. C. Bose, "On the construction of balanced incomplete
block designs", Annals of Eugenics 9, 1939, with annealing in place of algebra.
"""

import math
import random
from dataclasses import dataclass

import numpy as np

from offsite.engines.mixing.grid import ABSENT, Grid, Seats
from offsite.engines.scheduling.effort import Share

MOST_SURPLUS = 2
MOST_BASES = 3
SECONDS_PER_TRY = 1e-5
TRIES = 20_000
"""Exchanges before the next frame gets its turn."""

COLDEST, HOTTEST = 0.15, 0.8


@dataclass(frozen=True)
class Frame:
    """``bases`` base rounds turned ``turns`` times; ``circles`` circles of ``turns`` people."""

    turns: int
    bases: int
    circles: int


def frames(people: int, groups: int, size: int, rounds: int) -> list[Frame]:
    """The symmetries that could hold enough rounds, those with fewest base rounds first."""
    most = min(rounds + MOST_SURPLUS, (people - 1) // max(1, size - 1))
    result = []
    for bases in range(1, MOST_BASES + 1):
        for made in range(rounds, most + 1):
            turns, rest = divmod(made, bases)
            if rest or turns < 3:
                continue
            for circles in range(people // turns, 0, -1):
                # Two who stay put may never share a group: it would be the same every turn.
                if people - circles * turns <= groups:
                    result.append(Frame(turns, bases, circles))
    return result


class CyclicSearch:
    """Annealing over base rounds, frame by frame; ``found`` is a seating without repeats."""

    def __init__(self, grid: Grid, *, seed: int) -> None:
        self.grid = grid
        self.random = random.Random(seed)  # noqa: S311
        self.found: Seats | None = None
        self.frames: list[Frame] = []
        if is_symmetric(grid):
            first = grid.rounds[0]
            self.size = int(first.high[0])
            self.people = first.people
            self.groups = len(self.people) // self.size
            self.frames = frames(len(self.people), self.groups, self.size, len(grid.rounds))
        self.states = [_State(frame, self.groups, self.size, self.random) for frame in self.frames]
        self.next = 0

    @property
    def is_open(self) -> bool:
        """Whether there is anything to try."""
        return self.found is None and bool(self.frames)

    def run(self, share: Share) -> None:
        """Try until the share is over or a seating without repeats is found."""
        while self.is_open and not share.over():
            state = self._next_state()
            if state.anneal(TRIES, share):
                self.found = self._seats(state)
            share.whole.tick()

    def _next_state(self) -> "_State":
        """The frames by turns; every other turn goes to the one that came nearest."""
        self.next += 1
        if self.next % 2 and self.next > 2 * len(self.states):
            return min(self.states, key=lambda state: (state.nearest, self.random.random()))
        return self.states[self.next // 2 % len(self.states)]

    def _seats(self, state: "_State") -> Seats:
        result: Seats = []
        for base in state.base:
            for turn in range(state.frame.turns):
                seats = np.full(self.grid.count, ABSENT, np.int64)
                for place, point in enumerate(base):
                    seats[self.people[state.turned(point, turn)]] = place // self.size
                result.append(seats)
        return result[: len(self.grid.rounds)]


def is_symmetric(grid: Grid) -> bool:
    """Whether all rounds are alike and no rule tells people apart."""
    if not grid.rounds or grid.met.any() or grid.apart.any():
        return False
    first = grid.rounds[0]
    size = int(first.high[0]) if first.group_count else 0
    if size < 2 or len(first.people) != size * first.group_count:
        return False
    return all(
        set(one.people.tolist()) == set(first.people.tolist())
        and bool((one.high == size).all())
        and one.group_count == first.group_count
        and bool(one.allowed[one.people].all())
        and all(len(unit) == 1 for unit in one.units)
        for one in grid.rounds
    )


class _State:
    """The base rounds of one frame and how often each kind of pair occurs in them."""

    def __init__(self, frame: Frame, groups: int, size: int, luck: random.Random) -> None:
        self.frame, self.groups, self.size, self.random = frame, groups, size, luck
        self.people = groups * size
        self.kind = self._kinds()
        self.nearest = self.people**2
        self._begin()

    def _begin(self) -> None:
        self.base = []
        for _ in range(self.frame.bases):
            points = list(range(self.people))
            self.random.shuffle(points)
            self.base.append(points)
        self.used = [0] * (max(map(max, self.kind)) + 1)
        # Kind 0 is never free: pairs that a turn brings together again.
        self.used[0] = 1
        self.cost = 0
        for points in self.base:
            for begin in range(0, self.people, self.size):
                members = points[begin : begin + self.size]
                for number, one in enumerate(members):
                    self.cost += self._add(one, members[:number])

    def turned(self, point: int, turn: int) -> int:
        """Where ``point`` is after ``turn`` turns."""
        m = self.frame.turns
        circle, angle = divmod(point, m)
        return circle * m + (angle + turn) % m if circle < self.frame.circles else point

    def _kinds(self) -> list[list[int]]:
        """The kind of every pair: pairs that turn into each other have the same."""
        kind = [[-1] * self.people for _ in range(self.people)]
        following = 1
        for one in range(self.people):
            kind[one][one] = 0
            for other in range(one):
                if kind[one][other] >= 0:
                    continue
                orbit = {
                    tuple(sorted((self.turned(one, t), self.turned(other, t))))
                    for t in range(self.frame.turns)
                }
                number = following if len(orbit) == self.frame.turns else 0
                following += number > 0
                for a, b in orbit:
                    kind[a][b] = kind[b][a] = number
        return kind

    def _add(self, point: int, others: list[int]) -> int:
        cost, used, kind = 0, self.used, self.kind[point]
        for other in others:
            number = kind[other]
            cost += used[number] > 0
            used[number] += 1
        return cost

    def _remove(self, point: int, others: list[int]) -> int:
        cost, used, kind = 0, self.used, self.kind[point]
        for other in others:
            number = kind[other]
            used[number] -= 1
            cost += used[number] > 0
        return cost

    def anneal(self, tries: int, share: Share) -> bool:
        """Cool once from hot to cold; whether no kind occurs twice any more."""
        luck = self.random.random
        cooling = (COLDEST / HOTTEST) ** (1 / tries)
        # Near the goal a warm start may do, and a hot one leaves a dead end.
        warm = self.cost <= 2 and luck() < 0.5
        heat = 0.5 * (HOTTEST + COLDEST) if warm else HOTTEST
        for number in range(tries):
            if self.cost == 0:
                return True
            if number % 1000 == 0:
                share.whole.work(1000 * SECONDS_PER_TRY)
                if share.over():
                    return False
            heat = max(COLDEST, heat * cooling)
            points = self.base[int(luck() * len(self.base))]
            a, b = int(luck() * self.people), int(luck() * self.people)
            if a // self.size != b // self.size:
                self._try(points, a, b, heat)
        self.nearest = min(self.nearest, self.cost)
        return self.cost == 0

    def _try(self, points: list[int], a: int, b: int, heat: float) -> None:
        size = self.size
        begin, other = a - a % size, b - b % size
        p, q = points[a], points[b]
        mine = points[begin:a] + points[a + 1 : begin + size]
        theirs = points[other:b] + points[b + 1 : other + size]
        before = self._remove(p, mine) + self._remove(q, theirs)
        after = self._add(p, theirs) + self._add(q, mine)
        if after <= before or self.random.random() < math.exp((before - after) / heat):
            points[a], points[b] = q, p
            self.cost += after - before
            return
        self._remove(p, theirs)
        self._remove(q, mine)
        self._add(p, mine)
        self._add(q, theirs)
