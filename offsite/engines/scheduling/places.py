"""Where and when things are, whoever may attend: what rules and search both stand on."""

from collections.abc import Iterator

from offsite.engines.periods import Period
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Item, Person, Placement, Problem, Room


def chain(problem: Problem, item: Item, placement: Placement) -> tuple[str, ...]:
    """The touching slots of the room that ``item`` takes; shorter if the room has no more."""
    following = problem.next_slot[placement.room]
    result = [placement.slot]
    while len(result) < item.length and result[-1] in following:
        result.append(following[result[-1]])
    return tuple(result)


def period(problem: Problem, item: Item, placement: Placement) -> Period:
    """The time ``[starts_at, ends_at)`` during which ``item`` runs."""
    slots = chain(problem, item, placement)
    return problem.slot[slots[0]].starts_at, problem.slot[slots[-1]].ends_at


def is_there(problem: Problem, person: Person, when: Period) -> bool:
    """Whether the person's own slots cover ``when`` without a hole."""
    if person.slots is None:
        return True
    reached = when[0]
    mine = sorted((problem.slot[id] for id in person.slots), key=lambda slot: slot.starts_at)
    for slot in mine:
        if slot.starts_at <= reached < slot.ends_at:
            reached = slot.ends_at
    return reached >= when[1]


def forced_attendees(problem: Problem, item: Item, when: Period) -> list[str]:
    """Who has no choice: the hosts, and for an item for everyone all who are there."""
    if item.everyone:
        return [person.id for person in problem.people if is_there(problem, person, when)]
    return list(item.hosts)


def seats(problem: Problem, item: Item, room: Room) -> int | None:
    """How many may attend ``item`` in ``room``; None is unlimited."""
    limits = [limit for limit in (item.seats, room.capacity) if limit is not None]
    return min(limits, default=None)


def placed_items(problem: Problem, plan: Plan) -> Iterator[tuple[Item, Placement]]:
    """Every placement whose item, slot and room exist."""
    for id, placement in plan.placements.items():
        known = placement.slot in problem.slot and placement.room in problem.room
        if id in problem.item and known:
            yield problem.item[id], placement
