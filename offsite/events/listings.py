"""Which events somebody sees on the first page, and who plays which part in a demo."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event, Membership, RoleGrant
from offsite.people.models import Person
from offsite.policy import Role


@dataclass(frozen=True)
class EventList:
    """Events that are not over, the next one first; and past ones, the last one first."""

    current: tuple[Event, ...]
    past: tuple[Event, ...]


@dataclass(frozen=True)
class DemoPart:
    """One role of the demo and the invented people who have it, by name."""

    role: Role
    people: tuple[Person, ...]


def events_of_person(session: Session, *, person_id: int, now: datetime) -> EventList:
    """The events the person is in, with their series."""
    member_of = select(Membership.event_id).where(
        Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    return _sorted(
        session.scalars(
            select(Event).where(Event.id.in_(member_of)).options(joinedload(Event.series))
        ),
        now,
    )


def public_events(session: Session, *, now: datetime) -> EventList:
    """The events that everybody may see, with their series."""
    return _sorted(
        session.scalars(
            select(Event).where(Event.visibility == "public").options(joinedload(Event.series))
        ),
        now,
    )


def _sorted(events: Iterable[Event], now: datetime) -> EventList:
    by_day = sorted(events, key=lambda event: (event.starts_on, event.name))
    return EventList(
        current=tuple(event for event in by_day if not is_over(event, now)),
        past=tuple(event for event in reversed(by_day) if is_over(event, now)),
    )


def is_over(event: Event, now: datetime) -> bool:
    """Whether the event's last day has ended where it takes place, or it was archived."""
    return event.archived_at is not None or now.astimezone(event.zone).date() > event.ends_on


def demo_parts(session: Session) -> tuple[DemoPart, ...]:
    """The demo's people by the highest role that they have in any event."""
    held: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in session.execute(
        select(Membership.person_id, RoleGrant.role).join(RoleGrant.membership)
    ):
        held[person_id].add(Role(role))
    by_role: dict[Role, list[Person]] = defaultdict(list)
    for person in session.scalars(
        select(Person)
        .where(Person.is_demo.is_(True), Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ):
        by_role[_highest(held[person.id])].append(person)
    return tuple(DemoPart(role, tuple(by_role[role])) for role in Role if by_role[role])


def only_person(parts: tuple[DemoPart, ...], person_id: int) -> tuple[DemoPart, ...]:
    """The part that this person plays, with nobody else; nothing when they play none."""
    return tuple(
        DemoPart(part.role, (person,))
        for part in parts
        for person in part.people
        if person.id == person_id
    )


def _highest(held: set[Role]) -> Role:
    # Role lists them from the widest to the narrowest.
    return next((role for role in Role if role in held), Role.MEMBER)
