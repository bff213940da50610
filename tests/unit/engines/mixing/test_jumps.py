"""The annealing that prices every exchange: its sums, its rules, its turns."""

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from offsite.engines.mixing import Group, Plan, Problem, Round, rules
from offsite.engines.mixing.grid import Grid, Seats
from offsite.engines.mixing.jumps import Jumps
from offsite.engines.mixing.pairs import FOR_KINDS, FOR_REPEATS, FOR_TEAMS, Prices
from offsite.engines.mixing.start import first_seats
from offsite.engines.scheduling.effort import Effort
from tests.unit.engines.mixing.problems import golf, make_problem, people, problems


def effort(seconds: float = 60) -> Effort:
    return Effort(seconds=seconds, timer=time.monotonic, deterministic=True)


def seatings_of(grid: Grid, count: int = 3) -> list[Seats]:
    """Some seatings that keep the rules; none if a round has none."""
    rng = np.random.default_rng(0)
    kinds = [first_seats(one, effort(), seconds=5, seed=0, workers=1)[0] for one in grid.rounds]
    if any(kind is None for kind in kinds):
        return []
    return [[kind.seat(grid.count, rng) for kind in kinds] for _ in range(count)]


@given(problems(), st.sampled_from([FOR_REPEATS, FOR_TEAMS, FOR_KINDS]))
@settings(max_examples=15, deadline=None)
def test_the_running_sum_is_what_counting_from_scratch_gives(
    problem: Problem, prices: Prices
) -> None:
    grid = Grid(problem)
    seatings = seatings_of(grid)
    if not seatings:
        return
    jumps = Jumps(grid, seatings, prices=prices, seed=0)

    jumps.run(effort().until(0.02), good_enough=-1)

    assert jumps.value == jumps.pairs.value(jumps.seats)
    assert np.array_equal(jumps.words, jumps.pairs.words(jumps.seats))
    assert jumps.best_value == jumps.pairs.value(jumps.best)


@given(problems())
@settings(max_examples=15, deadline=None)
def test_no_exchange_breaks_a_hard_rule(problem: Problem) -> None:
    grid = Grid(problem)
    seatings = seatings_of(grid)
    if not seatings:
        return
    jumps = Jumps(grid, seatings, prices=FOR_REPEATS, seed=0)

    jumps.run(effort().until(0.03), good_enough=-1)

    for seats in (jumps.best, jumps.seats):
        assert rules.violations(problem, Plan(grid.groups_of(seats))) == []


def test_the_search_stays_longest_in_the_round_that_asks_for_most_meetings() -> None:
    ids = tuple(f"p{number}" for number in range(24))
    tables = Round("tables", ids, tuple(Group(f"t{number}", 8) for number in range(3)))
    beds = Round("beds", ids, tuple(Group(f"b{number}", 2) for number in range(12)))
    grid = Grid(Problem(people(*ids), (tables, beds)))

    jumps = Jumps(grid, seatings_of(grid), prices=FOR_REPEATS, seed=0)

    assert jumps.steps_in[0] > jumps.steps_in[1]


def test_a_tournament_without_repeats_is_found() -> None:
    grid = Grid(golf(5, 3, 5))
    jumps = Jumps(grid, seatings_of(grid), prices=FOR_REPEATS, seed=0)

    jumps.run(effort().until(5), good_enough=0.999)

    assert jumps.best_value == grid.totals(jumps.best)[0] == 0


def test_two_who_are_kept_apart_leave_small_prices_exact() -> None:
    problem = make_problem(apart=(("ada", "bob"),), met={("ada", "cleo"): 1})
    grid = Grid(problem)
    jumps = Jumps(grid, seatings_of(grid), prices=FOR_REPEATS, seed=0)

    jumps.run(effort().until(0.03), good_enough=-1)

    assert rules.violations(problem, Plan(grid.groups_of(jumps.best))) == []
    assert jumps.best_value == grid.totals(jumps.best)[0]


def test_a_thousand_meetings_of_one_team_do_not_weigh_as_much_as_a_repeat() -> None:
    assert 1000 * FOR_REPEATS.team < FOR_REPEATS.repeat
