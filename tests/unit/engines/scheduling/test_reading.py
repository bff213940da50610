"""Documents become values, or sentences."""

import pytest
from hypothesis import given

from offsite.engines.scheduling import Problem, solve
from offsite.engines.scheduling.reading import parse_plan, parse_problem
from offsite.errors import BadInput
from tests.unit.engines.scheduling.problems import document, make_problem, problems


@given(problems())
def test_a_problem_survives_being_written_and_read(problem: Problem) -> None:
    assert parse_problem(problem.to_document()) == problem


def test_a_plan_survives_being_written_and_read() -> None:
    plan = solve(make_problem(), seconds=1, deterministic=True)

    assert parse_plan(plan.to_document()) == plan


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": "offsite/mixing-problem@1"}, "is of kind"),
        ({"format": None}, "has no 'format'"),
        ({"speed": 3}, "has the unknown key 'speed'"),
        ({"slots": "many"}, "slots must be a list"),
        ({"items": [{"id": "a", "length": 0}]}, "items[0].length must be at least 1"),
        ({"items": [{"id": "a", "lenght": 1}]}, "items[0] has the unknown key 'lenght'"),
        ({"items": [{"title": "x"}]}, "items[0] lacks 'id'"),
        ({"rooms": [{"id": 7}]}, "rooms[0].id must be text"),
        ({"wishes": [["ada", "a"]]}, "wishes[0] must have at least 3 entries"),
        ({"wishes": [["ada", "a", 0]]}, "wishes[0][2] must be at least 1"),
        ({"wishes": [["ada", "a", True]]}, "wishes[0][2] must be a whole number"),
        (
            {"slots": [{"id": "s1", "starts_at": "noon", "ends_at": "2026-10-01T10:00:00Z"}]},
            "Slot 's1': starts_at 'noon' is not a time",
        ),
        ({"items": [{"id": "a", "rooms": ["attic"]}]}, "names the room 'attic'"),
    ],
)
def test_a_faulty_document_says_where_and_what(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(BadInput, match=r"^problem: ") as refusal:
        parse_problem(document(**changes))

    assert fault in str(refusal.value)


def test_null_means_absent() -> None:
    items = [{"id": "a", "pinned": None, "slots": None, "seats": None}]

    problem = parse_problem(document(items=items, wishes=[]))

    assert problem.items[0].pinned is None
