"""How many guests are there on the fullest day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from offsite.tourism.rules import most_at_once

FIRST = date(2026, 11, 2)
SPANS = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(
    lambda one: (FIRST + timedelta(one[0]), FIRST + timedelta(one[0] + one[1]))
)


def test_one_leaves_on_the_day_before_another_comes():
    stays = [(FIRST, FIRST), (FIRST + timedelta(1), FIRST + timedelta(1))]

    assert most_at_once(stays, (FIRST, FIRST + timedelta(5))) == 1


@given(stays=st.lists(SPANS, max_size=8), within=SPANS)
def test_it_is_what_counting_day_by_day_gives(stays, within):
    days = [within[0] + timedelta(n) for n in range((within[1] - within[0]).days + 1)]

    most = max(sum(first <= day <= last for first, last in stays) for day in days)

    assert most_at_once(stays, within) == most
