"""A person's room, car and table among the sessions of their agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from offsite import db
from offsite.events.models import Event
from offsite.mixing.cards import Card, cards_of
from offsite.schedule.personal import AgendaDay, Stretch


@dataclass(frozen=True)
class Line:
    """One stretch of sessions, or one room, car or table: the other is None."""

    starts_at: datetime
    stretch: Stretch | None = None
    card: Card | None = None


@dataclass(frozen=True)
class Day:
    date: date
    lines: tuple[Line, ...]


def days_together(event: Event, days: Iterable[AgendaDay], person_id: int) -> list[Day]:
    """The days of the agenda and those of rooms and rides, each in the order of time.

    What begins at the same moment: the session first.
    """
    lines = {day.date: [Line(one.starts_at, stretch=one) for one in day.stretches] for day in days}
    for card in cards_of(db.read_session(), event, person_id=person_id):
        if card.period is not None:
            begins = card.period.starts_at
            on = begins.astimezone(event.zone).date()
            lines.setdefault(on, []).append(Line(begins, card=card))
    return [
        Day(on, tuple(sorted(found, key=lambda line: (line.starts_at, line.card is not None))))
        for on, found in sorted(lines.items())
    ]
