"""Small rooms: the search learns what they turn away."""

from offsite.engines.scheduling import Item, Person, Problem, Room, Wish, rules, solve
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.seats import Seats
from tests.unit.engines.scheduling.problems import at, slots


def crowded() -> Problem:
    """Eight people who all want the popular items, which fit only into the hall."""
    people = [f"p{number}" for number in range(8)]
    return Problem(
        slots=slots(3),
        rooms=(Room("closet", capacity=2), Room("hall", capacity=8)),
        items=tuple(Item(name) for name in ("pop1", "pop2", "pop3", "x", "y", "z")),
        people=tuple(Person(person) for person in people),
        wishes=(
            *(Wish(person, f"pop{n}", 1) for person in people for n in (1, 2, 3)),
            *(Wish("p0", name, 3) for name in "xyz"),
        ),
    )


def test_what_a_room_turns_away_is_charged_to_the_place() -> None:
    grid = Grid(crowded())

    cost = Seats(grid).cost({"pop1": at("s1", "closet")})

    popular, quiet = grid.number["pop1"], grid.number["x"]
    closet, hall = 0, 1
    assert cost[popular, closet] == 5  # six turned away, a fifth of them content elsewhere
    assert cost[popular, hall] == 0
    assert cost[quiet, closet] == 0


def test_rooms_without_limits_bind_nothing() -> None:
    grid = Grid(Problem(**{**_values(crowded()), "rooms": (Room("hall"), Room("loft"))}))

    assert not Seats(grid).binds


def _values(problem: Problem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in problem.__dataclass_fields__}


def test_popular_items_get_the_large_room() -> None:
    plan = solve(crowded(), seconds=3, deterministic=True)

    assert {plan.placements[f"pop{n}"].room for n in (1, 2, 3)} == {"hall"}
    assert rules.violations(crowded(), plan) == []
    assert plan.score is not None
    assert plan.score.met == 7 * 3 + 9
