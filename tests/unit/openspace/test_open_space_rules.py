"""Rounds, glances and dots from values alone."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from offsite.openspace import rules
from offsite.openspace.values import Free

AT = datetime(2026, 10, 1, 12, tzinfo=UTC)


@given(length=some.integers(0, 600), minutes=some.integers(10, 240), pause=some.integers(0, 120))
def test_rounds_fit_into_their_period_and_keep_their_pause(length, minutes, pause):
    over = AT + timedelta(minutes=length)

    found = rules.rounds_between(AT, over, minutes, pause)

    assert all(begin >= AT and end <= over for begin, end in found)
    assert all(end - begin == timedelta(minutes=minutes) for begin, end in found)
    gaps = {two[0] - one[1] for one, two in itertools.pairwise(found)}
    assert gaps <= {timedelta(minutes=pause)}
    room_for_one_more = AT + len(found) * timedelta(minutes=minutes + pause)
    assert room_for_one_more + timedelta(minutes=minutes) > over


@pytest.mark.parametrize(
    ("count", "seen"), [(0, 0), (1, 3), (3, 3), (4, 5), (7, 5), (8, 10), (23, 25)]
)
def test_a_glance_counts_in_fives_and_never_shows_one(count, seen):
    assert rules.about(count) == seen


def test_the_next_free_cell_is_rather_later_than_earlier():
    free = [
        Free(1, 1, AT - timedelta(hours=1), None),
        Free(3, 1, AT + timedelta(hours=3), None),
        Free(2, 9, AT, None),
    ]

    nearest = rules.next_free(free, wanted=(2, 9), starts_at=AT)

    assert nearest == free[1]
    assert rules.next_free([], wanted=(2, 9), starts_at=AT) is None


def test_each_line_of_recommendations_is_a_step():
    assert rules.steps_of("- One\n\n* Two \n  three") == ["One", "Two", "three"]


def test_no_more_dots_are_left_than_were_there():
    assert rules.dots_left(5, [2, 1]) == 2
    assert rules.dots_left(5, [9]) == 0
