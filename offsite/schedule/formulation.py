"""From rows to the engine's problem, and from its answer back to places.

The engine names things by text; a name here is a letter and the row's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from offsite.engines.periods import at_once
from offsite.engines.scheduling import problem as engine
from offsite.events.models import Blocker, Event, Room, Slot
from offsite.proposals import queries as proposals
from offsite.proposals.models import Proposal
from offsite.schedule import queries
from offsite.schedule.models import Draft, Placement
from offsite.schedule.rules import SlotPeriod, length_in_slots, touching_runs


def slot_name(ident: int) -> str:
    return f"s{ident}"


def room_name(ident: int) -> str:
    return f"r{ident}"


def item_name(ident: int) -> str:
    return f"i{ident}"


def person_name(ident: int) -> str:
    return f"p{ident}"


def row_id(name: str) -> int:
    """The row's id in a name made here."""
    return int(name[1:])


@dataclass(frozen=True)
class Grid:
    """Everything of an event that decides where items can run.

    ``taken`` are placements that stay where they are although no slot begins there: they
    occupy their room and their hosts.
    """

    event: Event
    proposals: Sequence[Proposal]
    absent: Mapping[int, frozenset[int]]
    """person id -> slots in which they cannot host."""
    wishes: Sequence[tuple[int, int, int]]
    taken: Sequence[Placement] = field(default_factory=tuple)
    closed: frozenset[tuple[int, int]] = frozenset()
    """(room id, slot id) that stay free because their day is locked."""

    @cached_property
    def periods(self) -> list[SlotPeriod]:
        return [SlotPeriod(slot.id, slot.starts_at, slot.ends_at) for slot in self.event.slots]


def grid_of(session: Session, event: Event, *, base: Draft | None = None) -> Grid:
    """Read what the engine needs in a handful of statements."""
    absent = proposals.absences(session, event)
    return Grid(
        event=event,
        proposals=proposals.schedulable(session, event),
        absent={person: frozenset(slots) for person, slots in absent.items()},
        wishes=proposals.wishes(session, event),
        taken=_off_grid_pins(session, event, base) if base else (),
        closed=_kept_free(event, base) if base else frozenset(),
    )


def _kept_free(event: Event, base: Draft) -> frozenset[tuple[int, int]]:
    """Rooms and slots of locked days in which nothing stands."""
    locked = base.locked_days
    return frozenset(
        (room.id, slot.id)
        for slot in event.slots
        if slot.starts_at.astimezone(event.zone).date() in locked
        for room in event.rooms
        if not any(_occupies(placement, room, slot) for placement in base.placements)
    )


def _off_grid_pins(session: Session, event: Event, base: Draft) -> list[Placement]:
    starts = {slot.starts_at for slot in event.slots}
    return [
        placement
        for placement in queries.placements_of(session, base)
        if placement.pinned_at is not None
        and (placement.starts_at not in starts or placement.room_id is None)
    ]


def problem_of(
    grid: Grid,
    *,
    base: Draft | None = None,
    stays_close: bool = False,
    begun_by: datetime | None = None,
) -> engine.Problem:
    """The event as the engine sees it.

    ``base`` is the draft to start from: what is pinned there stays, and what begins before
    ``begun_by``; if it ``stays_close``, moves of all else are counted.

    Raises:
        BadInput: the rows contradict each other; one sentence a fault.
    """
    fixed = {placement.proposal_id for placement in grid.taken}
    places = engine_places(grid, base)
    pinned = _pinned(base, places, begun_by)
    return engine.Problem(
        slots=tuple(
            engine.Slot(slot_name(slot.id), slot.starts_at, slot.ends_at) for slot in grid.periods
        ),
        rooms=(*(_engine_room(grid, room) for room in grid.event.rooms), *wished_for_room(grid)),
        items=tuple(
            _engine_item(grid, one, pinned.get(item_name(one.id)))
            for one in grid.proposals
            if one.id not in fixed
        ),
        people=tuple(_engine_person(grid, ident) for ident in people_of(grid)),
        wishes=tuple(
            engine.Wish(person_name(person), item_name(item), weight)
            for person, item, weight in grid.wishes
            if item not in fixed
        ),
        current=places if stays_close else {},
        move_cost=1 if stays_close else 0,
        timezone=grid.event.timezone,
    )


def _pinned(
    base: Draft | None, places: Mapping[str, engine.Placement], begun_by: datetime | None
) -> dict[str, engine.Placement]:
    pinned = {
        item_name(one.proposal_id)
        for one in (base.placements if base else ())
        if one.pinned_at or (begun_by is not None and one.starts_at < begun_by)
    }
    return {item: place for item, place in places.items() if item in pinned}


