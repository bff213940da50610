"""Swap and merge: the conveners of one topic ask, those of the other agree."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.openspace.models import Convener, Topic, TopicOffer
from offsite.openspace.pulse import touch
from offsite.openspace.services.placing import swap_cells
from offsite.openspace.services.topics import NotOnTheWall, leave_the_wall, take_old_cell
from offsite.proposals.services.locking import lock


class NothingToDeal(RuleBroken):
    """The two topics cannot swap or merge."""


class OfferClosed(RuleBroken):
    """It was answered, taken back or overtaken."""


def ask(
    session: Session, *, topic: Topic, other: Topic, kind: str, person_id: int, now: datetime
) -> TopicOffer:
    """Ask the conveners of ``other`` to swap places with ``topic``, or to take it in.

    Asking the same again returns the first offer.

    Raises:
        NothingToDeal: it is the same topic, another board, or neither has a place.
        NotOnTheWall: one of them was parked, withdrawn or merged.
    """
    lock(session, topic.board)
    _require_two(topic, other)
    if kind == "swap" and topic.cell is None and other.cell is None:
        raise NothingToDeal("Neither of them has a place yet. Take a free one.")
    known = select(TopicOffer).where(
        TopicOffer.kind == kind,
        TopicOffer.topic_id == topic.id,
        TopicOffer.other_id == other.id,
        TopicOffer.closed_at.is_(None),
    )
    if found := session.scalars(known).first():
        return found
    offer = TopicOffer(
        kind=kind, topic_id=topic.id, other_id=other.id, asked_by_id=person_id, asked_at=now
    )
    session.add(offer)
    session.flush()
    touch(session, topic.board)
    return offer


def _require_two(topic: Topic, other: Topic) -> None:
    if topic.id == other.id or topic.board_id != other.board_id:
        raise NothingToDeal("Choose another topic of this board.")
    if not topic.is_live or not other.is_live:
        raise NotOnTheWall("One of them is not on the wall any more.")


def accept(session: Session, *, offer: TopicOffer, now: datetime) -> None:
    """Agree, and it is done in the same act.

    Raises:
        OfferClosed: there is nothing to answer any more.
        NotOnTheWall, HasBegun: one of them cannot move any more.
    """
    lock(session, offer.topic.board)
    session.refresh(offer)
    _require_open(offer)
    if offer.kind == "swap":
        swap_cells(session, topic=offer.topic, other=offer.other, now=now)
    else:
        merge(session, topic=offer.topic, into=offer.other, now=now)
    offer.accepted_at = offer.closed_at = now
    session.flush()


def _require_open(offer: TopicOffer) -> None:
    if offer.closed_at is not None:
        raise OfferClosed("This was answered already, or the board has changed since.")


def close_offer(session: Session, *, offer: TopicOffer, now: datetime) -> None:
    """Decline what was asked, or take it back.  Closed already, nothing changes."""
    lock(session, offer.topic.board)
    session.refresh(offer)
    if offer.closed_at is None:
        offer.closed_at = now
        session.flush()
        touch(session, offer.topic.board)


def merge(session: Session, *, topic: Topic, into: Topic, now: datetime) -> None:
    """Make ``topic`` a part of ``into``: both titles, all conveners, all who are interested.

    If only ``topic`` has a place, ``into`` takes it over.  `take_apart` undoes it.

    Raises:
        NothingToDeal: it is the same topic or another board.
        NotOnTheWall: one of them was parked, withdrawn or merged.
    """
    lock(session, topic.board)
    session.refresh(topic)
    session.refresh(into)
    _require_two(topic, into)
    had_place = topic.cell is not None
    topic.merged_into_id, topic.merged_at = into.id, now
    for child in session.scalars(select(Topic).where(Topic.merged_into_id == topic.id)):
        child.merged_into_id = into.id
    leave_the_wall(session, topic=topic, now=now)
    if had_place and into.cell is None:
        into.last_round_id, into.last_room_id = topic.last_round_id, topic.last_room_id
        take_old_cell(session, topic=into, now=now)
    _bring_conveners(session, topic, into)
    session.flush()
    session.expire(into)


def _bring_conveners(session: Session, topic: Topic, into: Topic) -> None:
    known = {one.person_id for one in into.conveners if one.person_id is not None}
    last = max((one.position for one in into.conveners), default=0)
    for offset, one in enumerate(topic.conveners, start=1):
        if one.person_id is None or one.person_id not in known:
            session.add(
                Convener(
                    topic_id=into.id,
                    person_id=one.person_id,
                    name=one.name,
                    position=last + offset,
                    came_from_id=topic.id,
                )
            )


def take_apart(session: Session, *, topic: Topic, now: datetime) -> None:
    """Undo a merge: the topic waits for a place again, with its own conveners.

    Not merged, nothing changes.
    """
    lock(session, topic.board)
    session.refresh(topic)
    if topic.merged_at is None:
        return
    brought = select(Convener).where(Convener.came_from_id == topic.id)
    for one in session.scalars(brought):
        session.delete(one)
    topic.merged_at = topic.merged_into_id = None
    session.flush()
    take_old_cell(session, topic=topic, now=now)
    session.flush()
    session.expire_all()
    touch(session, topic.board)
