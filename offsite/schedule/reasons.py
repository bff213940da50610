"""Why an item stands nowhere in a draft, from the same rules that the search keeps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from offsite.engines.scheduling import rules
from offsite.engines.scheduling.explain import violations_of_move
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Item, Placement, Problem
from offsite.proposals.models import Proposal
from offsite.schedule.formulation import Grid, engine_places, item_name, problem_of, row_id
from offsite.schedule.models import Draft

MOST_IN_THE_WAY = 3


@dataclass(frozen=True)
class Reason:
    """Why a proposal has no place.

    ``conditions`` are keys of rules that together leave no place at all; else ``places``
    would do for it alone and ``in_the_way`` names (rule, proposal id, number of places)
    that stand against them; ``free`` is a place (slot id, room id) where nothing does.
    """

    proposal: Proposal
    conditions: tuple[str, ...] = ()
    places: int = 0
    in_the_way: tuple[tuple[str, int, int], ...] = ()
    free: tuple[int, int] | None = None


def reasons_for(grid: Grid, draft: Draft, proposals: Sequence[Proposal]) -> list[Reason]:
    """One reason for each of ``proposals``, which the draft does not place.

    Costs one look per place an item could take: some milliseconds an item.
    """
    if not proposals:
        return []
    problem = problem_of(grid)
    plan = Plan(engine_places(grid, draft))
    return [_reason(problem, plan, one) for one in proposals]


def _reason(problem: Problem, plan: Plan, proposal: Proposal) -> Reason:
    item = problem.item[item_name(proposal.id)]
    allowed = rules.allowed_placements(problem, item)
    if not allowed:
        return Reason(proposal, conditions=_conditions(problem, item))
    ways: Counter[tuple[str, int]] = Counter()
    for placement in allowed:
        found = violations_of_move(problem, plan, item.id, placement)
        if not found:
            free = row_id(placement.slot), row_id(placement.room)
            return Reason(proposal, places=len(allowed), free=free)
        for violation in found:
            others = [one for one in violation.ids if one in problem.item and one != item.id]
            ways.update((violation.rule, row_id(one)) for one in others)
    in_the_way = tuple((rule, other, n) for (rule, other), n in ways.most_common(MOST_IN_THE_WAY))
    return Reason(proposal, places=len(allowed), in_the_way=in_the_way)


def _conditions(problem: Problem, item: Item) -> tuple[str, ...]:
    """The rules that each take places away, in the order in which none is left."""
    left = [Placement(slot.id, room.id) for room in problem.rooms for slot in problem.slots]
    found = []
    for key, check in rules.WHY_NOT.items():
        kept = [where for where in left if check(problem, item, where) is None]
        if len(kept) < len(left):
            found.append(key)
        left = kept
        if not left:
            break
    return tuple(found)
