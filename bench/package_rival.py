"""The `conference-scheduler` package on a problem from standard input, as a process.

Writes the placements it finds as a pickle; the argument is the solver's limit in seconds.
"""

import pickle
import sys
from collections import Counter

import pulp
from conference_scheduler import scheduler
from conference_scheduler.lp_problem import objective_functions
from conference_scheduler.resources import Event, Slot

from offsite.engines.scheduling import Placement, Problem, rules


def slots_of(problem: Problem) -> list[Slot]:
    """One for each slot and room, slots first."""
    people = len(problem.people)
    return [
        Slot(
            venue=room.id,
            starts_at=slot.starts_at,
            duration=int((slot.ends_at - slot.starts_at).total_seconds() // 60),
            capacity=people if room.capacity is None else room.capacity,
            session=slot.starts_at.date().isoformat(),
        )
        for slot in problem.slots
        for room in problem.rooms
    ]


def events_of(problem: Problem, slots: list[Slot]) -> list[Event]:
    """The items, with the places they may not take and the items they may not run beside."""
    wishes = Counter(wish.item for wish in problem.wishes)
    events = [Event(item.id, slots[0].duration, wishes[item.id]) for item in problem.items]
    places = [Placement(slot.id, room.id) for slot in problem.slots for room in problem.rooms]
    for event, item in zip(events, problem.items, strict=True):
        allowed = set(rules.allowed_placements(problem, item))
        barred = (s for s, place in zip(slots, places, strict=True) if place not in allowed)
        event.add_unavailability(*barred)
        for other, another in zip(events, problem.items, strict=True):
            if other is not event and rules.exclude_each_other(item, another):
                event.add_unavailability(other)
    return events


def main() -> None:
    problem: Problem = pickle.loads(sys.stdin.buffer.read())
    slots = slots_of(problem)
    found = scheduler.solution(
        events_of(problem, slots),
        slots,
        objective_function=objective_functions.efficiency_capacity_demand_difference,
        solver=pulp.PULP_CBC_CMD(msg=False, timeLimit=float(sys.argv[1])),
    )
    places = [Placement(slot.id, room.id) for slot in problem.slots for room in problem.rooms]
    placements = {problem.items[event].id: places[slot] for event, slot in found}
    sys.stdout.buffer.write(pickle.dumps(placements))


if __name__ == "__main__":
    main()
