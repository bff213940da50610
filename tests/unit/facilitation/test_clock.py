"""What is shown of a run at a moment."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.facilitation.rules import (
    LATE_PRESS,
    LONGEST_MS,
    Clock,
    Step,
    digits,
    moment_of,
    reading,
    stretch_ms,
    voices_left,
)
from tests.factories import NOON

ROUNDTABLE = [Step(5), Step(10), Step(5), Step(45)]


def after(minutes=0, seconds=0, milliseconds=0):
    return NOON + timedelta(minutes=minutes, seconds=seconds, milliseconds=milliseconds)


def test_a_phase_that_just_began_has_all_its_time():
    found = reading(Clock(ROUNDTABLE, 0, NOON), NOON)

    assert (found.digits, found.minutes, found.is_over_run) == ("5:00", 5, False)
    assert found.ends_at == after(5)
    assert found.over_at == after(65)


@pytest.mark.parametrize(
    ("now", "shown", "minutes"),
    [
        (after(milliseconds=1), "5:00", 5),
        (after(seconds=1), "4:59", 5),
        (after(4), "1:00", 1),
        (after(4, 59, 999), "0:01", 1),
        (after(5), "0:00", 0),
        (after(5, 0, 999), "0:00", 0),
        (after(5, 1), "0:01", 0),
        (after(6, 5), "1:05", 1),
    ],
)
def test_time_is_counted_down_and_then_up(now, shown, minutes):
    found = reading(Clock(ROUNDTABLE, 0, NOON), now)

    assert (found.digits, found.minutes) == (shown, minutes)
    assert found.is_over_run == (now > after(5))


def test_running_over_moves_the_end_of_all():
    assert reading(Clock(ROUNDTABLE, 0, NOON), after(8)).over_at == after(8 + 60)


def test_a_clock_that_stands_shows_the_same_at_every_moment():
    steps = [Step(5, spent_ms=90_000), Step(10)]
    early, late = (reading(Clock(steps, 0, None), now) for now in (NOON, after(30)))

    assert early.digits == late.digits == "3:30"
    assert early.ends_at is None


def test_time_that_was_spent_before_a_pause_counts():
    clock = Clock([Step(5, spent_ms=120_000)], 0, NOON)

    assert reading(clock, after(1)).digits == "2:00"


def test_a_clock_set_back_takes_nothing_away():
    assert stretch_ms(NOON, after(-10)) == 0
    assert stretch_ms(NOON, NOON + timedelta(days=400)) == LONGEST_MS


def test_long_phases_are_read_in_minutes():
    assert [digits(one) for one in (0, 9, 65, 3700)] == ["0:00", "0:09", "1:05", "61:40"]


def test_two_voices_and_never_less_than_none():
    assert [voices_left(given) for given in (0, 1, 2, 3)] == [2, 1, 0, 0]


def test_a_press_counts_from_when_it_was_made():
    assert moment_of(after(3), NOON, after(5)) == after(3)
    assert moment_of(None, NOON, after(5)) == after(5)


steps = st.lists(
    st.builds(Step, st.integers(1, 720), st.integers(0, LONGEST_MS)), min_size=1, max_size=8
)
moments = st.integers(0, 10**8).map(lambda ms: after(milliseconds=ms))


@given(steps, st.data(), moments, moments)
def test_left_falls_by_exactly_what_passes(steps, data, one, other):
    position = data.draw(st.integers(0, len(steps) - 1))
    clock = Clock(steps, position, NOON)
    earlier, later = sorted((one, other))

    before, then = reading(clock, earlier), reading(clock, later)

    assert before.left_ms - then.left_ms == (later - earlier) // timedelta(milliseconds=1)
    assert before.ends_at == then.ends_at
    assert before.over_at <= then.over_at


@given(steps, moments)
def test_what_is_shown_agrees_with_what_is_left(steps, now):
    found = reading(Clock(steps, 0, NOON), now)

    assert found.seconds >= 0
    if found.is_over_run:
        assert found.seconds * 1000 <= -found.left_ms < (found.seconds + 1) * 1000
    else:
        assert (found.seconds - 1) * 1000 < found.left_ms <= found.seconds * 1000


@given(st.one_of(st.none(), moments), st.one_of(st.none(), moments), moments)
def test_a_press_is_never_in_the_future_nor_long_ago(pressed, since, now):
    found = moment_of(pressed, since, now)

    assert now - LATE_PRESS <= found <= now
