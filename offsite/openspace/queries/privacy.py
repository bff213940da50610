"""For the export of what is kept about a person: their part in open spaces."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from offsite.openspace.models import (
    Candidate,
    Convener,
    Dot,
    Pitch,
    Topic,
    TopicInterest,
    TopicOffer,
    TopicReport,
)
from offsite.people.privacy import columns_of, part


@part("open_space")
def open_space_of(session: Session, person_id: int) -> Any:
    """Topics posted or convened, interest, pitches, notes, dots, steps taken on."""
    convened = select(Convener.topic_id).where(Convener.person_id == person_id)
    topics = session.scalars(
        select(Topic)
        .where(or_(Topic.posted_by_id == person_id, Topic.id.in_(convened)))
        .order_by(Topic.id)
    )
    return {
        "topics": [columns_of(one) for one in topics],
        "convenes": _rows(session, Convener, Convener.person_id == person_id),
        "interests": _rows(session, TopicInterest, TopicInterest.person_id == person_id),
        "pitches": _rows(session, Pitch, Pitch.person_id == person_id),
        "asked": _rows(session, TopicOffer, TopicOffer.asked_by_id == person_id),
        "last_notes": _rows(session, TopicReport, TopicReport.updated_by_id == person_id),
        "dots": _rows(session, Dot, Dot.person_id == person_id),
        "taken_on": _rows(session, Candidate, Candidate.owner_id == person_id),
    }


def _rows(session: Session, model: Any, whose: Any) -> list[Any]:
    return [columns_of(one) for one in session.scalars(select(model).where(whose))]
