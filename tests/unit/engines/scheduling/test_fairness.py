"""Fairness comes after the main goal and costs it nothing."""

from offsite.engines.scheduling import Item, Person, Problem, Room, Wish, solve
from tests.unit.engines.scheduling.problems import slots


def three_of_four() -> Problem:
    """Two slots, two rooms: Bob's two wishes or one of Ada's four must be given up."""
    return Problem(
        slots=slots(2),
        rooms=(Room("hall"), Room("loft")),
        items=tuple(Item(name) for name in "abcd"),
        people=(Person("ada"), Person("bob"), Person("cleo")),
        wishes=(
            *(Wish("ada", name, 1) for name in "abcd"),
            Wish("bob", "a", 1),
            Wish("bob", "b", 1),
            Wish("cleo", "a", 1),
            Wish("cleo", "c", 1),
        ),
    )


def test_of_plans_that_meet_the_same_the_fairer_is_taken() -> None:
    plan = solve(three_of_four(), seconds=2, deterministic=True)

    assert plan.score is not None
    assert (plan.score.met, plan.score.below_half, plan.score.worst_off) == (6, 0, 0.5)
    together = {p.slot for i, p in plan.placements.items() if i in "ad"}
    assert len(together) == 1
