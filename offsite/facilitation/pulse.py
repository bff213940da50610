"""Telling open pages that a run changed."""

from sqlalchemy.orm import Session

from offsite.facilitation.models import Run
from offsite.live.services import bump


def topic_of(code: str) -> str:
    """The name under which pages watch the run of the session with this code."""
    return f"run:{code}"


def touch(session: Session, run: Run) -> None:
    """What is seen of the run changes with this transaction."""
    bump(session, event_id=run.event_id, topic=topic_of(run.proposal.code))
