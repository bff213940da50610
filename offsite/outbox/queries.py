"""Reading the outbox."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.outbox.models import Mail


def mail_by_key(session: Session, key: str) -> Mail | None:
    """The mail written under ``key``, whatever became of it."""
    return session.scalars(select(Mail).where(Mail.key == key)).one_or_none()
