"""No bound is ever above the repeats of a plan, and each sees what it is made for."""

import pytest
from hypothesis import given, settings

from offsite.engines.mixing import Group, Problem, Round
from offsite.engines.mixing.bound import flow_bound, program_bound
from offsite.engines.mixing.cheap import cheap_bound
from offsite.engines.mixing.grid import Grid
from offsite.engines.mixing.partition import partition_bounds
from offsite.engines.scheduling.effort import Effort, Share
from tests.unit.engines.mixing.brute_force import best_repeats
from tests.unit.engines.mixing.problems import golf, people, problems


def some_share() -> Share:
    return Effort(seconds=60, timer=lambda: 0.0, deterministic=True).until(60)


@given(problems(tiny=True))
@settings(max_examples=80, deadline=None)
def test_no_bound_is_above_what_brute_force_finds(problem: Problem) -> None:
    best, grid = best_repeats(problem), Grid(problem)
    if best is None:
        return

    every = range(len(grid.rounds))
    known = partition_bounds(grid, some_share())
    rest = [r for r in every if r not in known]

    assert flow_bound(grid) <= best
    assert program_bound(grid, every, seconds=5) <= best
    assert sum(known.values()) + program_bound(grid, rest, seconds=5) <= best
    assert sum(cheap_bound(grid, r, some_share()) for r in every) <= best


@pytest.mark.parametrize(("weeks", "repeats"), [(4, 0), (5, 9), (6, 18)])
def test_the_count_of_all_pairs_is_a_bound(weeks: int, repeats: int) -> None:
    assert flow_bound(Grid(golf(3, 3, weeks))) == repeats


def test_towns_that_cannot_mix_add_up() -> None:
    # Three of one town in one car, twice: three repeats; the four of the other mix freely.
    here = people("a", "b", "c", leaves_from="Poznań")
    there = people("d", "e", "f", "g", leaves_from="Łódź")
    cars = (
        Group("c1", 3, leaves_from="Poznań"),
        Group("c2", 2, leaves_from="Łódź"),
        Group("c3", 2, leaves_from="Łódź"),
    )
    ids = tuple(person.id for person in here + there)
    problem = Problem(here + there, tuple(Round(r, ids, cars, "cars") for r in ("go", "return")))

    assert flow_bound(Grid(problem)) == best_repeats(problem) == 3


def test_one_person_who_knows_everybody_is_a_bound() -> None:
    ids = ("a", "b", "c", "d")
    rooms = (Group("1", 2, min=2), Group("2", 2, min=2))
    met = {("a", "b"): 1, ("a", "c"): 1, ("a", "d"): 1}
    grid = Grid(Problem(people(*ids), (Round("beds", ids, rooms, "beds"),), met))

    assert flow_bound(grid) == 0
    assert program_bound(grid, [0], seconds=5) == 1


def test_groups_in_which_all_must_be_new_to_each_other_are_a_bound() -> None:
    # Two triangles are not to be had in a hexagon of new pairs; counting does not see it.
    ids = tuple("abcdef")
    ring = {frozenset((ids[n], ids[(n + 1) % 6])) for n in range(6)}
    met = {
        (one, other): 1
        for one in ids
        for other in ids
        if one < other and frozenset((one, other)) not in ring
    }
    tables = (Group("1", 3, min=3), Group("2", 3, min=3))
    problem = Problem(people(*ids), (Round("tables", ids, tables, "tables"),), met)
    grid = Grid(problem)

    assert program_bound(grid, [0], seconds=5) == 0
    assert partition_bounds(grid, some_share()) == {0: best_repeats(problem)} == {0: 2}
    assert cheap_bound(grid, 0, some_share()) == 2
