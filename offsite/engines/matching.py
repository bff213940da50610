"""Stable matching of people to seats: nobody and no mentor would both rather have each other.

Method: deferred acceptance with the many-sided seats of the "hospitals and residents"
problem, the side of the proposers being favoured (D. Gale and L. S. Shapley, "College
Admissions and the Stability of Marriage", The American Mathematical Monthly 69, 1962).
Cost: every proposer asks every choice at most once, O(choices x log capacity).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from heapq import heappush, heappushpop

Wishes = Mapping[str, Sequence[str]]
"""For each proposer the seats they would take, the best first; others they would not take."""
Orders = Mapping[str, Sequence[str]]
"""For each seat the proposers it would take, the best first; others it would not take."""


def match(wishes: Wishes, orders: Orders, capacities: Mapping[str, int]) -> dict[str, str | None]:
    """For each proposer a seat, or None: the stable matching that is best for all proposers.

    No other stable matching gives any proposer a better seat.  The result depends on the
    values alone, not on the order of the mappings.

    Raises:
        ValueError: a capacity is below zero, or a list names somebody twice.
    """
    _check(wishes, orders, capacities)
    place = {seat: {one: rank for rank, one in enumerate(order)} for seat, order in orders.items()}
    held: dict[str, list[tuple[int, str]]] = {seat: [] for seat in capacities}
    asked = dict.fromkeys(wishes, 0)
    free = deque(sorted(wishes))
    while free:
        one = free.popleft()
        rejected = _ask_next(one, wishes[one], asked, place, held, capacities)
        if rejected is not None:
            free.append(rejected)
    found: dict[str, str | None] = dict.fromkeys(wishes, None)
    for seat, holders in held.items():
        found.update({one: seat for _rank, one in holders})
    return found


def _ask_next(
    one: str,
    choices: Sequence[str],
    asked: dict[str, int],
    place: Mapping[str, Mapping[str, int]],
    held: Mapping[str, list[tuple[int, str]]],
    capacities: Mapping[str, int],
) -> str | None:
    """``one`` asks the next choices until one holds them; whoever is free then, if anybody."""
    while asked[one] < len(choices):
        seat = choices[asked[one]]
        asked[one] += 1
        rank = place.get(seat, {}).get(one)
        if rank is None or capacities.get(seat, 0) == 0:
            continue
        # The heap's first is the holder whom the seat likes least.
        if len(held[seat]) < capacities[seat]:
            heappush(held[seat], (-rank, one))
            return None
        _, out = heappushpop(held[seat], (-rank, one))
        if out != one:
            return out
    return None


def _check(wishes: Wishes, orders: Orders, capacities: Mapping[str, int]) -> None:
    if any(one < 0 for one in capacities.values()):
        raise ValueError("A capacity is below zero.")
    for name, listed in [*wishes.items(), *orders.items()]:
        if len(set(listed)) != len(listed):
            raise ValueError(f"{name} lists somebody twice.")
