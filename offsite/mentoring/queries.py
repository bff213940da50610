"""Reads about rounds of mentor selection.  Orders are read for their owners alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event
from offsite.mentoring.models import (
    MentorMatch,
    MentorOrder,
    MentorRound,
    MentorSeat,
    MentorWish,
)
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part


def rounds_of(session: Session, event: Event, *, with_prepared: bool) -> Sequence[MentorRound]:
    """The event's rounds, the newest first; those that are not open yet for organizers only."""
    found = select(MentorRound).where(MentorRound.event_id == event.id)
    if not with_prepared:
        found = found.where(MentorRound.opened_at.is_not(None))
    return session.scalars(found.order_by(MentorRound.id.desc())).all()


def seats_of(session: Session, round: MentorRound) -> Sequence[MentorSeat]:
    """The mentors, by name."""
    return session.scalars(
        select(MentorSeat)
        .join(MentorSeat.person)
        .where(MentorSeat.round_id == round.id)
        .options(joinedload(MentorSeat.person))
        .order_by(Person.name, MentorSeat.id)
    ).all()


def wishes_of(session: Session, round: MentorRound, *, person_id: int) -> Mapping[int, int]:
    """The person's own choices: the rank by the seat's id."""
    rows = session.execute(
        select(MentorWish.seat_id, MentorWish.rank)
        .join(MentorWish.seat)
        .where(MentorSeat.round_id == round.id, MentorWish.person_id == person_id)
    )
    return {one.seat_id: one.rank for one in rows}


def order_of(session: Session, seat: MentorSeat) -> Mapping[int, int | None]:
    """The mentor's own order: the rank by the mentee's id, None for a "not"."""
    rows = session.execute(
        select(MentorOrder.person_id, MentorOrder.rank).where(MentorOrder.seat_id == seat.id)
    )
    return {one.person_id: one.rank for one in rows}


def mentees_of(session: Session, round: MentorRound) -> Sequence[Person]:
    """Everybody who takes part, by name; whom they chose is not told."""
    chose = (
        select(MentorWish.person_id).join(MentorWish.seat).where(MentorSeat.round_id == round.id)
    )
    return session.scalars(
        select(Person).where(Person.id.in_(chose)).order_by(Person.name, Person.id)
    ).all()


def count_mentees(session: Session, round: MentorRound) -> int:
    """How many have chosen so far."""
    found = (
        select(func.count(func.distinct(MentorWish.person_id)))
        .join(MentorWish.seat)
        .where(MentorSeat.round_id == round.id)
    )
    return session.scalar(found) or 0


def all_wishes(session: Session, round: MentorRound) -> Sequence[MentorWish]:
    """For the matching only: every choice, the best first."""
    return session.scalars(
        select(MentorWish)
        .join(MentorWish.seat)
        .where(MentorSeat.round_id == round.id)
        .order_by(MentorWish.person_id, MentorWish.rank)
    ).all()


def matches_of(session: Session, round: MentorRound) -> Sequence[MentorMatch]:
    """Who came to whom, by mentee; people are loaded."""
    return session.scalars(
        select(MentorMatch)
        .join(MentorMatch.person)
        .where(MentorMatch.round_id == round.id)
        .options(
            joinedload(MentorMatch.person),
            joinedload(MentorMatch.seat).joinedload(MentorSeat.person),
        )
        .order_by(Person.name, Person.id)
    ).all()


def waiting_for(session: Session, event: Event, *, person_id: int) -> MentorRound | None:
    """An open round in which the person neither mentors nor has chosen."""
    mentors = select(MentorSeat.round_id).where(MentorSeat.person_id == person_id)
    chose = (
        select(MentorSeat.round_id)
        .join(MentorWish, MentorWish.seat_id == MentorSeat.id)
        .where(MentorWish.person_id == person_id)
    )
    return session.scalars(
        select(MentorRound)
        .where(
            MentorRound.event_id == event.id,
            MentorRound.opened_at.is_not(None),
            MentorRound.closed_at.is_(None),
            MentorRound.id.not_in(mentors),
            MentorRound.id.not_in(chose),
        )
        .options(selectinload(MentorRound.seats))
        .order_by(MentorRound.id)
    ).first()


@part("mentoring")
def _of_person(session: Session, person_id: int) -> Any:
    seats = select(MentorSeat.id).where(MentorSeat.person_id == person_id)

    def rows(model: Any, condition: Any) -> list[Any]:
        found = session.scalars(select(model).where(condition).order_by(model.id))
        return [columns_of(one) for one in found]

    return {
        "seats": rows(MentorSeat, MentorSeat.person_id == person_id),
        "choices": rows(MentorWish, MentorWish.person_id == person_id),
        # What others said of the person is theirs; what the person said is here.
        "order": rows(MentorOrder, MentorOrder.seat_id.in_(seats)),
        "matches": rows(MentorMatch, MentorMatch.person_id == person_id),
    }
