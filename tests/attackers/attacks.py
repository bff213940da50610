"""Ways to find out who wrote each row.  Each answers with a person for every key."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.attackers.evidence import Evidence, Seen

Guess = dict[str, int]
Attack = Callable[[Evidence, Random], Guess]

HIDDEN = ("rowid", "ctid_page", "xmin", "cmin")
PLACES = ("place in the file", "first place in the log", "last place in the log")


def by_order_of(measure: Callable[[Seen], object]) -> Attack:
    """Put both tables in the order of a measure and pair them, first with first."""

    def attack(evidence: Evidence, rng: Random) -> Guess:
        acted = _sorted(evidence.acted, measure, rng)
        said = _sorted(evidence.said, measure, rng)
        return _paired(acted, said, evidence.people, rng)

    return attack


def by_measure(name: str, *more: str) -> Attack:
    return by_order_of(lambda row: tuple(row.measures.get(one, 0) for one in (name, *more)))


def by_key(evidence: Evidence, rng: Random) -> Guess:
    """Numbers and time-ordered names give the order of coming away."""
    return by_order_of(lambda row: (len(row.key), row.key))(evidence, rng)


def by_time(evidence: Evidence, rng: Random) -> Guess:
    """Every pair of columns that grow with time; the pair that tells most rows apart."""
    best: tuple[int, Guess] = (-1, {})
    for first in _growing(evidence.acted):
        for second in _growing(evidence.said):
            told = len({one.measures[second] for one in evidence.said})
            if told > best[0]:
                acted = _sorted(evidence.acted, lambda row, name=first: row.measures[name], rng)
                said = _sorted(evidence.said, lambda row, name=second: row.measures[name], rng)
                best = told, _paired(acted, said, evidence.people, rng)
    return best[1] or _paired(evidence.acted, evidence.said, evidence.people, rng)


def by_backup(evidence: Evidence, rng: Random) -> Guess:
    """A backup of the middle halves the crowd: early rows by early people, in their order."""
    early = {one.key for one in evidence.backup_said}
    before = {one.key for one in evidence.backup_acted}
    guess = _paired(evidence.backup_acted, evidence.backup_said, evidence.people, rng)
    late_acted = [one for one in evidence.acted if one.key not in before]
    late_said = [one for one in evidence.said if one.key not in early]
    left = [one for one in evidence.people if one not in guess.values()]
    return guess | _paired(late_acted, late_said, left, rng)


def by_looking_before_and_after(evidence: Evidence, rng: Random) -> Guess:
    """Whoever is new among those who acted wrote the row that is new."""
    guess: Guess = {}
    for step in evidence.steps:
        for owner, key in zip(step.owners, step.keys, strict=False):
            if owner is not None:
                guess[key] = owner
    return _filled(guess, evidence, rng)


def by_logs(evidence: Evidence, rng: Random) -> Guess:
    """The person who was named last before the row's key, or beside it."""
    guess: Guess = {}
    named: int | None = None
    people = {f"person={one}": one for one in evidence.people}
    keys = {one.key for one in evidence.said}
    for line in evidence.logs:
        words, parts = set(line.split()), set(re.findall(r"\w+", line))
        named = next((person for word, person in people.items() if word in words), named)
        for key in keys:
            if named is not None and key in parts:
                guess[key] = named
    return _filled(guess, evidence, rng)


ATTACKS: Mapping[str, Attack] = {
    "the hidden number of rows": by_measure("rowid"),
    "the physical order": by_measure("ctid_page", "ctid_line"),
    "the transaction": by_measure("xmin", "cmin"),
    "the place in the file": by_measure("place in the file"),
    "the write-ahead log": by_measure("first place in the log"),
    "the end of the write-ahead log": by_measure("last place in the log"),
    "the order of keys": by_key,
    "times": by_time,
    "a backup of the middle": by_backup,
    "looking before and after": by_looking_before_and_after,
    "log lines": by_logs,
}


OF_ROWS = ("the hidden number of rows", "the physical order", "the transaction",
           "the place in the file", "the order of keys", "times")  # fmt: skip
"""Attacks by what lies in the database after the close, when nobody watched before."""


def _growing(rows: Sequence[Seen]) -> list[str]:
    names = rows[0].measures if rows else {}
    return [name for name in names if name.startswith("column ")]


def _sorted(rows: Sequence[Seen], measure: Callable[[Seen], object], rng: Random) -> list[Seen]:
    """In the order of the measure; what it does not tell apart is shuffled."""
    mixed = list(rows)
    rng.shuffle(mixed)
    return sorted(mixed, key=measure)  # type: ignore[arg-type]


def _paired(
    acted: Sequence[Seen], said: Sequence[Seen], people: Sequence[int], rng: Random
) -> Guess:
    """First with first.  A row that names nobody is given one of those who are left."""
    named = {one.owner for one in acted}
    left = [one for one in people if one not in named]
    rng.shuffle(left)
    guess: Guess = {}
    for who, what in zip(acted, said, strict=False):
        person = who.owner if who.owner is not None else (left.pop() if left else None)
        if person is not None:
            guess[what.key] = person
    return guess


def _filled(guess: Guess, evidence: Evidence, rng: Random) -> Guess:
    """Nothing found about a row: one of the people who are left."""
    left = [one for one in evidence.people if one not in guess.values()]
    rng.shuffle(left)
    open_keys = [one.key for one in evidence.said if one.key not in guess]
    return guess | dict(zip(open_keys, left, strict=False))
