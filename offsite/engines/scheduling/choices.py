"""What each person may attend once placements are fixed, and their best choice of it."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from offsite.engines.scheduling import places
from offsite.engines.scheduling.problem import Placement, Problem


@dataclass(frozen=True, slots=True)
class Running:
    """A placed item: when, for how many, and who has no choice."""

    item: str
    starts_at: datetime
    ends_at: datetime
    seats: int | None
    forced: frozenset[str]

    def beside(self, other: "Running") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


Choices = dict[str, list[tuple[Running, int]]]
"""Per person the items to choose from, with their weights."""


def running_items(problem: Problem, placements: Mapping[str, Placement]) -> list[Running]:
    """The placed items by time."""
    result = []
    for id, placement in placements.items():
        item = problem.item[id]
        when = places.period(problem, item, placement)
        limit = places.seats(problem, item, problem.room[placement.room])
        forced = frozenset(places.forced_attendees(problem, item, when))
        result.append(Running(id, *when, limit, forced))
    return sorted(result, key=lambda entry: (entry.starts_at, entry.ends_at, entry.item))


def choices_of(
    problem: Problem, running: list[Running], people: Collection[str] | None = None
) -> Choices:
    """Per person what they may choose: wished, while they are there, beside no duty.

    ``people`` None means all.
    """
    duties: dict[str, list[Running]] = {}
    for entry in running:
        for id in entry.forced:
            duties.setdefault(id, []).append(entry)
    by_item = {entry.item: entry for entry in running}
    result: Choices = {}
    for wish in problem.wishes:
        choice = by_item.get(wish.item)
        if choice is None or wish.person in choice.forced:
            continue
        if people is not None and wish.person not in people:
            continue
        person = problem.person[wish.person]
        there = places.is_there(problem, person, (choice.starts_at, choice.ends_at))
        if there and not any(choice.beside(duty) for duty in duties.get(wish.person, ())):
            result.setdefault(wish.person, []).append((choice, wish.weight))
    return result


def best_choice(choices: list[tuple[Running, int]]) -> list[str]:
    """The heaviest of ``choices`` that do not overlap (weighted interval scheduling)."""
    choices = sorted(choices, key=lambda choice: choice[0].ends_at)
    ends = [entry.ends_at for entry, _ in choices]
    best = [0]
    taken: list[bool] = []
    for number, (entry, weight) in enumerate(choices):
        before = bisect_right(ends, entry.starts_at, 0, number)
        taken.append(best[before] + weight > best[-1])
        best.append(max(best[-1], best[before] + weight))
    result = []
    number = len(choices)
    while number:
        entry, _ = choices[number - 1]
        if taken[number - 1]:
            result.append(entry.item)
            number = bisect_right(ends, entry.starts_at, 0, number - 1)
        else:
            number -= 1
    return result
