"""Rows that have served their time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from offsite.jobs import services as jobs
from offsite.live import services as live
from offsite.outbox import services as outbox
from offsite.people.models import SignIn, SignInLink

LINKS_KEPT = timedelta(days=1)
SIGN_INS_KEPT = timedelta(days=30)


def prune(session: Session, *, now: datetime) -> None:
    """Forget used and old ways to sign in, ended sign-ins, old jobs and mails, receipts."""
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now - LINKS_KEPT))
    old = now - SIGN_INS_KEPT
    session.execute(delete(SignIn).where(or_(SignIn.ended_at < old, SignIn.expires_at < old)))
    jobs.prune(session, now=now)
    outbox.prune(session, now=now)
    live.prune(session, now=now)
