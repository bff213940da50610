"""Reads about team tourism."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.people.privacy import columns_of, part
from offsite.tourism.models import Stay, StayHost, StayRequest

PER_PAGE = 20


@dataclass(frozen=True)
class StayLine:
    """An offer in the list, and how many are coming."""

    stay: Stay
    accepted: int


def stays_page(
    session: Session, event: Event, *, today: date, search: str = "", page: int = 1
) -> Page[StayLine]:
    """Offers that are open and not over, the soonest first; ``search`` in team, place, text."""
    wanted = (
        select(Stay.id)
        .where(Stay.event_id == event.id, Stay.closed_at.is_(None), Stay.to_on >= today)
        .order_by(Stay.from_on, Stay.id)
    )
    for word in search.split():
        columns = (Stay.team, Stay.place, Stay.about)
        wanted = wanted.where(or_(*(one.icontains(word, autoescape=True) for one in columns)))
    shown = page_of(session.scalars(wanted).all(), page=page, size=PER_PAGE)
    accepted = func.count(StayRequest.id).filter(StayRequest.state == "accepted")
    rows = session.execute(
        select(Stay, accepted)
        .outerjoin(StayRequest, StayRequest.stay_id == Stay.id)
        .where(Stay.id.in_(shown.items))
        .group_by(Stay.id)
        .order_by(Stay.from_on, Stay.id)
    )
    lines = tuple(StayLine(stay, number) for stay, number in rows)
    return Page(lines, shown.page, shown.pages, shown.total)


def mine(session: Session, event: Event, *, person_id: int) -> Sequence[StayRequest]:
    """What the person asked for, the newest first."""
    return session.scalars(
        select(StayRequest)
        .join(StayRequest.stay)
        .where(Stay.event_id == event.id, StayRequest.person_id == person_id)
        .options(joinedload(StayRequest.stay))
        .order_by(StayRequest.id.desc())
    ).all()


def hosted(session: Session, event: Event, *, person_id: int) -> Sequence[Stay]:
    """What the person hosts, closed offers too."""
    return session.scalars(
        select(Stay)
        .join(StayHost, StayHost.stay_id == Stay.id)
        .where(Stay.event_id == event.id, StayHost.person_id == person_id)
        .order_by(Stay.from_on, Stay.id)
    ).all()


def requests_of(
    session: Session, stay: Stay, *, person_id: int, is_host: bool
) -> Sequence[StayRequest]:
    """Everything for a host; for others their own alone."""
    found = (
        select(StayRequest)
        .where(StayRequest.stay_id == stay.id)
        .options(joinedload(StayRequest.person), joinedload(StayRequest.answered_by))
        .order_by(StayRequest.from_on, StayRequest.id)
    )
    if not is_host:
        found = found.where(StayRequest.person_id == person_id)
    return session.scalars(found).all()


def accepted_days(session: Session, stay: Stay) -> Sequence[tuple[date, date]]:
    """First and last days of the accepted guests."""
    rows = session.execute(
        select(StayRequest.from_on, StayRequest.to_on).where(
            StayRequest.stay_id == stay.id, StayRequest.state == "accepted"
        )
    )
    return [(from_on, to_on) for from_on, to_on in rows]


def unfinished(session: Session, stay: Stay, *, person_id: int) -> Sequence[StayRequest]:
    """What the person asked of this team and was not refused."""
    return session.scalars(
        select(StayRequest).where(
            StayRequest.stay_id == stay.id,
            StayRequest.person_id == person_id,
            StayRequest.state.in_(("asked", "accepted")),
        )
    ).all()


def waiting_for(session: Session, event: Event, *, person_id: int) -> int:
    """How many requests wait for an answer of the person."""
    return (
        session.scalar(
            select(func.count(StayRequest.id))
            .join(StayRequest.stay)
            .join(StayHost, StayHost.stay_id == Stay.id)
            .where(
                Stay.event_id == event.id,
                StayHost.person_id == person_id,
                StayRequest.state == "asked",
            )
        )
        or 0
    )


def calendar_of(session: Session, event: Event, *, person_id: int) -> Sequence[StayRequest]:
    """Every visit that was ever agreed with the person, as guest or host."""
    hosts = select(StayHost.stay_id).where(StayHost.person_id == person_id)
    return session.scalars(
        select(StayRequest)
        .join(StayRequest.stay)
        .where(
            Stay.event_id == event.id,
            StayRequest.accepted_at.is_not(None),
            or_(StayRequest.person_id == person_id, StayRequest.stay_id.in_(hosts)),
        )
        .options(
            joinedload(StayRequest.person), joinedload(StayRequest.stay).selectinload(Stay.hosts)
        )
        .order_by(StayRequest.id)
    ).all()


@part("stays")
def _of_person(session: Session, person_id: int) -> Any:
    hosted_ids = select(StayHost.stay_id).where(StayHost.person_id == person_id)
    offers = select(Stay).where(or_(Stay.created_by_id == person_id, Stay.id.in_(hosted_ids)))
    found = session.scalars(offers.order_by(Stay.id))
    asked = select(StayRequest).where(
        or_(StayRequest.person_id == person_id, StayRequest.answered_by_id == person_id)
    )
    return {
        "offers": [columns_of(one) for one in found],
        "requests": [columns_of(one) for one in session.scalars(asked)],
    }
