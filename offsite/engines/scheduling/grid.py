"""A problem as arrays: what the search, the bound and the attendance share.

Time is cut into *atoms* at every start and end of a slot; an item at a place covers a
*span* of atoms ``[first, last)``.  A *place* is a span in a room, numbered
``span * rooms + room``.  *Blocks* are runs of atoms that some span ties together: what
happens in one block does not touch another, except that an item runs once.

Which places are allowed, and which items exclude each other, comes from
:mod:`~offsite.engines.scheduling.rules` and from nowhere else.
"""

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling import places, rules
from offsite.engines.scheduling.problem import Placement, Problem

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

UNPLACED = -1


class Grid:
    """The arrays of one problem.

    Shapes: ``n`` items, ``R`` rooms, ``S`` spans, ``T`` atoms, ``P`` people who wish for
    anything (nobody else changes what a plan is worth).

    ``allowed`` (n, S*R) places that break no rule about the item alone;
    ``cost`` (n, S*R) what standing there costs (moves from ``current``);
    ``apart`` (n, n) pairs that may not overlap; ``before`` pairs (earlier, later);
    ``worth`` (n, P) wish weights, plus ``forced`` for people who must attend;
    ``there`` (S, P) whether a person is there during a span;
    ``overlap`` (S, S) whether two spans share an atom.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.number = {item.id: i for i, item in enumerate(problem.items)}
        self.rooms = len(problem.rooms)
        self._lay_out_time()
        self._lay_out_places()
        self._lay_out_people()
        self._lay_out_pairs()
        self._keep_clear_of_pins()

    def _lay_out_time(self) -> None:
        slots = self.problem.slots
        times = sorted({t for s in slots for t in (s.starts_at, s.ends_at)})
        covered = [
            (a, b)
            for a, b in pairwise(times)
            if any(s.starts_at <= a and b <= s.ends_at for s in slots)
        ]
        self.atoms = len(covered)
        self.atom_from = {a: number for number, (a, _) in enumerate(covered)}
        self.atom_until = {b: number + 1 for number, (_, b) in enumerate(covered)}

    def _lay_out_places(self) -> None:
        problem = self.problem
        room_number = {room.id: r for r, room in enumerate(problem.rooms)}
        spans: dict[tuple[int, int], int] = {}
        found: list[list[tuple[int, int, Placement]]] = []
        for item in problem.items:
            mine = []
            for placement in rules.allowed_placements(problem, item):
                starts_at, ends_at = places.period(problem, item, placement)
                key = self.atom_from[starts_at], self.atom_until[ends_at]
                span = spans.setdefault(key, len(spans))
                mine.append((span, room_number[placement.room], placement))
            found.append(mine)
        order = sorted(spans, key=lambda key: (key[1], key[0]))
        renumber = {spans[key]: number for number, key in enumerate(order)}
        self.spans = order
        self.span_number = {key: number for number, key in enumerate(order)}
        self.first = np.array([a for a, _ in order], dtype=np.int64)
        self.last = np.array([b for _, b in order], dtype=np.int64)
        self.overlap: Bools = (self.first[:, None] < self.last[None, :]) & (
            self.first[None, :] < self.last[:, None]
        )
        self._fill_places(found, renumber)

    def _fill_places(
        self, found: list[list[tuple[int, int, Placement]]], renumber: dict[int, int]
    ) -> None:
        problem = self.problem
        places = max(1, len(self.spans) * self.rooms)
        self.allowed: Bools = np.zeros((len(found), places), dtype=bool)
        self.cost: Ints = np.zeros((len(found), places), dtype=np.int32)
        self.start_slot: dict[tuple[int, int], str] = {}
        self.current = np.full(len(found), UNPLACED)
        for i, mine in enumerate(found):
            now = problem.current.get(problem.items[i].id)
            if now is not None:
                self.cost[i] = problem.move_cost
            for span, room, placement in mine:
                place = renumber[span] * self.rooms + room
                self.allowed[i, place] = True
                self.start_slot[self.spans[renumber[span]][0], room] = placement.slot
                if placement == now:
                    self.cost[i, place] = 0
                    self.current[i] = place

    def _lay_out_people(self) -> None:
        problem = self.problem
        wishing = problem.wished_by
        self.people = [person for person in problem.people if person.id in wishing]
        row = {person.id: p for p, person in enumerate(self.people)}
        self.wish: Ints = np.zeros((len(problem.items), len(self.people)), dtype=np.int32)
        for w in problem.wishes:
            self.wish[self.number[w.item], row[w.person]] = w.weight
        self.wished: Ints = self.wish.sum(axis=0, dtype=np.int32)
        # More than anyone can wish for, so that no wish outweighs a duty.
        self.duty = int(self.wished.max(initial=0)) + 1
        self.forced: Bools = np.zeros(self.wish.shape, dtype=bool)
        for i, item in enumerate(problem.items):
            if item.everyone:
                self.forced[i] = True
            for host in item.hosts:
                if host in row:
                    self.forced[i, row[host]] = True
        self.worth: Ints = self.wish + self.forced * np.int32(self.duty)
        self._lay_out_presence()

    def _lay_out_presence(self) -> None:
        """``there[s, p]``: the rule's own predicate, asked once for each kind of person."""
        ends = {number: time for time, number in self.atom_until.items()}
        starts = {number: time for time, number in self.atom_from.items()}
        self.there: Bools = np.ones((len(self.spans), len(self.people)), dtype=bool)
        known: dict[frozenset[str], Bools] = {}
        for p, person in enumerate(self.people):
            if person.slots is None:
                continue
            if person.slots not in known:
                answers = [
                    places.is_there(self.problem, person, (starts[a], ends[b]))
                    for a, b in self.spans
                ]
                known[person.slots] = np.array(answers, dtype=bool)
            self.there[:, p] = known[person.slots]
        self.always_there = bool(self.there.all())

    def _lay_out_pairs(self) -> None:
        items = self.problem.items
        self.apart: Bools = np.zeros((len(items), len(items)), dtype=bool)
        hosting: dict[str, list[int]] = {}
        for i, item in enumerate(items):
            for host in item.hosts:
                hosting.setdefault(host, []).append(i)
        for i, item in enumerate(items):
            near = {j for host in item.hosts for j in hosting[host]}
            near |= {self.number[id] for id in item.not_with}
            if item.everyone:
                near |= set(range(len(items)))
            for j in near - {i}:
                if rules.exclude_each_other(item, items[j]):
                    self.apart[i, j] = self.apart[j, i] = True
        self.before = [
            (self.number[earlier], i) for i, item in enumerate(items) for earlier in item.after
        ]

    def _keep_clear_of_pins(self) -> None:
        """Forbid places that a pinned item rules out, since it stands there in every plan.

        Nothing is lost, and the bound gains much: it would let others run beside an item
        for everyone, as if that item were not held at all.
        """
        if not self.spans:
            return
        free = self.allowed.reshape(len(self.allowed), len(self.spans), self.rooms)
        movable = ~self.pinned
        for item in np.flatnonzero(self.pinned):
            places = np.flatnonzero(self.allowed[item])
            if len(places) != 1:
                continue
            span, room = divmod(int(places[0]), self.rooms)
            during = self.overlap[span]
            free[np.ix_(movable & self.apart[item], during)] = False
            free[np.ix_(movable, during, np.array([room]))] = False

    @cached_property
    def priority(self) -> Ints:
        return np.array([item.priority for item in self.problem.items], dtype=np.int32)

    @cached_property
    def pinned(self) -> Bools:
        return np.array([item.pinned is not None for item in self.problem.items], dtype=bool)

    @cached_property
    def block_of_span(self) -> NDArray[np.int64]:
        """(S,) the block of each span."""
        tied = np.zeros(self.atoms + 1, dtype=bool)
        for a, b in self.spans:
            tied[a + 1 : b] = True
        block = np.cumsum(~tied[: self.atoms]) - 1
        blocks: NDArray[np.int64] = block[self.first]
        return blocks

    @cached_property
    def blocks(self) -> list[NDArray[np.int64]]:
        """The spans of each block that has any, by end and start."""
        numbers = np.unique(self.block_of_span)
        return [np.flatnonzero(self.block_of_span == b) for b in numbers]

    @cached_property
    def block_row(self) -> NDArray[np.int64]:
        """(S,) the row of each span's block in ``blocks``."""
        row = np.zeros(len(self.spans), dtype=np.int64)
        for number, spans in enumerate(self.blocks):
            row[spans] = number
        return row

    def placement(self, place: int) -> Placement:
        span, room = divmod(int(place), self.rooms)
        slot = self.start_slot[self.spans[span][0], room]
        return Placement(slot, self.problem.rooms[room].id)

    def place(self, item: int, placement: Placement) -> int:
        """The number of a placement of ``item``, UNPLACED if the item may not stand there."""
        problem = self.problem
        starts_at, ends_at = places.period(problem, problem.items[item], placement)
        key = self.atom_from[starts_at], self.atom_until[ends_at]
        span = self.span_number.get(key)
        if span is None:
            return UNPLACED
        room = next(r for r, room in enumerate(problem.rooms) if room.id == placement.room)
        place = span * self.rooms + room
        return place if self.allowed[item, place] else UNPLACED

    def placements(self, places: NDArray[np.int64]) -> dict[str, Placement]:
        """The placements of placed items by id."""
        return {
            item.id: self.placement(places[i])
            for i, item in enumerate(self.problem.items)
            if places[i] != UNPLACED
        }
