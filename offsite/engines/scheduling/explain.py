"""Why: clashes of an infeasible problem, unplaced items, and what a move would do.

Every sentence comes from the rules; nothing here decides on its own what is allowed.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from offsite.engines.periods import overlap
from offsite.engines.scheduling import places, rules
from offsite.engines.scheduling.choices import Running, best_choice, choices_of, running_items
from offsite.engines.scheduling.plan import Plan, Unplaced
from offsite.engines.scheduling.problem import Item, Placement, Problem
from offsite.engines.violations import Violation

# --- Infeasible problems ------------------------------------------------------------------


def clash(problem: Problem) -> list[Violation]:
    """The smallest set of rules that no plan can keep together; empty if there is none.

    Everything but a pinned item may stay unplaced, so a problem is infeasible exactly if
    its pinned items alone break a rule.  Pins are dropped one by one while something stays
    broken; what is left cannot lose one more.
    """
    pins = {i.id: i.pinned for i in problem.items if i.pinned is not None}
    for id in list(pins):
        fewer = {key: placement for key, placement in pins.items() if key != id}
        if _broken(problem, fewer):
            pins = fewer
    found = _broken(problem, pins)
    if not found:
        return []
    return [*(_pin(problem.item[id]) for id in pins), found[0]]


def _broken(problem: Problem, pins: Mapping[str, Placement]) -> list[Violation]:
    found = rules.violations(problem, Plan(pins), rules.PLACEMENT_RULES)
    # That the other pins are missing is our doing, not a fault of these.
    return [v for v in found if not (v.rule == "pinned" and v.ids[0] not in pins)]


def _pin(item: Item) -> Violation:
    where = item.pinned
    assert where is not None
    sentence = f"{item.name} is pinned to slot '{where.slot}', room '{where.room}'."
    return Violation("pinned", sentence, (item.id, where.slot, where.room))


# --- Unplaced items -----------------------------------------------------------------------


def why_unplaced(problem: Problem, plan: Plan, *, most: int = 4) -> tuple[Unplaced, ...]:
    """Each unplaced item with the ``most`` frequent reasons against a place for it."""
    return tuple(
        Unplaced(item.id, tuple(reasons_against(problem, plan, item, most=most)))
        for item in problem.items
        if item.id not in plan.placements
    )


def reasons_against(problem: Problem, plan: Plan, item: Item, *, most: int = 4) -> list[str]:
    """Why ``item`` stands nowhere: what no place keeps, then what is in the way where."""
    allowed = rules.allowed_placements(problem, item)
    if not allowed:
        return _reasons_alone(problem, item)[:most]
    in_the_way: Counter[str] = Counter()
    for placement in allowed:
        for violation in violations_of_move(problem, plan, item.id, placement):
            in_the_way[violation.sentence] += 1
    if not in_the_way:
        return [f"{item.name} would fit; the search ran out of time before it was placed."]
    summary = _summary(problem, item, allowed)
    return [summary, *(sentence for sentence, _ in in_the_way.most_common(most - 1))]


def _summary(problem: Problem, item: Item, allowed: list[Placement]) -> str:
    needs = " with " + " and ".join(f"'{need}'" for need in sorted(item.needs))
    conditions = (needs if item.needs else "") + (
        " when its host is there" if any(problem.person[h].slots for h in item.hosts) else ""
    )
    rooms = len({placement.room for placement in allowed})
    if len(allowed) == 1:
        only = f"slot '{allowed[0].slot}' in room '{allowed[0].room}'"
        return f"The only place, {only}, is taken or ruled out by another item."
    where = f"in {rooms} room{'' if rooms == 1 else 's'}{conditions}"
    return f"Each of the {len(allowed)} places {where} is taken or ruled out by another item."


def _reasons_alone(problem: Problem, item: Item) -> list[str]:
    """Without a single allowed place: which conditions leave none."""
    everywhere = [Placement(slot.id, room.id) for room in problem.rooms for slot in problem.slots]
    if not everywhere:
        return ["The problem has no slots or no rooms."]
    left, reasons = everywhere, []
    for key, check in rules.WHY_NOT.items():
        kept = [where for where in left if check(problem, item, where) is None]
        if len(kept) < len(left):
            reasons.append(_CONDITIONS[key](item))
        left = kept
        if not left:
            break
    return [f"No place is left for {item.name}: {', and '.join(reasons)}."]


_CONDITIONS: dict[str, Callable[[Item], str]] = {
    "rooms": lambda item: "it may only run in " + _listed(item.rooms),
    "features": lambda item: "it needs a room with " + _listed(item.needs),
    "room-open": lambda item: "its rooms are not available in every slot",
    "length": lambda item: f"it takes {item.length} touching slots",
    "slots": lambda item: "it may only run in " + _listed(item.slots),
    "host-there": lambda item: "its hosts " + _listed(item.hosts) + " are not always there",
    "seats-for-hosts": lambda item: "there are not enough seats for those who must be there",
    "pinned": lambda item: "it is pinned",
}


def _listed(ids: Iterable[str] | None) -> str:
    names = [f"'{id}'" for id in sorted(ids or ())]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} others"]
    return " and ".join(names) or "nothing"


# --- One move -----------------------------------------------------------------------------


def violations_of_move(
    problem: Problem, plan: Plan, item: str, placement: Placement
) -> list[Violation]:
    """The placement rules that involve ``item`` and are broken once it stands there.

    Looks only at the items that stand in its way or are tied to it, so it costs a few
    milliseconds at 100 people and 45 items.
    """
    moved = problem.item[item]
    placements = {**_near(problem, plan, moved, placement), item: placement}
    found = rules.violations(problem, Plan(placements), rules.PLACEMENT_RULES)
    return [violation for violation in found if violation.ids and item in violation.ids]


def _near(problem: Problem, plan: Plan, moved: Item, placement: Placement) -> dict[str, Placement]:
    """The placements that overlap the new one or come before or after the item."""
    when = places.period(problem, moved, placement)
    near = {}
    for other, where in places.placed_items(problem, plan):
        tied = other.id in moved.after or moved.id in other.after
        if other.id != moved.id and (tied or overlap(when, places.period(problem, other, where))):
            near[other.id] = where
    return near


@dataclass(frozen=True, slots=True)
class Delta:
    """What a move does to the people: weight gained and lost, and who is affected."""

    met: int
    gained: int
    lost: int
    better_off: tuple[str, ...]
    worse_off: tuple[str, ...]
    moves: int


def delta_of_move(problem: Problem, plan: Plan, item: str, placement: Placement | None) -> Delta:
    """What people would gain and lose if ``item`` stood at ``placement`` (None: nowhere)."""
    return delta_of_change(problem, plan, {item: placement})


def delta_of_change(problem: Problem, plan: Plan, change: Mapping[str, Placement | None]) -> Delta:
    """What people would gain and lose if items stood elsewhere (None: nowhere).

    Each person's best attendance before and after is compared, for those whom the items
    concern; seats are not shared out, so overfull rooms show in the rules, not here.
    """
    placements = {key: where for key, where in plan.placements.items() if key not in change}
    placements |= {key: where for key, where in change.items() if where is not None}
    changed = replace(plan, placements=placements)
    difference = {
        person: best - old
        for person, (old, best) in _best_of(problem, plan, changed, change.keys()).items()
        if best != old
    }
    gained = sum(value for value in difference.values() if value > 0)
    lost = -sum(value for value in difference.values() if value < 0)
    return Delta(
        met=gained - lost,
        gained=gained,
        lost=lost,
        better_off=tuple(sorted(p for p, value in difference.items() if value > 0)),
        worse_off=tuple(sorted(p for p, value in difference.items() if value < 0)),
        moves=sum(
            (placements.get(item) != now) - (plan.placements.get(item) != now)
            for item in change
            if (now := problem.current.get(item)) is not None
        ),
    )


def _best_of(
    problem: Problem, plan: Plan, changed: Plan, items: Collection[str]
) -> dict[str, tuple[int, int]]:
    """For each person the items concern: what they get at best before and after."""
    before = running_items(problem, _known(problem, plan))
    after = running_items(problem, _known(problem, changed))
    people = {wish.person for wish in problem.wishes if wish.item in items}
    people |= {p for entry in (*before, *after) if entry.item in items for p in entry.forced}
    old, new = (_met_at_best(problem, running, people) for running in (before, after))
    return {person: (old[person], new[person]) for person in people}


def _known(problem: Problem, plan: Plan) -> dict[str, Placement]:
    return {item.id: where for item, where in places.placed_items(problem, plan)}


def _met_at_best(problem: Problem, running: list[Running], people: set[str]) -> dict[str, int]:
    weight = problem.weight
    choices = choices_of(problem, running, people)
    met = dict.fromkeys(people, 0)
    for person in people:
        chosen = set(best_choice(choices.get(person, [])))
        chosen |= {entry.item for entry in running if person in entry.forced}
        met[person] = sum(weight.get((person, id), 0) for id in chosen)
    return met
