"""Links that let their holder join an event."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.errors import NotFound
from offsite.events.members import join
from offsite.events.models import Event, Invitation, Membership
from offsite.events.rules import BadValue
from offsite.people.models import Person
from offsite.people.secrets import hash_of, new_token

LONGEST_LIFE = timedelta(days=90)


class NoInvitation(NotFound):
    """The link is unknown, revoked or over."""


@dataclass(frozen=True)
class NewInvitation:
    """``token`` is known here and never again."""

    invitation: Invitation
    token: str


def create_invitation(
    session: Session, *, event: Event, lives: timedelta, created_by_id: int, now: datetime
) -> NewInvitation:
    """A link that works for ``lives``, at most ninety days.

    Raises:
        BadValue: it would live too long, or not at all.
    """
    if not timedelta(0) < lives <= LONGEST_LIFE:
        raise BadValue("A link works for 1 to %(most)s days.", most=LONGEST_LIFE.days)
    token = new_token()
    invitation = Invitation(
        event_id=event.id,
        token_hash=hash_of(token),
        created_by_id=created_by_id,
        created_at=now,
        expires_at=now + lives,
    )
    session.add(invitation)
    session.flush()
    return NewInvitation(invitation, token)


def revoke_invitation(session: Session, *, invitation: Invitation, now: datetime) -> None:
    """The link stops working.  Twice is once."""
    invitation.revoked_at = invitation.revoked_at or now
    session.flush()


def usable_invitation(session: Session, *, token: str, now: datetime) -> Invitation:
    """The invitation that ``token`` opens.  Changes nothing.

    Raises:
        NoInvitation: there is none, or not any more; all look alike.
    """
    found = session.scalars(
        select(Invitation)
        .where(Invitation.token_hash == hash_of(token))
        .options(joinedload(Invitation.event))
    ).one_or_none()
    if found is None or not found.is_usable(now):
        raise NoInvitation("This invitation does not work (any more). Ask for a new link.")
    return found


def accept_invitation(session: Session, *, token: str, person: Person, now: datetime) -> Membership:
    """``person`` joins the event of the link.  Whoever is in stays in.

    Raises:
        NoInvitation: as `usable_invitation`.
    """
    invitation = usable_invitation(session, token=token, now=now)
    return join(session, event=invitation.event, person=person, now=now)
