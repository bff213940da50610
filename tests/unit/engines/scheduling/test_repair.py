"""The smallest change that makes room or mends a rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offsite.engines.scheduling import Item, Plan, Problem, Room, Wish, rules
from offsite.engines.scheduling.repair import Step, changed, smallest_repair, what_must_give
from offsite.engines.violations import Violation
from tests.unit.engines.scheduling.problems import at, make_plan, make_problem, problems, slots

HALL = (Room("hall"),)


def broken(problem: Problem, plan: Plan) -> list[Violation]:
    return rules.violations(problem, plan, rules.PLACEMENT_RULES)


def test_a_free_place_is_taken_where_people_gain_most() -> None:
    problem = make_problem(
        rooms=HALL, wishes=(Wish("ada", "a", 1), Wish("ada", "b", 1)), people=rules_people("ada")
    )

    best, *_ = what_must_give(problem, make_plan(a=at("s1")), "b")

    assert (len(best.steps), best.taken_out, best.delta.met) == (1, 0, 1)


def rules_people(*names: str) -> tuple[rules.Person, ...]:
    return tuple(rules.Person(name) for name in names)


def test_the_item_in_the_way_goes_where_it_is_free_to_go() -> None:
    problem = make_problem(
        slots=slots(2), rooms=HALL, items=(Item("a"), Item("b", slots=frozenset(["s1"])))
    )

    (change,) = what_must_give(problem, make_plan(a=at("s1")), "b")

    assert change.steps == (Step("b", at("s1")), Step("a", at("s2")))
    assert change.taken_out == 0


def test_the_least_wanted_leaves_when_nothing_is_free() -> None:
    problem = make_problem(
        slots=slots(2),
        rooms=HALL,
        wishes=(Wish("ada", "a", 3), Wish("ada", "b", 1), Wish("bob", "c", 3)),
    )

    best, *_ = what_must_give(problem, make_plan(a=at("s1"), b=at("s2")), "c")

    assert best.steps == (Step("c", at("s2")), Step("b", None))
    assert (best.taken_out, best.delta.met) == (1, 2)


def test_pinned_items_never_give_way() -> None:
    problem = make_problem(
        slots=slots(1), rooms=HALL, items=(Item("a", pinned=at("s1")), Item("b"))
    )

    assert what_must_give(problem, make_plan(a=at("s1")), "b") == []


def test_one_move_mends_two_items_of_one_host() -> None:
    problem = make_problem(items=(Item("a", hosts=("ada",)), Item("b", hosts=("ada",)), Item("c")))
    plan = make_plan(a=at("s1"), b=at("s1", "loft"), c=at("s2"))
    (violation,) = broken(problem, plan)

    change = smallest_repair(problem, plan, violation)

    assert change is not None
    assert len(change.steps) == 1
    assert broken(problem, changed(plan, change.steps)) == []


def test_an_item_goes_back_to_its_pin() -> None:
    problem = make_problem(items=(Item("a", pinned=at("s2")), Item("b")))
    plan = make_plan(a=at("s1"), b=at("s2"))

    (violation,) = broken(problem, plan)
    change = smallest_repair(problem, plan, violation)

    assert change is not None
    assert change.steps[0] == Step("a", at("s2"))
    assert change.steps[1].item == "b"
    assert change.steps[1].placement not in (at("s2"), None)


def test_an_item_is_taken_out_where_no_move_helps() -> None:
    problem = make_problem(slots=slots(1), rooms=HALL, items=(Item("a"), Item("b", priority=2)))
    plan = make_plan(a=at("s1"), b=at("s1"))
    (violation,) = broken(problem, plan)

    change = smallest_repair(problem, plan, violation)

    assert change is not None
    assert change.steps == (Step("a", None),)
    assert change.taken_out == 1


def test_pins_that_clash_cannot_be_mended() -> None:
    problem = make_problem(items=(Item("a", pinned=at("s1")), Item("b", pinned=at("s1"))))
    plan = make_plan(a=at("s1"), b=at("s1"))

    (violation,) = broken(problem, plan)

    assert smallest_repair(problem, plan, violation) is None


def test_a_violation_that_is_not_there_needs_no_change() -> None:
    gone = Violation("room-once", "Both are here.", ("a", "b"))

    assert smallest_repair(make_problem(), make_plan(a=at("s1")), gone) is None


@pytest.mark.parametrize("move", [what_must_give, None])
@given(problem=problems(), data=st.data())
@settings(max_examples=40)
def test_no_change_breaks_anything_new(move, problem: Problem, data: st.DataObject) -> None:
    placements = {
        item.id: where
        for item in problem.items
        if (allowed := rules.allowed_placements(problem, item))
        and (where := data.draw(st.sampled_from([None, *allowed])))
    }
    plan = Plan(placements)
    before = set(broken(problem, plan))

    if move is None:
        pairs = [(v, smallest_repair(problem, plan, v)) for v in before]
    else:
        unplaced = [i.id for i in problem.items if i.id not in placements]
        pairs = [(None, one) for item in unplaced for one in move(problem, plan, item)]

    for violation, change in pairs:
        if change is not None:
            after = set(broken(problem, changed(plan, change.steps)))
            assert after <= before
            assert violation not in after
