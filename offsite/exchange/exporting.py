"""A release, or a draft, as a programme that every writer takes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.engines.documents import canonical
from offsite.errors import NotFound
from offsite.events.models import Event, Membership
from offsite.exchange import programme as values
from offsite.exchange.fitting import color_of
from offsite.exchange.programme import Programme
from offsite.people.models import Person
from offsite.proposals.models import Proposal, ProposalHost, ProposalVote
from offsite.proposals.queries import schedulable
from offsite.schedule import queries
from offsite.schedule.formulation import grid_of, problem_of
from offsite.schedule.models import Draft, Placement, Release, ReleasedItem

MINUTE = timedelta(minutes=1)


class NothingReleased(NotFound):
    """There is no release, or none of that name."""


class NoDraft(NotFound):
    """There is no working draft."""


@dataclass(frozen=True)
class Site:
    """Where the pages are: the installation's address, and the host in calendar UIDs."""

    base_url: str
    uid_host: str

    def schedule(self, event: Event) -> str:
        return f"{self.base_url}/{event.slug}/schedule/"

    def item(self, event: Event, code: str) -> str:
        return f"{self.schedule(event)}items/{code}/"


def released(session: Session, event: Event, name: str | None = None) -> Release:
    """The latest release, or the one with this name or address.

    Raises:
        NothingReleased: there is none.
    """
    if name is None:
        found = queries.latest_release(session, event)
        if found is None:
            raise NothingReleased("No schedule was released yet.")
        return found
    for one in queries.releases_of(session, event):
        if name in (one.name, one.slug):
            return one
    raise NothingReleased("There is no release called “%(name)s”.", name=name[:100])


def working_draft(session: Session, event: Event) -> Draft:
    """Raises NoDraft: no draft was applied."""
    draft = queries.working_draft(session, event)
    if draft is None:
        raise NoDraft("There is no working draft. Make one and apply it first.")
    return draft


# A release


def programme_of_release(session: Session, release: Release, site: Site) -> Programme:
    """What was released, item by item; what is gone since is canceled."""
    event = release.event
    items = release.items
    seats = _seats(session, [one.proposal_id for one in items if one.proposal_id])
    return replace(
        _frame(event, release.name, site),
        rooms=_unique_rooms((one.room_name, one.room_guid) for one in _by_room(items)),
        tracks=_tracks(event, (one.track_name for one in items)),
        people=_people(
            (str(host["guid"]), str(host["name"])) for one in items for host in one.hosts
        ),
        sessions=tuple(_of_item(one, event, site, seats) for one in items),
    )


def _by_room(items: Iterable[ReleasedItem]) -> list[ReleasedItem]:
    return sorted(items, key=lambda one: (one.room_position, one.room_name))


def _frame(event: Event, version: str, site: Site) -> Programme:
    return Programme(
        title=event.name,
        acronym=event.slug,
        timezone=event.timezone,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        url=site.schedule(event),
        version=version,
    )


def _seats(session: Session, proposal_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Proposal.id, Proposal.seats).where(
            Proposal.id.in_(proposal_ids), Proposal.seats.is_not(None)
        )
    )
    return {ident: seats for ident, seats in rows if seats is not None}


def _of_item(item: ReleasedItem, event: Event, site: Site, seats: dict[int, int]) -> values.Session:
    return values.Session(
        key=item.uid,
        title=item.title,
        guid=item.uid,
        code=item.code,
        number=item.proposal_id,
        subtitle=item.subtitle,
        abstract=item.abstract,
        room=item.room_name or None,
        starts_at=item.starts_at.astimezone(event.zone),
        minutes=(item.ends_at - item.starts_at) // MINUTE,
        track=item.track_name or None,
        kind=item.format_name,
        language=item.language,
        people=tuple(str(host["guid"]) for host in item.hosts),
        url=site.item(event, item.code),
        state="canceled" if item.canceled_at else "confirmed",
        everyone=item.everyone,
        seats=seats.get(item.proposal_id or 0),
        uid=f"{item.uid}@{site.uid_host}",
        sequence=item.sequence,
        changed_at=item.changed_at,
    )


# A draft


def programme_of_draft(session: Session, draft: Draft, site: Site) -> Programme:
    """Everything that may be scheduled, with the places the draft has for it."""
    event = draft.event
    places = {one.proposal_id: one for one in queries.placements_of(session, draft)}
    proposals = schedulable(session, event)
    return replace(
        _frame(event, draft.name, site),
        rooms=tuple(_room(one) for one in event.rooms),
        tracks=_tracks(event, (one.track.name for one in proposals if one.track)),
        people=_people((host.guid, host.name) for one in proposals for host in one.active_hosts),
        sessions=tuple(_of_proposal(one, places.get(one.id), site) for one in proposals),
    )


def _room(room: Any) -> values.Room:
    return values.Room(
        room.name,
        guid=room.guid,
        capacity=room.seats,
        features=tuple(room.features),
        description=room.description,
    )


