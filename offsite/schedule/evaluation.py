"""What a schedule is worth and which hard rules it breaks, wherever its items stand.

The engine thinks in slots; a person may place an item at any minute.  So time is cut at
every beginning and end, and each piece becomes a slot of a problem that is only checked,
never solved: the same rule functions judge both.  No solver is loaded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from offsite.engines.periods import at_once
from offsite.engines.scheduling import places, rules
from offsite.engines.scheduling import problem as engine
from offsite.engines.scheduling.plan import Plan, Score
from offsite.engines.scheduling.score import met_by_person, score_of
from offsite.engines.violations import Violation
from offsite.events.models import Room
from offsite.schedule.formulation import (
    Grid,
    blocks,
    item_name,
    item_of,
    people_of,
    person_name,
    room_name,
    row_id,
    wished_for_room,
)
from offsite.schedule.models import Placement
from offsite.schedule.rules import SlotPeriod
from offsite.schedule.seating import attendance_of

OPENING_RULES = (rules.room_open, rules.length_fits)
OTHER_RULES = tuple(
    rule
    for rule in rules.PLACEMENT_RULES
    # Pins are where they are; what stays open is judged by OPENING_RULES.
    if rule not in (*OPENING_RULES, rules.pinned_in_place, rules.pinned_placed)
)


@dataclass(frozen=True)
class Spot:
    """Where a proposal stands; ``room_id`` None when its room was removed."""

    proposal_id: int
    room_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Broken:
    """A broken hard rule by the ids of the rows it is about; pages put it into words.

    Beside the engine's rules there are ``no-room`` and ``gone`` (no longer accepted).
    """

    rule: str
    proposals: tuple[int, ...]
    room_id: int | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """The score of the spots, who gets how much, and what is broken.

    ``score.bound`` is no bound here: it equals what is wished.  ``met_by`` is person id ->
    met wish weight.  ``expected`` is proposal id -> how many of the voters and hosts would
    come if seats were no matter, and ``crowded`` where the room has fewer (rule "crowded").
    """

    score: Score
    met_by: Mapping[int, int]
    broken: tuple[Broken, ...]
    expected: Mapping[int, int] = field(default_factory=dict)
    crowded: tuple[Broken, ...] = ()

    @property
    def warnings(self) -> tuple[Broken, ...]:
        """Everything that is worth a second look, broken rules first."""
        return (*self.broken, *self.crowded)


def spots_of(placements: Iterable[Placement]) -> list[Spot]:
    return [Spot(one.proposal_id, one.room_id, one.starts_at, one.ends_at) for one in placements]


def evaluate(grid: Grid, spots: Sequence[Spot]) -> Evaluation:
    """Judge ``spots``.  About 20 ms at 100 people and 45 items."""
    known = {proposal.id for proposal in grid.proposals}
    gone = tuple(
        Broken("gone", (one.proposal_id,)) for one in spots if one.proposal_id not in known
    )
    there = [one for one in spots if one.proposal_id in known]
    pieces = _pieces(grid, there)
    problem = _problem(grid, there, pieces)
    placements = {
        item_name(one.proposal_id): engine.Placement(_piece_at(pieces, one), _room_of(one))
        for one in there
    }
    attendance, coming = attendance_of(problem, placements)
    expected = {row_id(one): number for one, number in coming.items()}
    plan = Plan(placements, attendance)
    return Evaluation(
        score=score_of(problem, plan),
        met_by={row_id(one): met for one, met in met_by_person(problem, attendance).items()},
        broken=gone + _broken(grid, problem, plan, there),
        expected=expected,
        crowded=_crowded(grid, there, expected),
    )


def _crowded(grid: Grid, spots: Sequence[Spot], expected: Mapping[int, int]) -> tuple[Broken, ...]:
    """Items whose room is too small for those who would come; a seat list limits itself."""
    seats = {room.id: room.seats for room in grid.event.rooms}
    limits = {one.id: one.seats for one in grid.proposals}
    found = []
    for one in spots:
        room, limit = seats.get(one.room_id or 0), limits[one.proposal_id]
        coming = min(expected[one.proposal_id], limit or expected[one.proposal_id])
        if room is not None and coming > room:
            found.append(Broken("crowded", (one.proposal_id,), one.room_id))
    return tuple(found)


# --- Time in pieces -------------------------------------------------------------------------


def _pieces(grid: Grid, spots: Sequence[Spot]) -> list[SlotPeriod]:
    """Time cut wherever something begins or ends, without what nothing covers."""
    covering: list[SlotPeriod | Spot] = [*grid.periods, *spots]
    bounds = sorted({one.starts_at for one in covering} | {one.ends_at for one in covering})
    return [
        SlotPeriod(number, start, end)
        for number, (start, end) in enumerate(pairwise(bounds))
        if any(one.starts_at <= start and end <= one.ends_at for one in covering)
    ]


def _name(piece: SlotPeriod) -> str:
    return f"t{piece.id}"


def _piece_at(pieces: Sequence[SlotPeriod], spot: Spot) -> str:
    return next(_name(piece) for piece in pieces if piece.starts_at == spot.starts_at)


def _length(pieces: Sequence[SlotPeriod], spot: Spot | None) -> int:
    if spot is None:
        return 1
    return sum(spot.starts_at <= one.starts_at and one.ends_at <= spot.ends_at for one in pieces)


# --- The problem ----------------------------------------------------------------------------


def _room_of(spot: Spot) -> str:
    # Without a room an item stands alone: it takes nobody's place.
    return f"x{spot.proposal_id}" if spot.room_id is None else room_name(spot.room_id)


def _problem(grid: Grid, spots: Sequence[Spot], pieces: Sequence[SlotPeriod]) -> engine.Problem:
    spot_of = {one.proposal_id: one for one in spots}
    every_need = frozenset(need for one in grid.proposals for need in one.needs)
    nowhere = [engine.Room(_room_of(one), features=every_need) for one in spots if not one.room_id]
    return engine.Problem(
        slots=tuple(engine.Slot(_name(one), one.starts_at, one.ends_at) for one in pieces),
        rooms=(
            *(
                engine.Room(room_name(one.id), one.seats, frozenset(one.features))
                for one in grid.event.rooms
            ),
            *nowhere,
            *wished_for_room(grid),
        ),
        items=tuple(item_of(one, _length(pieces, spot_of.get(one.id))) for one in grid.proposals),
        people=tuple(_person(grid, ident, pieces) for ident in people_of(grid)),
        wishes=tuple(
            engine.Wish(person_name(person), item_name(item), weight)
            for person, item, weight in grid.wishes
        ),
        timezone=grid.event.timezone,
    )


def _person(grid: Grid, person_id: int, pieces: Sequence[SlotPeriod]) -> engine.Person:
    away = [slot for slot in grid.periods if slot.id in grid.absent.get(person_id, ())]
    if not away:
        return engine.Person(person_name(person_id))
    there = frozenset(_name(one) for one in pieces if not any(at_once(one, s) for s in away))
    return engine.Person(person_name(person_id), slots=there)


def _only_open(grid: Grid, problem: engine.Problem, pieces: Sequence[SlotPeriod]) -> engine.Problem:
    """The same problem with rooms open only in slots that nothing blocks."""
    in_slots = [
        piece
        for piece in pieces
        if any(s.starts_at <= piece.starts_at and piece.ends_at <= s.ends_at for s in grid.periods)
    ]
    rooms = {room_name(room.id): room for room in grid.event.rooms}
    return replace(
        problem,
        rooms=tuple(
            replace(one, slots=_open_pieces(grid, rooms[one.id], in_slots))
            if one.id in rooms
            else one
            for one in problem.rooms
        ),
    )


def _open_pieces(grid: Grid, room: Room, pieces: Sequence[SlotPeriod]) -> frozenset[str]:
    return frozenset(
        _name(piece)
        for piece in pieces
        if not any(blocks(blocker, room, piece) for blocker in grid.event.blockers)
    )


# --- What is broken -------------------------------------------------------------------------


def _broken(
    grid: Grid, problem: engine.Problem, plan: Plan, spots: Sequence[Spot]
) -> tuple[Broken, ...]:
    pieces = [SlotPeriod(row_id(s.id), s.starts_at, s.ends_at) for s in problem.slots]
    found = [
        *rules.violations(problem, plan, OTHER_RULES),
        *rules.violations(_only_open(grid, problem, pieces), plan, OPENING_RULES),
    ]
    without_room = [Broken("no-room", (one.proposal_id,)) for one in spots if one.room_id is None]
    rows = [_in_rows(problem, plan, one) for one in found]
    closed = {one.proposals for one in rows if one.rule == "room-open"}
    # A room that is closed at the start is not also too short.
    told = [one for one in rows if one.rule != "length" or one.proposals not in closed]
    return (*without_room, *told)


def _in_rows(problem: engine.Problem, plan: Plan, violation: Violation) -> Broken:
    items = [problem.item[one] for one in violation.ids if one in problem.item]
    room = next((one for one in violation.ids if one in problem.room and one[0] == "r"), None)
    return Broken(
        rule=violation.rule,
        proposals=tuple(row_id(item.id) for item in items),
        room_id=row_id(room) if room else None,
        people=tuple(row_id(one) for one in _people(problem, plan, violation.rule, items)),
    )


def _people(
    problem: engine.Problem, plan: Plan, rule: str, items: Sequence[engine.Item]
) -> list[str]:
    """Whom the rule is about: hosts who are away, or hosts of both items."""
    if rule == "host-there":
        when = places.period(problem, items[0], plan.placements[items[0].id])
        return [h for h in items[0].hosts if not places.is_there(problem, problem.person[h], when)]
    if rule == "host-once":
        return [host for host in items[0].hosts if host in items[1].hosts]
    return []
