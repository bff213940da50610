"""Saying that something changed, and letting a request have its effect once."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from offsite.live.models import LiveTopic, Receipt
from offsite.live.queries import NOTED

KEPT = timedelta(days=2)
ACCESS = "access"
"""The topic of every event that changes when somebody may no longer see what they saw."""


def bump(session: Session, *, event_id: int, topic: str) -> None:
    """Say that what pages show under ``topic`` changes with this transaction.

    Call it wherever the change is made, as often as you like: it is written once, at the
    end of the unit of work.  Topics are short words of the features' own choosing, with an
    id where there are several: ``board``, ``questions:7``.
    """
    session.info.setdefault(NOTED, set()).add((event_id, topic))


def write_bumps(session: Session) -> None:
    """Count every noted topic up by one; the unit of work calls it just before its commit.

    So late, a busy topic's row is locked for a moment only; always in the same order, two
    transactions with the same topics never wait for each other in a circle.
    """
    for event_id, topic in sorted(session.info.pop(NOTED, ())):
        added = _insert(session)(LiveTopic).values(event_id=event_id, topic=topic, number=1)
        session.execute(
            added.on_conflict_do_update(
                index_elements=[LiveTopic.event_id, LiveTopic.topic],
                set_={"number": LiveTopic.number + 1},
            )
        )


def bump_access(session: Session) -> None:
    """Count every event's `ACCESS` up: who may see what is asked anew everywhere."""
    for event_id in session.scalars(text("SELECT id FROM event")):
        bump(session, event_id=event_id, topic=ACCESS)


def forget_bumps(session: Session) -> None:
    """The transaction is undone: nothing changed."""
    session.info.pop(NOTED, None)


def mark_of(*parts: str) -> str:
    """The mark of a request: sender, key, address, content.  Only its hash is ever kept."""
    digest = hashlib.sha256()
    for one in parts:
        raw = one.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def claim(session: Session, *, mark: str, now: datetime) -> Receipt | None:
    """Note that the request of ``mark`` has its effect in this transaction.

    None says go on: this is the first time, and whoever sends the same again waits until
    this transaction is over.  A receipt says stop: it had its effect before.
    """
    kept_until = (now + KEPT).date()
    values = {"mark": mark, "answer": "", "kept_until": kept_until}
    added = _insert(session)(Receipt).values(values).on_conflict_do_nothing()
    is_first = session.scalar(added.returning(Receipt.mark)) is not None
    return None if is_first else session.get_one(Receipt, mark)


def keep_answer(session: Session, *, mark: str, answer: str) -> None:
    """Keep what the first answer led to, so that a repeated request is led there too."""
    session.get_one(Receipt, mark).answer = answer
    session.flush()


def prune(session: Session, *, now: datetime) -> None:
    """Forget receipts after two days: no phone waits longer to send."""
    session.execute(delete(Receipt).where(Receipt.kept_until < now.date()))


def _insert(session: Session) -> Any:
    kinds = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    return kinds[session.get_bind().dialect.name]
