"""Reads about people."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from offsite.people.models import Person, SignIn
from offsite.people.secrets import hash_of


def has_anybody(session: Session) -> bool:
    """Whether this installation has been set up."""
    return session.scalar(select(func.count(Person.id))) != 0


def person_by_email(session: Session, email: str) -> Person | None:
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).first()


def live_sign_in(session: Session, *, token: str, now: datetime) -> SignIn | None:
    """The browser that holds ``token``, unless it signed out, expired or is disabled."""
    found = session.scalars(
        select(SignIn).where(SignIn.token_hash == hash_of(token)).options(joinedload(SignIn.person))
    ).first()
    if found is None or not found.is_live(now) or not found.person.can_sign_in():
        return None
    return found
