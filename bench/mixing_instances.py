"""Instances for measuring the mixing engine, all made from a seed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from offsite.engines.mixing import Group, Person, Plan, Problem, Round
from offsite.engines.mixing.problem import Pair

FIRST_DEPARTURE = datetime(2026, 9, 30, 14, tzinfo=UTC)
TOWNS = ("Poznań", "Warszawa", "Łódź", "Gdańsk")


def golf(groups: int, size: int, weeks: int) -> Problem:
    """The social golfer problem: ``groups`` of ``size`` for so many ``weeks``."""
    ids = tuple(f"p{number}" for number in range(groups * size))
    tees = tuple(Group(f"g{number}", size, min=size) for number in range(groups))
    rounds = tuple(Round(f"week-{number}", ids, tees) for number in range(weeks))
    return Problem(tuple(Person(id) for id in ids), rounds)


def event(count: int, *, met: Mapping[Pair, int] | None = None, seed: int = 1) -> Problem:
    """Bedrooms for two (a fifth wants a quiet one), cars of four with drivers from four
    towns, tables of eight, for ``count`` people."""
    people = _people(count, np.random.default_rng(seed))
    ids = tuple(person.id for person in people)
    rounds = (
        Round("beds", ids, _rooms(people), "beds"),
        Round("cars", ids, _cars(people), "cars"),
        Round("tables", ids, tuple(Group(f"t{n}", 8, 6) for n in range(-(-count // 8))), "tables"),
    )
    return Problem(people, rounds, met or {})


def _people(count: int, rng: np.random.Generator) -> tuple[Person, ...]:
    return tuple(
        Person(
            f"p{number}",
            team=f"team {number % (count // 6)}",
            function=str(rng.choice(["backend", "frontend", "data", "mobile"])),
            track=str(rng.choice(["technical", "people"])),
            pool="quiet" if number % 5 == 0 else "any",
            leaves_from=TOWNS[number % len(TOWNS)],
            leaves_at=FIRST_DEPARTURE + timedelta(minutes=int(rng.integers(0, 61))),
        )
        for number in range(count)
    )


def _rooms(people: tuple[Person, ...]) -> tuple[Group, ...]:
    rooms = []
    for pool in ("quiet", "any"):
        here = sum(person.pool == pool for person in people)
        pools = frozenset([pool])
        rooms += [Group(f"{pool} {n}", 2, pools=pools) for n in range(-(-here // 2))]
    return tuple(rooms)


def _cars(people: tuple[Person, ...]) -> tuple[Group, ...]:
    cars = []
    leaves_at = FIRST_DEPARTURE + timedelta(minutes=30)
    for town in TOWNS:
        here = [person.id for person in people if person.leaves_from == town]
        for driver in here[: -(-len(here) // 4)]:
            car = Group(f"{driver}'s", 4, 2, None, driver, town, leaves_at)
            cars.append(car)
    return tuple(cars)


def with_meetings(met: Mapping[Pair, int], plan: Plan) -> dict[Pair, int]:
    """``met`` and who met in ``plan``."""
    result = dict(met)
    for groups in plan.groups.values():
        for people in groups.values():
            for number, one in enumerate(people):
                for other in people[:number]:
                    key = (one, other) if (one, other) in result else (other, one)
                    result[key] = result.get(key, 0) + 1
    return result


def without(problem: Problem, person: str) -> Problem:
    """``problem`` after ``person`` cancelled; a car without its driver stays at home."""
    rounds = tuple(
        replace(
            one,
            people=tuple(id for id in one.people if id != person),
            groups=tuple(group for group in one.groups if group.driver != person),
        )
        for one in problem.rounds
    )
    return replace(problem, rounds=rounds)
