"""The smallest change that makes room for an item, or mends a broken rule.

A change moves an item to an allowed place and, where others stand in its way, each of
those to the free place at which people lose least, to the place the first one left, or out
of the plan.  Changes that touch fewer items come first; pinned items never move.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

from offsite.engines.scheduling import rules
from offsite.engines.scheduling.explain import Delta, delta_of_change, violations_of_move
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Placement, Problem
from offsite.engines.violations import Violation

MOST_IN_THE_WAY = 2
"""How many items a change may move out of the way."""

MOST_COMPARED = 16
"""How many of the smallest changes are compared by what people gain."""


@dataclass(frozen=True, slots=True)
class Step:
    """One item that moves; ``placement`` None takes it out of the plan."""

    item: str
    placement: Placement | None


@dataclass(frozen=True, slots=True)
class Change:
    """Steps that belong together: all of them are made, or none.

    ``taken_out`` is the priority of the items that the steps leave without a place.
    """

    steps: tuple[Step, ...]
    taken_out: int
    delta: Delta


def what_must_give(problem: Problem, plan: Plan, item: str, *, most: int = 3) -> list[Change]:
    """The smallest changes that give ``item`` a place, best first; empty if there is none.

    The first step of each is the item's own.  Costs some looks at the rules for each place:
    well below a second at 100 people and 45 items.
    """
    return _best_of(problem, plan, _openings(problem, plan, item), most)


def smallest_repair(problem: Problem, plan: Plan, violation: Violation) -> Change | None:
    """The smallest change after which ``violation`` is gone and nothing new is broken.

    Moves one of the items the violation names, others only where they stand in its way;
    an item is taken out where no move helps.  None if everything it names is pinned where
    it stands, or if it is about attendance alone (ask for new attendance instead).
    """
    if violation not in rules.violations(problem, plan, rules.PLACEMENT_RULES):
        return None
    named = [id for id in violation.ids if id in problem.item]
    moves = [opening for item in named for opening in _openings(problem, plan, item)]
    changes = _best_of(problem, plan, moves, MOST_COMPARED)
    changes += [
        _taking_out(problem, plan, item) for item in named if _may_leave(problem, plan, item)
    ]
    before = set(rules.violations(problem, plan, rules.PLACEMENT_RULES)) - {violation}
    for change in changes:
        after = changed(plan, change.steps)
        if before.issuperset(rules.violations(problem, after, rules.PLACEMENT_RULES)):
            return change
    return None


def changed(plan: Plan, steps: tuple[Step, ...]) -> Plan:
    """The plan with the steps made; its attendance and score are those of before."""
    placements = dict(plan.placements)
    for step in steps:
        placements.pop(step.item, None)
    placements |= {s.item: s.placement for s in steps if s.placement is not None}
    return replace(plan, placements=placements)


# --- Where an item could go ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opening:
    """A place for ``item`` once ``leaving`` are gone from where they are."""

    item: str
    placement: Placement
    leaving: tuple[str, ...]


def _openings(problem: Problem, plan: Plan, item: str) -> list[_Opening]:
    here = plan.placements.get(item)
    found = []
    for placement in rules.allowed_placements(problem, problem.item[item]):
        if placement != here:
            leaving = _in_the_way(problem, plan, item, placement)
            if leaving is not None:
                found.append(_Opening(item, placement, leaving))
    return found


def _in_the_way(
    problem: Problem, plan: Plan, item: str, placement: Placement
) -> tuple[str, ...] | None:
    """The fewest items that must leave before ``item`` may stand there; None if too many."""
    broken = violations_of_move(problem, plan, item, placement)
    others = {id for v in broken for id in v.ids if id in problem.item and id != item}
    movable = sorted(other for other in others if _may_leave(problem, plan, other))
    for count in range(min(len(movable), MOST_IN_THE_WAY) + 1):
        for leaving in combinations(movable, count):
            without = changed(plan, tuple(Step(other, None) for other in leaving))
            if not violations_of_move(problem, without, item, placement):
                return leaving
    return None


def _may_leave(problem: Problem, plan: Plan, item: str) -> bool:
    return item in plan.placements and problem.item[item].pinned is None


# --- What it would cost -------------------------------------------------------------------


def _best_of(problem: Problem, plan: Plan, openings: list[_Opening], most: int) -> list[Change]:
    """Changes through the openings: least priority taken out, fewest steps, most met."""
    wanted: Counter[str] = Counter()
    for wish in problem.wishes:
        wanted[wish.item] += wish.weight
    openings = sorted(
        _one_room_a_slot(openings),
        key=lambda one: (len(one.leaving), sum(wanted[other] for other in one.leaving)),
    )
    changes = [_through(problem, plan, opening) for opening in openings[:MOST_COMPARED]]
    changes.sort(key=lambda one: (one.taken_out, len(one.steps), -one.delta.met))
    return changes[:most]


def _one_room_a_slot(openings: list[_Opening]) -> list[_Opening]:
    """Rooms of one slot are the same to people if the same items leave."""
    first = {(one.item, one.placement.slot, one.leaving): one for one in reversed(openings)}
    return list(first.values())


def _through(problem: Problem, plan: Plan, opening: _Opening) -> Change:
    """The item takes the place, and each that leaves goes where people lose least."""
    steps = [Step(opening.item, opening.placement)]
    after = changed(plan, (*steps, *(Step(other, None) for other in opening.leaving)))
    for other in opening.leaving:
        steps.append(Step(other, _best_free_place(problem, after, other)))
        after = changed(after, (steps[-1],))
    return _change(problem, plan, tuple(steps))


def _best_free_place(problem: Problem, plan: Plan, item: str) -> Placement | None:
    free: dict[str, Placement] = {}
    for where in rules.allowed_placements(problem, problem.item[item]):
        if where.slot not in free and not violations_of_move(problem, plan, item, where):
            free[where.slot] = where
    return max(
        free.values(),
        key=lambda where: delta_of_change(problem, plan, {item: where}).met,
        default=None,
    )


def _taking_out(problem: Problem, plan: Plan, item: str) -> Change:
    return _change(problem, plan, (Step(item, None),))


def _change(problem: Problem, plan: Plan, steps: tuple[Step, ...]) -> Change:
    placed = plan.placements.keys() & {step.item for step in steps if step.placement is None}
    return Change(
        steps,
        taken_out=sum(problem.item[item].priority for item in placed),
        delta=delta_of_change(problem, plan, {step.item: step.placement for step in steps}),
    )
