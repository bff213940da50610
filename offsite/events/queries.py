"""Reads about events and who is in them."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event, Membership, RoleGrant
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
    return session.scalars(
        select(Membership)
        .where(
            Membership.event_id == event_id,
            Membership.person_id == person_id,
            Membership.left_at.is_(None),
        )
        .options(joinedload(Membership.person))
    ).one_or_none()
