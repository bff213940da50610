"""What must be true of a problem before anyone solves it: one function per kind of fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from offsite.engines.documents import limited
from offsite.errors import BadInput, Sentence

if TYPE_CHECKING:
    from offsite.engines.mixing.problem import Problem, Round

KINDS = ("beds", "cars", "tables", "groups", "pairs")

MOST_ROUNDS = 58
"""The search keeps in one machine word the rounds in which a pair meets."""


def require_sound(problem: Problem) -> None:
    """Raise BadInput with every fault of ``problem``; say nothing if it is sound."""
    found = [fault for check in CHECKS for fault in check(problem)]
    if found:
        raise BadInput(*limited(found))


def repeated_ids(problem: Problem) -> Iterator[str]:
    for id in _repeated(person.id for person in problem.people):
        yield f"Two people have id '{id}'."
    for id in _repeated(one.id for one in problem.rounds):
        yield f"Two rounds have id '{id}'."
    for one in problem.rounds:
        for id in _repeated(group.id for group in one.groups):
            yield f"Two groups of round '{one.id}' have id '{id}'."
        for id in _repeated(one.people):
            yield f"Round '{one.id}' has the person '{id}' twice."


def _repeated(ids: Iterable[str]) -> list[str]:
    return [id for id, count in Counter(ids).items() if count > 1]


def naive_times(problem: Problem) -> Iterator[str]:
    for person in problem.people:
        if person.leaves_at is not None and person.leaves_at.tzinfo is None:
            yield f"Person '{person.id}' has a time without an offset from UTC."
    for one in problem.rounds:
        for group in one.groups:
            if group.leaves_at is not None and group.leaves_at.tzinfo is None:
                yield f"{_group(one, group.id)} has a time without an offset from UTC."


def _group(one: Round, id: str) -> str:
    return f"Group '{id}' of round '{one.id}'"


def numbers_out_of_range(problem: Problem) -> Iterator[str]:
    if len(problem.rounds) > MOST_ROUNDS:
        yield f"There are {len(problem.rounds)} rounds; at most {MOST_ROUNDS} are mixed at once."
    for (first, second), count in problem.met.items():
        if count < 0:
            yield f"'{first}' and '{second}' cannot have met {count} times."
    for one in problem.rounds:
        if one.weight < 0:
            yield f"Round '{one.id}' has a weight below zero."
        if one.kind not in KINDS:
            yield f"Round '{one.id}' is of the unknown kind '{one.kind}'."
        for group in one.groups:
            if group.min < 0 or group.max < 1:
                yield f"{_group(one, group.id)} must hold at least one person."
            elif group.min > group.max:
                yield f"{_group(one, group.id)} has min {group.min} above max {group.max}."


def unknown_ids(problem: Problem) -> Iterator[str]:
    pairs = {"met": list(problem.met), "apart": problem.apart, "together": problem.together}
    for name, some in pairs.items():
        for first, second in some:
            for id in (first, second):
                if id not in problem.person:
                    yield f"'{name}' names the person '{id}', who does not exist."
    for one in problem.rounds:
        for id in one.people:
            if id not in problem.person:
                yield f"Round '{one.id}' names the person '{id}', who does not exist."


def impossible_pairs(problem: Problem) -> Iterator[str]:
    pairs = {"met": list(problem.met), "apart": problem.apart, "together": problem.together}
    for name, some in pairs.items():
        for first, second in some:
            if first == second:
                yield f"'{name}' pairs '{first}' with itself."
    joined = {frozenset(pair) for pair in problem.together}
    for first, second in problem.apart:
        if first != second and frozenset((first, second)) in joined:
            yield f"'{first}' and '{second}' shall be both apart and together."


def impossible_seats(problem: Problem) -> Iterator[str]:
    for one in problem.rounds:
        for person, group in one.fixed.items():
            if person not in one.taking_part:
                yield f"Round '{one.id}' fixes '{person}', who does not take part in it."
            if group not in one.group:
                yield f"Round '{one.id}' fixes '{person}' in group '{group}', which does not exist."
        yield from _impossible_drivers(one)


def _impossible_drivers(one: Round) -> Iterator[str]:
    drivers = [group.driver for group in one.groups if group.driver is not None]
    for id in _repeated(drivers):
        yield f"'{id}' drives two cars of round '{one.id}'."
    for group in one.groups:
        driver = group.driver
        if driver is None:
            continue
        if driver not in one.taking_part:
            yield f"{_group(one, group.id)} has the driver '{driver}', who takes no part in it."
        seat = one.fixed.get(driver)
        if seat is not None and seat != group.id:
            yield (f"'{driver}' drives '{group.id}' and is fixed in '{seat}' in round '{one.id}'.")


def impossible_sizes(problem: Problem) -> Iterator[str]:
    if any(True for _ in numbers_out_of_range(problem)):
        return
    for one in problem.rounds:
        seats = sum(group.max for group in one.groups)
        if seats < len(one.people):
            yield Sentence(
                "Round '%(round)s' has %(seats)s seats for %(people)s people.",
                round=one.id,
                seats=seats,
                people=len(one.people),
            )
        least = sum(max(1, group.min) for group in one.groups if group.driver is not None)
        if least > len(one.people):
            yield (
                f"The cars of round '{one.id}' that have drivers need {least} people, "
                f"and {len(one.people)} take part."
            )


CHECKS = (
    repeated_ids,
    naive_times,
    numbers_out_of_range,
    unknown_ids,
    impossible_pairs,
    impossible_seats,
    impossible_sizes,
)
