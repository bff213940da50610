"""The picture of who met whom: people on a circle, ties between them, as plain values."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.models import Meeting

SIZE = 1000
"""The picture is a square of this many units."""
RADIUS, MOST_DOT, LEAST_DOT = 460.0, 15.0, 3.0
HUES = 12
MOST_DRAWN = 400
"""More people than this are not one picture; one person with their ties is."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Dot:
    """Somebody in the picture; ``ties`` are the ids of those they met, ``fresh`` this time."""

    id: int
    name: str
    team: str
    hue: int
    x: float
    y: float
    ties: tuple[int, ...]
    fresh: tuple[int, ...]


@dataclass(frozen=True)
class Count:
    """The ties of one edition by kind: how many pairs were together."""

    event: Event
    pairs: Mapping[str, int]
    fresh: int
    """Pairs that had never met in the series before."""


@dataclass(frozen=True)
class Network:
    """Who of the members of ``event`` met whom, in it and in earlier events of the series."""

    event: Event
    people: Sequence[Any]
    """Rows with id, name and team."""
    before: frozenset[Pair]
    now: frozenset[Pair]

    @cached_property
    def fresh(self) -> frozenset[Pair]:
        return self.now - self.before

    @cached_property
    def ties(self) -> Mapping[int, frozenset[int]]:
        return _neighbours(self.before | self.now, self.people)

    @cached_property
    def fresh_ties(self) -> Mapping[int, frozenset[int]]:
        return _neighbours(self.fresh, self.people)

    @cached_property
    def possible(self) -> int:
        return len(self.people) * (len(self.people) - 1) // 2

    def strangers(self, person_id: int) -> list[Any]:
        """Whom this person has not met yet, in the order of the people."""
        met = self.ties.get(person_id, frozenset())
        return [one for one in self.people if one.id != person_id and one.id not in met]

    def around(self, person_id: int) -> "Network":
        """Only this person and whom they met, with the ties between the two."""
        kept = {person_id, *self.ties.get(person_id, ())}
        theirs = {(min(person_id, one), max(person_id, one)) for one in kept}
        return Network(
            self.event,
            [one for one in self.people if one.id in kept],
            self.before & theirs,
            self.now & theirs,
        )


def _neighbours(pairs: Iterable[Pair], people: Sequence[Any]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {one.id: set() for one in people}
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return {ident: frozenset(others) for ident, others in found.items()}


def network_of(session: Session, event: Event) -> Network:
    """Everybody who is a member now, and their ties.  Two statements."""
    people = queries.colleagues(session, event_id=event.id)
    here = {one.id for one in people}
    rows = session.execute(
        select(Meeting.person_id, Meeting.other_id, Meeting.event_id)
        .join(Event, Event.id == Meeting.event_id)
        .where(Event.series_id == event.series_id, Event.starts_on <= event.starts_on)
    )
    before: set[Pair] = set()
    now: set[Pair] = set()
    for one, other, event_id in rows:
        if one in here and other in here:
            (now if event_id == event.id else before).add((one, other))
    return Network(event, people, frozenset(before), frozenset(now))


def counts_of(session: Session, event: Event) -> list[Count]:
    """Edition by edition up to ``event``, the latest first: how many pairs met, by kind.

    All who were there count, whether or not they come this time.  Two statements.
    """
    editions = session.scalars(
        select(Event)
        .where(Event.series_id == event.series_id, Event.starts_on <= event.starts_on)
        .order_by(Event.starts_on, Event.id)
    ).all()
    idents = [one.id for one in editions]
    kinds: dict[int, Counter[str]] = {ident: Counter() for ident in idents}
    grouped = select(Meeting.event_id, Meeting.kind, func.count(Meeting.id))
    by_kind = grouped.where(Meeting.event_id.in_(idents)).group_by(Meeting.event_id, Meeting.kind)
    for ident, kind, number in session.execute(by_kind):
        kinds[ident][kind] = number
    fresh = _first_times(session, idents)
    return [Count(one, kinds[one.id], fresh[one.id]) for one in reversed(editions) if kinds[one.id]]


def _first_times(session: Session, idents: Sequence[int]) -> Counter[int]:
    """How many pairs met for the first time in each of the events, given in order of time."""
    rank = {ident: place for place, ident in enumerate(idents)}
    rows = session.execute(
        select(Meeting.person_id, Meeting.other_id, Meeting.event_id)
        .where(Meeting.event_id.in_(idents))
        .distinct()
    )
    first: dict[Pair, int] = {}
    for one, other, ident in rows:
        known = first.get((one, other))
        if known is None or rank[ident] < rank[known]:
            first[one, other] = ident
    return Counter(first.values())


def hues_of(people: Sequence[Any]) -> dict[str, int]:
    """A colour for each team, by name; the twelve are used again if there are more teams."""
    teams = sorted({one.team for one in people if one.team}, key=str.casefold)
    return {team: place % HUES + 1 for place, team in enumerate(teams)}


def dots_of(network: Network) -> list[Dot]:
    """Everybody on the circle, team by team, clockwise from the top."""
    people = sorted(network.people, key=lambda one: (one.team.casefold(), one.name.casefold()))
    hues = hues_of(people)
    return [
        Dot(
            one.id,
            one.name,
            one.team,
            hues.get(one.team, 0),
            *_place(number, len(people)),
            ties=tuple(sorted(network.ties[one.id])),
            fresh=tuple(sorted(network.fresh_ties[one.id])),
        )
        for number, one in enumerate(people)
    ]


def _place(number: int, people: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / max(people, 1)
    middle = SIZE / 2
    return (
        round(middle + RADIUS * math.sin(angle), 1),
        round(middle - RADIUS * math.cos(angle), 1),
    )


def dot_radius(people: int) -> float:
    """As large as the circle has room for."""
    fitting = math.pi * RADIUS / max(people, 1) * 0.8
    return round(min(MOST_DOT, max(LEAST_DOT, fitting)), 1)


def path_of(pairs: Iterable[Pair], dots: Sequence[Dot]) -> str:
    """All these ties as one path: curves that bend towards the middle."""
    place = {one.id: (one.x, one.y) for one in dots}
    return "".join(_curve(place[one], place[other]) for one, other in sorted(pairs))


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = SIZE / 2
    bend_x = round((start[0] + end[0] + 2 * middle) / 4)
    bend_y = round((start[1] + end[1] + 2 * middle) / 4)
    return f"M{start[0]:g} {start[1]:g}Q{bend_x} {bend_y} {end[0]:g} {end[1]:g}"
