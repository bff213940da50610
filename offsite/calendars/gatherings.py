"""Dates of interest groups in the calendars of their members."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from offsite.calendars.entries import CalendarEntry
from offsite.calendars.feeds import Frame
from offsite.events.models import Event
from offsite.interests import queries


def group_dates(
    session: Session, event: Event, person_id: int, frame: Frame
) -> Iterator[CalendarEntry]:
    """Every date of the person's groups; of a group they left, and skipped ones, as cancelled."""
    for date, member in queries.calendar_of(session, event, person_id=person_id):
        group = date.group
        moments = (date.changed_at, group.changed_at, member.joined_at, member.left_at)
        yield CalendarEntry(
            uid=f"{date.uid}@{frame.host}",
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            changed_at=max(moment for moment in moments if moment is not None),
            sequence=date.sequence + member.turns,
            title=group.title,
            description=group.about,
            location=date.place,
            url=frame.address(f"/{event.slug}/groups/{group.id}"),
            cancelled=date.skipped_at is not None or member.left_at is not None,
        )
