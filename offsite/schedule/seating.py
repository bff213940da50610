"""Who would attend what in a schedule changed by hand, fast enough for a page.

The engine shares out seats with a solver, which no page may load.  Here everybody takes
their best choice; where that overfills an item, heavier wishes come first, and then two
people swap as long as both together gain.  The result keeps every seat limit, so what it
meets can really be met; with tight seats the solver might find slightly more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from offsite.engines.scheduling.choices import (
    Choices,
    Running,
    best_choice,
    choices_of,
    running_items,
)
from offsite.engines.scheduling.problem import Placement, Problem

MOST_SWAPS = 100
STRETCHES_KEPT = 512
"""Stretches of time whose seats were shared out lately: some drafts' worth."""

Chosen = dict[str, list[str]]


def attendance_of(
    problem: Problem, placements: Mapping[str, Placement]
) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Who attends what, and how many would attend each item if seats limited nobody.

    Person -> the items they attend: those they must be at, and the best of their wishes.
    Cost: people x choices, and some swaps wherever seats are short; a stretch of time that
    was shared out lately costs next to nothing.
    """
    running = running_items(problem, placements)
    choices = choices_of(problem, running)
    attended: Chosen = defaultdict(list)
    coming = {entry.item: len(entry.forced) for entry in running}
    for stretch in _stretches(running):
        wished, chosen = _shared(tuple(stretch), _within(stretch, choices))
        for item, number in wished:
            coming[item] += number
        for person, items in chosen:
            attended[person].extend(items)
        for entry in stretch:
            for person in entry.forced:
                attended[person].append(entry.item)
    return {person: tuple(items) for person, items in attended.items() if items}, coming


def _stretches(running: Iterable[Running]) -> list[list[Running]]:
    """Items in groups that touch nobody outside: what happens in one does not bind another."""
    stretches: list[list[Running]] = []
    until: datetime | None = None
    for entry in running:
        if until is None or entry.starts_at >= until:
            stretches.append([])
            until = entry.ends_at
        stretches[-1].append(entry)
        until = max(until, entry.ends_at)
    return stretches


Wanted = tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
"""Person by person the items of a stretch, by their number in it, with their weights."""

Shared = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, tuple[str, ...]], ...]]
"""(item, how many would come) and (person, what they attend)."""


def _within(stretch: list[Running], choices: Choices) -> Wanted:
    numbers = {entry.item: number for number, entry in enumerate(stretch)}
    mine = (
        (person, tuple((numbers[e.item], weight) for e, weight in some if e.item in numbers))
        for person, some in choices.items()
    )
    return tuple((person, some) for person, some in mine if some)


@lru_cache(maxsize=STRETCHES_KEPT)
def _shared(stretch: tuple[Running, ...], wanted: Wanted) -> Shared:
    """A stretch shared out.  The same one is asked for before and after most moves."""
    choices: Choices = {
        person: [(stretch[number], weight) for number, weight in some] for person, some in wanted
    }
    wished = {person: best_choice(mine) for person, mine in choices.items()}
    running = list(stretch)
    chosen = _Seats(running, choices).share() if _is_overfull(running, wished) else wished
    coming = Counter(item for items in wished.values() for item in items)
    return tuple(coming.items()), tuple((who, tuple(items)) for who, items in chosen.items())


def _is_overfull(running: list[Running], chosen: Mapping[str, list[str]]) -> bool:
    attendees = Counter(item for items in chosen.values() for item in items)
    return any(
        entry.seats is not None and attendees[entry.item] + len(entry.forced) > entry.seats
        for entry in running
        if attendees[entry.item]
    )


class _Seats:
    """Seats while they are shared out."""

    def __init__(self, running: list[Running], choices: Choices) -> None:
        self.choices = choices
        self.left = {
            entry.item: entry.seats - len(entry.forced)
            for entry in running
            if entry.seats is not None
        }
        self.chosen: dict[str, list[str]] = {}

    def share(self) -> dict[str, list[str]]:
        """Heaviest wishes first, then swaps.  Cost: people x choices, plus a few swaps."""
        for person in sorted(self.choices, key=self._claim):
            self._give(person, self._best(person))
        for _ in range(MOST_SWAPS):
            if not any(self._swap(*pair) for pair in self._wanting()):
                break
        return self.chosen

    def _claim(self, person: str) -> tuple[int, int, str]:
        weights = [weight for _entry, weight in self.choices[person]]
        # Who has few other wishes as heavy has the least to fall back on.
        return -max(weights), weights.count(max(weights)), person

    def _best(self, person: str, *, without: str = "") -> list[str]:
        mine = set(self.chosen.get(person, ())) - {without}
        open_to = [
            (entry, weight)
            for entry, weight in self.choices[person]
            if entry.item != without and (entry.item in mine or self.left.get(entry.item, 1) > 0)
        ]
        return best_choice(open_to)

    def _give(self, person: str, items: list[str]) -> None:
        for item in self.chosen.get(person, ()):
            if item in self.left:
                self.left[item] += 1
        for item in items:
            if item in self.left:
                self.left[item] -= 1
        self.chosen[person] = items

    def _worth(self, person: str, items: list[str]) -> int:
        return sum(weight for entry, weight in self.choices[person] if entry.item in items)

    def _wanting(self) -> Iterator[tuple[str, str]]:
        """People and the full items they had to leave."""
        for person, mine in self.choices.items():
            for entry, _weight in mine:
                full = self.left.get(entry.item, 1) <= 0
                if full and entry.item not in self.chosen[person]:
                    yield person, entry.item

    def _swap(self, person: str, item: str) -> bool:
        """Give ``person`` the seat of somebody who loses less by it; whether that was done."""
        gain = next(weight for entry, weight in self.choices[person] if entry.item == item)
        for other, items in self.chosen.items():
            if item not in items or other == person:
                continue
            instead = self._best(other, without=item)
            loss = self._worth(other, items) - self._worth(other, instead)
            if loss < gain and self._exchange(person, other, instead, loss):
                return True
        return False

    def _exchange(self, person: str, other: str, instead: list[str], loss: int) -> bool:
        before = self.chosen[person], self.chosen[other]
        self._give(other, instead)
        better = self._best(person)
        if self._worth(person, better) - self._worth(person, before[0]) > loss:
            self._give(person, better)
            return True
        self._give(other, before[1])
        return False
