"""Fill a schema by real acts, collect the evidence, let every attack guess, count."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from sqlalchemy import Engine

from offsite.anonymity.apart import UnitOfWork
from tests.attackers.attacks import ATTACKS, Attack
from tests.attackers.evidence import Evidence, Files, Schema, Seen, Step, glance, rows_of

SEEDS, PEOPLE = 20, 50
MEAN_AT_MOST, NONE_ABOVE = 1.9, 7
"""Guessing at random finds one of 50 on average, whatever 50 is; more is knowledge."""


class Scene(Protocol):
    """A schema with the people who act in it.

    ``begin`` makes a scope with its people and returns (value of the scope, person ids);
    ``act`` lets one of them act and returns the key of the row that says it, and the log
    lines that came; ``end`` closes the scope (or does nothing).
    """

    schema: Schema

    def begin(self, unit: UnitOfWork, people: int) -> tuple[Any, list[int]]: ...
    def act(self, unit: UnitOfWork, scope: Any, person_id: int) -> tuple[str, list[str]]: ...
    def end(self, unit: UnitOfWork, scope: Any) -> None: ...


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


def besiege(
    engine: Engine, unit: UnitOfWork, scene: Scene, *, seeds: int = SEEDS, people: int = PEOPLE
) -> Result:
    """``seeds`` rounds of ``people`` acts, and what every attack makes of them.

    The rounds share one database; SQLite's log begins anew with each.
    """
    rounds = [_round(engine, unit, scene, Random(seed), people) for seed in range(seeds)]
    return Result({name: _counts(attack, rounds) for name, attack in ATTACKS.items()})


def _counts(attack: Attack, rounds: Sequence[Evidence]) -> list[int]:
    return [
        right(attack(evidence, Random(f"guess-{seed}")), evidence.truth)
        for seed, evidence in enumerate(rounds)
    ]


def right(guess: dict[str, int], truth: dict[str, int]) -> int:
    """For how many rows the guess names the person who wrote it."""
    return sum(guess.get(key) == person for key, person in truth.items())


def _round(engine: Engine, unit: UnitOfWork, scene: Scene, rng: Random, people: int) -> Evidence:
    scope, persons = scene.begin(unit, people)
    Files.settle(engine)
    evidence = Evidence(persons)
    watcher = Watcher(unit, scene.schema, scope)
    for number, person_id in enumerate(rng.sample(persons, len(persons))):
        key, lines = scene.act(unit, scope, person_id)
        evidence.truth[key] = person_id
        evidence.logs += lines
        evidence.steps.append(watcher.step())
        if number + 1 == people // 2:
            evidence.backup_acted, evidence.backup_said = _look(unit, scene.schema, scope)
    scene.end(unit, scope)
    files = Files(engine) if engine.dialect.name == "sqlite" else None
    evidence.acted, evidence.said = _look(unit, scene.schema, scope, files)
    return evidence


Look = tuple[list[Seen], list[Seen]]


def _look(unit: UnitOfWork, schema: Schema, scope: Any, files: Files | None = None) -> Look:
    where = (schema.scope, scope)
    with unit() as session:
        acted = rows_of(session, schema.acted, where, schema.owner, files)
        said = rows_of(session, schema.said, where, lambda _: None, files)
    return [one for one in acted if schema.acted_if(one.columns)], said


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
        keys = tuple(key for key in said if key not in self.said)
        self.acted, self.said = set(did), set(said)
        return Step(owners, keys)
