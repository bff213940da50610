"""What must be true of every plan the engine makes."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offsite.engines.scheduling import Item, Problem, Progress, Wish, rules, solve
from offsite.engines.scheduling.bound import SlotBound
from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.exact import give_everything
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.local import LocalSearch
from offsite.engines.scheduling.score import faults_in_claim
from offsite.engines.scheduling.start import greedy
from tests.unit.engines.scheduling.brute_force import best_worth
from tests.unit.engines.scheduling.problems import at, make_problem, problems, slots


def quick(problem: Problem, seconds: float = 0.6, seed: int = 0):
    return solve(problem, seconds=seconds, seed=seed, deterministic=True)


def some_effort(seconds: float) -> Effort:
    return Effort(seconds=seconds, timer=lambda: 0.0, deterministic=True)


@given(problems())
@settings(max_examples=60)
def test_no_plan_breaks_a_hard_rule_and_its_claims_are_true(problem: Problem) -> None:
    plan = quick(problem)

    assert rules.violations(problem, plan) == []
    assert faults_in_claim(problem, plan) == []
    assert plan.score.met <= plan.score.bound <= plan.score.wished
    assert {entry.item for entry in plan.unplaced} == problem.item.keys() - plan.placements.keys()
    assert all(entry.because for entry in plan.unplaced)


@given(problems(tiny=True))
@settings(max_examples=60)
def test_what_is_called_optimal_is_what_brute_force_finds(problem: Problem) -> None:
    plan = quick(problem, seconds=2)
    placed, worth = best_worth(problem)

    score = plan.score
    assert plan.status == "optimal"
    assert (score.placed, score.met - problem.move_cost * score.moves) == (placed, worth)


@given(problems(tiny=True))
@settings(max_examples=40)
def test_the_slot_bound_is_never_below_any_plan(problem: Problem) -> None:
    grid = Grid(problem)
    bound = SlotBound(grid)
    bound.learn([greedy(grid, seed=0)])
    bound.improve(some_effort(2).until(2), met=0)

    free_moves = Problem(**{**_values(problem), "move_cost": 0})
    # The relaxation leaves out who is placed, so it bounds every plan.
    assert bound.value >= best_worth(free_moves)[1]


@given(problems(tiny=True), st.sampled_from([1, 2, 5]))
@settings(max_examples=40)
def test_the_slot_bound_holds_when_every_pricing_is_cut_short(problem: Problem, nodes: int) -> None:
    grid = Grid(problem)
    bound = SlotBound(grid, nodes=nodes)
    bound.learn([greedy(grid, seed=0)])
    bound.improve(some_effort(0.05).until(0.05), met=0)

    free_moves = Problem(**{**_values(problem), "move_cost": 0})
    assert bound.value >= best_worth(free_moves)[1]


def test_slots_that_are_alike_are_priced_once() -> None:
    day = slots(7, gap_after=4)
    problem = make_problem(
        slots=day, items=(Item("a", length=2), Item("b")), wishes=(Wish("ada", "a", 1),)
    )

    bound = SlotBound(Grid(problem))

    assert [kind.atoms for kind in bound.kinds] == [list(range(7))]


def _values(problem: Problem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in problem.__dataclass_fields__}


@given(problems())
@settings(max_examples=40)
def test_the_local_search_counts_as_the_score_does(problem: Problem) -> None:
    grid = Grid(problem)
    local = LocalSearch(grid, seed=1)
    local.start_from(greedy(grid, seed=1))
    local.improve(some_effort(0.03).until(0.03))
    placements = grid.placements(local.best_places)

    local.state.load_places(local.best_places)

    assert rules.violations(problem, _plan(placements), rules.PLACEMENT_RULES) == []
    fresh = LocalSearch(grid, seed=2)
    fresh.start_from(local.best_places)
    assert local.state.objective == fresh.state.objective == local.best


def _plan(placements):
    return rules.Plan(placements)


def medium() -> Problem:
    """Twelve items in four slots of two rooms, a third of them long: no quick proof."""
    people = [f"p{number}" for number in range(9)]
    items = tuple(
        Item(f"i{number}", length=2 if number % 6 == 0 else 1, hosts=(f"p{number % 9}",))
        for number in range(12)
    )
    wishes = tuple(
        Wish(person, f"i{(3 * p + k * k + k) % 12}", 3 if k < 2 else 1)
        for p, person in enumerate(people)
        for k in range(3)
    )
    unique = {(wish.person, wish.item): wish for wish in wishes}
    return make_problem(
        slots=slots(7, gap_after=4),
        items=items,
        people=tuple(rules.Person(person) for person in people),
        wishes=tuple(unique.values()),
    )


def test_the_same_seed_gives_the_same_plan() -> None:
    assert quick(medium(), seed=5) == quick(medium(), seed=5)


def test_progress_is_told_and_a_stop_keeps_the_best() -> None:
    told: list[Progress] = []
    ticks = count()
    timer = lambda: next(ticks) * 0.01  # noqa: E731

    plan = solve(
        hard(),
        seconds=1e6,
        timer=timer,
        on_progress=told.append,
        should_stop=lambda: len(told) > 3,
    )

    assert len(told) == 4
    assert rules.violations(hard(), plan) == []
    assert plan.status == "feasible"
    assert told[-1].met <= plan.score.met <= told[-1].bound
    assert rules.violations(hard(), told[0].plan) == []
    assert told[0].plan.score.met == told[0].met


def hard() -> Problem:
    """Forty people who want everything of thirty items at once."""
    people = [f"p{number}" for number in range(40)]
    return make_problem(
        slots=slots(10, gap_after=5),
        items=tuple(Item(f"i{n}", length=1 + (n % 4 == 0)) for n in range(14)),
        people=tuple(rules.Person(person) for person in people),
        wishes=tuple(
            Wish(person, f"i{n}", 3 if (p * n) % 5 == 0 else 1)
            for p, person in enumerate(people)
            for n in range(14)
            if (p * p + n * n) % 3
        ),
    )


def test_pinned_items_stay_and_others_move_around_them() -> None:
    problem = make_problem(
        items=(Item("a", pinned=at("s2", "loft")), Item("b"), Item("c")),
        wishes=(Wish("ada", "a", 1), Wish("ada", "b", 1), Wish("ada", "c", 1)),
    )

    plan = quick(problem)

    assert plan.placements["a"] == at("s2", "loft")
    assert plan.score.met == 3
    assert plan.status == "optimal"


def test_clashing_pins_are_infeasible() -> None:
    problem = make_problem(items=(Item("a", pinned=at("s1")), Item("b", pinned=at("s1"))))

    plan = quick(problem)

    assert plan.status == "infeasible"
    assert plan.placements == {}


def test_a_plan_stays_when_moving_costs_more_than_it_brings() -> None:
    wishes = (Wish("ada", "a", 1), Wish("ada", "b", 1))
    current = {"a": at("s1"), "b": at("s1", "loft")}
    stay = make_problem(wishes=wishes, current=current, move_cost=2)
    move = make_problem(wishes=wishes, current=current, move_cost=0)

    assert quick(stay).score.moves == 0
    assert quick(move).score.met == 2


def test_the_most_priority_is_placed_when_not_all_fits() -> None:
    problem = make_problem(
        slots=slots(1),
        items=(Item("a"), Item("b", priority=5), Item("c", priority=2)),
        wishes=(Wish("ada", "a", 3),),
    )

    plan = quick(problem)

    assert plan.placements.keys() == {"b", "c"}
    assert plan.status == "optimal"


@pytest.mark.parametrize("empty", ["slots", "rooms", "items", "people"])
def test_a_problem_without_anything_of_a_kind_is_solved(empty: str) -> None:
    plan = quick(make_problem(**{empty: ()}))

    assert plan.status == "optimal"
    assert len(plan.placements) == (3 if empty == "people" else 0)


def test_more_items_wished_together_than_there_is_time_cannot_all_be_met() -> None:
    pairs = (("ada", "ab"), ("bob", "bc"), ("cleo", "ac"))
    wishes = tuple(Wish(person, item, 1) for person, items in pairs for item in items)
    grid = Grid(make_problem(slots=slots(2), wishes=wishes))

    found, impossible = give_everything(grid, some_effort(1), seconds=1, seed=0, workers=1)

    assert found is None
    assert impossible
