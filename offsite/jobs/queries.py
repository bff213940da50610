"""Reading jobs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.jobs.models import Job


def queued_ids(session: Session) -> list[int]:
    """Jobs that nobody has taken, the oldest first."""
    return list(session.scalars(select(Job.id).where(Job.state == "queued").order_by(Job.id)))


def latest_job(session: Session, *, event_id: int, kind: str) -> Job | None:
    """The newest job of ``kind`` in the event, whatever its state."""
    statement = (
        select(Job)
        .where(Job.event_id == event_id, Job.kind == kind)
        .order_by(Job.id.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()
