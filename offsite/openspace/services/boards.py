"""Setting up a board: its mode, its rounds and its rooms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.engines.periods import Period
from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.openspace import rules
from offsite.openspace.models import MODES, Board, BoardRoom, BoardRound, Cell
from offsite.openspace.pulse import touch
from offsite.openspace.queries import wall
from offsite.proposals.services.locking import lock

LONGEST_THEME = 200
MOST_DOTS = 50
MOST_ROUNDS = 60


class BadBoard(BadInput):
    """The board cannot be set up like this."""


class RoundInUse(RuleBroken):
    """Topics have places in it."""


@dataclass(frozen=True)
class BoardPlan:
    """How an open space is held: its theme, one of ``MODES``, the rooms by id, and how many
    dots each person has at the end."""

    theme: str
    mode: str
    room_ids: tuple[int, ...]
    dots: int = 5


def set_up_board(session: Session, *, event: Event, plan: BoardPlan, now: datetime) -> Board:
    """Hang up the event's board, or change how it is held.

    Raises:
        BadBoard: an unknown mode or room, no room at all, or a number out of range.
        RoundInUse: a room is taken away in which topics have places.
    """
    lock(session, event)
    _require_sound(event, plan)
    board = wall.board_of(session, event.id)
    if board is None:
        board = Board(event_id=event.id, created_at=now)
        session.add(board)
    board.theme, board.mode = " ".join(plan.theme.split()), plan.mode
    board.dots_per_person = plan.dots
    session.flush()
    _choose_rooms(session, board, plan.room_ids)
    touch(session, board)
    return board


def _require_sound(event: Event, plan: BoardPlan) -> None:
    if plan.mode not in MODES:
        raise BadBoard("Choose one of the two ways to hold it.")
    if not plan.room_ids:
        raise BadBoard("Choose at least one room.")
    if not set(plan.room_ids) <= {room.id for room in event.rooms}:
        raise BadBoard("One of these rooms is no longer there. Choose again.")
    if len(plan.theme) > LONGEST_THEME:
        raise BadBoard("A theme has at most 200 characters.")
    if not 1 <= plan.dots <= MOST_DOTS:
        raise BadBoard("Give each person 1 to 50 dots.")


def _choose_rooms(session: Session, board: Board, room_ids: Collection[int]) -> None:
    there = {room.id: room for room in wall.rooms_of(session, board)}
    gone = set(there) - set(room_ids)
    taken = select(Cell.room_id).join(BoardRound).where(BoardRound.board_id == board.id)
    for room_id in session.scalars(taken.where(Cell.room_id.in_(gone))):
        raise RoundInUse(
            "Topics have places in %(room)s. Move them before you take the room away.",
            room=there[room_id].name,
        )
    session.execute(
        delete(BoardRoom).where(BoardRoom.board_id == board.id, BoardRoom.room_id.in_(gone))
    )
    session.add_all(
        BoardRoom(board_id=board.id, room_id=one)
        for one in dict.fromkeys(room_ids)
        if one not in there
    )
    session.flush()


def draw_rounds(
    session: Session, *, board: Board, period: Period, minutes: int, pause: int
) -> list[BoardRound]:
    """Fill ``period`` with rounds of ``minutes`` and ``pause`` minutes between them.

    Raises:
        BadBoard: a length out of range, nothing fits, or another round is in the way.
    """
    lock(session, board)
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        raise BadBoard("A round takes 10 to 240 minutes.")
    if not 0 <= pause <= rules.LONGEST_PAUSE:
        raise BadBoard("There are 0 to 120 minutes between two rounds.")
    found = rules.rounds_between(*period, minutes, pause)
    if not found:
        raise BadBoard("No round fits between these times.")
    there = wall.rounds_of(session, board)
    if len(there) + len(found) > MOST_ROUNDS:
        raise BadBoard("A board has at most 60 rounds.")
    _require_apart(there, found)
    added = [BoardRound(board_id=board.id, starts_at=begin, ends_at=end) for begin, end in found]
    session.add_all(added)
    session.flush()
    touch(session, board)
    return added


def _require_apart(there: Sequence[BoardRound], found: Sequence[Period]) -> None:
    for begin, end in found:
        if any(one.starts_at < end and begin < one.ends_at for one in there):
            raise BadBoard("Another round is at that time already. Take it away first.")


def remove_round(session: Session, *, found: BoardRound) -> None:
    """Take an empty round off the board.

    Raises:
        RoundInUse: topics have places in it.
    """
    board = found.board
    lock(session, board)
    if session.scalars(select(Cell.id).where(Cell.round_id == found.id).limit(1)).first():
        raise RoundInUse("Topics have places in this round. Move them first.")
    session.delete(found)
    session.flush()
    touch(session, board)


def open_circle(session: Session, *, board: Board, now: datetime) -> None:
    """Invite pitches: from now on a new topic queues up.  Open already, nothing changes."""
    lock(session, board)
    if not board.circle_is_open:
        board.circle_opened_at, board.circle_closed_at = now, None
        touch(session, board)


def close_circle(session: Session, *, board: Board, now: datetime) -> None:
    """The marketplace begins.  Topics can still be posted, without a queue."""
    lock(session, board)
    if board.circle_is_open:
        board.circle_closed_at = now
        touch(session, board)


def close_voting(session: Session, *, board: Board, now: datetime) -> None:
    """Stop taking votes and show how many each topic got."""
    lock(session, board)
    if board.voting_closed_at is None:
        board.voting_closed_at = now
        touch(session, board)


def reopen_voting(session: Session, *, board: Board) -> None:
    """Take votes again; counts are hidden until it closes."""
    lock(session, board)
    if board.voting_closed_at is not None:
        board.voting_closed_at = None
        touch(session, board)
