"""Cells that a topic can take."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.events.models import Blocker
from offsite.openspace.models import Board, BoardRoom, BoardRound, Cell
from offsite.openspace.queries.wall import blocked_by, rooms_of, rounds_of
from offsite.openspace.values import Free


def free_cells(session: Session, board: Board, *, now: datetime) -> list[Free]:
    """Every free cell whose round is not over, by time and room."""
    rooms = rooms_of(session, board)
    taken = {
        (round_id, room_id)
        for round_id, room_id in session.execute(
            select(Cell.round_id, Cell.room_id)
            .join(BoardRound)
            .where(BoardRound.board_id == board.id)
        )
    }
    blockers = _blockers(session, board)
    return [
        Free(one.id, room.id, one.starts_at, room.seats)
        for one in rounds_of(session, board)
        if not one.is_over(now)
        for room in rooms
        if (one.id, room.id) not in taken and blocked_by(blockers, one, room.id) is None
    ]


def is_open_cell(session: Session, board: Board, found: BoardRound, room_id: int) -> bool:
    """Whether the board has the room and nothing keeps it closed in this round."""
    chosen = select(BoardRoom.id).where(
        BoardRoom.board_id == board.id, BoardRoom.room_id == room_id
    )
    if session.scalars(chosen).first() is None:
        return False
    return blocked_by(_blockers(session, board), found, room_id) is None


def _blockers(session: Session, board: Board) -> Sequence[Blocker]:
    return session.scalars(select(Blocker).where(Blocker.event_id == board.event_id)).all()
