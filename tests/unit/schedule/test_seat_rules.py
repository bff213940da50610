"""Who moves up, how many seats there are, and what a claim says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.schedule.seats.models import SeatClaim
from offsite.schedule.seats.rules import limit_of, next_up
from tests.domain.schedule.seat_stage import LATER
from tests.factories import (
    NOON,
)


@given(st.lists(st.integers()), st.integers(-3, 40))
def test_never_more_move_up_than_seats_are_free(waiting, free):
    moved = next_up(waiting, free=free)

    assert len(moved) <= max(0, free)
    assert list(moved) == waiting[: len(moved)]


@pytest.mark.parametrize(
    ("own", "room", "limit"), [(None, None, None), (5, None, 5), (None, 8, 8), (5, 8, 5), (9, 8, 8)]
)
def test_the_smaller_limit_counts(own, room, limit):
    assert limit_of(own, room) == limit


def test_a_claim_says_its_state():
    assert SeatClaim(seated_at=None).state == "waiting"
    assert SeatClaim(seated_at=NOON).state == "seated"
    assert SeatClaim(seated_at=NOON, left_at=LATER).state == "gone"
