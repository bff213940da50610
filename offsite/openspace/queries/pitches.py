"""Who pitches now, and who waits."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from offsite.openspace.models import Board, Convener, Pitch, Topic


def now_pitching(session: Session, board: Board) -> Pitch | None:
    """The pitch on stage."""
    return session.scalars(_unfinished(board).where(Pitch.called_at.is_not(None))).first()


def waiting_pitches(session: Session, board: Board) -> list[Pitch]:
    """Those who wait, in their order."""
    return list(session.scalars(_unfinished(board).where(Pitch.called_at.is_(None))))


def _unfinished(board: Board) -> Select[Pitch]:
    return (
        select(Pitch)
        .where(Pitch.board_id == board.id, Pitch.done_at.is_(None))
        .options(
            joinedload(Pitch.topic).selectinload(Topic.conveners).joinedload(Convener.person),
            joinedload(Pitch.topic).joinedload(Topic.board),
        )
        .order_by(Pitch.queued_at, Pitch.id)
    )
