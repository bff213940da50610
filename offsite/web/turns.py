"""What waits for this person in this event: each feature says its own, the home page asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from offsite.events.models import Event


@dataclass(frozen=True)
class Turn:
    """One thing to do now.  The one with the lowest ``order`` stands first and alone."""

    label: str
    url: str
    icon: str
    note: str
    order: int = 50


Asked = Callable[[Event, int, datetime], Iterable[Turn]]
"""Told the event, the member's person id and the moment."""

_asked: list[Asked] = []


def offers_turns(function: Asked) -> Asked:
    """Mark the function of a feature that says what waits for a member."""
    _asked.append(function)
    return function


def turns_of(event: Event, person_id: int, now: datetime) -> list[Turn]:
    """What waits for the person, the most urgent first."""
    found = [turn for one in _asked for turn in one(event, person_id, now)]
    return sorted(found, key=lambda turn: turn.order)
