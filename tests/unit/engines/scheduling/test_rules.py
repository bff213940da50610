"""Each hard rule: one plan that keeps it, one that breaks it."""

import pytest

from offsite.engines.scheduling import Item, Person, Problem, Room, rules
from offsite.engines.scheduling.rules import Rule
from tests.unit.engines.scheduling.problems import at, make_plan, make_problem, slots

ADA_HOSTS = (Item("a", hosts=("ada",)), Item("b", hosts=("ada",)), Item("c"))

CASES = [
    (rules.known_ids, make_problem(), {"a": at("s1")}, {"zz": at("s1")}),
    (rules.known_ids, make_problem(), {"a": at("s1")}, {"a": at("s9")}),
    (rules.known_ids, make_problem(), {"a": at("s1")}, {"a": at("s1", "cellar")}),
    (
        rules.room_listed,
        make_problem(items=(Item("a", rooms=frozenset(["loft"])),)),
        {"a": at("s1", "loft")},
        {"a": at("s1", "hall")},
    ),
    (
        rules.room_features,
        make_problem(
            rooms=(Room("hall", features=frozenset(["stage"])), Room("loft")),
            items=(Item("a", needs=frozenset(["stage"])),),
        ),
        {"a": at("s1", "hall")},
        {"a": at("s1", "loft")},
    ),
    (
        rules.room_open,
        make_problem(rooms=(Room("hall", slots=frozenset(["s2"])),)),
        {"a": at("s2")},
        {"a": at("s1")},
    ),
    (
        rules.length_fits,
        make_problem(items=(Item("a", length=2),)),
        {"a": at("s2")},
        {"a": at("s3")},
    ),
    (
        rules.length_fits,
        make_problem(items=(Item("a", length=2),), slots=slots(4, gap_after=2)),
        {"a": at("s1")},
        {"a": at("s2")},
    ),
    (
        rules.slot_listed,
        make_problem(items=(Item("a", slots=frozenset(["s1", "s2"]), length=2),)),
        {"a": at("s1")},
        {"a": at("s2")},
    ),
    (
        rules.hosts_there,
        make_problem(
            people=(Person("ada", frozenset(["s1"])),), items=(Item("a", hosts=("ada",)),)
        ),
        {"a": at("s1")},
        {"a": at("s2")},
    ),
    (
        rules.seats_for_hosts,
        make_problem(
            rooms=(Room("hall", capacity=3), Room("loft", capacity=2)),
            items=(Item("a", everyone=True),),
        ),
        {"a": at("s1", "hall")},
        {"a": at("s1", "loft")},
    ),
    (
        rules.pinned_in_place,
        make_problem(items=(Item("a", pinned=at("s2")),)),
        {"a": at("s2")},
        {"a": at("s1")},
    ),
    (rules.pinned_placed, make_problem(items=(Item("a", pinned=at("s2")),)), {"a": at("s2")}, {}),
    (
        rules.room_once,
        make_problem(items=(Item("a", length=2), Item("b"))),
        {"a": at("s1"), "b": at("s3")},
        {"a": at("s1"), "b": at("s2")},
    ),
    (
        rules.host_once,
        make_problem(items=ADA_HOSTS),
        {"a": at("s1"), "b": at("s2"), "c": at("s1", "loft")},
        {"a": at("s1"), "b": at("s1", "loft")},
    ),
    (
        rules.not_with,
        make_problem(items=(Item("a", not_with=frozenset(["b"])), Item("b"), Item("c"))),
        {"a": at("s1"), "b": at("s2"), "c": at("s1", "loft")},
        {"a": at("s1"), "b": at("s1", "loft")},
    ),
    (
        rules.everyone_alone,
        make_problem(items=(Item("a", everyone=True), Item("b"))),
        {"a": at("s1"), "b": at("s2")},
        {"a": at("s1"), "b": at("s1", "loft")},
    ),
    (
        rules.in_order,
        make_problem(items=(Item("a", after=frozenset(["b"])), Item("b", length=2))),
        {"a": at("s3"), "b": at("s1")},
        {"a": at("s2", "loft"), "b": at("s1")},
    ),
]


