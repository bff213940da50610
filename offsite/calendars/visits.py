"""Visits to other teams in the calendars of guests and hosts."""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from offsite.calendars.entries import CalendarEntry
from offsite.calendars.feeds import Frame
from offsite.events.models import Event
from offsite.tourism import queries

MORNING, EVENING = time(9), time(17)


def visits(session: Session, event: Event, person_id: int, frame: Frame) -> Iterator[CalendarEntry]:
    """What was agreed, from the first morning to the last evening; withdrawn ones as cancelled."""

    def at(day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, event.zone)

    for request in queries.calendar_of(session, event, person_id=person_id):
        stay = request.stay
        yield CalendarEntry(
            uid=f"{request.uid}@{frame.host}",
            starts_at=at(request.from_on, MORNING),
            ends_at=at(request.to_on, EVENING),
            changed_at=request.changed_at,
            sequence=request.sequence,
            title=f"{request.person.name} → {stay.team}",
            description=request.answer,
            location=stay.place,
            url=frame.address(f"/{event.slug}/tourism/{stay.id}"),
            cancelled=request.state != "accepted",
        )
