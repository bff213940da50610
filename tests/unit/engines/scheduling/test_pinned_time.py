"""Time that pinned items take is closed to the others, in the search and in the bound."""

from dataclasses import replace

from offsite.engines.scheduling import Item, solve
from offsite.engines.scheduling.grid import Grid
from tests.unit.engines.scheduling.problems import at, make_problem


def places_of(grid: Grid, item: str) -> set[tuple[str, str]]:
    allowed = grid.allowed[grid.number[item]].nonzero()[0]
    return {(place.slot, place.room) for place in map(grid.placement, allowed)}


def test_nothing_may_stand_beside_a_pinned_item_for_everyone():
    problem = make_problem(items=(Item("a", everyone=True, pinned=at("s2")), Item("b", length=2)))

    assert places_of(Grid(problem), "b") == set()


def test_a_pinned_item_takes_its_room_and_its_host():
    pinned = Item("a", hosts=("ada",), pinned=at("s1"))
    problem = make_problem(items=(pinned, Item("b"), Item("c", hosts=("ada",))))

    grid = Grid(problem)

    assert ("s1", "loft") in places_of(grid, "b")
    assert ("s1", "hall") not in places_of(grid, "b")
    assert {slot for slot, _room in places_of(grid, "c")} == {"s2", "s3"}


def test_pins_that_clash_are_still_told():
    first = Item("a", pinned=at("s1"))
    problem = make_problem(items=(first, replace(first, id="b"), Item("c")))

    assert solve(problem, seconds=5).status == "infeasible"
