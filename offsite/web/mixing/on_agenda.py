"""A person's room, car and table among the days of their agenda."""

from collections.abc import Mapping
from datetime import date

from offsite import db
from offsite.events.models import Event
from offsite.mixing.cards import Card, cards_of


def together_by_day(event: Event, person_id: int) -> Mapping[date, list[Card]]:
    """Cards by the event's day on which they begin, in order of time; only those with one."""
    cards = cards_of(db.read_session(), event, person_id=person_id)
    timed = [(one.period.starts_at, one) for one in cards if one.period]
    found: dict[date, list[Card]] = {}
    for starts_at, card in sorted(timed, key=lambda pair: pair[0]):
        found.setdefault(starts_at.astimezone(event.zone).date(), []).append(card)
    return found
