"""People who came with a programme: known by name, without a mail address.

They cannot sign in and get no mail, until somebody tells us their address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from offsite.errors import BadInput, NotFound
from offsite.events.models import Event, Membership
from offsite.exchange.fitting import guid_of_person, guid_within
from offsite.exchange.programme import Person as Speaker
from offsite.people import rules
from offsite.people.models import Person
from offsite.people.queries import person_by_email
from offsite.people.services import find_or_create_person
from offsite.proposals.models import Proposal, ProposalHost

LONGEST_NAME = 200
LONGEST_ABOUT = 5000
AT_ONCE = 500


@dataclass(frozen=True)
class Cast:
    """The speakers of a programme as people: who is here already, and who is new.

    ``guids`` maps a speaker's key to the guid of the person; ``known`` guids to people.
    """

    guids: Mapping[str, str]
    known: Mapping[str, Person]

    def count_new(self) -> int:
        return len(set(self.guids.values()) - self.known.keys())


def cast_of(session: Session, *, event: Event, speakers: Sequence[Speaker]) -> Cast:
    """Find the people of ``speakers``; nothing is saved.

    By name among those who host what was imported here before, so that a speaker whose
    address became known meanwhile is not made a second time; else by guid, but only of
    people in events of this series: a public guid must not lead to anybody's account.
    """
    guids = {one.key: guid_of_person(one, event.guid) for one in speakers}
    strangers = _by_guid(session, guids.values()).keys() - _guids_of_series(session, event)
    guids = {
        key: guid_within(event.guid, guid) if guid in strangers else guid
        for key, guid in guids.items()
    }
    known = _by_guid(session, guids.values())
    hosts = _hosts_by_name(session, event)
    for one in speakers:
        host, same = hosts.get(one.name.casefold()), known.get(guids[one.key])
        if host is not None and (same is None or rules.is_placeholder(same.email)):
            guids[one.key] = host.guid
            known[host.guid] = host
    return Cast(guids, known)


def _guids_of_series(session: Session, event: Event) -> set[str]:
    return set(
        session.scalars(
            select(Person.guid)
            .join(Membership, Membership.person_id == Person.id)
            .join(Event, Event.id == Membership.event_id)
            .where(Event.series_id == event.series_id)
        )
    )


def _by_guid(session: Session, guids: Iterable[str]) -> dict[str, Person]:
    wanted = sorted(set(guids))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), AT_ONCE):
        people = session.scalars(
            select(Person).where(Person.guid.in_(wanted[start : start + AT_ONCE]))
        )
        found |= {person.guid: person for person in people}
    return found


def _hosts_by_name(session: Session, event: Event) -> dict[str, Person]:
    """Hosts of imported proposals by name; a name that two of them have is left out."""
    hosting = (
        select(ProposalHost.person_id)
        .join(Proposal, Proposal.id == ProposalHost.proposal_id)
        .where(Proposal.event_id == event.id, Proposal.imported_as.is_not(None))
    )
    people = session.scalars(select(Person).where(Person.id.in_(hosting))).all()
    names = [person.name.casefold() for person in people]
    return {p.name.casefold(): p for p in people if names.count(p.name.casefold()) == 1}


def bring(
    session: Session, *, event: Event, speakers: Sequence[Speaker], cast: Cast, now: datetime
) -> dict[str, Person]:
    """Every speaker as a member of the event; by the speaker's key.

    Whoever has an account keeps their own words; only placeholders are rewritten.
    """
    people = dict(cast.known)
    by_key: dict[str, Person] = {}
    for one in speakers:
        guid = cast.guids[one.key]
        if guid not in people:
            people[guid] = _placeholder(one, guid, now)
            session.add(people[guid])
        elif rules.is_placeholder(people[guid].email):
            people[guid].name, people[guid].about = _name(one), _about(one)
        by_key[one.key] = people[guid]
    session.flush()
    _join(session, event, by_key.values(), now)
    return by_key


def _placeholder(speaker: Speaker, guid: str, now: datetime) -> Person:
    return Person(
        guid=guid,
        name=_name(speaker),
        email=f"{guid}@{rules.NOWHERE}",
        about=_about(speaker),
        created_at=now,
        disabled_at=now,
    )


def _name(speaker: Speaker) -> str:
    return speaker.name[:LONGEST_NAME].strip() or "?"


def _about(speaker: Speaker) -> str:
    return speaker.biography[:LONGEST_ABOUT]


def _join(session: Session, event: Event, people: Iterable[Person], now: datetime) -> None:
    # Whoever left the event on their own account does not come back by a file.
    there = set(
        session.scalars(select(Membership.person_id).where(Membership.event_id == event.id))
    )
    for ident in dict.fromkeys(person.id for person in people):
        if ident not in there:
            session.add(Membership(event_id=event.id, person_id=ident, joined_at=now))
    session.flush()


# Once an address is known


def placeholders_in(session: Session, event: Event) -> Sequence[Person]:
    """The members of the event whose address nobody has told us, by name."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.event_id == event.id,
            Membership.left_at.is_(None),
            Person.email.endswith(f"@{rules.NOWHERE}"),
        )
        .order_by(func.lower(Person.name), Person.id)
    ).all()


def give_address(
    session: Session, *, event: Event, person_id: int, email: str, now: datetime
) -> Person:
    """Tell us the address of an imported speaker, who can sign in from now on.

    If somebody has the address, the speaker is that person.  Only what belongs to this event
    goes over: an organizer answers for no other one.

    Raises:
        NotFound: there is no such placeholder in the event.
        BadInput: it is no mail address.
    """
    placeholder = next((p for p in placeholders_in(session, event) if p.id == person_id), None)
    if placeholder is None:
        raise NotFound("There is no imported speaker of that kind in this event.")
    address = email.strip().lower()
    if not rules.is_address(address) or rules.is_placeholder(address):
        raise BadInput("This is not a mail address that we can write to.")
    if person_by_email(session, address) is None and _is_only_in(session, placeholder, event):
        placeholder.email, placeholder.disabled_at = address, None
        session.flush()
        return placeholder
    person = find_or_create_person(session, email=address, name=placeholder.name, now=now)
    _hand_over(session, event, placeholder, person)
    return person


def _is_only_in(session: Session, person: Person, event: Event) -> bool:
    events = session.scalars(select(Membership.event_id).where(Membership.person_id == person.id))
    return set(events) == {event.id}


def _hand_over(session: Session, event: Event, old: Person, new: Person) -> None:
    """Sessions and membership of ``old`` in this event become those of ``new``."""
    ours = select(Proposal.id).where(Proposal.event_id == event.id)
    hosted = select(ProposalHost.proposal_id).where(ProposalHost.person_id == new.id)
    joined = select(Membership.event_id).where(Membership.person_id == new.id)
    moves = (
        (ProposalHost, ProposalHost.proposal_id.in_(ours), ProposalHost.proposal_id.in_(hosted)),
        (Membership, Membership.event_id == event.id, Membership.event_id.in_(joined)),
    )
    alone = _is_only_in(session, old, event)
    for model, is_ours, is_double in moves:
        theirs = (model.person_id == old.id, is_ours)
        session.execute(delete(model).where(*theirs, is_double))
        session.execute(update(model).where(*theirs).values(person_id=new.id))
    session.expire_all()
    if alone:
        session.delete(old)
    session.flush()
