"""Windows of touching atoms: every good programme is listed, and the bound holds."""

from itertools import count, product

import numpy as np
import pytest
from hypothesis import given, settings

from offsite.engines.scheduling import Item, Problem, Room, Wish
from offsite.engines.scheduling.bound import SlotBound
from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.start import greedy
from offsite.engines.scheduling.window_bound import Bound, WindowBound
from tests.unit.engines.scheduling.brute_force import best_worth
from tests.unit.engines.scheduling.problems import make_problem, problems, slots


def some_effort(seconds: float) -> Effort:
    return Effort(seconds=seconds, timer=lambda: 0.0, deterministic=True)


def windows_of(problem: Problem, seconds: float = 1) -> WindowBound:
    grid = Grid(problem)
    bound = SlotBound(grid)
    bound.learn([greedy(grid, seed=0)])
    bound.improve(some_effort(seconds).until(seconds), met=0)
    return WindowBound(bound)


def without_move_cost(problem: Problem) -> Problem:
    values = {name: getattr(problem, name) for name in problem.__dataclass_fields__}
    return Problem(**{**values, "move_cost": 0})


@given(problems(tiny=True))
@settings(max_examples=40)
def test_the_bound_by_windows_is_never_below_any_plan(problem: Problem) -> None:
    windows = windows_of(problem)
    windows.learn([greedy(windows.grid, seed=0)])
    windows.improve(some_effort(1).until(1), met=0)

    assert windows.value >= best_worth(without_move_cost(problem))[1]
    assert windows.value <= windows.slots.value


@given(problems(tiny=True))
@settings(max_examples=25)
def test_the_bound_by_windows_holds_whatever_prices_it_begins_at(problem: Problem) -> None:
    windows = windows_of(problem, 0.01)
    rng = np.random.default_rng(len(problem.wishes))
    windows.prices = rng.random(len(windows.prices)) * 6
    windows.improve(some_effort(0.5).until(0.5), met=0)

    assert windows.value >= best_worth(without_move_cost(problem))[1]


def half_taken() -> Problem:
    """Ada wants a double and a short; Bob another short.  One room is the double's."""
    return make_problem(
        slots=slots(2),
        rooms=(Room("hall"), Room("loft")),
        items=(Item("long", length=2), Item("a"), Item("b")),
        wishes=(Wish("ada", "long", 2), Wish("ada", "a", 2), Wish("bob", "b", 1)),
    )


def test_nobody_takes_half_of_a_double_item_in_a_window() -> None:
    windows = windows_of(half_taken())

    windows.improve(some_effort(2).until(2), met=0)

    assert windows.slots.value == 4
    assert windows.value == 3 == best_worth(half_taken())[1]


def test_every_programme_within_reach_is_listed() -> None:
    items = (Item("long", length=2), *(Item(name) for name in "abcd"))
    wishes = tuple(
        Wish(person, item.id, 1 + (number + k) % 3)
        for k, person in enumerate(("ada", "bob", "cleo"))
        for number, item in enumerate(items)
    )
    windows = windows_of(make_problem(items=items, wishes=wishes))
    (window,) = windows.windows
    prices = np.linspace(0.5, 1.5, len(windows.prices))

    found = window.programmes(prices, reach=4.0, most=10_000, over=lambda: False)

    assert found is not None
    values = found.worth - found.atoms @ prices[window.rows]
    true = every_programme(windows, prices)
    good = {rows: value for rows, value in true.items() if value > found.others + 1e-6}
    listed = {
        tuple(rows): value
        for rows, value in zip(found.atoms.tolist(), values.tolist(), strict=True)
        if value > found.others + 1e-6
    }
    assert listed == pytest.approx(good)


def every_programme(windows: WindowBound, prices) -> dict[tuple[int, ...], float]:
    """Atoms of each row -> the best value of any programme that runs them so, by trying all."""
    (window,) = windows.windows
    best: dict[tuple[int, ...], float] = {}
    for chosen in product(*([0, *sorted(allowed)] for allowed in window.patterns)):
        rooms = [sum(pattern >> t & 1 for pattern in chosen) for t in range(len(window.atoms))]
        if max(rooms) > windows.grid.rooms:
            continue
        rows = {int(window.rows[n]): pattern for n, pattern in enumerate(chosen) if pattern}
        atoms, worth = window.programme(rows) if rows else (np.zeros(len(chosen), dtype=int), 0)
        key = tuple(int(number) for number in atoms)
        value = worth - float(atoms @ prices[window.rows])
        best[key] = max(best.get(key, -1e9), value)
    return best


def test_blocks_are_cut_into_windows_of_two_or_three_atoms() -> None:
    long_days = make_problem(slots=slots(7, gap_after=5), items=(Item("a", length=2), Item("b")))

    windows = windows_of(long_days)

    sizes = sorted(len(atoms) for places in windows.atoms_of for atoms in places)
    assert sizes == [2, 2, 3]


def test_the_bound_goes_on_by_windows_when_the_atoms_say_no_more() -> None:
    bound = Bound(Grid(half_taken()))

    for _ in count():
        bound.improve(some_effort(1).until(1), met=0)
        if bound.exhausted:
            break

    assert bound.value == 3
