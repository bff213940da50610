"""No sum and no difference of what is shown is about fewer than five people."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from offsite.polls.cells import FEWEST, may_show, shown_parts

COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), max_size=7)


def told_by(counts, shown):
    """The number of people behind every figure that can be computed from what is shown."""
    whole = sum(counts.values())
    published = [set(part) for part in shown]
    if may_show(whole):
        published.append(set(counts))
    for chosen in chain.from_iterable(
        combinations(published, size) for size in range(1, len(published) + 1)
    ):
        for signs in range(2 ** len(chosen)):
            added = [one for bit, one in enumerate(chosen) if signs >> bit & 1]
            taken = [one for bit, one in enumerate(chosen) if not signs >> bit & 1]
            plus = [part for one in added for part in one]
            minus = [part for one in taken for part in one]
            left = set(plus) - set(minus)
            # A difference tells of people only if what is taken lies inside what is added.
            if set(minus) <= set(plus) and len(plus) == len(set(plus)):
                yield sum(counts[part] for part in left)


@given(COUNTS)
def test_no_subtraction_is_about_fewer_than_five(counts):
    for people in told_by(counts, shown_parts(counts)):
        assert people == 0 or people >= FEWEST


@given(COUNTS)
def test_no_part_below_five_is_shown(counts):
    assert all(counts[part] >= FEWEST for part in shown_parts(counts))


@given(COUNTS)
def test_never_is_exactly_one_part_hidden(counts):
    people = [part for part, n in counts.items() if n]
    assert len(people) - len(shown_parts(counts)) != 1 or len(people) == 1


def test_large_parts_are_all_shown():
    assert shown_parts({"a": 5, "b": 30}) == {"a", "b"}


def test_the_next_smallest_hides_the_only_small_one():
    assert shown_parts({"a": 3, "b": 8, "c": 30}) == {"c"}


def test_small_ones_that_are_fewer_than_five_together_hide_one_more():
    assert shown_parts({"a": 1, "b": 2, "c": 9, "d": 30}) == {"d"}


def test_small_ones_that_are_many_together_hide_nobody_else():
    assert shown_parts({"a": 3, "b": 4, "c": 9}) == {"c"}


def test_a_part_without_anybody_hides_nobody():
    assert shown_parts({"a": 0, "b": 5, "c": 30}) == {"b", "c"}


def test_of_fewer_than_five_people_nothing_is_shown():
    assert shown_parts({"a": 4}) == frozenset()
