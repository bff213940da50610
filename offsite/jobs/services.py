"""What happens to a job: asked for, taken, alive, canceled, over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from offsite.jobs.models import Job
from offsite.orm import nudge_after_commit

NUDGE = "job"


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
