"""Programmes of others become events: rooms, formats, people, sessions and a working draft."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, Stale
from offsite.events import services as events
from offsite.events.models import Event, Format, Room, Series, Slot, Track
from offsite.events.rooms import LARGEST_ROOM
from offsite.events.rules import slug_of
from offsite.events.services import EventDetails
from offsite.exchange import speakers
from offsite.exchange.fitting import Fitted, Kind, hue_of, room_name, usual_minutes
from offsite.exchange.incoming import (
    Plan,
    hosts_after,
    is_kind,
    place_of,
    plan_import,
    track_called,
)
from offsite.exchange.programme import Person as Speaker
from offsite.exchange.programme import Reading
from offsite.exchange.programme import Room as FileRoom
from offsite.exchange.writers.frab_values import uuid_of
from offsite.exchange.writers.schedule_problem import spanned_slots
from offsite.people.models import Person
from offsite.people.secrets import new_code
from offsite.policy import Actor
from offsite.proposals.models import Proposal, ProposalHost
from offsite.schedule import drafts
from offsite.schedule import queries as schedule
from offsite.schedule.models import Draft, Placement

HUES = 12
DRAFT_NAME = "Imported from %s"


class NothingInside(BadInput):
    """The file holds no session that could be imported."""


class ChangedMeanwhile(Stale):
    """The event changed since the import was shown."""


@dataclass(frozen=True)
class Imported:
    """What an import did.  ``draft`` is the new working draft, None if nothing moved."""

    new: int
    updated: int
    unchanged: int
    left_out: int
    draft: Draft | None


@dataclass(frozen=True)
class Intake:
    """What is imported: a reading, the name of its file, and whether doubtful rows are."""

    reading: Reading
    file_name: str
    only_clean: bool = False


def import_programme(
    session: Session,
    *,
    event: Event,
    intake: Intake,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> Imported:
    """Bring a programme into the event: all of it, or nothing.

    What was imported before is brought up to date.  Votes, comments and sessions that are
    not in the file stay as they are.  ``seen`` is the mark of the plan that was looked at
    (`Plan.mark`); None asks for none.

    Raises:
        NothingInside: there is no session to import.
        ChangedMeanwhile: the plan is another one by now.
    """
    # Two imports at once must not make everything twice.
    session.refresh(event, with_for_update=True)
    plan = plan_import(session, event=event, reading=intake.reading, only_clean=intake.only_clean)
    if not plan.taken:
        raise NothingInside("There is no session in this file that could be imported.")
    if seen is not None and seen != plan.mark:
        raise ChangedMeanwhile("The event changed meanwhile. Look again at what would happen.")
    if plan.extends:
        event.starts_on, event.ends_on = plan.days
    frame = _frame(session, plan)
    people = speakers.bring(session, event=event, speakers=_speakers(plan), cast=plan.cast, now=now)
    written = _write_proposals(session, plan, frame, people, now)
    _draw_slots(session, plan)
    draft = _place(session, plan, written, frame.rooms, intake.file_name, actor, now)
    session.expire(event)
    counts = plan.counts
    return Imported(
        counts["new"], counts["updated"], counts["unchanged"], counts["left out"], draft
    )


def create_from_programme(
    session: Session,
    *,
    details: EventDetails,
    series: Series,
    creator_id: int | None,
    intake: Intake,
    now: datetime,
) -> Event:
    """A new event with the programme in it; its days grow to hold all sessions.

    Raises:
        BadValue, AddressTaken: as `events.services.check_details`.
        NothingInside: as `import_programme`.
    """
    event = events.create_event(
        session, details=details, series=series, creator_id=creator_id, now=now
    )
    actor = Actor(person_id=creator_id)
    import_programme(session, event=event, intake=intake, actor=actor, now=now)
    return event


def _speakers(plan: Plan) -> Sequence[Speaker]:
    keys = {key for row in plan.taken for key in row.fitted.people}
    return [one for one in plan.programme.speakers if one.key in keys]


# Rooms, tracks, formats


@dataclass(frozen=True)
class _Frame:
    """What sessions refer to, by folded name."""

    rooms: Mapping[str, Room]
    tracks: Mapping[str, Track]
    formats: Mapping[Kind, Format]


def _frame(session: Session, plan: Plan) -> _Frame:
    frame = _Frame(_rooms(session, plan), _tracks(session, plan), _formats(session, plan))
    session.flush()
    return frame


def _rooms(session: Session, plan: Plan) -> dict[str, Room]:
    event = plan.event
    in_file = {room_name(one.name): one for one in plan.programme.rooms}
    rooms = {one.name.casefold(): one for one in event.rooms}
    position = max((one.position for one in event.rooms), default=-1)
    free = _free_guids(session, [in_file[name] for name in plan.new_rooms if name in in_file])
    for number, name in enumerate(plan.new_rooms, start=1):
        room = _room(event, name, in_file.get(name, FileRoom(name)), free)
        room.position = position + number
        session.add(room)
        rooms[name.casefold()] = room
    return rooms


def _room(event: Event, name: str, found: FileRoom, free: set[str]) -> Room:
    guid = uuid_of(found.guid)
    # Two rooms of one file may share a guid: the first keeps it.
    own = guid if guid in free else None
    free.discard(own or "")
    seats = found.capacity
    return Room(
        event_id=event.id,
        guid=own or str(uuid.uuid4()),
        name=name,
        seats=seats if seats and 0 < seats <= LARGEST_ROOM else None,
        features=[one.lower() for one in found.features],
        description=found.description,
    )


def _free_guids(session: Session, rooms: Sequence[FileRoom]) -> set[str]:
    guids = {guid for one in rooms if (guid := uuid_of(one.guid))}
    return guids - set(session.scalars(select(Room.guid).where(Room.guid.in_(guids))))


def _tracks(session: Session, plan: Plan) -> dict[str, Track]:
    event = plan.event
    colors = {one.name: one.color for one in plan.programme.tracks}
    tracks = {one.name.casefold(): one for one in event.tracks}
    for name in dict.fromkeys(row.fitted.track for row in plan.taken):
        if not name or track_called(event, name) or name.casefold() in tracks:
            continue
        hue = hue_of(colors.get(name), len(tracks))
        track = Track(event_id=event.id, name=name, hue=hue, position=len(tracks))
        session.add(track)
        tracks[name.casefold()] = track
    return tracks


def _formats(session: Session, plan: Plan) -> dict[Kind, Format]:
    event = plan.event
    formats: dict[Kind, Format] = {}
    keys = {one.key for one in event.formats}
    for kind in dict.fromkeys(row.fitted.kind for row in plan.taken):
        same = next(
            (one for one in (*event.formats, *formats.values()) if is_kind(one, kind)), None
        )
        formats[kind] = same or _format(session, plan, kind, keys, len(formats))
    return formats


def _format(session: Session, plan: Plan, kind: Kind, keys: set[str], number: int) -> Format:
    key = _free(slug_of(kind.name)[:40] or "format", keys)
    keys.add(key)
    rows = (row.fitted for row in plan.taken if row.fitted.kind == kind)
    made = Format(
        event_id=plan.event.id,
        key=key,
        name=kind.name,
        minutes=usual_minutes(one.minutes for one in rows),
        everyone=kind.everyone,
        open_to_proposals=not kind.everyone,
        hue=number % HUES + 1,
        position=len(plan.event.formats) + number,
    )
    session.add(made)
    return made


def _free(wanted: str, taken: set[str]) -> str:
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


# Sessions


def _write_proposals(
    session: Session, plan: Plan, frame: _Frame, people: Mapping[str, Person], now: datetime
) -> dict[str, Proposal]:
    """The proposals of what is imported, by their lasting keys."""
    naming = _Naming.of(session, plan)
    written: dict[str, Proposal] = {}
    for row in plan.taken:
        proposal = row.proposal or _new_proposal(plan.event, row.fitted, naming, now)
        # The first file it came from names it for good: later ones find it by its guid.
        proposal.imported_as = proposal.imported_as or row.fitted.key
        if row.state != "unchanged":
            _fill(proposal, row.fitted, frame, now)
            _set_hosts(proposal, [people[key] for key in row.fitted.people], now)
        session.add(proposal)
        written[row.fitted.key] = proposal
    session.flush()
    return written


class _Naming:
    """Codes of the event and uids of all that are taken."""

    def __init__(self, codes: set[str], uids: set[str]) -> None:
        self.codes, self.uids = codes, uids

    @classmethod
    def of(cls, session: Session, plan: Plan) -> "_Naming":
        mine = select(Proposal.code).where(Proposal.event_id == plan.event.id)
        wanted = [row.fitted.guid for row in plan.rows if row.fitted.guid]
        taken = select(Proposal.uid).where(Proposal.uid.in_(wanted))
        return cls(set(session.scalars(mine)), set(session.scalars(taken)))

    def code(self, wanted: str | None) -> str:
        code = wanted or new_code()
        while code in self.codes:
            code = new_code()
        self.codes.add(code)
        return code

    def uid(self, wanted: str | None) -> str:
        uid = wanted if wanted and wanted not in self.uids else str(uuid.uuid4())
        self.uids.add(uid)
        return uid


def _new_proposal(event: Event, fitted: Fitted, naming: _Naming, now: datetime) -> Proposal:
    return Proposal(
        event_id=event.id,
        code=naming.code(fitted.code),
        uid=naming.uid(fitted.guid),
        state="confirmed",
        seats=fitted.seats,
        needs=list(fitted.needs),
        created_at=now,
        submitted_at=now,
        state_changed_at=now,
    )


def _fill(proposal: Proposal, fitted: Fitted, frame: _Frame, now: datetime) -> None:
    format = frame.formats[fitted.kind]
    proposal.title, proposal.subtitle = fitted.title, fitted.subtitle
    proposal.abstract, proposal.language = fitted.abstract, fitted.language
    proposal.minutes = fitted.minutes or proposal.minutes or format.minutes
    proposal.format = format
    proposal.track = frame.tracks.get(fitted.track.casefold())
    if fitted.state and fitted.state != proposal.state:
        proposal.state, proposal.pending_state = fitted.state, None
        proposal.state_changed_at = now
    proposal.updated_at = now


def _set_hosts(proposal: Proposal, hosts: Sequence[Person], now: datetime) -> None:
    """The people of the file in their order, then those of our own; invitations stay."""
    rows = {one.person.guid: one for one in proposal.hosts}
    people = {one.guid: one for one in hosts}
    kept = []
    for position, guid in enumerate(hosts_after(proposal, list(people))):
        row = rows.pop(guid, None) or ProposalHost(person=people[guid], invited_at=now)
        row.position, row.accepted_at = position, row.accepted_at or now
        kept.append(row)
    asked = [row for row in rows.values() if row.accepted_at is None]
    proposal.hosts = [*kept, *asked]


# The grid and the draft


def _draw_slots(session: Session, plan: Plan) -> None:
    """Slots from the sessions' own periods, where the event has none."""
    if not plan.draws_slots:
        return
    placed = {row.fitted.session_key for row in plan.taken if row.fitted.place}
    sessions = [one for one in plan.programme.sessions if one.key in placed]
    for one in spanned_slots(plan.programme, sessions):
        session.add(Slot(event_id=plan.event.id, starts_at=one.starts_at, ends_at=one.ends_at))
    session.flush()


