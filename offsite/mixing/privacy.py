"""What mixing keeps about a person, for their export.

Who named them under "rather not with" is not theirs to read; it belongs to who said it.
"""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from offsite.events.models import Event, Membership
from offsite.mixing.models import (
    Apart,
    Meeting,
    Need,
    PublishedGroup,
    PublishedMix,
    PublishedSeat,
    RoundAbsence,
    Seat,
)
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part


@part("needs")
def needs_of_person(session: Session, person_id: int) -> Any:
    rows = session.execute(
        select(Need, Event.slug)
        .join(Membership, Membership.id == Need.membership_id)
        .join(Event, Event.id == Membership.event_id)
        .where(Membership.person_id == person_id)
        .order_by(Need.id)
    )
    return [{**columns_of(need), "event": slug} for need, slug in rows]


@part("rather_not_with")
def apart_of_person(session: Session, person_id: int) -> Any:
    rows = session.execute(
        select(Event.slug, Person.name)
        .select_from(Apart)
        .join(Membership, Membership.id == Apart.membership_id)
        .join(Event, Event.id == Membership.event_id)
        .join(Person, Person.id == Apart.person_id)
        .where(Membership.person_id == person_id)
        .order_by(Apart.id)
    )
    return [{"event": slug, "name": name} for slug, name in rows]


@part("mixing_seats")
def seats_of_person(session: Session, person_id: int) -> Any:
    """Seats that were published, in words, and ids of those in drafts and of absences."""
    published = session.execute(
        select(Event.slug, PublishedMix.number, PublishedGroup.round_name, PublishedGroup.name)
        .select_from(PublishedSeat)
        .join(PublishedGroup, PublishedGroup.id == PublishedSeat.group_id)
        .join(PublishedMix, PublishedMix.id == PublishedGroup.published_id)
        .join(Event, Event.id == PublishedMix.event_id)
        .where(PublishedSeat.person_id == person_id)
        .order_by(PublishedSeat.id)
    )
    return {
        "published": [
            {"event": slug, "number": number, "round": round_name, "group": name}
            for slug, number, round_name, name in published
        ],
        "drafts": _rows_of(session, Seat, person_id),
        "absences": _rows_of(session, RoundAbsence, person_id),
    }


def _rows_of(session: Session, model: Any, person_id: int) -> list[Any]:
    rows = session.scalars(select(model).where(model.person_id == person_id).order_by(model.id))
    return [columns_of(row) for row in rows]


@part("mixing_meetings")
def meetings_of_person(session: Session, person_id: int) -> Any:
    """How many people they met, event by event and kind by kind, and ids of whom."""
    rows = session.scalars(
        select(Meeting)
        .where(or_(Meeting.person_id == person_id, Meeting.other_id == person_id))
        .order_by(Meeting.id)
    )
    return [columns_of(row) for row in rows]
