"""Who attends what, once placements are fixed.

Without limits everyone takes the best wishes that do not overlap, found by weighted
interval scheduling.  Where that overfills an item, the stretch of time around it is solved
again for all people at once: as a minimum-cost flow if all its items cover the same span,
by CP-SAT otherwise.  Heavier wishes win over lighter ones, ties fall by the seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model

from offsite.engines.scheduling.choices import (
    Choices,
    Running,
    best_choice,
    choices_of,
    running_items,
)
from offsite.engines.scheduling.problem import Placement, Problem

Attendance = dict[str, tuple[str, ...]]

LONGEST_ASSIGNMENT = 20.0
"""CP-SAT's limit for one stretch, in its own deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The attendance, and whether it is proven to meet the most for these placements."""

    attendance: Attendance
    is_best: bool


def attend(problem: Problem, placements: Mapping[str, Placement], *, seed: int = 0) -> Assignment:
    """The attendance that meets the most wish weight for fixed ``placements``.

    Hosts attend what they host, everyone who is there an item for everyone, and no item
    has more people than seats.  The placements must break no placement rule.
    """
    running = running_items(problem, placements)
    chosen = _without_limits(problem, running)
    is_best = True
    for stretch in _overfull_stretches(running, chosen):
        is_best &= _solve_stretch(problem, stretch, chosen, seed=seed)
    order = {item.item: number for number, item in enumerate(running)}
    attendance = {
        person.id: tuple(sorted(chosen[person.id], key=order.__getitem__))
        for person in problem.people
        if chosen.get(person.id)
    }
    return Assignment(attendance, is_best)


def crowd(problem: Problem, placements: Mapping[str, Placement]) -> dict[str, int]:
    """How many would come to each item of their own will if rooms held everybody."""
    running = running_items(problem, placements)
    coming = {entry.item: -len(entry.forced) for entry in running}
    for items in _without_limits(problem, running).values():
        for item in items:
            coming[item] += 1
    return coming


def _without_limits(problem: Problem, running: list[Running]) -> dict[str, set[str]]:
    chosen: dict[str, set[str]] = {}
    for entry in running:
        for person in entry.forced:
            chosen.setdefault(person, set()).add(entry.item)
    for person, choices in choices_of(problem, running).items():
        chosen.setdefault(person, set()).update(best_choice(choices))
    return chosen


def _overfull_stretches(running: list[Running], chosen: dict[str, set[str]]) -> list[list[Running]]:
    """Groups of items that touch in time, each with an item that is overfull."""
    attendees: dict[str, int] = {}
    for items in chosen.values():
        for item in items:
            attendees[item] = attendees.get(item, 0) + 1
    return [
        stretch
        for stretch in _stretches(running)
        if any(e.seats is not None and attendees.get(e.item, 0) > e.seats for e in stretch)
    ]


def _stretches(running: list[Running]) -> list[list[Running]]:
    result: list[list[Running]] = []
    until: datetime | None = None
    for entry in running:
        if until is None or entry.starts_at >= until:
            result.append([])
            until = entry.ends_at
        result[-1].append(entry)
        until = max(until, entry.ends_at)
    return result


def _solve_stretch(
    problem: Problem, stretch: list[Running], chosen: dict[str, set[str]], *, seed: int
) -> bool:
    """Replace the choices in this stretch; whether they are proven best."""
    choices = choices_of(problem, stretch)
    items = {entry.item for entry in stretch}
    # The seed decides who is first among equals; the order of people in the input does not.
    luck = np.random.default_rng(seed)
    people = sorted(choices)
    ties = dict(zip(people, luck.permutation(len(people)).tolist(), strict=True))
    same = len({(entry.starts_at, entry.ends_at) for entry in stretch}) == 1
    solve = _by_flow if same else _by_cpsat
    found, is_best = solve(stretch, choices, ties)
    for person in people:
        mine = {e.item for e in stretch if person in e.forced}
        chosen[person] = (chosen[person] - items) | mine | found.get(person, set())
    return is_best


Found = tuple[dict[str, set[str]], bool]


def _worth(weight: int, tie: int, people: int, most: int) -> int:
    """Weights first; among equal sums, those whom the seed puts first."""
    return weight * (people * people * most + 1) + tie


def _by_flow(stretch: list[Running], choices: Choices, ties: dict[str, int]) -> Found:
    """Everyone takes at most one item: a minimum-cost flow from people through items."""
    flow = min_cost_flow.SimpleMinCostFlow()
    people = sorted(choices)
    sink = len(people) + len(stretch)
    node = {entry.item: len(people) + number for number, entry in enumerate(stretch)}
    arcs = {}
    for number, person in enumerate(people):
        flow.set_node_supply(number, 1)
        flow.add_arc_with_capacity_and_unit_cost(number, sink, 1, 0)
        for entry, weight in choices[person]:
            cost = -_worth(weight, ties[person], len(people), 1)
            arc = flow.add_arc_with_capacity_and_unit_cost(number, node[entry.item], 1, cost)
            arcs[arc] = person, entry.item
    for entry in stretch:
        room = len(people) if entry.seats is None else max(0, entry.seats - len(entry.forced))
        flow.add_arc_with_capacity_and_unit_cost(node[entry.item], sink, room, 0)
    flow.set_node_supply(sink, -len(people))
    if flow.solve() != flow.OPTIMAL:
        return {}, False
    found: dict[str, set[str]] = {}
    for arc, (person, item) in arcs.items():
        if flow.flow(arc):
            found.setdefault(person, set()).add(item)
    return found, True


def _by_cpsat(stretch: list[Running], choices: Choices, ties: dict[str, int]) -> Found:
    """Items of several lengths: choose wishes so that none overlap and seats suffice."""
    model = cp_model.CpModel()
    takes = {}
    for person, mine in choices.items():
        for entry, _ in mine:
            takes[person, entry.item] = model.new_bool_var("")
        for moment in sorted({entry.starts_at for entry, _ in mine}):
            model.add_at_most_one(
                takes[person, e.item] for e, _ in mine if e.starts_at <= moment < e.ends_at
            )
    for entry in stretch:
        if entry.seats is not None:
            others = [take for (_, item), take in takes.items() if item == entry.item]
            model.add(sum(others) <= max(0, entry.seats - len(entry.forced)))
    most = len(stretch)
    model.maximize(
        sum(
            _worth(weight, ties[person], len(choices), most) * takes[person, entry.item]
            for person, mine in choices.items()
            for entry, weight in mine
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = LONGEST_ASSIGNMENT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {}, False
    found: dict[str, set[str]] = {}
    for (person, item), take in takes.items():
        if solver.value(take):
            found.setdefault(person, set()).add(item)
    return found, status == cp_model.OPTIMAL
