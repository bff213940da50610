"""Why an item of a draft is where it is, where else it could be, and what mends a rule.

The engine answers, by the same rules that the search keeps; here its names become rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from offsite.engines.scheduling import rules
from offsite.engines.scheduling.alternatives import WhyHere, alternatives, why_here
from offsite.engines.scheduling.explain import Delta
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Problem
from offsite.engines.scheduling.repair import Change, smallest_repair, what_must_give
from offsite.schedule.evaluation import Broken
from offsite.schedule.formulation import Grid, engine_places, item_name, problem_of, row_id
from offsite.schedule.models import Draft

MOST_PLACES = 6
"""Other places for an item that are told: the best one of each time."""


@dataclass(frozen=True)
class OtherPlace:
    """A slot and room where the item could stand: what people gain and lose, and the items
    (rule, proposal id) in its way."""

    slot_id: int
    room_id: int
    delta: Delta
    in_the_way: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Aim:
    """One step of a change: a proposal to the slot and room, or out of the draft (None)."""

    proposal_id: int
    slot_id: int | None
    room_id: int | None


@dataclass(frozen=True)
class Mending:
    """Steps that belong together, and what they do to people."""

    steps: tuple[Aim, ...]
    delta: Delta


@dataclass(frozen=True)
class Setting:
    """A draft as the engine sees it, without what stands outside the slots."""

    problem: Problem
    plan: Plan

    @classmethod
    def of(cls, grid: Grid, draft: Draft, *, free: Iterable[int] = ()) -> "Setting":
        """``grid`` was read with the draft as its base; the items of ``free`` may move
        although they are pinned.

        Items that begin outside the slots keep their room and hosts busy.
        """
        loose = set(free)
        starts = {slot.starts_at for slot in grid.event.slots}
        aside = [
            one
            for one in draft.placements
            if one.proposal_id not in loose and (one.starts_at not in starts or not one.room_id)
        ]
        problem = problem_of(replace(grid, taken=aside), base=draft)
        names = {item_name(one) for one in loose}
        problem = replace(
            problem,
            items=tuple(replace(i, pinned=None) if i.id in names else i for i in problem.items),
        )
        places = engine_places(grid, draft)
        return cls(problem, Plan({id: p for id, p in places.items() if id in problem.item}))


def why(setting: Setting, proposal_id: int) -> WhyHere | None:
    """Why the item stands where it stands; None when it stands in no slot."""
    name = item_name(proposal_id)
    if name not in setting.plan.placements:
        return None
    return why_here(setting.problem, setting.plan, name)


def other_places(setting: Setting, proposal_id: int) -> list[OtherPlace]:
    """The best place of each other time, the free and most wished first."""
    name = item_name(proposal_id)
    if name not in setting.problem.item:
        return []
    best: dict[str, OtherPlace] = {}
    for one in alternatives(setting.problem, setting.plan, name):
        if one.placement.slot in best:
            continue
        best[one.placement.slot] = OtherPlace(
            row_id(one.placement.slot),
            row_id(one.placement.room),
            one.delta,
            tuple(
                (violation.rule, row_id(other))
                for violation in one.broken
                for other in violation.ids
                if other in setting.problem.item and other != name
            ),
        )
    return list(best.values())[:MOST_PLACES]


def what_gives(setting: Setting, proposal_id: int) -> list[Mending]:
    """The smallest changes that give an item a place; empty if there is none."""
    name = item_name(proposal_id)
    if name not in setting.problem.item:
        return []
    plan = Plan({id: p for id, p in setting.plan.placements.items() if id != name})
    return [_mending(one) for one in what_must_give(setting.problem, plan, name)]


def mending(setting: Setting, broken: Broken) -> Mending | None:
    """The smallest change after which ``broken`` is gone and nothing new is broken.

    What stands outside the slots or in no room is given the next best place.
    """
    names = {item_name(one) for one in broken.proposals}
    for violation in rules.violations(setting.problem, setting.plan, rules.PLACEMENT_RULES):
        items = {one for one in violation.ids if one in setting.problem.item}
        if violation.rule == broken.rule and items == names:
            found = smallest_repair(setting.problem, setting.plan, violation)
            return _mending(found) if found else None
    if broken.rule == "crowded":
        return None
    return next((one for ident in broken.proposals for one in what_gives(setting, ident)), None)


def _mending(change: Change) -> Mending:
    return Mending(
        tuple(
            Aim(
                row_id(step.item),
                row_id(step.placement.slot) if step.placement else None,
                row_id(step.placement.room) if step.placement else None,
            )
            for step in change.steps
        ),
        change.delta,
    )
