"""Posting a topic, and what its conveners do with it before and beside the grid."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.openspace.models import (
    Board,
    BoardRound,
    Cell,
    Convener,
    Pitch,
    Topic,
    TopicInterest,
    TopicOffer,
)
from offsite.openspace.pulse import touch
from offsite.openspace.services import pitching
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock

LONGEST_TITLE = 200
LONGEST_NAME = 200


class BadTopic(BadInput):
    """The words cannot be a topic."""


class NotOnTheWall(RuleBroken):
    """The topic was parked, withdrawn or merged."""


class ConvenerNeeded(RuleBroken):
    """A topic keeps at least one convener."""


class VotingOver(RuleBroken):
    """Votes are not taken any more."""


def post_topic(
    session: Session,
    *,
    board: Board,
    title: str,
    person_id: int,
    now: datetime,
    for_whom: str = "",
) -> Topic:
    """Put a topic on the wall; ``for_whom`` names somebody without a phone who convenes it.

    While the circle is open it queues up to be pitched.  The same words of the same person
    again are one topic: that of the first time is returned.

    Raises:
        BadTopic: there are no words, or too many.
    """
    lock(session, board)
    title, for_whom = _one_line(title), " ".join(for_whom.split())
    if len(for_whom) > LONGEST_NAME:
        raise BadTopic("A name has at most 200 characters.")
    if found := _same_topic(session, board, title, person_id):
        return found
    topic = Topic(board_id=board.id, title=title, posted_at=now, posted_by_id=person_id)
    topic.conveners = [Convener(name=for_whom) if for_whom else Convener(person_id=person_id)]
    session.add(topic)
    session.flush()
    if board.circle_is_open:
        pitching.queue_up_quietly(session, topic=topic, now=now)
    touch(session, board)
    return topic


def _one_line(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise BadTopic("Say in a few words what you care about.")
    if len(title) > LONGEST_TITLE:
        raise BadTopic("A topic has at most 200 characters: it has to fit on a sheet.")
    return title


def _same_topic(session: Session, board: Board, title: str, person_id: int) -> Topic | None:
    return session.scalars(
        select(Topic).where(
            Topic.board_id == board.id,
            Topic.title == title,
            Topic.posted_by_id == person_id,
            Topic.withdrawn_at.is_(None),
            Topic.merged_at.is_(None),
        )
    ).first()


def reword(session: Session, *, topic: Topic, title: str) -> None:
    """Say it in other words.

    Raises:
        BadTopic: there are no words, or too many.
    """
    topic.title = _one_line(title)
    touch(session, topic.board)


def withdraw(session: Session, *, topic: Topic, now: datetime) -> None:
    """Take it off the wall; `put_back` undoes it.  Withdrawn already, nothing changes.

    Raises:
        NotOnTheWall: it is merged into another; take it apart first.
    """
    lock(session, topic.board)
    session.refresh(topic)
    if topic.merged_at is not None:
        raise NotOnTheWall("This topic is part of another one. Take it out of there first.")
    if topic.withdrawn_at is None:
        topic.withdrawn_at = now
        leave_the_wall(session, topic=topic, now=now)


def leave_the_wall(session: Session, *, topic: Topic, now: datetime) -> None:
    """Free its cell, remember which it was, and end what was asked about it."""
    if topic.cell is not None:
        topic.last_round_id, topic.last_room_id = topic.cell.round_id, topic.cell.room_id
        topic.cell = None
    session.execute(delete(Pitch).where(Pitch.topic_id == topic.id, Pitch.done_at.is_(None)))
    close_offers(session, topic=topic, now=now)
    session.flush()
    touch(session, topic.board)


def close_offers(session: Session, *, topic: Topic, now: datetime) -> None:
    """What was asked about this topic is overtaken by what happened to it."""
    asked = select(TopicOffer).where(
        (TopicOffer.topic_id == topic.id) | (TopicOffer.other_id == topic.id),
        TopicOffer.closed_at.is_(None),
    )
    for one in session.scalars(asked):
        one.closed_at = now


def put_back(session: Session, *, topic: Topic, now: datetime) -> None:
    """Undo a withdrawal or a parking; into its old cell while that is free."""
    lock(session, topic.board)
    session.refresh(topic)
    topic.withdrawn_at = topic.parked_at = None
    if topic.cell is None and topic.merged_at is None:
        take_old_cell(session, topic=topic, now=now)
    session.flush()
    touch(session, topic.board)


def take_old_cell(session: Session, *, topic: Topic, now: datetime) -> None:
    """Hang a topic where it was, if that is free and still to come."""
    if topic.last_round_id is None or topic.last_room_id is None:
        return
    found = session.get(BoardRound, topic.last_round_id)
    taken = select(Cell.id).where(
        Cell.round_id == topic.last_round_id, Cell.room_id == topic.last_room_id
    )
    if found and not found.is_over(now) and session.scalars(taken).first() is None:
        topic.cell = Cell(round_id=topic.last_round_id, room_id=topic.last_room_id, placed_at=now)


def park(session: Session, *, topic: Topic, now: datetime) -> None:
    """Keep it for later in the parking lot; its cell becomes free.

    Raises:
        NotOnTheWall: it was withdrawn or merged.
    """
    lock(session, topic.board)
    session.refresh(topic)
    if topic.withdrawn_at is not None or topic.merged_at is not None:
        raise NotOnTheWall("This topic is not on the wall any more.")
    if topic.parked_at is None:
        topic.parked_at = now
        leave_the_wall(session, topic=topic, now=now)


def show_interest(session: Session, *, topic: Topic, person_id: int) -> None:
    """Say "I would like to be there".  It is no seat, and twice is once.

    Raises:
        NotOnTheWall: the topic was withdrawn.
        VotingOver: votes select here, and the voting is over.
    """
    lock(session, topic)
    if topic.withdrawn_at is not None:
        raise NotOnTheWall("This topic was withdrawn.")
    _require_voting(topic.board)
    known = select(TopicInterest.id).where(
        TopicInterest.topic_id == topic.id, TopicInterest.person_id == person_id
    )
    if session.scalars(known).first() is None:
        session.add(TopicInterest(topic_id=topic.id, person_id=person_id))
        session.flush()
        touch(session, topic.board)


def lose_interest(session: Session, *, topic: Topic, person_id: int) -> None:
    """Go somewhere else: nobody has to say why.  Without interest nothing changes.

    Raises:
        VotingOver: votes select here, and the voting is over.
    """
    _require_voting(topic.board)
    together = [topic.id, *(one.id for one in topic.merged)]
    session.execute(
        delete(TopicInterest).where(
            TopicInterest.topic_id.in_(together), TopicInterest.person_id == person_id
        )
    )
    session.flush()
    touch(session, topic.board)


def _require_voting(board: Board) -> None:
    if board.votes_select and board.voting_closed_at is not None:
        raise VotingOver("The voting is over; its result stands on the board.")


def add_convener(session: Session, *, topic: Topic, text: str) -> str:
    """Let somebody convene along: a member by name or address.  Returns their name.

    Raises:
        UnknownMember: ``text`` names no member, or several.
    """
    lock(session, topic)
    person = find_member(session, event_id=topic.event_id, text=text)
    if all(one.person_id != person.id for one in topic.conveners):
        last = max((one.position for one in topic.conveners), default=0)
        topic.conveners.append(Convener(person_id=person.id, position=last + 1))
        session.flush()
        touch(session, topic.board)
    return person.name


def hand_over(session: Session, *, topic: Topic, convener: Convener) -> None:
    """Let another of its conveners lead; the names change places."""
    lock(session, topic)
    first = min((one.position for one in topic.conveners), default=0)
    convener.position = first - 1
    session.flush()
    session.expire(topic, ["conveners"])
    touch(session, topic.board)


def remove_convener(session: Session, *, topic: Topic, convener: Convener) -> None:
    """Stop convening.

    Raises:
        ConvenerNeeded: nobody would be left; withdraw the topic instead.
    """
    lock(session, topic)
    if len(topic.conveners) < 2:
        raise ConvenerNeeded("Somebody must convene it. Hand it on, or withdraw the topic.")
    topic.conveners.remove(convener)
    session.flush()
    touch(session, topic.board)
