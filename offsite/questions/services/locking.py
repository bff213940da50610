"""One row at a time: two people who press at once are served one after the other."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.live import services as live
from offsite.questions.models import Question, Queue


class QueueClosed(RuleBroken):
    """Nothing is asked, voted or merged here any more."""


def lock(session: Session, row: Any) -> None:
    """Wait for whoever changes ``row`` now, then read it afresh.

    PostgreSQL locks the row; on SQLite the whole transaction already holds the write lock.
    """
    model = type(row)
    session.execute(select(model.id).where(model.id == row.id).with_for_update())
    session.refresh(row)


def lock_open(session: Session, queue: Queue) -> None:
    """Lock a queue that is not closed.

    Raises:
        QueueClosed: it is.
    """
    lock(session, queue)
    if queue.closed_at is not None:
        raise QueueClosed("These questions are closed.")


def changed(session: Session, thing: Queue | Question) -> None:
    """What pages show of the queue changes with this transaction."""
    queue = thing.queue
    live.bump(session, event_id=queue.event_id, topic=queue.topic)
