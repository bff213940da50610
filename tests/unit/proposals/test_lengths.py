"""Lengths that a grid of slots can hold, and the order of votes."""

from datetime import UTC, datetime, timedelta

from offsite.proposals.lengths import run_lengths
from offsite.proposals.order import vote_order

NINE = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def slots(*starts_and_minutes: tuple[int, int]) -> list[tuple[datetime, datetime]]:
    return [
        (NINE + timedelta(minutes=start), NINE + timedelta(minutes=start + length))
        for start, length in starts_and_minutes
    ]


def test_touching_slots_make_longer_lengths():
    assert run_lengths(slots((0, 45), (45, 45), (90, 45))) == (45, 90, 135)


def test_a_break_ends_a_run():
    assert run_lengths(slots((0, 45), (60, 30))) == (30, 45)


def test_without_a_grid_there_are_no_lengths():
    assert run_lengths([]) == ()


def test_everybody_is_asked_in_an_order_of_their_own_that_stays():
    proposals = [(f"uid-{number}", NINE) for number in range(20)]

    mine = vote_order(proposals, seed="event:1", opened_at=NINE)

    assert vote_order(reversed(proposals), seed="event:1", opened_at=NINE) == mine
    assert vote_order(proposals, seed="event:2", opened_at=NINE) != mine


def test_what_appears_while_voting_follows_behind():
    early = [(f"uid-{number}", NINE) for number in range(20)]
    before = vote_order(early, seed="event:1", opened_at=NINE)

    later = [("late", NINE + timedelta(hours=3)), ("later", NINE + timedelta(days=2))]
    after = vote_order([*later, *early], seed="event:1", opened_at=NINE)

    assert after == [*before, "late", "later"]