def people_of(grid: Grid) -> list[int]:
    hosts = {host.id for proposal in grid.proposals for host in proposal.active_hosts}
    return sorted(hosts | {person for person, _item, _weight in grid.wishes})


def engine_places(grid: Grid, base: Draft | None) -> dict[str, engine.Placement]:
    if base is None:
        return {}
    slots = {slot.starts_at: slot.id for slot in grid.event.slots}
    known = {proposal.id for proposal in grid.proposals}
    rooms = {room.id for room in grid.event.rooms}
    return {
        item_name(one.proposal_id): engine.Placement(
            slot_name(slots[one.starts_at]), room_name(one.room_id)
        )
        for one in base.placements
        if one.starts_at in slots and one.proposal_id in known and one.room_id in rooms
    }


def _engine_room(grid: Grid, room: Room) -> engine.Room:
    free = {
        slot_name(slot.id)
        for slot in grid.event.slots
        if not any(blocks(blocker, room, slot) for blocker in grid.event.blockers)
        and not any(_occupies(placement, room, slot) for placement in grid.taken)
        and (room.id, slot.id) not in grid.closed
    }
    whole = len(free) == len(grid.event.slots)
    return engine.Room(
        id=room_name(room.id),
        capacity=room.seats,
        features=frozenset(room.features),
        slots=None if whole else frozenset(free),
    )


def wished_for_room(grid: Grid) -> tuple[engine.Room, ...]:
    """A room that is never open, with what items need and no room has.

    Without it the engine would refuse the whole problem; so it only leaves those items out.
    """
    features = {feature for room in grid.event.rooms for feature in room.features}
    missing = frozenset(need for one in grid.proposals for need in one.needs) - features
    if not missing:
        return ()
    every_need = frozenset(need for one in grid.proposals for need in one.needs)
    return (engine.Room(room_name(0), features=every_need, slots=frozenset()),)


def blocks(blocker: Blocker, room: Room, slot: Slot | SlotPeriod) -> bool:
    """Whether a break or blocker keeps ``room`` from being used in ``slot``."""
    return blocker.room_id in (None, room.id) and at_once(blocker, slot)


def _occupies(placement: Placement, room: Room, slot: Slot) -> bool:
    return placement.room_id == room.id and at_once(placement, slot)


def _engine_item(grid: Grid, proposal: Proposal, pinned: engine.Placement | None) -> engine.Item:
    length, starts = length_in_slots(grid.periods, proposal.minutes)
    slots = _slots_for(grid.periods, length, starts)
    return replace(item_of(proposal, length), slots=slots, pinned=pinned)


def item_of(proposal: Proposal, length: int) -> engine.Item:
    """The proposal as an item of ``length`` slots that may stand anywhere."""
    return engine.Item(
        id=item_name(proposal.id),
        title=proposal.title,
        length=length,
        hosts=tuple(person_name(host.id) for host in proposal.active_hosts),
        needs=frozenset(proposal.needs),
        priority=proposal.priority,
        seats=proposal.seats,
        everyone=proposal.format.everyone,
    )


def _slots_for(
    periods: Sequence[SlotPeriod], length: int, starts: frozenset[int] | None
) -> frozenset[str] | None:
    """Where an item may run, as the engine reads it: every slot it takes, not only its first.

    None where touching slots alone decide, as on every even grid.
    """
    if starts is None:
        return None
    runs = dict(touching_runs(periods, length))
    if runs.keys() <= starts:
        return None
    return frozenset(slot_name(one) for start in starts for one in runs.get(start, ()))


def _engine_person(grid: Grid, person_id: int) -> engine.Person:
    away = set(grid.absent.get(person_id, ()))
    for placement in grid.taken:
        if any(host.id == person_id for host in placement.proposal.active_hosts):
            away |= {slot.id for slot in grid.event.slots if at_once(slot, placement)}
    there = frozenset(slot_name(slot.id) for slot in grid.event.slots if slot.id not in away)
    return engine.Person(person_name(person_id), slots=there if away else None)


@dataclass(frozen=True)
class Place:
    """Where the engine put a proposal, as rows see it."""

    proposal_id: int
    room_id: int
    starts_at: datetime
    ends_at: datetime


def places_of(
    placements: Mapping[str, Mapping[str, str]],
    *,
    starts: Mapping[int, datetime],
    minutes: Mapping[int, int],
) -> list[Place]:
    """The placements of a plan document as places.

    ``starts`` is slot id -> start; ``minutes`` proposal id -> length.  An item ends when its
    own minutes are over, even inside its last slot.
    """
    return [
        Place(
            proposal_id=(proposal_id := row_id(item)),
            room_id=row_id(place["room"]),
            starts_at=(start := starts[row_id(place["slot"])]),
            ends_at=start + timedelta(minutes=minutes[proposal_id]),
        )
        for item, place in placements.items()
    ]