def _of_proposal(proposal: Proposal, place: Placement | None, site: Site) -> values.Session:
    event = proposal.event
    return values.Session(
        key=proposal.uid,
        title=proposal.title,
        guid=proposal.uid,
        code=proposal.code,
        number=proposal.id,
        subtitle=proposal.subtitle,
        abstract=proposal.abstract,
        room=place.room.name if place and place.room else None,
        starts_at=place.starts_at.astimezone(event.zone) if place else None,
        minutes=(place.ends_at - place.starts_at) // MINUTE if place else proposal.minutes,
        track=proposal.track.name if proposal.track else None,
        kind=proposal.format.name,
        language=proposal.language,
        people=tuple(host.guid for host in proposal.active_hosts),
        url=site.item(event, proposal.code),
        state=proposal.state,
        everyone=proposal.format.everyone,
        needs=tuple(proposal.needs),
        seats=proposal.seats,
        uid=f"{proposal.uid}@{site.uid_host}",
        changed_at=proposal.updated_at,
    )


# What both share


def _unique_rooms(rooms: Iterable[tuple[str, str]]) -> tuple[values.Room, ...]:
    named = {name: guid for name, guid in rooms if name}
    return tuple(values.Room(name, guid=guid or None) for name, guid in named.items())


def _tracks(event: Event, names: Iterable[str]) -> tuple[values.Track, ...]:
    hues = {one.name: one.hue for one in event.tracks}
    used = dict.fromkeys(filter(None, names))
    return tuple(
        values.Track(name, color_of(hues[name]) if name in hues else None) for name in used
    )


def _people(hosts: Iterable[tuple[str, str]]) -> tuple[values.Person, ...]:
    named = dict(hosts)
    return tuple(values.Person(guid, name, guid=guid) for guid, name in named.items())


# Our own words in schedule.json


def meta_of(
    session: Session, event: Event, programme: Programme, *, now: datetime
) -> dict[str, Any]:
    """Format, seats and, once voting is over, votes of each session, by its guid."""
    votes = _votes(session, event) if event.voting_is_over(now) else {}
    return {"offsite": {"sessions": dict(_meta_rows(programme, votes))}}


def _meta_rows(
    programme: Programme, votes: dict[str, dict[str, int]]
) -> Iterable[tuple[str, dict[str, Any]]]:
    for one in programme.sessions:
        if one.canceled:
            continue
        row: dict[str, Any] = {"format": one.kind, "seats": one.seats}
        if one.key in votes:
            row["votes"] = votes[one.key]
        yield one.key, row


def _votes(session: Session, event: Event) -> dict[str, dict[str, int]]:
    """Votes by the proposal's uid: how many must and would be there."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: {"must": 0, "would": 0})
    rows = session.execute(
        select(Proposal.uid, ProposalVote.choice, func.count(ProposalVote.id))
        .join(ProposalVote, ProposalVote.proposal_id == Proposal.id)
        .where(Proposal.event_id == event.id, ProposalVote.choice.in_(("must", "would")))
        .group_by(Proposal.uid, ProposalVote.choice)
        .order_by(Proposal.uid, ProposalVote.choice)
    )
    for uid, choice, count in rows:
        counted[uid][choice] = count
    return counted


def changed_at(release: Release, *, now: datetime) -> datetime:
    """When an export of the release last changed; votes appear as voting ends."""
    closed = release.event.voting_closes_at
    moments = [release.released_at, *(one.changed_at for one in release.items)]
    return max([*moments, *([closed] if closed and closed <= now else [])])


# For organizers


def problem_document(session: Session, event: Event, *, now: datetime) -> bytes:
    """The event as a schedule problem, starting from its working draft.

    Wishes are in it once voting is over: until then nobody sees them.
    """
    base = queries.working_draft(session, event)
    grid = grid_of(session, event, base=base)
    if not event.voting_is_over(now):
        grid = replace(grid, wishes=())
    problem = problem_of(grid, base=base, stays_close=base is not None)
    return f"{canonical(problem.to_document())}\n".encode()


PEOPLE_HEADINGS = ("Name", "Team", "Function", "Track", "Sessions")


def people_rows(session: Session, event: Event) -> list[tuple[str, ...]]:
    """The members by name with what they host; nothing that is not on their public profile."""
    hosted: dict[int, list[str]] = defaultdict(list)
    hosts = session.execute(
        select(ProposalHost.person_id, Proposal.title)
        .join(Proposal, Proposal.id == ProposalHost.proposal_id)
        .where(
            Proposal.event_id == event.id,
            Proposal.state.in_(("accepted", "confirmed")),
            ProposalHost.accepted_at.is_not(None),
        )
        .order_by(Proposal.id)
    )
    for person_id, title in hosts:
        hosted[person_id].append(title)
    people = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.event_id == event.id, Membership.left_at.is_(None))
        .order_by(func.lower(Person.name), Person.id)
    )
    return [
        (one.name, one.team, one.function, one.track, "; ".join(hosted[one.id])) for one in people
    ]
