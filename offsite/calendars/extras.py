"""What else stands in a person's calendar of an event: each feature below says its own."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy.orm import Session

from offsite.calendars.entries import CalendarEntry, TaskEntry
from offsite.calendars.feeds import Frame
from offsite.calendars.gatherings import group_dates
from offsite.calendars.tasks import action_tasks
from offsite.calendars.together import mixing_entries
from offsite.calendars.visits import visits
from offsite.events.models import Event

Extra = Callable[[Session, Event, int, Frame], Iterable[CalendarEntry | TaskEntry]]
"""Told the event, the person's id and the frame.  What vanished must still be given as
cancelled, with a higher sequence: calendar programs keep what they once read."""

EXTRAS: tuple[Extra, ...] = (action_tasks, group_dates, mixing_entries, visits)


def extras_of(
    session: Session, event: Event, person_id: int, frame: Frame
) -> Iterator[CalendarEntry | TaskEntry]:
    """Everything that features put into the person's own feed, besides the schedule."""
    for extra in EXTRAS:
        yield from extra(session, event, person_id, frame)
