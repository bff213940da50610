"""Documents become values, or sentences."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from offsite.engines.mixing import Group, Problem, solve
from offsite.engines.mixing.reading import parse_plan, parse_problem
from offsite.errors import BadInput
from tests.unit.engines.mixing.problems import (
    document,
    make_problem,
    make_round,
    people,
    problems,
)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_a_problem_survives_being_written_and_read(problem: Problem) -> None:
    assert parse_problem(problem.to_document()) == problem


def test_a_plan_survives_being_written_and_read() -> None:
    plan = solve(make_problem(), seconds=0.2, deterministic=True)

    assert parse_plan(plan.to_document()) == plan


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": "offsite/schedule-problem@1"}, "is of kind"),
        ({"speed": 3}, "has the unknown key 'speed'"),
        ({"people": [{"team": "x"}]}, "people[0] lacks 'id'"),
        ({"met": [["ada", "bob"]]}, "met[0] must have at least 3 entries"),
        ({"met": [["ada", "bob", -1]]}, "met[0][2] must be at least 0"),
        ({"apart": [["ada"]]}, "apart[0] must have at least 2 entries"),
        ({"rounds": [{"id": "r", "kind": "beds", "people": []}]}, "rounds[0] lacks 'groups'"),
        (
            {"rounds": [{"id": "r", "kind": "boats", "people": [], "groups": []}]},
            "rounds[0].kind must be one of",
        ),
        (
            {"people": [{"id": "ada", "leaves_at": "noon"}], "met": [], "rounds": []},
            "Person 'ada': leaves_at 'noon' is not a time.",
        ),
    ],
)
def test_a_faulty_document_says_where_and_what(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadInput, match=r"^problem: ") as refusal:
        parse_problem(document(**changes))

    assert fault in str(refusal.value)


def test_the_same_pair_twice_has_met_as_often_as_both_say() -> None:
    problem = parse_problem(document(met=[["ada", "bob", 1], ["bob", "ada", 2]]))

    assert problem.met == {("ada", "bob"): 3}


def test_null_and_a_list_without_pools_mean_no_limit() -> None:
    rounds = [
        {
            "id": "r",
            "kind": "beds",
            "people": ["ada"],
            "groups": [{"id": "t", "max": 1, "pools": [], "driver": None, "from": None}],
        }
    ]

    assert parse_problem(document(rounds=rounds)).rounds[0].groups[0] == Group("t", 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"people": people("ada", "ada", "bob", "cleo", "dan")}, "Two people have id 'ada'."),
        ({"rounds": (make_round(), make_round())}, "Two rounds have id 'tables-1'."),
        (
            {"rounds": (make_round(groups=(Group("t", 4), Group("t", 4))),)},
            "Two groups of round 'tables-1' have id 't'.",
        ),
        (
            {"rounds": (make_round(people=("ada", "ada")),)},
            "Round 'tables-1' has the person 'ada' twice.",
        ),
        (
            {"people": people("ada", "bob", "cleo", "dan", leaves_at=datetime(2026, 9, 30, 14))},  # noqa: DTZ001
            "Person 'ada' has a time without an offset from UTC.",
        ),
        (
            {"rounds": (make_round(groups=(Group("t", 2, min=3), Group("u", 4))),)},
            "Group 't' of round 'tables-1' has min 3 above max 2.",
        ),
        ({"apart": (("ada", "eve"),)}, "'apart' names the person 'eve', who does not exist."),
        ({"met": {("ada", "ada"): 1}}, "'met' pairs 'ada' with itself."),
        (
            {"apart": (("ada", "bob"),), "together": (("bob", "ada"),)},
            "'ada' and 'bob' shall be both apart and together.",
        ),
        (
            {"rounds": (make_round(people=("ada", "bob", "eve")),)},
            "Round 'tables-1' names the person 'eve', who does not exist.",
        ),
        (
            {"rounds": (make_round(fixed={"ada": "t9"}),)},
            "Round 'tables-1' fixes 'ada' in group 't9', which does not exist.",
        ),
        (
            {"rounds": (make_round(people=("ada",), fixed={"bob": "t1"}),)},
            "Round 'tables-1' fixes 'bob', who does not take part in it.",
        ),
        (
            {"rounds": (make_round(groups=(Group("t1", 2), Group("t2", 1))),)},
            "Round 'tables-1' has 3 seats for 4 people.",
        ),
        (
            {
                "rounds": (
                    make_round(
                        people=("ada", "bob", "cleo"),
                        groups=(Group("a", 4, 2, driver="ada"), Group("b", 4, 2, driver="bob")),
                    ),
                )
            },
            "The cars of round 'tables-1' that have drivers need 4 people, and 3 take part.",
        ),
        (
            {"rounds": (make_round(groups=(Group("t1", 4, driver="eve"),)),)},
            "Group 't1' of round 'tables-1' has the driver 'eve', who takes no part in it.",
        ),
        (
            {"rounds": (make_round(groups=tuple(Group(g, 4, driver="ada") for g in "tu")),)},
            "'ada' drives two cars of round 'tables-1'.",
        ),
        (
            {
                "rounds": (
                    make_round(
                        groups=(Group("t", 4, driver="ada"), Group("u", 4)), fixed={"ada": "u"}
                    ),
                )
            },
            "'ada' drives 't' and is fixed in 'u' in round 'tables-1'.",
        ),
        ({"rounds": (make_round(weight=-1),)}, "Round 'tables-1' has a weight below zero."),
    ],
)
def test_an_unsound_problem_is_refused_in_a_sentence(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadInput) as refusal:
        make_problem(**changes)

    assert fault in refusal.value.faults
