"""Rows <-> the engine's problem.

People, rounds and groups go by their names in it, so that what the engine says about them
can be read; a name that two share gets the team, then a number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from offsite.engines.mixing import problem as engine
from offsite.engines.mixing.plan import Seating
from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.models import NO_BED, SINGLE, Group, Mix, Need, Round
from offsite.mixing.rules import Bedroom, allot

RIDING = ("ride", "drive")

Seats = Mapping[int, Mapping[int, int]]
"""round id -> person id -> group id."""


@dataclass(frozen=True)
class Held:
    """What a draft keeps in place: whole groups, and single people, as (round, person)."""

    groups: frozenset[int] = frozenset()
    people: frozenset[tuple[int, int]] = frozenset()


NOTHING = Held()


@dataclass(frozen=True)
class Stage:
    """Everything about an event that mixing reads."""

    event: Event
    people: Sequence[Any]
    """Rows with id, name, team, function and track."""
    needs: Mapping[int, Need]
    apart: Sequence[tuple[int, int]]
    rounds: Sequence[Round]
    met: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @cached_property
    def label(self) -> dict[int, str]:
        """A name for every person that nobody else has."""
        names = Counter(one.name for one in self.people)
        teamed = Counter((one.name, one.team) for one in self.people)
        return {one.id: _label(one, names, teamed) for one in self.people}

    @cached_property
    def person_of(self) -> dict[str, int]:
        return {label: ident for ident, label in self.label.items()}

    @cached_property
    def group(self) -> dict[int, Group]:
        return {group.id: group for one in self.rounds for group in one.groups}

    @cached_property
    def round(self) -> dict[int, Round]:
        return {one.id: one for one in self.rounds}

    @cached_property
    def taking_part(self) -> dict[int, list[int]]:
        """round id -> ids of the people who are to be seated in it."""
        return {one.id: list(self._participants(one)) for one in self.rounds}

    def _participants(self, one: Round) -> Iterable[int]:
        absent = {absence.person_id for absence in one.absences}
        for person in self.people:
            if person.id not in absent and self._is_in(one, self.needs.get(person.id)):
                yield person.id

    @staticmethod
    def _is_in(one: Round, need: Need | None) -> bool:
        if one.kind == "beds":
            return need is not None and need.pool not in ("", NO_BED)
        if one.kind == "cars":
            return need is not None and need.journey in RIDING
        return True

    def times_met(self, one: int, other: int) -> int:
        """How often the two were together in earlier events."""
        return self.met.get((min(one, other), max(one, other)), 0)

    def standing(self, seats: Seats) -> dict[int, dict[int, int]]:
        """``seats`` without people who take no part (any more) and groups that are gone."""
        found = {}
        for one in self.rounds:
            here, groups = set(self.taking_part[one.id]), {group.id for group in one.groups}
            found[one.id] = {
                person: group
                for person, group in seats.get(one.id, {}).items()
                if person in here and group in groups
            }
        return found


def _label(one: Any, names: Counter[str], teamed: Counter[tuple[str, str]]) -> str:
    if names[one.name] == 1:
        return str(one.name)
    if one.team and teamed[one.name, one.team] == 1:
        return f"{one.name} ({one.team})"
    return f"{one.name} (no. {one.id})"


def stage_of(session: Session, event: Event) -> Stage:
    """The event as mixing sees it.  About ten statements, however many people."""
    return Stage(
        event=event,
        people=queries.colleagues(session, event_id=event.id),
        needs=queries.needs_by_person(session, event_id=event.id),
        apart=queries.apart_pairs(session, event_id=event.id),
        rounds=queries.rounds_of(session, event_id=event.id),
        met=queries.met_before(session, event),
    )


def seats_of(session: Session, mix: Mix) -> dict[int, dict[int, int]]:
    """Who sits where in the draft, as saved."""
    found: dict[int, dict[int, int]] = {}
    for seat in queries.seats_of(session, mix_id=mix.id):
        found.setdefault(seat.round_id, {})[seat.person_id] = seat.group_id
    return found


def held_of(session: Session, mix: Mix) -> Held:
    """What the draft's locks keep."""
    seats = queries.seats_of(session, mix_id=mix.id)
    return Held(
        frozenset(one.group_id for one in mix.locks),
        frozenset((one.round_id, one.person_id) for one in seats if one.fixed_at is not None),
    )


def asked_of(
    session: Session, stage: Stage, base: Mix | None, *, fewest_changes: bool
) -> engine.Problem:
    """The problem of mixing anew from ``base``: what it keeps is fixed, and with
    ``fewest_changes`` its rooms stay with the pools that are in them.

    Raises:
        BadInput: the rows contradict each other.
    """
    if base is None:
        return problem_of(stage)
    seats, held = seats_of(session, base), held_of(session, base)
    if not fewest_changes:
        seats = {
            ident: {
                person: group
                for person, group in inside.items()
                if group in held.groups or (ident, person) in held.people
            }
            for ident, inside in seats.items()
        }
    return problem_of(stage, seats=seats, held=held)


def problem_of(stage: Stage, *, seats: Seats | None = None, held: Held = NOTHING) -> engine.Problem:
    """The engine's problem: ``seats`` keep bedrooms for the pools that are in them, and
    ``held`` fixes the seats it names.

    Raises:
        BadInput: the rows contradict each other, for instance too few seats.
    """
    standing = stage.standing(seats or {})
    rounds = [
        _round(stage, one, standing[one.id], held) for one in stage.rounds if _is_mixed(stage, one)
    ]
    seated = {person for one in rounds for person in one.people}
    return engine.Problem(
        people=tuple(_person(stage, one) for one in stage.people if stage.label[one.id] in seated),
        rounds=tuple(rounds),
        met=_met(stage, seated),
        apart=tuple(_apart(stage, seated)),
    )


