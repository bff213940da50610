"""Reads about events and who is in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import (
    Event,
    Format,
    Invitation,
    Membership,
    RoleGrant,
    Room,
    Series,
    Slot,
)
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part
from offsite.policy import Role


def event_by_slug(session: Session, slug: str) -> Event | None:
    return session.scalars(
        select(Event).where(Event.slug == slug).options(joinedload(Event.series))
    ).one_or_none()


def roles_of(session: Session, *, person_id: int) -> Mapping[int, frozenset[Role]]:
    """The person's roles by event id, in all events they have not left."""
    rows = session.execute(
        select(Membership.event_id, RoleGrant.role)
        .outerjoin(RoleGrant, RoleGrant.membership_id == Membership.id)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
    )
    roles: dict[int, set[Role]] = defaultdict(set)
    for event_id, role in rows:
        roles[event_id] |= {Role(role)} if role else {Role.MEMBER}
    return {event_id: _with_membership(held) for event_id, held in roles.items()}


def _with_membership(held: set[Role]) -> frozenset[Role]:
    # A display is a screen on a wall: it reads the board and is nobody's colleague.
    return frozenset(held if held == {Role.DISPLAY} else held | {Role.MEMBER})


def membership_of(session: Session, *, event_id: int, person_id: int) -> Membership | None:
    """The person's membership, unless they left."""
    return session.scalars(_membership(event_id, person_id)).one_or_none()


def _membership(event_id: int, person_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .where(
            Membership.event_id == event_id,
            Membership.person_id == person_id,
            Membership.left_at.is_(None),
        )
        .options(joinedload(Membership.person))
    )


def states_by_email(session: Session, *, event_id: int, emails: Iterable[str]) -> Mapping[str, str]:
    """For each of ``emails`` (lower case) that somebody has: known, or member of the event."""
    wanted = sorted(set(emails))
    states: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(Person.email, Membership.id)
            .outerjoin(
                Membership,
                (Membership.person_id == Person.id)
                & (Membership.event_id == event_id)
                & Membership.left_at.is_(None),
            )
            .where(Person.email.in_(wanted[start : start + 500]))
        )
        states |= {email: "member" if member else "known" for email, member in rows}
    return states


def series_of_owner(session: Session, *, person_id: int, is_founder: bool) -> list[Series]:
    """The series in which the person may make events: their own; all for the founder."""
    statement = select(Series).order_by(Series.name, Series.id)
    if not is_founder:
        owned = (
            select(Event.series_id)
            .join(Membership, Membership.event_id == Event.id)
            .join(RoleGrant, RoleGrant.membership_id == Membership.id)
            .where(
                Membership.person_id == person_id,
                Membership.left_at.is_(None),
                RoleGrant.role == Role.OWNER.value,
            )
        )
        statement = statement.where(Series.id.in_(owned))
    return list(session.scalars(statement))


@dataclass(frozen=True)
class SetupCounts:
    """How far an event is set up."""

    rooms: int
    slots: int
    formats: int
    members: int


def setup_counts(session: Session, *, event_id: int) -> SetupCounts:
    """One statement."""
    counts = [
        select(func.count(model.id)).where(model.event_id == event_id, *more).scalar_subquery()
        for model, more in (
            (Room, ()),
            (Slot, ()),
            (Format, (Format.retired_at.is_(None),)),
            (Membership, (Membership.left_at.is_(None),)),
        )
    ]
    return SetupCounts(*session.execute(select(*counts)).one())


def profiles_in(session: Session, *, event_id: int) -> Sequence[Any]:
    """Light rows of the public profiles of all colleagues, by name: no screens, no closed
    accounts.  One statement."""
    screens = (
        select(RoleGrant.membership_id)
        .group_by(RoleGrant.membership_id)
        .having(func.min(RoleGrant.role) == Role.DISPLAY.value)
        .having(func.max(RoleGrant.role) == Role.DISPLAY.value)
    )
    return session.execute(
        select(
            Person.id,
            Person.name,
            Person.team,
            Person.function,
            Person.track,
            Person.topics,
            Person.languages,
        )
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.event_id == event_id,
            Membership.left_at.is_(None),
            Membership.id.not_in(screens),
            Person.disabled_at.is_(None),
        )
        .order_by(func.lower(Person.name), Person.id)
    ).all()


def people_by_id(session: Session, idents: Sequence[int]) -> list[Person]:
    """The people in the order of ``idents``.  One statement."""
    rows = session.scalars(select(Person).where(Person.id.in_(idents)))
    found = {one.id: one for one in rows}
    return [found[one] for one in idents]


def member_lines(session: Session, *, event_id: int, role: str, left: bool) -> Sequence[Any]:
    """Light rows (id, name, email, team) of members, or of those who left, by name.

    With ``role`` only those who hold it.  One statement.
    """
    gone = Membership.left_at.is_not(None) if left else Membership.left_at.is_(None)
    statement = (
        select(Membership.id, Person.name, Person.email, Person.team)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.event_id == event_id, gone)
        .order_by(func.lower(Person.name), Membership.id)
    )
    if role:
        holders = select(RoleGrant.membership_id).where(RoleGrant.role == role)
        statement = statement.where(Membership.id.in_(holders))
    return session.execute(statement).all()


def memberships_by_id(session: Session, idents: Sequence[int]) -> list[Membership]:
    """The members with person and grants, in the order of ``idents``.  Two statements."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.id.in_(idents))
        .options(joinedload(Membership.person), selectinload(Membership.grants))
    )
    found = {one.id: one for one in rows}
    return [found[one] for one in idents]


def member_of_event(session: Session, *, event_id: int, person_id: int) -> Membership | None:
    """Like `membership_of`, with the grants."""
    found = _membership(event_id, person_id).options(selectinload(Membership.grants))
    return session.scalars(found).one_or_none()


def formats_of(session: Session, *, event_id: int) -> list[Format]:
    """All formats with their phases, the retired ones last.  Two statements."""
    rows = session.scalars(
        select(Format)
        .where(Format.event_id == event_id)
        .options(selectinload(Format.phases))
        .order_by(Format.position, Format.id)
    )
    return sorted(rows, key=lambda one: one.retired_at is not None)


def invitations_of(session: Session, *, event_id: int) -> list[Invitation]:
    """The event's invitation links, newest first."""
    return list(
        session.scalars(
            select(Invitation)
            .where(Invitation.event_id == event_id)
            .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        )
    )


@part("memberships")
def memberships_of(session: Session, person_id: int) -> Any:
    """For the export of what is kept about a person."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(selectinload(Membership.grants), joinedload(Membership.event))
        .order_by(Membership.id)
    )
    return [
        {
            **columns_of(one),
            "event": one.event.slug,
            "roles": [columns_of(grant) for grant in one.grants],
        }
        for one in rows
    ]
