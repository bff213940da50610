"""What an import would do to an event; nothing here writes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Format, Track
from offsite.exchange import checks
from offsite.exchange.fitting import Days, Fitted, Kind, Place, days_for, fit, room_name
from offsite.exchange.programme import Programme, Reading, Warning
from offsite.exchange.speakers import Cast, cast_of
from offsite.people.rules import is_placeholder
from offsite.proposals.models import Proposal, ProposalHost
from offsite.schedule import queries as schedule
from offsite.schedule.models import Draft, Placement

State = Literal["new", "updated", "unchanged", "left out"]
STATES: tuple[State, ...] = ("new", "updated", "unchanged", "left out")
TEXTS = ("title", "subtitle", "abstract", "language")


@dataclass(frozen=True)
class Row:
    """One session of the file: what becomes of it, and what would be different."""

    fitted: Fitted
    state: State
    proposal: Proposal | None = None
    changes: tuple[str, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True)
class Plan:
    """All that importing a programme into an event would do.

    ``days`` are the event's afterwards; ``absent`` proposals were imported before and are
    not in this file: they stay as they are.
    """

    event: Event
    programme: Programme
    rows: tuple[Row, ...]
    warnings: tuple[Warning, ...]
    days: Days
    cast: Cast
    absent: tuple[Proposal, ...]
    working: Draft | None

    @cached_property
    def taken(self) -> tuple[Row, ...]:
        """The rows that are imported."""
        return tuple(row for row in self.rows if row.state != "left out")

    @cached_property
    def counts(self) -> Mapping[State, int]:
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in STATES}

    @property
    def clean(self) -> int:
        """How many rows have no warning."""
        return sum(not row.is_doubtful for row in self.rows)

    @property
    def extends(self) -> bool:
        return self.days != (self.event.starts_on, self.event.ends_on)

    @property
    def draws_slots(self) -> bool:
        return not self.event.slots and any(row.fitted.place for row in self.taken)

    @cached_property
    def new_rooms(self) -> tuple[str, ...]:
        here = {room.name.casefold() for room in self.event.rooms}
        named = (room_name(one.name) for one in self.programme.rooms_in_use)
        places = (row.fitted.place.room for row in self.taken if row.fitted.place)
        return tuple(
            name for name in dict.fromkeys((*named, *places)) if name.casefold() not in here
        )

    @cached_property
    def mark(self) -> str:
        """Names exactly this plan: what was shown is what is done."""
        rows = [(r.fitted, r.state, r.proposal and r.proposal.id, r.changes) for r in self.rows]
        guids = sorted(self.cast.known)
        said = (rows, self.days, self.new_rooms, guids, self.draws_slots)
        return sha256(repr(said).encode()).hexdigest()[:32]


def plan_import(
    session: Session, *, event: Event, reading: Reading, only_clean: bool = False
) -> Plan:
    """Look at an import of ``reading`` into ``event``.

    A session that was imported before is found by its lasting key, else by its guid.
    ``only_clean`` leaves out the sessions that have a warning.
    """
    programme = reading.programme
    days = days_for(programme, (event.starts_on, event.ends_on), event.zone)
    fitting: list[Warning] = []
    fitted = fit(programme, days, event.zone, fitting)
    doubtful = reading.doubtful | _doubtful(programme, fitting)
    cast = cast_of(session, event=event, speakers=programme.speakers)
    working = schedule.working_draft(session, event)
    known = _Known.of(session, event, working)
    rows = tuple(_rows(fitted, known, cast, doubtful))
    if only_clean:
        rows = tuple(replace(row, state="left out") if row.is_doubtful else row for row in rows)
    found = {row.proposal.id for row in rows if row.proposal}
    absent = tuple(p for p in known.proposals if p.imported_as and p.id not in found)
    warnings = (*reading.warnings, *fitting)
    return Plan(event, programme, rows, warnings, days, cast, absent, working)


def _doubtful(programme: Programme, warnings: list[Warning]) -> frozenset[str]:
    titles = {warning.where for warning in warnings}
    return frozenset(one.key for one in programme.sessions if checks.about(one) in titles)


class _Known:
    """What the event has, in a handful of statements."""

    def __init__(self, proposals: list[Proposal], placements: Mapping[int, Placement]) -> None:
        self.proposals = proposals
        self.placements = placements
        self.by_key = {one.imported_as: one for one in proposals if one.imported_as}
        self.by_uid = {one.uid: one for one in proposals}

    @classmethod
    def of(cls, session: Session, event: Event, working: Draft | None) -> "_Known":
        proposals = list(
            session.scalars(
                select(Proposal)
                .where(Proposal.event_id == event.id)
                .options(
                    joinedload(Proposal.format),
                    joinedload(Proposal.track),
                    selectinload(Proposal.hosts).joinedload(ProposalHost.person),
                )
                .order_by(Proposal.id)
            )
        )
        placed = schedule.placements_of(session, working) if working else ()
        return cls(proposals, {one.proposal_id: one for one in placed})

    def proposal_of(self, fitted: Fitted, keys: frozenset[str]) -> Proposal | None:
        """The proposal the session is, by its key, else by its guid.

        One that another session (of ``keys``) has, or found before, is not taken twice.
        """
        if found := self.by_key.get(fitted.key):
            return found
        found = self.by_uid.pop(fitted.guid or "", None)
        return None if found is None or found.imported_as in keys else found


def _rows(
    fitted: Sequence[Fitted], known: _Known, cast: Cast, doubtful: frozenset[str]
) -> Iterator[Row]:
    keys = frozenset(one.key for one in fitted)
    for one in fitted:
        proposal, doubt = known.proposal_of(one, keys), one.session_key in doubtful
        if proposal is None:
            yield Row(one, "new", is_doubtful=doubt)
            continue
        changes = tuple(_changes(one, proposal, known.placements.get(proposal.id), cast))
        yield Row(one, "updated" if changes else "unchanged", proposal, changes, doubt)


def _changes(
    fitted: Fitted, proposal: Proposal, placement: Placement | None, cast: Cast
) -> Iterator[str]:
    """Names of what the file says otherwise."""
    yield from (name for name in TEXTS if getattr(fitted, name) != getattr(proposal, name))
    if fitted.state is not None and fitted.state != proposal.state:
        yield "state"
    if fitted.minutes is not None and fitted.minutes != proposal.minutes:
        yield "length"
    if not is_kind(proposal.format, fitted.kind):
        yield "format"
    if fitted.track.casefold() != (proposal.track.name.casefold() if proposal.track else ""):
        yield "track"
    if hosts_after(proposal, [cast.guids[key] for key in fitted.people]) != [
        host.person.guid for host in proposal.hosts if host.accepted_at
    ]:
        yield "hosts"
    yield from _moves(place_of(fitted, proposal), placement)


def hosts_after(proposal: Proposal, guids: list[str]) -> list[str]:
    """The guids of all hosts after the import: those of the file, then people of our own."""
    others = (host.person for host in proposal.hosts if host.accepted_at)
    own = (one.guid for one in others if not is_placeholder(one.email))
    return list(dict.fromkeys((*guids, *own)))


def place_of(fitted: Fitted, proposal: Proposal | None) -> Place | None:
    """The place the file gives; none for what does not take place."""
    state = fitted.state or (proposal.state if proposal else "confirmed")
    return fitted.place if state in schedule.SCHEDULABLE_STATES else None


def _moves(place: Place | None, placement: Placement | None) -> Iterator[str]:
    if place is None or placement is None:
        if (place is None) != (placement is None):
            yield "place"
        return
    if (place.starts_at, place.ends_at) != (placement.starts_at, placement.ends_at):
        yield "time"
    if place.room.casefold() != (placement.room.name.casefold() if placement.room else ""):
        yield "room"


# Names that mean the same here and in the file


def is_kind(format: Format, kind: Kind) -> bool:
    return format.name.casefold() == kind.name.casefold() and format.everyone == kind.everyone


def track_called(event: Event, name: str) -> Track | None:
    return next((one for one in event.tracks if one.name.casefold() == name.casefold()), None)