def _is_mixed(stage: Stage, one: Round) -> bool:
    return bool(stage.taking_part[one.id] and one.groups)


def _person(stage: Stage, one: Any) -> engine.Person:
    need = stage.needs.get(one.id)
    rides = need is not None and need.journey in RIDING
    return engine.Person(
        id=stage.label[one.id],
        team=one.team or None,
        function=one.function or None,
        track=one.track or None,
        pool=(need.pool or None) if need else None,
        leaves_from=town(need.leaves_from) or None if need and rides else None,
        leaves_at=_on_wall(stage, need.leaves_at) if need and rides else None,
    )


def _on_wall(stage: Stage, moment: datetime | None) -> datetime | None:
    """The same instant as the event's clock shows it: the engine names times in words."""
    return None if moment is None else moment.astimezone(stage.event.zone)


def town(text: str) -> str:
    """A town as it is compared: however people wrote it."""
    return " ".join(text.split()).title()


def _round(stage: Stage, one: Round, seats: Mapping[int, int], held: Held) -> engine.Round:
    pools = pools_by_group(stage, one, seats)
    fixed = {
        person: group
        for person, group in seats.items()
        if group in held.groups or (one.id, person) in held.people
    }
    size = Counter(group for group in fixed.values() if group in held.groups)
    groups = [
        _group(stage, group, pools.get(group.id, ()), size[group.id])
        for group in one.groups
        if one.kind != "beds" or group.id in pools
    ]
    return engine.Round(
        id=one.name,
        kind=one.kind,  # type: ignore[arg-type]
        people=tuple(stage.label[person] for person in stage.taking_part[one.id]),
        groups=tuple(groups),
        fixed={stage.label[person]: stage.group[group].name for person, group in fixed.items()},
        weight=one.weight,
    )


def _group(stage: Stage, group: Group, pools: Sequence[str], locked: int) -> engine.Group:
    least, most = group.least, 1 if SINGLE in pools else group.most
    driver = stage.label.get(group.driver_id or 0)
    here = set(stage.taking_part[group.round_id])
    if locked:
        least = most = locked
    return engine.Group(
        id=group.name,
        min=min(least, most),
        max=most,
        pools=frozenset(pools) or None,
        driver=driver if group.driver_id in here else None,
        leaves_from=town(group.leaves_from) or None,
        leaves_at=_on_wall(stage, group.leaves_at),
    )


def pools_by_group(stage: Stage, one: Round, seats: Mapping[int, int]) -> dict[int, Sequence[str]]:
    """The pools of each group.  Of bedrooms only those that are needed are in it."""
    if one.kind != "beds":
        return {group.id: group.pools for group in one.groups}
    wanted = {person: stage.needs[person].pool for person in stage.taking_part[one.id]}
    inside: dict[int, Counter[str]] = {}
    for person, group in seats.items():
        inside.setdefault(group, Counter())[wanted[person]] += 1
    rooms = [
        Bedroom(group.id, group.most, _settled(group, inside.get(group.id))) for group in one.groups
    ]
    given = allot(rooms, Counter(wanted.values()))
    return {ident: (pool,) for ident, pool in given.items()}


def _settled(group: Group, inside: Counter[str] | None) -> str:
    """What a room is for already: by the list, else by most of those who are in it."""
    if group.pools:
        return group.pools[0]
    return min(inside, key=lambda pool: (-inside[pool], pool)) if inside else ""


def _met(stage: Stage, seated: set[str]) -> dict[tuple[str, str], int]:
    label = stage.label
    return {
        (label[one], label[other]): times
        for (one, other), times in sorted(stage.met.items())
        if label.get(one) in seated and label.get(other) in seated
    }


def _apart(stage: Stage, seated: set[str]) -> Iterable[tuple[str, str]]:
    """Each pair once, whoever of the two said it."""
    pairs = sorted({(min(pair), max(pair)) for pair in stage.apart})
    for one, other in pairs:
        first, second = stage.label.get(one), stage.label.get(other)
        if first in seated and second in seated and first and second:
            yield first, second


def seating_of(stage: Stage, seats: Seats) -> Seating:
    """``seats`` as the engine names them."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for ident, inside in stage.standing(seats).items():
        groups: dict[str, list[str]] = {}
        for person, group in inside.items():
            groups.setdefault(stage.group[group].name, []).append(stage.label[person])
        found[stage.round[ident].name] = {name: tuple(some) for name, some in groups.items()}
    return found


def seats_from(stage: Stage, groups: Seating) -> dict[int, dict[int, int]]:
    """The engine's seating as ids."""
    rounds = {one.name: one for one in stage.rounds}
    found: dict[int, dict[int, int]] = {}
    for name, inside in groups.items():
        one = rounds[name]
        ids = {group.name: group.id for group in one.groups}
        found[one.id] = {
            stage.person_of[label]: ids[group]
            for group, people in inside.items()
            for label in people
        }
    return found


def fingerprint_of(stage: Stage) -> str:
    """Of what was asked, without any draft; empty when the rows contradict each other."""
    try:
        return problem_of(stage).fingerprint()
    except BadInput:
        return ""
