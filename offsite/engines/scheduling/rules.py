"""The hard rules: one function each, used by search, check, explanation and tests.

A rule is ``(problem, plan) -> list[Violation]``.  Those about one item alone are written as
a predicate on a placement (``why_not_*``), those about two items as a predicate on a pair;
:func:`allowed_placements` and :func:`exclude_each_other` give the same predicates to the
search, so that a rule and the solver cannot drift apart.

Placements that name something unknown break :func:`known_ids` and are passed over by the
other rules.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import combinations

from offsite.engines.periods import Period, overlap
from offsite.engines.scheduling.places import (
    chain,
    forced_attendees,
    is_there,
    period,
    placed_items,
    seats,
)
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Item, Person, Placement, Problem
from offsite.engines.violations import Violation

Rule = Callable[[Problem, Plan], list[Violation]]


# --- One item alone: why a placement cannot be ---------------------------------------------


def why_not_room_listed(problem: Problem, item: Item, placement: Placement) -> str | None:
    if item.rooms is None or placement.room in item.rooms:
        return None
    return f"{item.name} may not run in room '{placement.room}'."


def why_not_features(problem: Problem, item: Item, placement: Placement) -> str | None:
    missing = item.needs - problem.room[placement.room].features
    if not missing:
        return None
    features = " and ".join(f"'{feature}'" for feature in sorted(missing))
    return f"{item.name} needs {features}, which room '{placement.room}' lacks."


def why_not_room_open(problem: Problem, item: Item, placement: Placement) -> str | None:
    open_slots = problem.room[placement.room].slots
    if open_slots is None or placement.slot in open_slots:
        return None
    return f"Room '{placement.room}' is not available in slot '{placement.slot}' ({item.id})."


def why_not_length(problem: Problem, item: Item, placement: Placement) -> str | None:
    if len(chain(problem, item, placement)) == item.length:
        return None
    return (
        f"{item.name} takes {item.length} touching slots, and room '{placement.room}' "
        f"does not have that many from slot '{placement.slot}' on."
    )


def why_not_slots_listed(problem: Problem, item: Item, placement: Placement) -> str | None:
    if item.slots is None:
        return None
    outside = [slot for slot in chain(problem, item, placement) if slot not in item.slots]
    if not outside:
        return None
    return f"{item.name} may not run in slot '{outside[0]}'."


def why_not_hosts(problem: Problem, item: Item, placement: Placement) -> str | None:
    when = period(problem, item, placement)
    absent = [h for h in item.hosts if not is_there(problem, problem.person[h], when)]
    if not absent:
        return None
    hosts = " and ".join(f"'{host}'" for host in absent)
    return f"{item.name} in slot '{placement.slot}' lacks its host {hosts}, who is not there."


def why_not_seats(problem: Problem, item: Item, placement: Placement) -> str | None:
    limit = seats(problem, item, problem.room[placement.room])
    if limit is None:
        return None
    must = len(forced_attendees(problem, item, period(problem, item, placement)))
    if must <= limit:
        return None
    return f"{item.name} in room '{placement.room}' has {limit} seats for {must} who must be there."


def why_not_pinned(problem: Problem, item: Item, placement: Placement) -> str | None:
    if item.pinned is None or item.pinned == placement:
        return None
    return f"{item.name} is pinned to slot '{item.pinned.slot}', room '{item.pinned.room}'."


WHY_NOT: dict[str, Callable[[Problem, Item, Placement], str | None]] = {
    "rooms": why_not_room_listed,
    "features": why_not_features,
    "room-open": why_not_room_open,
    "length": why_not_length,
    "slots": why_not_slots_listed,
    "host-there": why_not_hosts,
    "seats-for-hosts": why_not_seats,
    "pinned": why_not_pinned,
}
"""Rule key -> why an item cannot stand at a placement, whatever else is placed."""

_ROOM_ONLY = ("rooms", "features")


def allowed_placements(problem: Problem, item: Item) -> list[Placement]:
    """Every placement of ``item`` that breaks no rule about one item alone."""
    result = []
    rest = [check for key, check in WHY_NOT.items() if key not in _ROOM_ONLY]
    for room in problem.rooms:
        if any(
            WHY_NOT[key](problem, item, Placement(problem.slots[0].id, room.id))
            for key in _ROOM_ONLY
            if problem.slots
        ):
            continue
        for slot in problem.slots:
            placement = Placement(slot.id, room.id)
            if not any(check(problem, item, placement) for check in rest):
                result.append(placement)
    return result


def _alone(key: str) -> Rule:
    def rule(problem: Problem, plan: Plan) -> list[Violation]:
        return [
            Violation(key, sentence, (item.id, placement.slot, placement.room))
            for item, placement in placed_items(problem, plan)
            if (sentence := WHY_NOT[key](problem, item, placement))
        ]

    rule.__name__ = key.replace("-", "_")
    rule.__doc__ = WHY_NOT[key].__doc__
    return rule


room_listed = _alone("rooms")
room_features = _alone("features")
room_open = _alone("room-open")
length_fits = _alone("length")
slot_listed = _alone("slots")
hosts_there = _alone("host-there")
seats_for_hosts = _alone("seats-for-hosts")
pinned_in_place = _alone("pinned")


def known_ids(problem: Problem, plan: Plan) -> list[Violation]:
    """A plan names only items, slots, rooms and people of its problem."""
    kinds: list[tuple[str, Iterable[str], Container[str]]] = [
        ("item", plan.placements, problem.item),
        ("slot", [p.slot for p in plan.placements.values()], problem.slot),
        ("room", [p.room for p in plan.placements.values()], problem.room),
        ("person", plan.attendance, problem.person),
        ("item", [id for items in plan.attendance.values() for id in items], problem.item),
    ]
    return [
        Violation("known", f"The plan names the {kind} '{id}', which does not exist.", (id,))
        for kind, ids, known in kinds
        for id in dict.fromkeys(ids)
        if id not in known
    ]


def pinned_placed(problem: Problem, plan: Plan) -> list[Violation]:
    """A pinned item is placed."""
    return [
        Violation("pinned", f"{item.name} is pinned and is not placed.", (item.id,))
        for item in problem.items
        if item.pinned and item.id not in plan.placements
    ]


# --- Two items ----------------------------------------------------------------------------


def why_apart_hosts(first: Item, second: Item) -> str | None:
    both = [host for host in first.hosts if host in second.hosts]
    if not both:
        return None
    return f"'{both[0]}' hosts both {first.name} and {second.name}, which overlap."


def why_apart_not_with(first: Item, second: Item) -> str | None:
    if second.id not in first.not_with and first.id not in second.not_with:
        return None
    return f"{first.name} and {second.name} must not overlap."


def why_apart_everyone(first: Item, second: Item) -> str | None:
    if not first.everyone and not second.everyone:
        return None
    alone, other = (first, second) if first.everyone else (second, first)
    return f"{alone.name} is for everyone, and {other.name} runs beside it."


WHY_APART: dict[str, Callable[[Item, Item], str | None]] = {
    "host-once": why_apart_hosts,
    "not-with": why_apart_not_with,
    "everyone-alone": why_apart_everyone,
}
"""Rule key -> why two items may not run at the same time."""


def exclude_each_other(first: Item, second: Item) -> bool:
    """Whether no plan may run the two items at the same time."""
    return any(check(first, second) for check in WHY_APART.values())


def _overlapping_pairs(
    problem: Problem, plan: Plan
) -> Iterator[tuple[tuple[Item, Placement], tuple[Item, Placement]]]:
    placed = [
        (period(problem, item, placement), (item, placement))
        for item, placement in placed_items(problem, plan)
    ]
    placed.sort(key=lambda entry: (entry[0][0], entry[1][0].id))
    for number, (when, first) in enumerate(placed):
        for other, second in placed[number + 1 :]:
            if other[0] >= when[1]:
                break
            yield first, second


def _apart(key: str) -> Rule:
    def rule(problem: Problem, plan: Plan) -> list[Violation]:
        return [
            Violation(key, sentence, (first.id, second.id))
            for (first, _), (second, _) in _overlapping_pairs(problem, plan)
            if (sentence := WHY_APART[key](first, second))
        ]

    rule.__name__ = key.replace("-", "_")
    return rule


host_once = _apart("host-once")
not_with = _apart("not-with")
everyone_alone = _apart("everyone-alone")


def room_once(problem: Problem, plan: Plan) -> list[Violation]:
    """One item at a time in a room."""
    return [
        Violation(
            "room-once",
            f"{first.name} and {second.name} are both in room '{where.room}' at the same time.",
            (first.id, second.id, where.room),
        )
        for (first, where), (second, other) in _overlapping_pairs(problem, plan)
        if where.room == other.room
    ]


def in_order(problem: Problem, plan: Plan) -> list[Violation]:
    """An item begins when everything it comes ``after``, if placed, has ended."""
    placed = {item.id: (item, where) for item, where in placed_items(problem, plan)}
    found = []
    for item, where in placed.values():
        for earlier in sorted(item.after & placed.keys()):
            ends_at = period(problem, *placed[earlier])[1]
            if period(problem, item, where)[0] < ends_at:
                name = problem.item[earlier].name
                sentence = f"{item.name} must begin after {name} has ended."
                found.append(Violation("after", sentence, (item.id, earlier)))
    return found


# --- Attendance ---------------------------------------------------------------------------


def _attended(problem: Problem, plan: Plan) -> Iterator[tuple[Person, list[tuple[Item, Period]]]]:
    when = {i.id: period(problem, i, where) for i, where in placed_items(problem, plan)}
    for id, items in plan.attendance.items():
        if id in problem.person:
            known = [(problem.item[i], when[i]) for i in items if i in when]
            yield problem.person[id], known


def attends_placed(problem: Problem, plan: Plan) -> list[Violation]:
    """People attend items that are placed, each once."""
    found = []
    for person, items in plan.attendance.items():
        for id in dict.fromkeys(items):
            if id in problem.item and id not in plan.placements:
                sentence = f"'{person}' attends {problem.item[id].name}, which is not placed."
                found.append(Violation("attends-placed", sentence, (person, id)))
            if items.count(id) > 1:
                sentence = f"'{person}' attends '{id}' twice."
                found.append(Violation("attends-placed", sentence, (person, id)))
    return found


def attends_one_at_a_time(problem: Problem, plan: Plan) -> list[Violation]:
    """Nobody attends two items that overlap."""
    return [
        Violation(
            "attends-once",
            f"'{person.id}' attends {first.name} and {second.name}, which overlap.",
            (person.id, first.id, second.id),
        )
        for person, items in _attended(problem, plan)
        for (first, when), (second, other) in combinations(items, 2)
        if first.id != second.id and overlap(when, other)
    ]


def attends_when_there(problem: Problem, plan: Plan) -> list[Violation]:
    """People attend inside their own slots."""
    return [
        Violation(
            "attends-there",
            f"'{person.id}' attends {item.name} outside their own slots.",
            (person.id, item.id),
        )
        for person, items in _attended(problem, plan)
        for item, when in items
        if not is_there(problem, person, when)
    ]


def forced_attend(problem: Problem, plan: Plan) -> list[Violation]:
    """Hosts attend what they host, and all who are there an item for everyone."""
    found = []
    attended = {person: set(items) for person, items in plan.attendance.items()}
    for item, where in placed_items(problem, plan):
        when = period(problem, item, where)
        for person in forced_attendees(problem, item, when):
            if item.id not in attended.get(person, ()):
                part = "hosts" if person in item.hosts else "is there for"
                sentence = f"'{person}' {part} {item.name} and does not attend it."
                found.append(Violation("forced-attend", sentence, (person, item.id)))
    return found


def seats_kept(problem: Problem, plan: Plan) -> list[Violation]:
    """Attendance never exceeds the room's capacity or the item's seats."""
    attendees: dict[str, int] = defaultdict(int)
    for items in plan.attendance.values():
        for id in set(items):
            attendees[id] += 1
    found = []
    for item, where in placed_items(problem, plan):
        limit = seats(problem, item, problem.room[where.room])
        if limit is not None and attendees[item.id] > limit:
            sentence = (
                f"{attendees[item.id]} people attend {item.name} in room '{where.room}', "
                f"which has {limit} seats."
            )
            found.append(Violation("seats", sentence, (item.id, where.room)))
    return found


PLACEMENT_RULES: tuple[Rule, ...] = (
    known_ids,
    room_listed,
    room_features,
    room_open,
    length_fits,
    slot_listed,
    hosts_there,
    seats_for_hosts,
    pinned_in_place,
    pinned_placed,
    room_once,
    host_once,
    not_with,
    everyone_alone,
    in_order,
)
ATTENDANCE_RULES: tuple[Rule, ...] = (
    attends_placed,
    attends_one_at_a_time,
    attends_when_there,
    forced_attend,
    seats_kept,
)
RULES = PLACEMENT_RULES + ATTENDANCE_RULES


def violations(problem: Problem, plan: Plan, rules: Iterable[Rule] = RULES) -> list[Violation]:
    """Every broken rule of ``plan``, in the order of ``rules``."""
    return [violation for rule in rules for violation in rule(problem, plan)]
