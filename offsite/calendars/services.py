"""What a person does with their calendar addresses."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from offsite.calendars.models import FeedToken
from offsite.events.models import Event
from offsite.people.secrets import hash_of, new_token


def reset_feed(session: Session, *, event: Event, person_id: int, kind: str, now: datetime) -> str:
    """A fresh secret address of this kind; the one before stops working.

    The token is returned this once: only its hash is kept.
    """
    revoke_feed(session, event=event, person_id=person_id, kind=kind, now=now)
    token = new_token()
    session.add(
        FeedToken(
            person_id=person_id,
            event_id=event.id,
            kind=kind,
            token_hash=hash_of(token),
            created_at=now,
        )
    )
    session.flush()
    return token


def revoke_feed(
    session: Session, *, event: Event, person_id: int, kind: str, now: datetime
) -> None:
    """End the address of this kind; quiet when there is none."""
    session.execute(
        update(FeedToken)
        .where(
            FeedToken.event_id == event.id,
            FeedToken.person_id == person_id,
            FeedToken.kind == kind,
            FeedToken.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
