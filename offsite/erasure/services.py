"""A person is erased: what is theirs alone goes, what they wrote for all stays without a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from offsite.erasure.rules import GONE, keys_to_people, without
from offsite.errors import RuleBroken
from offsite.events.members import refuse_last_owner
from offsite.events.models import Event, Membership
from offsite.facilitation.models import Challenge
from offsite.openspace.models import Convener, TopicReport
from offsite.outbox.models import Mail
from offsite.people.models import Person
from offsite.policy import Role
from offsite.proposals.services.locking import lock
from offsite.schedule.models import ReleasedItem
from offsite.schedule.seats import services as seats

TEXTS_WITH_NAMES: tuple[InstrumentedAttribute[Any], ...] = (
    Mail.subject,
    Mail.body,
    TopicReport.people,
    Challenge.told_by,
    Convener.name,
)
"""Where we, or a form that asks for names, wrote one down; not what people tell in a text."""


class CannotBeErased(RuleBroken):
    """Without this person the installation could not go on."""


def erase_person(session: Session, *, person: Person, now: datetime) -> list[Event]:
    """Take the person out of everything.

    An empty account stays, so that its number never comes to mean somebody else.  To do it
    again changes nothing.

    Returns the events that lost a member: whoever waited for a seat of theirs has it now, and
    is to be told.

    Raises:
        CannotBeErased: they set this installation up.
        LastOwner: nobody else owns one of their events.
    """
    lock(session, person)
    if person.founded_at is not None:
        raise CannotBeErased("Whoever set this installation up cannot be erased.")
    _refuse_owner(session, person)
    left = _leave_events(session, person, now)
    _forget_letters(session, person)
    _forget_releases(session, person)
    _name_conveners(session, person)
    _take_names_out(session, person)
    for table, column, fate in keys_to_people():
        if fate == "CASCADE":
            session.execute(delete(table).where(column == person.id))
        else:
            session.execute(update(table).where(column == person.id).values({column.key: None}))
    _empty(person, now)
    session.flush()
    session.expire_all()
    return left


def _leave_events(session: Session, person: Person, now: datetime) -> list[Event]:
    held = select(Event).join(Membership, Membership.event_id == Event.id)
    here = held.where(Membership.person_id == person.id, Membership.left_at.is_(None))
    events = list(session.scalars(here.order_by(Event.id)))
    for event in events:
        seats.leave_event(session, event=event, person_id=person.id, now=now)
    return events


def _refuse_owner(session: Session, person: Person) -> None:
    held = session.scalars(
        select(Membership).where(Membership.person_id == person.id, Membership.left_at.is_(None))
    )
    for member in held.all():
        if any(one.role == Role.OWNER for one in member.grants):
            refuse_last_owner(session, member)


def _forget_letters(session: Session, person: Person) -> None:
    own: ColumnElement[bool] = or_(Mail.person_id == person.id, Mail.to_address == person.email)
    session.execute(delete(Mail).where(own))


def _forget_releases(session: Session, person: Person) -> None:
    """Their sessions stay in every release, and name their other hosts only."""
    likely = cast(ReleasedItem.hosts, String).contains(person.guid, autoescape=True)
    for item in session.scalars(select(ReleasedItem).where(likely)).all():
        item.hosts = [one for one in item.hosts if one.get("guid") != person.guid]


def _name_conveners(session: Session, person: Person) -> None:
    # A topic is somebody's: without an account the name has to say it.
    session.execute(update(Convener).where(Convener.person_id == person.id).values(name=GONE))


def _take_names_out(session: Session, person: Person) -> None:
    names = [person.email]
    if not _shares_name(session, person):
        names.append(person.name)
    for column in TEXTS_WITH_NAMES:
        naming = or_(*(column.contains(one, autoescape=True) for one in names))
        for row in session.scalars(select(column.class_).where(naming)).all():
            setattr(row, column.key, without(getattr(row, column.key), *names))


def _shares_name(session: Session, person: Person) -> bool:
    """Whether the name stands in a colleague's, too: then a text may well mean the other."""
    others = select(Person.id).where(
        Person.id != person.id, Person.name.contains(person.name, autoescape=True)
    )
    return session.scalars(others.limit(1)).first() is not None


def _empty(person: Person, now: datetime) -> None:
    person.name, person.email = GONE, f"erased-{person.id}@invalid"
    person.guid = f"erased-{person.id}"
    person.team = person.function = person.track = person.topics = person.about = ""
    person.leadership, person.languages, person.locale = [], [], ""
    person.oidc_issuer = person.oidc_subject = None
    person.is_demo = False
    person.disabled_at = person.disabled_at or now
