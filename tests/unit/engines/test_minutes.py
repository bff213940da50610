"""Minutes move by verdicts; nothing is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.engines.minutes import DID_NOT, NOT_CLEAR, WORKED, Share, next_mix, outcome, step_of
from offsite.engines.verdicts import Verdict

GROW, KEEP, SHRINK, DROP = Verdict.GROW, Verdict.KEEP, Verdict.SHRINK, Verdict.DROP

shares = st.lists(
    st.builds(
        Share,
        key=st.text("abcdefgh", min_size=1, max_size=4),
        minutes=st.integers(0, 2000),
        verdict=st.sampled_from(Verdict),
        net=st.floats(-1, 1),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
steps = st.sampled_from([5, 15, 30, 45, 60])


def test_a_dropped_format_makes_room_for_what_people_want_more_of():
    """Two presentations are dropped; workshops get their quarter first, then both by net."""
    mix = next_mix(
        [
            Share("talk", 180, DROP, -0.5),
            Share("workshop", 360, GROW, 0.4),
            Share("open", 180, KEEP, 0.2),
            Share("lunch", 90, SHRINK, -0.2),
        ],
        step=45,
    )

    assert mix.minutes == {"talk": 0, "workshop": 540, "open": 225, "lunch": 45}
    assert mix.free == 0


def test_without_freed_time_nothing_grows():
    mix = next_mix([Share("a", 360, GROW, 0.5), Share("b", 90, KEEP, 0.1)], step=45)

    assert mix.minutes == {"a": 360, "b": 90}


def test_time_that_nobody_wants_stays_free():
    mix = next_mix([Share("a", 100, DROP, -0.5), Share("b", 90, KEEP, -0.1)], step=45)

    assert (mix.minutes, mix.free) == ({"a": 0, "b": 90}, 100)


def test_too_little_freed_time_goes_by_net():
    mix = next_mix(
        [
            Share("gone", 45, DROP),
            Share("a", 360, GROW, 0.2),
            Share("b", 360, GROW, 0.3),
        ],
        step=45,
    )

    assert mix.minutes == {"gone": 0, "a": 360, "b": 405}


@given(shares, steps)
def test_no_minute_is_lost_or_made(found, step):
    mix = next_mix(found, step=step)

    assert sum(mix.minutes.values()) + mix.free == sum(one.minutes for one in found)
    assert mix.free >= 0


@given(shares, steps)
def test_each_verdict_moves_time_its_own_way_in_steps(found, step):
    after = next_mix(found, step=step).minutes

    for one in found:
        change = after[one.key] - one.minutes
        if one.verdict is DROP:
            assert after[one.key] == 0
        elif one.verdict is SHRINK:
            assert -max(step, one.minutes / 4 + step) <= change <= 0
            assert after[one.key] > 0 or one.minutes == 0
        else:
            assert change >= 0
        if one.verdict is not DROP:
            assert change % step == 0
        if one.verdict is Verdict.HIDDEN:
            assert change == 0


@given(shares, steps, st.randoms())
def test_the_order_of_formats_does_not_matter(found, step, rng):
    mixed = list(found)
    rng.shuffle(mixed)

    assert next_mix(mixed, step=step).minutes == next_mix(found, step=step).minutes


def test_a_mix_of_two_with_one_name_is_refused():
    with pytest.raises(ValueError, match="each format once"):
        next_mix([Share("a", 1, KEEP), Share("a", 2, KEEP)], step=5)


@pytest.mark.parametrize(
    ("lengths", "step"), [([45, 45, 90], 45), ([45, 60], 15), ([], 5), ([7], 7), ([3], 5)]
)
def test_time_moves_in_what_divides_every_slot(lengths, step):
    assert step_of(lengths) == step


@pytest.mark.parametrize(
    ("decided", "now", "word"),
    [
        (GROW, KEEP, WORKED),
        (GROW, GROW, WORKED),
        (GROW, SHRINK, DID_NOT),
        (SHRINK, KEEP, WORKED),
        (SHRINK, DROP, DID_NOT),
        (DROP, None, WORKED),
        (DROP, GROW, NOT_CLEAR),
        (KEEP, KEEP, WORKED),
        (KEEP, GROW, NOT_CLEAR),
        (GROW, Verdict.UNCLEAR, NOT_CLEAR),
        (GROW, None, NOT_CLEAR),
    ],
)
def test_whether_last_year_s_change_worked(decided, now, word):
    assert outcome(decided, now) == word
