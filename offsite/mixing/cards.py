"""What a person finds out: with whom they are, where, when, how to reach them, and why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from offsite.engines.mixing.explain import Reason, Traits, why_us
from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.models import PublishedGroup
from offsite.mixing.times import Period, period_of
from offsite.people.models import Person


@dataclass(frozen=True)
class Mate:
    """Somebody beside the reader; ``contact`` empty where they did not say."""

    person: Person
    contact: str
    reasons: tuple[Reason, ...]

    @property
    def is_new(self) -> bool:
        return any(one.cause == "new" for one in self.reasons)


@dataclass(frozen=True)
class Card:
    """One published group as one of its people sees it; drivers come first."""

    group: PublishedGroup
    mates: tuple[Mate, ...]
    period: Period | None

    @property
    def news(self) -> int:
        """How many of the mates the reader has not met before."""
        return sum(one.is_new for one in self.mates)


def cards_of(session: Session, event: Event, *, person_id: int) -> list[Card]:
    """The person's groups of the latest published mix, in order of time.  Five statements.

    Whoever left the event is not among the mates any more.
    """
    groups = queries.own_groups(session, event_id=event.id, person_id=person_id)
    everybody = {seat.person_id for group in groups for seat in group.seats}
    contacts = queries.contacts_of(session, event_id=event.id, person_ids=everybody)
    met = queries.times_met(session, event, person_id=person_id)
    return [_card(group, person_id, contacts, met, event) for group in groups]


def _card(
    group: PublishedGroup,
    person_id: int,
    contacts: Mapping[int, str],
    met: Mapping[int, int],
    event: Event,
) -> Card:
    people = {seat.person_id: seat.person for seat in group.seats}
    me = traits_of(people[person_id], met)
    others = [one for one in people.values() if one.id != person_id and one.id in contacts]
    others.sort(key=lambda one: (one.id != group.driver_id, one.name, one.id))
    mates = (
        Mate(one, contacts[one.id], why_us(me, traits_of(one), kind=group.kind)) for one in others
    )
    return Card(group, tuple(mates), period_of(group, event.zone))


def traits_of(person: Person, met: Mapping[int, int] | None = None) -> Traits:
    """What the person's public profile says, as the engine's value."""
    return Traits(
        id=person.id,
        team=person.team,
        function=person.function,
        track=person.track,
        languages=tuple(person.languages),
        topics=tuple(_listed(person.topics)),
        met=met or {},
    )


def _listed(text: str) -> Iterator[str]:
    return (one.strip() for one in re.split(r"[,;\n]", text) if one.strip())
