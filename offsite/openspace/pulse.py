"""Telling open pages that the board changed."""

from sqlalchemy.orm import Session

from offsite.live.services import bump
from offsite.openspace.models import Board

TOPIC = "board"
"""The name under which pages watch the board of an event."""


def touch(session: Session, board: Board) -> None:
    """What hangs on the wall changes with this transaction."""
    bump(session, event_id=board.event_id, topic=TOPIC)
