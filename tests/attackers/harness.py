"""Fill a schema by real acts, collect the evidence, let every attack guess, count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from sqlalchemy import Engine

from offsite.anonymity.apart import UnitOfWork
from tests.attackers.attacks import ATTACKS, OF_ROWS, Attack
from tests.attackers.evidence import (
    Evidence,
    Files,
    Schema,
    Seen,
    Step,
    as_watched,
    glance,
    rows_of,
)

SEEDS, PEOPLE = 20, 50
MEAN_AT_MOST, NONE_ABOVE = 1.9, 7
"""Guessing at random finds one of 50 on average, whatever 50 is; more is knowledge."""


Truth = dict[str, int]


class Scene(Protocol):
    """A schema with the people who act in it.

    ``begin`` makes a scope with its people and returns (value of the scope, person ids);
    ``act`` lets one of them act and returns the key of the row that says it, and the log
    lines that came; ``end`` closes the scope (or does nothing) and returns who wrote each
    row, where keys have changed.  ``closed`` is the schema that is looked at afterwards.
    """

    schema: Schema
    closed: Schema

    def begin(self, unit: UnitOfWork, people: int) -> tuple[Any, list[int]]: ...
    def act(self, unit: UnitOfWork, scope: Any, person_id: int) -> tuple[str, list[str]]: ...
    def end(self, unit: UnitOfWork, scope: Any) -> Truth | None: ...


@dataclass(frozen=True)
class Result:
    """How many of the people each attack found, by round."""

    right: dict[str, list[int]]

    def faults(self) -> list[str]:
        """Attacks that did better than chance, in words."""
        return [
            f"{name}: mean {sum(found) / len(found):.2f}, most {max(found)} of {PEOPLE}"
            for name, found in self.right.items()
            if sum(found) / len(found) > MEAN_AT_MOST or max(found) > NONE_ABOVE
        ]


@dataclass(frozen=True)
class Siege:
    """What attackers found in the same rounds of acts: while it was open; after the close by
    what lies there; and then by whoever saw with their own eyes in which order people acted.
    """

    open: Result
    closed: Result
    watched: Result


def besiege(
    engine: Engine, unit: UnitOfWork, scene: Scene, *, seeds: int = SEEDS, people: int = PEOPLE
) -> Siege:
    """``seeds`` rounds of ``people`` acts, and what every attack makes of them.

    The rounds share one database; SQLite's log begins anew with each.
    """
    rounds = [_round(engine, unit, scene, Random(seed), people) for seed in range(seeds)]
    opened, closed, watched = zip(*rounds, strict=True)
    return Siege(_result(opened, ATTACKS), _result(closed, OF_ROWS), _result(watched, OF_ROWS))


def _result(rounds: Sequence[Evidence], names: Iterable[str]) -> Result:
    return Result({name: _counts(ATTACKS[name], rounds) for name in names})


def _counts(attack: Attack, rounds: Sequence[Evidence]) -> list[int]:
    return [
        right(attack(evidence, Random(f"guess-{seed}")), evidence.truth)
        for seed, evidence in enumerate(rounds)
    ]


def right(guess: dict[str, int], truth: Truth) -> int:
    """For how many rows the guess names the person who wrote it."""
    return sum(guess.get(key) == person for key, person in truth.items())


def _round(
    engine: Engine, unit: UnitOfWork, scene: Scene, rng: Random, people: int
) -> tuple[Evidence, Evidence, Evidence]:
    """The evidence while it is open, after the close, and of whoever watched the room."""
    scope, persons = scene.begin(unit, people)
    Files.settle(engine)
    evidence = Evidence(persons)
    watcher = Watcher(unit, scene.schema, scope)
    order = rng.sample(persons, len(persons))
    for number, person_id in enumerate(order):
        key, lines = scene.act(unit, scope, person_id)
        evidence.truth[key] = person_id
        evidence.logs += lines
        evidence.steps.append(watcher.step())
        if number + 1 == people // 2:
            evidence.backup_acted, evidence.backup_said = _look(unit, scene.schema, scope)
    evidence.acted, evidence.said = _look(unit, scene.schema, scope, _files(engine))
    truth = scene.end(unit, scope) or evidence.truth
    acted, said = _look(unit, scene.closed, scope, _files(engine))
    assert {one.key for one in said} == set(truth)
    closed = Evidence(persons, acted, said, truth=truth)
    watched = Evidence(persons, as_watched(order, said), said, truth=truth)
    return evidence, closed, watched


def _files(engine: Engine) -> Files | None:
    return Files(engine) if engine.dialect.name == "sqlite" else None


Look = tuple[list[Seen], list[Seen]]


def _look(unit: UnitOfWork, schema: Schema, scope: Any, files: Files | None = None) -> Look:
    where = (schema.scope, scope)
    with unit() as session:
        acted = rows_of(session, schema.acted, where, schema.owner, files)
        said = rows_of(session, schema.said, where, lambda _: None, files)
    return (
        [one for one in acted if schema.acted_if(one.columns)],
        [one for one in said if schema.said_if(one.columns)],
    )


class Watcher:
    """Looks at both tables after every act, and says what is new."""

    def __init__(self, unit: UnitOfWork, schema: Schema, scope: Any) -> None:
        self.unit, self.schema, self.where = unit, schema, (schema.scope, scope)
        self.acted: set[str] = set()
        self.said: set[str] = set()
        self.step()

    def step(self) -> Step:
        with self.unit() as session:
            acted = glance(session, self.schema.acted, self.where)
            said = glance(session, self.schema.said, self.where)
        did = {key: row for key, row in acted.items() if self.schema.acted_if(row)}
        owners = tuple(self.schema.owner(row) for key, row in did.items() if key not in self.acted)
        wrote = {key for key, row in said.items() if self.schema.said_if(row)}
        keys = tuple(sorted(wrote - self.said))
        self.acted, self.said = set(did), wrote
        return Step(owners, keys)
