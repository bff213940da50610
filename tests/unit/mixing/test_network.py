"""The picture of who met whom, from values."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from offsite.mixing.network import (
    HUES,
    SIZE,
    Network,
    dot_radius,
    dots_of,
    hues_of,
    path_of,
)


def people(*teams):
    return [SimpleNamespace(id=n, name=f"P{n}", team=team) for n, team in enumerate(teams, 1)]


def network(before=(), now=(), teams=("a", "b", "a")):
    return Network(None, people(*teams), frozenset(before), frozenset(now))


def test_a_tie_is_fresh_only_if_the_pair_never_met_before():
    found = network(before={(1, 2)}, now={(1, 2), (1, 3)})

    assert found.fresh == {(1, 3)}
    assert found.ties == {1: {2, 3}, 2: {1}, 3: {1}}
    assert found.fresh_ties == {1: {3}, 2: set(), 3: {1}}


def test_strangers_are_all_others_whom_somebody_has_not_met():
    found = network(before={(1, 2)})

    assert [one.id for one in found.strangers(1)] == [3]
    assert [one.id for one in found.strangers(3)] == [1, 2]


def test_the_picture_around_one_person_has_their_ties_alone():
    found = network(before={(1, 2), (2, 3)}, now={(1, 3)}).around(1)

    assert [one.id for one in found.people] == [1, 2, 3]
    assert (found.before, found.now) == ({(1, 2)}, {(1, 3)})


def test_people_stand_team_by_team_in_the_colour_of_their_team():
    dots = dots_of(network())

    assert [(dot.team, dot.hue) for dot in dots] == [("a", 1), ("a", 1), ("b", 2)]


def test_ties_are_one_path():
    found = network(before={(1, 2)}, now={(2, 3)})

    assert path_of(found.before | found.now, dots_of(found)).count("M") == 2
    assert path_of((), dots_of(found)) == ""


@given(st.integers(1, 400))
def test_dots_stay_within_the_picture_and_do_not_cover_each_other(number):
    found = Network(None, people(*["a"] * number), frozenset(), frozenset())
    radius = dot_radius(number)

    dots = dots_of(found)

    assert all(0 <= value <= SIZE for dot in dots for value in (dot.x, dot.y))
    if 1 < number <= 300:
        one, other = dots[0], dots[1]
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > radius


@given(st.lists(st.text(max_size=3), max_size=40))
def test_every_team_has_one_of_the_colours(teams):
    assert set(hues_of(people(*teams)).values()) <= set(range(1, HUES + 1))
