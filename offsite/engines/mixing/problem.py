"""The values of a mixing problem, and what must be true of them before anyone solves it.

Build a :class:`Problem` from rows or read one with
:func:`~offsite.engines.mixing.reading.parse_problem`; either way it is checked, and every
fault is reported at once.  Times are aware; people, rounds and groups are named by text
ids, groups within their round.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from offsite.engines.mixing.soundness import require_sound

FORMAT = "offsite/mixing-problem@1"

Kind = Literal["beds", "cars", "tables", "groups", "pairs"]
Pair = tuple[str, str]

DEPARTURE_TOLERANCE = timedelta(minutes=60)
"""How far a rider's departure may be from the car's, either way."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to seat; what is None is not known and equals nothing.

    ``pool`` is the rooming pool this person agreed to, in the organizer's words.
    """

    id: str
    team: str | None = None
    function: str | None = None
    track: str | None = None
    pool: str | None = None
    leaves_from: str | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A room, car or table with ``min`` to ``max`` people; ``pools`` None admits everyone.

    Without a ``driver`` it may also stay empty.
    """

    id: str
    max: int
    min: int = 1
    pools: frozenset[str] | None = None
    driver: str | None = None
    leaves_from: str | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True)
class Round:
    """Everyone in ``people`` sits in exactly one of ``groups``, at one time.

    ``fixed`` (person -> group) are seats that stay; ``weight`` multiplies each repeat.
    """

    id: str
    people: tuple[str, ...]
    groups: tuple[Group, ...]
    kind: Kind = "groups"
    fixed: Mapping[str, str] = field(default_factory=dict)
    weight: int = 1

    def __post_init__(self) -> None:
        for name in ("people", "groups"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "fixed", dict(self.fixed))

    @cached_property
    def group(self) -> dict[str, Group]:
        return {group.id: group for group in self.groups}

    @cached_property
    def drives(self) -> dict[str, str]:
        """driver -> the group that they drive."""
        return {group.driver: group.id for group in self.groups if group.driver is not None}

    @cached_property
    def taking_part(self) -> frozenset[str]:
        return frozenset(self.people)


@dataclass(frozen=True)
class Problem:
    """Everything the mixing engine knows; the order of ``rounds`` is the order in time.

    ``met`` counts how often a pair met before, in either order.

    Raises:
        BadInput: one sentence for every fault (unknown or repeated ids, naive times,
            somebody twice in a round, min above max, too few seats, ...).
    """

    people: tuple[Person, ...]
    rounds: tuple[Round, ...]
    met: Mapping[Pair, int] = field(default_factory=dict)
    apart: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        for name in ("people", "rounds", "apart", "together"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "met", dict(self.met))
        require_sound(self)

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def round(self) -> dict[str, Round]:
        return {one.id: one for one in self.rounds}

    @cached_property
    def have_met(self) -> frozenset[frozenset[str]]:
        """The pairs that met before the first round."""
        return frozenset(frozenset(pair) for pair, count in self.met.items() if count > 0)

    def to_document(self) -> dict[str, Any]:
        """The problem in the ``offsite/mixing-problem@1`` format."""
        return {
            "format": FORMAT,
            "people": [_person_document(person) for person in self.people],
            "met": [[one, other, count] for (one, other), count in self.met.items()],
            "apart": [list(pair) for pair in self.apart],
            "together": [list(pair) for pair in self.together],
            "rounds": [_round_document(one) for one in self.rounds],
        }

    def fingerprint(self) -> str:
        """A hash that is equal for equal problems, also between processes and days."""
        text = json.dumps(self.to_document(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _person_document(person: Person) -> dict[str, Any]:
    values = {
        "team": person.team,
        "function": person.function,
        "track": person.track,
        "pool": person.pool,
        "from": person.leaves_from,
        "leaves_at": _time(person.leaves_at),
    }
    return {"id": person.id, **{key: value for key, value in values.items() if value is not None}}


def _round_document(one: Round) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "people": list(one.people),
        "groups": [_group_document(group) for group in one.groups],
        "fixed": dict(one.fixed),
        "weight": one.weight,
    }


def _group_document(group: Group) -> dict[str, Any]:
    document: dict[str, Any] = {"id": group.id, "min": group.min, "max": group.max}
    if group.pools is not None:
        document["pools"] = sorted(group.pools)
    if group.driver is not None:
        document["driver"] = group.driver
    if group.leaves_from is not None:
        document["from"] = group.leaves_from
    if group.leaves_at is not None:
        document["leaves_at"] = _time(group.leaves_at)
    return document


def _time(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
