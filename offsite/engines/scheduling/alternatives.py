"""Why an item is where it is, and what each other place for it would cost.

Everything follows from the rules and from what people would attend; nothing here decides
on its own what is allowed.  A room changes what fits, not what people gain, so gains are
counted once for each slot.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from offsite.engines.scheduling import places, rules
from offsite.engines.scheduling.explain import Delta, delta_of_move, violations_of_move
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Item, Placement, Problem
from offsite.engines.violations import Violation


@dataclass(frozen=True, slots=True)
class Alternative:
    """A place where an item might stand: what it breaks, and what people gain or lose."""

    placement: Placement
    broken: tuple[Violation, ...]
    delta: Delta

    @property
    def is_free(self) -> bool:
        """Whether the item may stand there at once."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class Blocker:
    """An item that keeps another from ``places`` of its places, by a rule."""

    rule: str
    item: str
    places: int


@dataclass(frozen=True, slots=True)
class WhyHere:
    """Why an item stands where it stands.

    ``narrowed`` tells which rules about the item alone take places away, in the order in
    which they are asked, and how many each takes; ``allowed`` places are left, ``free`` of
    them can be had at once, and at ``better`` of those people would get more.  ``blockers``
    stand against the others.  ``gained`` is the wish weight that would be lost if the item
    were taken out, ``audience`` the people who lose it.  ``best_elsewhere`` is the free
    place at which the others would get most, None without any.
    """

    item: str
    placement: Placement
    is_pinned: bool
    narrowed: tuple[tuple[str, int], ...]
    allowed: int
    free: int
    better: int
    blockers: tuple[Blocker, ...]
    gained: int
    audience: tuple[str, ...]
    best_elsewhere: Alternative | None

    @property
    def is_best(self) -> bool:
        """Whether no single move of this item alone brings people more."""
        return self.better == 0


def alternatives(problem: Problem, plan: Plan, item: str) -> list[Alternative]:
    """Every other place that ``item`` alone may take: free ones first, the best first.

    Costs one look at the rules a place and one count of people a slot: well below a
    second at 100 people and 45 items.
    """
    known: dict[str, Delta] = {}
    found = []
    here = plan.placements.get(item)
    for placement in rules.allowed_placements(problem, problem.item[item]):
        if placement == here:
            continue
        broken = tuple(violations_of_move(problem, plan, item, placement))
        found.append(Alternative(placement, broken, _delta(problem, plan, item, placement, known)))
    found.sort(key=lambda one: (len(one.broken) > 0, -one.delta.met, len(one.broken)))
    return found


def _delta(
    problem: Problem, plan: Plan, item: str, placement: Placement, known: dict[str, Delta]
) -> Delta:
    """What the move does to people; rooms of one slot do the same."""
    starts_at, ends_at = places.period(problem, problem.item[item], placement)
    key = f"{starts_at.isoformat()} {ends_at.isoformat()}"
    if item in problem.current or key not in known:
        known[key] = delta_of_move(problem, plan, item, placement)
    return known[key]


def why_here(problem: Problem, plan: Plan, item: str, *, most: int = 5) -> WhyHere:
    """Why the plan has ``item`` at its place; ``most`` blockers are told.

    Raises:
        KeyError: the plan does not place the item; ask
            :func:`~offsite.engines.scheduling.repair.what_must_give` instead.
    """
    placement = plan.placements[item]
    others = alternatives(problem, plan, item)
    free = [one for one in others if one.is_free]
    out = delta_of_move(problem, plan, item, None)
    return WhyHere(
        item=item,
        placement=placement,
        is_pinned=problem.item[item].pinned is not None,
        narrowed=narrowed_by(problem, problem.item[item]),
        allowed=len(others) + 1,
        free=len(free),
        better=sum(one.delta.met > 0 for one in free),
        blockers=_blockers(problem, item, others)[:most],
        gained=-out.met,
        audience=out.worse_off,
        best_elsewhere=free[0] if free else None,
    )


def narrowed_by(problem: Problem, item: Item) -> tuple[tuple[str, int], ...]:
    """(rule, places it takes away) for each rule about the item alone, in their order."""
    left = [Placement(slot.id, room.id) for room in problem.rooms for slot in problem.slots]
    found = []
    for key, check in rules.WHY_NOT.items():
        kept = [where for where in left if check(problem, item, where) is None]
        if len(kept) < len(left):
            found.append((key, len(left) - len(kept)))
        left = kept
    return tuple(found)


def _blockers(problem: Problem, item: str, others: Iterable[Alternative]) -> tuple[Blocker, ...]:
    ways: Counter[tuple[str, str]] = Counter()
    for one in others:
        ways.update(
            {(v.rule, id) for v in one.broken for id in v.ids if id in problem.item and id != item}
        )
    return tuple(Blocker(rule, id, count) for (rule, id), count in ways.most_common())
