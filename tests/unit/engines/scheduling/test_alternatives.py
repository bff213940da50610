"""Why an item is here, and what each other place would cost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from offsite.engines.scheduling import Item, Problem, Room, Wish, rules
from offsite.engines.scheduling.alternatives import alternatives, narrowed_by, why_here
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.explain import delta_of_move
from offsite.engines.scheduling.plan import Plan
from tests.unit.engines.scheduling.problems import at, make_plan, make_problem, problems, slots


def two_wishes() -> Problem:
    """Ada wants a and b; b and c have one host; the loft has no stage."""
    return make_problem(
        rooms=(Room("hall", features=frozenset(["stage"])), Room("loft")),
        items=(
            Item("a", needs=frozenset(["stage"])),
            Item("b", hosts=("bob",)),
            Item("c", hosts=("bob",)),
        ),
        wishes=(Wish("ada", "a", 3), Wish("ada", "b", 1)),
    )


def test_the_best_free_place_comes_first_and_taken_ones_last() -> None:
    plan = make_plan(a=at("s1"), b=at("s1", "loft"), c=at("s2", "loft"))

    found = alternatives(two_wishes(), plan, "b")

    assert [(one.placement, one.delta.met) for one in found if one.is_free] == [
        (at("s3"), 1),
        (at("s3", "loft"), 1),
    ]
    assert {v.rule for one in found[2:] for v in one.broken} == {"room-once", "host-once"}


def test_why_here_names_rules_neighbours_and_a_better_place() -> None:
    plan = make_plan(a=at("s1"), b=at("s1", "loft"), c=at("s2", "loft"))

    why = why_here(two_wishes(), plan, "a")

    assert why.narrowed == (("features", 3),)
    assert (why.allowed, why.free, why.better, why.is_best) == (3, 2, 2, False)
    assert (why.gained, why.audience) == (2, ("ada",))
    assert why.best_elsewhere is not None
    assert why.best_elsewhere.delta.met == 1


def test_an_item_at_its_best_place_says_so() -> None:
    plan = make_plan(a=at("s1"), b=at("s2", "loft"), c=at("s3", "loft"))

    why = why_here(two_wishes(), plan, "a")

    assert why.is_best
    assert not why.is_pinned


def test_who_stands_in_the_way_is_counted_by_places() -> None:
    problem = make_problem(
        slots=slots(2), items=(Item("a", hosts=("ada",)), Item("b", hosts=("ada",)))
    )

    why = why_here(problem, make_plan(a=at("s1"), b=at("s2")), "a")

    assert [(b.rule, b.item, b.places) for b in why.blockers] == [
        ("host-once", "b", 2),
        ("room-once", "b", 1),
    ]


@given(problems(tiny=True), st.data())
@settings(max_examples=40)
def test_alternatives_are_what_the_rules_and_the_attendance_say(problem, data) -> None:
    item = data.draw(st.sampled_from([item.id for item in problem.items]))
    allowed = rules.allowed_placements(problem, problem.item[item])
    here = data.draw(st.sampled_from([None, *allowed]))
    plan = Plan({} if here is None else {item: here})

    found = alternatives(problem, plan, item)

    assert {one.placement for one in found} == set(allowed) - {here}
    for one in found:
        assert one.delta == delta_of_move(problem, plan, item, one.placement)
        alone = rules.violations(problem, Plan({item: one.placement}), rules.PLACEMENT_RULES)
        assert list(one.broken) == [v for v in alone if item in v.ids]


def test_what_narrows_an_item_is_told_in_the_order_of_the_rules() -> None:
    problem = make_problem(rooms=(Room("hall", slots=frozenset(["s1", "s2"])), Room("loft")))
    item = Item("a", length=2, rooms=frozenset(["hall"]))

    assert narrowed_by(problem, item) == (("rooms", 3), ("room-open", 1), ("length", 1))


def test_gains_of_a_taken_out_item_are_those_of_the_attendance() -> None:
    problem = two_wishes()
    plan = make_plan(a=at("s1"), b=at("s2", "loft"))

    why = why_here(problem, plan, "a")

    without = {id: where for id, where in plan.placements.items() if id != "a"}
    lost = len(attend(problem, plan.placements).attendance["ada"]) - len(
        attend(problem, without).attendance["ada"]
    )
    assert (lost, why.gained) == (1, 3)
