"""A published schedule changes as little as a change of plans allows."""

from dataclasses import replace

from bench.schedule_instances import synthetic
from offsite.engines.scheduling import Placement, Plan, Problem, rules, solve

MOVE_COST = 3


def demo() -> Problem:
    return synthetic(people=30, items=18, rooms=3, days=2, a_day=4, breaks=2)


def quick(problem: Problem, seconds: float) -> Plan:
    return solve(problem, seconds=seconds, deterministic=True)


def without_host(problem: Problem, published: Plan) -> tuple[Problem, str]:
    """The host of an item is away when it runs; the item that this concerns."""
    item = next(i for i in problem.items if i.length == 1)
    away = published.placements[item.id].slot
    there = frozenset(slot.id for slot in problem.slots if slot.id != away)
    people = tuple(
        replace(person, slots=there) if person.id in item.hosts else person
        for person in problem.people
    )
    return replace(
        problem, people=people, current=published.placements, move_cost=MOVE_COST
    ), item.id


def test_a_lost_host_moves_few_items_and_costs_little() -> None:
    published = quick(demo(), 1)
    changed, item = without_host(demo(), published)
    again = quick(changed, 1)

    assert rules.violations(changed, again) == []
    assert again.placements[item] != published.placements[item]
    assert 1 <= again.score.moves <= 3
    assert again.score.met >= 0.97 * published.score.met


def test_pinned_items_do_not_move_for_a_better_plan() -> None:
    published = quick(demo(), 1)
    changed, item = without_host(demo(), published)
    pinned = {id: where for id, where in list(published.placements.items())[:8] if id != item}
    items = tuple(
        replace(i, pinned=pinned.get(i.id)) if i.id in pinned else i for i in changed.items
    )

    again = quick(replace(changed, items=items, move_cost=0), 1)

    assert {id: again.placements[id] for id in pinned} == pinned
    assert isinstance(again.placements[item], Placement)
