"""Reading jobs."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from offsite.jobs.models import Job


def queued_ids(session: Session) -> list[int]:
    """Jobs that nobody has taken, the oldest first."""
    return list(session.scalars(select(Job.id).where(Job.state == "queued").order_by(Job.id)))


def has_stale(session: Session, *, silent_since: datetime) -> bool:
    """Whether a running job has given no sign of life since ``silent_since``."""
    stale = exists().where(Job.state == "running", Job.heartbeat_at < silent_since)
    return bool(session.scalar(select(stale)))


def latest_job(session: Session, *, event_id: int, kind: str) -> Job | None:
    """The newest job of ``kind`` in the event, whatever its state."""
    statement = (
        select(Job)
        .where(Job.event_id == event_id, Job.kind == kind)
        .order_by(Job.id.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()