def _place(
    session: Session,
    plan: Plan,
    written: Mapping[str, Proposal],
    rooms: Mapping[str, Room],
    file_name: str,
    actor: Actor,
    now: datetime,
) -> Draft | None:
    """A new working draft with the places of the file; none when nothing is different."""
    before = schedule.placements_of(session, plan.working) if plan.working else ()
    ours = {one.id for one in written.values()}
    places = dict(_places(plan, written, rooms))
    kept = [one for one in before if one.proposal_id not in ours]
    old = {one.proposal_id: (one.room_id, one.starts_at, one.ends_at) for one in before}
    if places == {key: old[key] for key in ours if key in old}:
        return None
    draft = drafts.start_draft(
        session,
        event=plan.event,
        name=(DRAFT_NAME % file_name)[:100],
        base=None,
        actor=actor,
        now=now,
    )
    pins = {one.proposal_id: one.pinned_at for one in before}
    draft.placements = [drafts.copy_of(one) for one in kept] + [
        Placement(
            proposal_id=ident,
            room_id=room_id,
            starts_at=starts_at,
            ends_at=ends_at,
            pinned_at=pins.get(ident) if old.get(ident) == (room_id, starts_at, ends_at) else None,
        )
        for ident, (room_id, starts_at, ends_at) in places.items()
    ]
    session.flush()
    drafts.apply(session, draft=draft, now=now)
    return draft


def _places(
    plan: Plan, written: Mapping[str, Proposal], rooms: Mapping[str, Room]
) -> Iterator[tuple[int, tuple[int, datetime, datetime]]]:
    for row in plan.taken:
        if place := place_of(row.fitted, row.proposal):
            room = rooms[place.room.casefold()]
            yield written[row.fitted.key].id, (room.id, place.starts_at, place.ends_at)