@pytest.mark.parametrize(("rule", "problem", "kept", "broken"), CASES)
def test_a_placement_rule_passes_one_plan_and_fails_another(
    rule: Rule, problem: Problem, kept: dict[str, object], broken: dict[str, object]
) -> None:
    assert rule(problem, make_plan(**kept)) == []
    assert len(rule(problem, make_plan(**broken))) == 1


A_B_TOGETHER = {"a": at("s1"), "b": at("s1", "loft"), "c": at("s2")}
ATTENDANCE_CASES = [
    (rules.known_ids, make_problem(), {"ada": ("a",)}, {"zoe": ("a",)}),
    (rules.attends_placed, make_problem(), {"ada": ("a",)}, {"ada": ("a", "a")}),
    (rules.attends_one_at_a_time, make_problem(), {"ada": ("a", "c")}, {"ada": ("a", "b")}),
    (
        rules.attends_when_there,
        make_problem(people=(Person("ada", frozenset(["s1"])),)),
        {"ada": ("a",)},
        {"ada": ("c",)},
    ),
    (
        rules.forced_attend,
        make_problem(items=(Item("a", hosts=("ada",)), Item("b"), Item("c"))),
        {"ada": ("a",)},
        {"ada": ("b",)},
    ),
    (
        rules.seats_kept,
        make_problem(rooms=(Room("hall", capacity=1), Room("loft"))),
        {"ada": ("a",), "bob": ("b",)},
        {"ada": ("a",), "bob": ("a",)},
    ),
    (
        rules.seats_kept,
        make_problem(items=(Item("a", seats=1), Item("b"), Item("c"))),
        {"ada": ("a",), "bob": ("b",)},
        {"ada": ("a",), "bob": ("a",)},
    ),
]


@pytest.mark.parametrize(("rule", "problem", "kept", "broken"), ATTENDANCE_CASES)
def test_an_attendance_rule_passes_one_plan_and_fails_another(
    rule: Rule,
    problem: Problem,
    kept: dict[str, tuple[str, ...]],
    broken: dict[str, tuple[str, ...]],
) -> None:
    assert rule(problem, make_plan(kept, **A_B_TOGETHER)) == []
    assert len(rule(problem, make_plan(broken, **A_B_TOGETHER))) == 1


def test_nobody_attends_what_is_not_placed() -> None:
    plan = make_plan({"ada": ("b",)}, a=at("s1"))

    assert [v.ids for v in rules.attends_placed(make_problem(), plan)] == [("ada", "b")]


def test_all_who_are_there_attend_an_item_for_everyone() -> None:
    problem = make_problem(
        items=(Item("a", everyone=True),),
        people=(Person("ada"), Person("bob", frozenset(["s2"]))),
    )

    assert rules.violations(problem, make_plan({"ada": ("a",)}, a=at("s1"))) == []
    assert [v.rule for v in rules.violations(problem, make_plan(a=at("s1")))] == ["forced-attend"]


def test_every_rule_is_in_a_case() -> None:
    tested = {case[0] for case in (*CASES, *ATTENDANCE_CASES)}

    assert tested == set(rules.RULES)


def test_allowed_placements_are_those_that_break_no_rule_alone() -> None:
    problem = make_problem(
        rooms=(Room("hall", slots=frozenset(["s1", "s2"])), Room("loft")),
        items=(Item("a", length=2, hosts=("ada",)),),
        people=(Person("ada", frozenset(["s2", "s3"])),),
    )

    assert rules.allowed_placements(problem, problem.items[0]) == [at("s2", "loft")]


def test_slots_of_another_rhythm_overlap_in_time() -> None:
    morning = slots(2)
    long_slot = type(morning[0])("long", morning[0].starts_at, morning[1].ends_at)
    problem = make_problem(
        slots=(*morning, long_slot),
        rooms=(
            Room("hall", slots=frozenset(["s1", "s2"])),
            Room("loft", slots=frozenset(["long"])),
        ),
        items=(Item("a", not_with=frozenset(["b"])), Item("b")),
    )

    found = rules.violations(problem, make_plan(a=at("s2"), b=at("long", "loft")))

    assert [v.rule for v in found] == ["not-with"]
