"""Taking a cell, leaving it, and what a convener says about it while it runs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.openspace import rules
from offsite.openspace.models import Board, BoardRound, Cell, Topic
from offsite.openspace.pulse import touch
from offsite.openspace.queries.free import free_cells, is_open_cell
from offsite.openspace.services.topics import NotOnTheWall, close_offers
from offsite.openspace.values import Free
from offsite.proposals.services.locking import lock

LONGEST_PLACE = 100


class CellTaken(RuleBroken):
    """Somebody was faster.  ``next_free`` is the nearest free cell, None when all are taken."""

    next_free: Free | None = None


class NoSuchCell(RuleBroken):
    """The board has no such cell, it is closed, or its round is over."""


class HasBegun(RuleBroken):
    """A topic that runs or ran keeps its cell."""


class NotPlaced(RuleBroken):
    """The topic has no cell."""


class BadPlace(BadInput):
    """No words for where it moved."""


def place(
    session: Session, *, topic: Topic, where: rules.Place, person_id: int | None, now: datetime
) -> Cell:
    """Let ``topic`` take a free cell; one that it has already is left for it.

    Taking the cell it is in changes nothing.

    Raises:
        CellTaken: another topic is there; the error names the next free one.
        NoSuchCell: there is no such cell, or its round is over.
        NotOnTheWall: the topic was parked, withdrawn or merged.
        HasBegun: the topic runs already.
    """
    board = topic.board
    # Whoever places on this board waits here, and the second finds what the first took.
    lock(session, board)
    session.refresh(topic)
    _require_movable(topic, now)
    found = _round_of(session, board, where, now)
    there = session.scalars(
        select(Cell).where(Cell.round_id == where[0], Cell.room_id == where[1])
    ).one_or_none()
    if there is not None and there.topic_id == topic.id:
        return there
    if there is not None:
        raise _taken(session, board, found, where, now)
    return _move(session, topic, where, person_id, now)


def _require_movable(topic: Topic, now: datetime) -> None:
    if not topic.is_live:
        raise NotOnTheWall("This topic is not on the wall any more.")
    if topic.cell is not None and topic.cell.round.has_begun(now):
        raise HasBegun("It has begun. Say on its page where it moved.")


def _round_of(session: Session, board: Board, where: rules.Place, now: datetime) -> BoardRound:
    found = session.get(BoardRound, where[0])
    if found is None or found.board_id != board.id:
        raise NoSuchCell("The board has no such place. Look at it again.")
    if found.is_over(now):
        raise NoSuchCell("That round is over. Choose a later one.")
    if not is_open_cell(session, board, found, where[1]):
        raise NoSuchCell("That room is closed then. Choose another place.")
    return found


def _taken(
    session: Session, board: Board, found: BoardRound, where: rules.Place, now: datetime
) -> CellTaken:
    free = free_cells(session, board, now=now)
    nearest = rules.next_free(free, wanted=where, starts_at=found.starts_at)
    error = CellTaken(
        "Somebody was faster: that place is taken. Take the next free one."
        if nearest
        else "Somebody was faster, and every other place is taken, too. Swap, or ask to merge."
    )
    error.next_free = nearest
    return error


def _move(
    session: Session, topic: Topic, where: rules.Place, person_id: int | None, now: datetime
) -> Cell:
    pinned_at = None
    if topic.cell is not None:
        pinned_at = topic.cell.pinned_at
        topic.cell = None
        session.flush()
    cell = Cell(
        round_id=where[0],
        room_id=where[1],
        topic_id=topic.id,
        placed_at=now,
        placed_by_id=person_id,
        pinned_at=pinned_at,
    )
    session.add(cell)
    close_offers(session, topic=topic, now=now)
    session.flush()
    session.expire(topic, ["cell"])
    touch(session, topic.board)
    return cell


def take_off(session: Session, *, topic: Topic, now: datetime) -> None:
    """Give the cell back; the topic waits again.  Without a cell nothing changes.

    Raises:
        HasBegun: the topic runs already.
    """
    lock(session, topic.board)
    session.refresh(topic)
    if topic.cell is None:
        return
    if topic.cell.round.has_begun(now):
        raise HasBegun("It has begun. Say that it is finished instead.")
    topic.last_round_id, topic.last_room_id = topic.cell.round_id, topic.cell.room_id
    topic.cell = None
    close_offers(session, topic=topic, now=now)
    session.flush()
    touch(session, topic.board)


def swap_cells(session: Session, *, topic: Topic, other: Topic, now: datetime) -> None:
    """Exchange the places of two topics in one act; a topic without a cell gives none.

    Raises:
        NotPlaced: neither has a cell.
        NotOnTheWall, HasBegun: one of them cannot move any more.
    """
    lock(session, topic.board)
    session.refresh(topic)
    session.refresh(other)
    for one in (topic, other):
        _require_movable(one, now)
    mine, theirs = _place_of(topic), _place_of(other)
    if mine is None and theirs is None:
        raise NotPlaced("Neither of them has a place yet.")
    topic.cell = other.cell = None
    session.flush()
    for one, where in ((topic, theirs), (other, mine)):
        if where is not None:
            session.add(Cell(round_id=where[0], room_id=where[1], topic_id=one.id, placed_at=now))
        close_offers(session, topic=one, now=now)
    session.flush()
    session.expire(topic, ["cell"])
    session.expire(other, ["cell"])
    touch(session, topic.board)


def _place_of(topic: Topic) -> rules.Place | None:
    return (topic.cell.round_id, topic.cell.room_id) if topic.cell else None


def pin(session: Session, *, topic: Topic, now: datetime) -> None:
    """Let no new filling of the board move it.

    Raises:
        NotPlaced: it has no cell.
    """
    _cell(session, topic).pinned_at = now
    touch(session, topic.board)


def unpin(session: Session, *, topic: Topic) -> None:
    """Let a new filling move it again.  Raises NotPlaced as `pin`."""
    _cell(session, topic).pinned_at = None
    touch(session, topic.board)


def say_running_on(session: Session, *, topic: Topic, now: datetime) -> None:
    """It needs longer.  Raises NotPlaced: it has no cell."""
    cell = _cell(session, topic)
    cell.running_on_at, cell.finished_at = now, None
    touch(session, topic.board)


def say_moved(session: Session, *, topic: Topic, to: str) -> None:
    """It went on somewhere else, for instance in the garden.

    Raises:
        NotPlaced: it has no cell.
        BadPlace: no words, or too many.
    """
    to = " ".join(to.split())
    if not to or len(to) > LONGEST_PLACE:
        raise BadPlace("Say in a few words where you moved.")
    _cell(session, topic).moved_to = to
    touch(session, topic.board)


def say_finished(session: Session, *, topic: Topic, now: datetime) -> None:
    """When it is over, it is over.  Raises NotPlaced: it has no cell."""
    cell = _cell(session, topic)
    cell.finished_at, cell.running_on_at = now, None
    touch(session, topic.board)


def unsay(session: Session, *, topic: Topic) -> None:
    """Take back what was said about the time and the place.  Raises NotPlaced as `pin`."""
    cell = _cell(session, topic)
    cell.running_on_at = cell.finished_at = None
    cell.moved_to = ""
    touch(session, topic.board)


def _cell(session: Session, topic: Topic) -> Cell:
    lock(session, topic.board)
    session.refresh(topic)
    if topic.cell is None:
        raise NotPlaced("It has no place on the board yet.")
    return topic.cell
