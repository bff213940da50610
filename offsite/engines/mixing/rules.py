"""The hard rules: one function each, used by search, check, explanation and tests.

A rule is ``(problem, plan) -> list[Violation]``.  Those about one person in one group are
written as a predicate (``why_not_*``); :data:`WHY_NOT` and :func:`may_sit` give the same
predicates to the search, so that a rule and the solver cannot drift apart.

Seats that name something unknown break :func:`known_ids` and are passed over by the others.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from offsite.engines.mixing.plan import Plan
from offsite.engines.mixing.problem import (
    DEPARTURE_TOLERANCE,
    Group,
    Pair,
    Person,
    Problem,
    Round,
)
from offsite.engines.violations import Violation
from offsite.errors import Sentence

Rule = Callable[[Problem, Plan], list[Violation]]
WhyNot = Callable[[Round, Person, Group], str | None]


# --- One person in one group: why that cannot be ---------------------------------------------


def why_not_pool(one: Round, person: Person, group: Group) -> str | None:
    if group.pools is None or person.pool in group.pools:
        return None
    pools = ", ".join(f"'{pool}'" for pool in sorted(group.pools))
    said = {"group": group.id, "round": one.id, "pools": pools, "person": person.id}
    if person.pool is None:
        return Sentence(
            "'%(group)s' in %(round)s is for %(pools)s, and '%(person)s' named no pool.", **said
        )
    return Sentence(
        "'%(group)s' in %(round)s is for %(pools)s, and '%(person)s' agreed to '%(pool)s'.",
        **said,
        pool=person.pool,
    )


def why_not_fixed(one: Round, person: Person, group: Group) -> str | None:
    seat = one.fixed.get(person.id)
    if seat is None or seat == group.id:
        return None
    return Sentence(
        "'%(person)s' is fixed in '%(seat)s' in %(round)s, not in '%(group)s'.",
        person=person.id,
        seat=seat,
        round=one.id,
        group=group.id,
    )


def why_not_driver(one: Round, person: Person, group: Group) -> str | None:
    """A driver sits in no other car."""
    own = one.drives.get(person.id)
    if own is None or own == group.id:
        return None
    return Sentence(
        "'%(person)s' drives '%(own)s' in %(round)s and cannot sit in '%(group)s'.",
        person=person.id,
        own=own,
        round=one.id,
        group=group.id,
    )


def why_not_town(one: Round, person: Person, group: Group) -> str | None:
    if group.leaves_from is None or group.driver == person.id:
        return None
    if person.leaves_from == group.leaves_from:
        return None
    said = {
        "group": group.id,
        "round": one.id,
        "from": group.leaves_from,
        "person": person.id,
    }
    if not person.leaves_from:
        return Sentence(
            "'%(group)s' in %(round)s leaves %(from)s, and '%(person)s' named no town.", **said
        )
    return Sentence(
        "'%(group)s' in %(round)s leaves %(from)s, and '%(person)s' leaves from %(town)s.",
        **said,
        town=person.leaves_from,
    )


def why_not_departure(one: Round, person: Person, group: Group) -> str | None:
    """Whoever names no time can leave at any."""
    if group.leaves_at is None or person.leaves_at is None or group.driver == person.id:
        return None
    if abs(group.leaves_at - person.leaves_at) <= DEPARTURE_TOLERANCE:
        return None
    return Sentence(
        "'%(group)s' in %(round)s leaves at %(at)s, more than 60 minutes from %(when)s, when "
        "'%(person)s' does.",
        group=group.id,
        round=one.id,
        at=f"{group.leaves_at:%H:%M}",
        when=f"{person.leaves_at:%H:%M}",
        person=person.id,
    )


WHY_NOT: dict[str, WhyNot] = {
    "fixed": why_not_fixed,
    "driver": why_not_driver,
    "pool": why_not_pool,
    "town": why_not_town,
    "departure": why_not_departure,
}


def may_sit(one: Round, person: Person, group: Group) -> bool:
    """Whether nothing about this person and this group alone forbids the seat."""
    return all(check(one, person, group) is None for check in WHY_NOT.values())


# --- Groups -------------------------------------------------------------------------------


def size_allowed(group: Group, size: int) -> bool:
    """Whether ``size`` people may be in ``group``; without a driver also nobody."""
    return (size == 0 and group.driver is None) or group.min <= size <= group.max


def binding_pairs(one: Round, pairs: tuple[Pair, ...]) -> Iterator[Pair]:
    """Those of ``pairs`` in which both take part in the round."""
    for first, second in pairs:
        if first in one.taking_part and second in one.taking_part:
            yield first, second


# --- The rules ----------------------------------------------------------------------------


def known_ids(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for id, groups in plan.groups.items():
        if id not in problem.round:
            found.append(Violation("known", f"The plan has an unknown round '{id}'.", (id,)))
            continue
        one = problem.round[id]
        for group, people in groups.items():
            if group not in one.group:
                sentence = f"The plan has a group '{group}' in {id}, which does not exist."
                found.append(Violation("known", sentence, (id, group)))
            for person in people:
                if person not in one.taking_part:
                    sentence = f"'{person}' sits in '{group}' in {id} without taking part in it."
                    found.append(Violation("known", sentence, (id, group, person)))
    return found


def everyone_sits_once(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for one in problem.rounds:
        seats = Counter(
            person for people in plan.groups.get(one.id, {}).values() for person in people
        )
        for person in one.people:
            if seats[person] != 1:
                how = "nowhere" if seats[person] == 0 else f"{seats[person]} times"
                sentence = f"'{person}' sits {how} in {one.id}."
                found.append(Violation("seated", sentence, (one.id, person)))
    return found


def sizes(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for one in problem.rounds:
        groups = plan.groups.get(one.id, {})
        for group in one.groups:
            size = len(groups.get(group.id, ()))
            if not size_allowed(group, size):
                sentence = Sentence(
                    "'%(group)s' in %(round)s holds %(size)s; it takes %(least)s to %(most)s.",
                    group=group.id,
                    round=one.id,
                    size=size,
                    least=group.min,
                    most=group.max,
                )
                found.append(Violation("sizes", sentence, (one.id, group.id)))
    return found


def _seats(problem: Problem, plan: Plan) -> Iterator[tuple[Round, Person, Group]]:
    """Every seat whose round, person and group exist."""
    for one in problem.rounds:
        for id, people in plan.groups.get(one.id, {}).items():
            for person in people:
                if id in one.group and person in problem.person:
                    yield one, problem.person[person], one.group[id]


def _alone(key: str) -> Rule:
    def rule(problem: Problem, plan: Plan) -> list[Violation]:
        found = []
        for one, person, group in _seats(problem, plan):
            if sentence := WHY_NOT[key](one, person, group):
                found.append(Violation(key, sentence, (one.id, group.id, person.id)))
        return found

    return rule


fixed = _alone("fixed")
pools = _alone("pool")
towns = _alone("town")
departures = _alone("departure")


def drivers(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for one in problem.rounds:
        groups = plan.groups.get(one.id, {})
        for group in one.groups:
            if group.driver is not None and group.driver not in groups.get(group.id, ()):
                sentence = Sentence(
                    "'%(group)s' in %(round)s is without its driver '%(driver)s'.",
                    group=group.id,
                    round=one.id,
                    driver=group.driver,
                )
                found.append(Violation("drivers", sentence, (one.id, group.id, group.driver)))
    return found


def apart(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for one in problem.rounds:
        seats = plan.seats(one.id)
        for first, second in binding_pairs(one, problem.apart):
            where = seats.get(first)
            if where is not None and where == seats.get(second):
                sentence = Sentence(
                    "'%(first)s' and '%(second)s' shall be apart, and both sit in '%(group)s' "
                    "in %(round)s.",
                    first=first,
                    second=second,
                    group=where,
                    round=one.id,
                )
                found.append(Violation("apart", sentence, (first, second)))
    return found


def together(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for one in problem.rounds:
        seats = plan.seats(one.id)
        for first, second in binding_pairs(one, problem.together):
            if first in seats and second in seats and seats[first] != seats[second]:
                sentence = (
                    f"'{first}' and '{second}' shall be together, and sit in '{seats[first]}' "
                    f"and '{seats[second]}' in {one.id}."
                )
                found.append(Violation("together", sentence, (first, second)))
    return found


RULES: tuple[Rule, ...] = (
    known_ids,
    everyone_sits_once,
    sizes,
    fixed,
    drivers,
    pools,
    towns,
    departures,
    apart,
    together,
)


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Every broken rule of ``plan``."""
    return [violation for rule in RULES for violation in rule(problem, plan)]
