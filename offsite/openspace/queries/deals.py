"""What was asked between topics and is not answered yet."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from offsite.openspace.models import Board, Convener, Pitch, Topic, TopicOffer
from offsite.openspace.queries.wall import topics_of


def open_offers(session: Session, topic: Topic) -> list[TopicOffer]:
    """Swaps and merges that this topic asks for or is asked for, the oldest first."""
    return list(
        session.scalars(
            select(TopicOffer)
            .where(
                or_(TopicOffer.topic_id == topic.id, TopicOffer.other_id == topic.id),
                TopicOffer.closed_at.is_(None),
            )
            .options(joinedload(TopicOffer.topic), joinedload(TopicOffer.other))
            .order_by(TopicOffer.asked_at, TopicOffer.id)
        )
    )


def open_pitch(session: Session, topic: Topic) -> Pitch | None:
    """The topic's entry in the pitch queue, while it waits or is on stage."""
    waiting = select(Pitch).where(Pitch.topic_id == topic.id, Pitch.done_at.is_(None))
    return session.scalars(waiting).one_or_none()


def others_of(session: Session, topic: Topic) -> list[Topic]:
    """Topics to swap or merge with: all others on the wall."""
    return [one for one in topics_of(session, topic.board) if one.is_live and one.id != topic.id]


def asked_of(session: Session, *, board: Board, person_id: int) -> list[TopicOffer]:
    """What others ask of the topics that this person convenes."""
    mine = select(Convener.topic_id).where(Convener.person_id == person_id)
    return list(
        session.scalars(
            select(TopicOffer)
            .join(Topic, Topic.id == TopicOffer.other_id)
            .where(
                Topic.board_id == board.id,
                TopicOffer.other_id.in_(mine),
                TopicOffer.closed_at.is_(None),
            )
            .options(joinedload(TopicOffer.topic), joinedload(TopicOffer.other))
            .order_by(TopicOffer.asked_at, TopicOffer.id)
        )
    )


def own_topics(session: Session, *, board: Board, person_id: int) -> list[Topic]:
    """The topics on the wall that this person convenes, in the order of posting."""
    return list(
        session.scalars(
            select(Topic)
            .join(Convener, Convener.topic_id == Topic.id)
            .where(
                Topic.board_id == board.id,
                Convener.person_id == person_id,
                Topic.withdrawn_at.is_(None),
                Topic.parked_at.is_(None),
                Topic.merged_at.is_(None),
            )
            .options(joinedload(Topic.cell), joinedload(Topic.board))
            .order_by(Topic.id)
        )
    )
