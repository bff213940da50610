"""Reads about people."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from offsite.people.models import Person, SignIn, SignInLink
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


def person_of_company(session: Session, *, issuer: str, subject: str) -> Person | None:
    return session.scalars(
        select(Person).where(Person.oidc_issuer == issuer, Person.oidc_subject == subject)
    ).one_or_none()


def link_by_token(session: Session, token: str) -> SignInLink | None:
    return session.scalars(
        select(SignInLink)
        .where(SignInLink.token_hash == hash_of(token))
        .options(joinedload(SignInLink.person))
    ).one_or_none()


def newest_link_of_browser(session: Session, browser: str) -> SignInLink | None:
    """What the browser asked for last: its mail's code is the one that counts."""
    return session.scalars(
        select(SignInLink)
        .where(SignInLink.browser_hash == hash_of(browser))
        .order_by(SignInLink.id.desc())
        .options(joinedload(SignInLink.person))
        .limit(1)
    ).one_or_none()


def live_sign_ins(session: Session, *, person_id: int, now: datetime) -> list[SignIn]:
    """The browsers signed in as this person, newest first."""
    return list(
        session.scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
            )
            .order_by(SignIn.created_at.desc(), SignIn.id.desc())
        )
    )


def demo_person(session: Session, person_id: int) -> Person | None:
    """An invented person, as whom a demo lets anybody look around."""
    return session.scalars(
        select(Person).where(
            Person.id == person_id, Person.is_demo.is_(True), Person.disabled_at.is_(None)
        )
    ).one_or_none()
