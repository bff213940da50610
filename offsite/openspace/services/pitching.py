"""The queue of those who tell the circle what they care about."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.openspace.models import Board, Pitch, Topic
from offsite.openspace.pulse import touch
from offsite.openspace.queries.pitches import now_pitching, waiting_pitches
from offsite.proposals.services.locking import lock


class AlreadyQueued(RuleBroken):
    """One entry for each person at a time."""


class QueueMoved(Stale):
    """Somebody else has already called the next one."""


def queue_up(session: Session, *, topic: Topic, now: datetime) -> Pitch:
    """Queue up to pitch ``topic``; queued already, nothing changes.

    Raises:
        AlreadyQueued: its convener waits with another topic.
    """
    lock(session, topic.board)
    found = _pitch_of(session, topic)
    if found is not None and found.done_at is None:
        return found
    speaker = _speaker(topic)
    if speaker is not None and _waits(session, topic.board, speaker):
        raise AlreadyQueued("You are in the queue with another topic. One at a time.")
    if found is None:
        found = Pitch(board_id=topic.board_id, topic_id=topic.id, person_id=speaker)
        session.add(found)
    found.queued_at, found.called_at, found.done_at = now, None, None
    session.flush()
    touch(session, topic.board)
    return found


def queue_up_quietly(session: Session, *, topic: Topic, now: datetime) -> None:
    """`queue_up` after posting: who waits already can queue this topic up afterwards."""
    speaker = _speaker(topic)
    if speaker is None or not _waits(session, topic.board, speaker):
        queue_up(session, topic=topic, now=now)


def _speaker(topic: Topic) -> int | None:
    return topic.conveners[0].person_id if topic.conveners else None


def _pitch_of(session: Session, topic: Topic) -> Pitch | None:
    return session.scalars(select(Pitch).where(Pitch.topic_id == topic.id)).one_or_none()


def _waits(session: Session, board: Board, person_id: int) -> bool:
    waiting = select(Pitch.id).where(
        Pitch.board_id == board.id, Pitch.person_id == person_id, Pitch.done_at.is_(None)
    )
    return session.scalars(waiting).first() is not None


def leave_queue(session: Session, *, topic: Topic) -> None:
    """Step out of the queue.  Who is not in it changes nothing."""
    lock(session, topic.board)
    found = _pitch_of(session, topic)
    if found is not None and found.done_at is None:
        session.delete(found)
        session.flush()
        touch(session, topic.board)


def call_next(session: Session, *, board: Board, seen: int | None, now: datetime) -> Pitch | None:
    """Thank the one who pitches and call the next; None when nobody waits.

    ``seen`` is the pitch that the caller saw on stage, None for an empty stage: of two
    presses at once only the first advances.

    Raises:
        QueueMoved: another pitch is on stage by now.
    """
    lock(session, board)
    on_stage = now_pitching(session, board)
    if (on_stage.id if on_stage else None) != seen:
        raise QueueMoved("The queue has already moved on.")
    if on_stage is not None:
        on_stage.done_at = now
        session.flush()
    following = next(iter(waiting_pitches(session, board)), None)
    if following is not None:
        following.called_at = now
        session.flush()
    touch(session, board)
    return following


def finish_pitch(session: Session, *, topic: Topic, now: datetime) -> None:
    """The speaker has said it: the next one is called.

    Raises:
        QueueMoved: this topic is not on stage.
    """
    pitch = _pitch_of(session, topic)
    call_next(session, board=topic.board, seen=pitch.id if pitch else 0, now=now)
