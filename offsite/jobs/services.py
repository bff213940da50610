"""What happens to a job: asked for, taken, alive, canceled, over.

A worker may die at any moment, and another may take its job.  So every step of a worker
names its ``attempt``, and is refused once the row has moved on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.jobs.models import Job
from offsite.orm import nudge_after_commit

NUDGE = "job"
SILENCE = timedelta(seconds=20)
"""Without a sign of life for so long a worker counts as dead.  With a look every five
seconds, its job is in other hands within thirty."""
MOST_ATTEMPTS = 3
KEPT = timedelta(days=30)
BEST = "best"
"""The key of a report under which the best so far stands while the work goes on."""

GIVEN_UP = (
    "The worker was lost each time this was tried, so it was given up. Start it again; "
    "if that happens once more, whoever runs this installation should look at the worker's log."
)


class AttemptLost(Stale):
    """The job was taken by another worker, or is over."""


class AlreadyOver(RuleBroken):
    """The job has ended."""


def enqueue(
    session: Session,
    *,
    kind: str,
    arguments: Mapping[str, Any],
    now: datetime,
    event_id: int | None = None,
    created_by_id: int | None = None,
) -> Job:
    """Ask for work, in the caller's transaction; a worker takes it once that is committed.

    ``kind`` is a name in the worker's registry, ``arguments`` plain JSON values.
    """
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        event_id=event_id,
        created_by_id=created_by_id,
        created_at=now,
    )
    session.add(job)
    session.flush()
    nudge_after_commit(session, NUDGE, job.id)
    return job


def take(session: Session, *, job_id: int, now: datetime) -> Job | None:
    """The job, now running in a new attempt; None when there is nothing to take.

    Two workers told of the same job are normal: the second gets None.
    """
    job = _locked(session, job_id)
    if job is None or job.state != "queued":
        return None
    job.state = "running"
    job.attempt += 1
    job.started_at = job.heartbeat_at = now
    job.progress = {}
    session.flush()
    return job


def beat(
    session: Session, *, job_id: int, attempt: int, progress: Mapping[str, Any], now: datetime
) -> bool:
    """Say that the attempt is alive and how far it is; returns whether to stop early.

    Raises:
        AttemptLost: the job is in other hands, or over.
    """
    job = hold(session, job_id=job_id, attempt=attempt)
    job.heartbeat_at = now
    if job.progress != progress:
        job.progress = dict(progress)
    session.flush()
    return job.cancel_asked_at is not None


def hold(session: Session, *, job_id: int, attempt: int) -> Job:
    """The job, locked, if this attempt still has it: what follows is saved with it.

    Raises:
        AttemptLost: the job is in other hands, or over.
    """
    job = _locked(session, job_id)
    if job is None or job.state != "running" or job.attempt != attempt:
        raise AttemptLost("This work was taken over by another worker.")
    return job


def finish(
    session: Session, *, job: Job, result: Mapping[str, Any], now: datetime, early: bool = False
) -> None:
    """End a job that is held.  ``early`` marks a result that was stopped on its way."""
    job.result = {**result, "canceled": True} if early else dict(result)
    _end(session, job, "done", now)


def fail(session: Session, *, job: Job, sentence: str, now: datetime) -> None:
    """End a job that is held, with a sentence for the person who started it."""
    job.error = sentence
    _end(session, job, "failed", now)


def cancel(session: Session, *, job: Job, now: datetime) -> None:
    """End a job of which nothing is kept."""
    _end(session, job, "canceled", now)


def ask_cancel(session: Session, *, job: Job, now: datetime) -> None:
    """Ask the worker to stop and keep the best so far.  Asking twice is asking once.

    A job that nobody has taken yet ends at once.

    Raises:
        AlreadyOver: there is nothing left to stop.
    """
    session.refresh(job, with_for_update=True)
    if job.is_over:
        raise AlreadyOver("This had already ended.")
    job.cancel_asked_at = job.cancel_asked_at or now
    if job.state == "queued":
        cancel(session, job=job, now=now)
    session.flush()


def release(session: Session, *, job_id: int, attempt: int) -> None:
    """Give the job back unfinished: its worker has to stop.

    Raises:
        AttemptLost: the job is in other hands, or over.
    """
    _queue_again(session, hold(session, job_id=job_id, attempt=attempt))


def requeue_stale(session: Session, *, now: datetime) -> list[Job]:
    """Put jobs of silent workers back, give up those that lost too many; returns both."""
    statement = (
        select(Job)
        .where(Job.state == "running", Job.heartbeat_at < now - SILENCE)
        .with_for_update(skip_locked=True)
    )
    stale = list(session.scalars(statement))
    for job in stale:
        if job.cancel_asked_at is not None:
            cancel(session, job=job, now=now)
        elif job.attempt >= MOST_ATTEMPTS:
            fail(session, job=job, sentence=GIVEN_UP, now=now)
        else:
            _queue_again(session, job)
    return stale


def prune(session: Session, *, now: datetime) -> None:
    """Forget jobs that ended long ago."""
    session.execute(delete(Job).where(Job.ended_at < now - KEPT))


def _locked(session: Session, job_id: int) -> Job | None:
    return session.get(Job, job_id, with_for_update=True, populate_existing=True)


def _queue_again(session: Session, job: Job) -> None:
    job.state = "queued"
    job.started_at = job.heartbeat_at = None
    session.flush()
    nudge_after_commit(session, NUDGE, job.id)


def _end(session: Session, job: Job, state: str, now: datetime) -> None:
    job.state = state
    job.ended_at = now
    job.progress = {name: one for name, one in job.progress.items() if name != BEST}
    session.flush()
