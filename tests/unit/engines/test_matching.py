"""Stable matching: no blocking pair, capacities hold, best for the proposers."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.engines.matching import match

PEOPLE, SEATS = ["a", "b", "c", "d"], ["X", "Y", "Z"]


def lists_of(names):
    return st.permutations(names).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda n: list(order[:n]))
    )


@st.composite
def problems(draw):
    people = PEOPLE[: draw(st.integers(1, 4))]
    seats = SEATS[: draw(st.integers(1, 3))]
    wishes = {one: draw(lists_of(seats)) for one in people}
    orders = {one: draw(lists_of(people)) for one in seats}
    return wishes, orders, {one: draw(st.integers(0, 2)) for one in seats}


def holds(matching, wishes, orders, capacities):
    """Everybody sits where both sides agreed to, within the capacities."""
    seats = [seat for seat in matching.values() if seat is not None]
    agreed = all(
        seat is None or (seat in wishes[one] and one in orders[seat])
        for one, seat in matching.items()
    )
    return agreed and all(seats.count(seat) <= capacities[seat] for seat in capacities)


def blocking_pairs(matching, wishes, orders, capacities):
    """Pairs of proposer and seat who would both rather have each other; none when stable."""
    holders = {seat: [one for one, held in matching.items() if held == seat] for seat in capacities}
    return [
        (one, seat)
        for one, choices in wishes.items()
        for seat in better(choices, matching.get(one))
        if would_take(one, orders.get(seat, []), holders.get(seat, []), capacities.get(seat, 0))
    ]


def better(choices, seat):
    return choices if seat is None else choices[: choices.index(seat)]


def would_take(one, order, holders, capacity):
    if one not in order or not capacity:
        return False
    if len(holders) < capacity:
        return True
    return order.index(one) < max(order.index(holder) for holder in holders)


def stable_matchings(wishes, orders, capacities):
    """All of them, by trying everything."""
    options = [[*choices, None] for choices in wishes.values()]
    for seats in product(*options):
        found = dict(zip(wishes, seats, strict=True))
        problem = (found, wishes, orders, capacities)
        if holds(*problem) and not blocking_pairs(*problem):
            yield found


@given(problem=problems())
def test_it_is_stable_and_within_capacity(problem):
    found = match(*problem)

    assert holds(found, *problem)
    assert blocking_pairs(found, *problem) == []


@given(problem=problems())
def test_no_stable_matching_is_better_for_any_proposer(problem):
    wishes, _orders, _capacities = problem

    def regret(matching, one):
        seat = matching[one]
        return len(wishes[one]) if seat is None else wishes[one].index(seat)

    found = match(*problem)

    for other in stable_matchings(*problem):
        assert all(regret(found, one) <= regret(other, one) for one in wishes)


@given(problem=problems())
def test_the_order_of_the_input_does_not_matter(problem):
    turned = [dict(reversed(one.items())) for one in problem]

    assert match(*turned) == match(*problem)


def test_a_seat_gives_way_for_somebody_it_likes_more():
    wishes = {"a": ["X", "Y"], "b": ["X"]}
    orders = {"X": ["b", "a"], "Y": ["a"]}

    assert match(wishes, orders, {"X": 1, "Y": 1}) == {"a": "Y", "b": "X"}


def test_the_check_finds_a_blocking_pair():
    wishes, orders = {"a": ["X"], "b": ["X"]}, {"X": ["b", "a"]}

    found = blocking_pairs({"a": "X", "b": None}, wishes, orders, {"X": 1})

    assert found == [("b", "X")]


@pytest.mark.parametrize(("wishes", "capacity"), [({"a": ["X", "X"]}, 1), ({"a": ["X"]}, -1)])
def test_input_without_sense_is_refused(wishes, capacity):
    with pytest.raises(ValueError, match=r"twice|below zero"):
        match(wishes, {"X": ["a"]}, {"X": capacity})
