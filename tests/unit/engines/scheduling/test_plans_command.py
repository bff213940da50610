"""`offsite schedule` and `offsite check` on files."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from offsite.cli.plans import check, schedule
from offsite.errors import BadInput
from tests.unit.engines.scheduling.problems import document


def write(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def run_schedule(problem: str, plan: Path, *more: str) -> Result:
    arguments = [problem, "-o", str(plan), "--seconds", "1", *more]
    return CliRunner().invoke(schedule, arguments)


def test_a_plan_is_written_and_accepted_by_the_check(tmp_path: Path) -> None:
    problem, plan = write(tmp_path / "p.json", document()), tmp_path / "plan.json"

    made = run_schedule(problem, plan)
    checked = CliRunner().invoke(check, [problem, str(plan)])

    assert (made.exit_code, checked.exit_code) == (0, 0)
    assert made.stdout.startswith("optimal: met 3 of 3 wished, at most 3 possible (gap 0.00%)")
    assert made.stderr == ""
    assert checked.stdout.startswith("met 3 of 3 wished")


def test_the_check_tells_every_broken_rule_and_false_claim(tmp_path: Path) -> None:
    problem, plan = write(tmp_path / "p.json", document()), tmp_path / "plan.json"
    run_schedule(problem, plan)
    made = json.loads(plan.read_text())
    made["placements"] = {id: {"slot": "s1", "room": "hall"} for id in made["placements"]}
    made["score"]["met"] = 2

    checked = CliRunner().invoke(check, [problem, write(plan, made)])

    assert checked.exit_code == 1
    assert len(checked.stderr.splitlines()) == 4
    assert "The plan claims met 2; it is 3." in checked.stderr


@pytest.mark.parametrize(
    "value",
    [
        document(items=[{"id": "a", "rooms": ["attic"]}]),
        document(items=[{"id": "a", "after": ["b"]}, {"id": "b", "after": ["a"]}], wishes=[]),
        document(format="offsite/schedule-plan@1"),
        document(
            items=[{"id": i, "pinned": {"slot": "s1", "room": "hall"}} for i in "ab"], wishes=[]
        ),
    ],
)
def test_a_faulty_problem_writes_nothing(tmp_path: Path, value: Any) -> None:
    result = run_schedule(write(tmp_path / "p.json", value), tmp_path / "plan.json")

    assert isinstance(result.exception, BadInput)
    assert not (tmp_path / "plan.json").exists()


def test_the_command_prints_a_line_per_fault_and_leaves_with_one(tmp_path: Path) -> None:
    faulty = write(tmp_path / "p.json", document(items=[{"id": "a", "length": 0}, {"title": ""}]))
    program = [sys.executable, "-c", "from offsite.cli import main; main()", "schedule", faulty]

    done = subprocess.run(
        [*program, "-o", str(tmp_path / "plan.json")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "p.json: items[0].length must be at least 1, not 0.",
        "p.json: items[1] lacks 'id'.",
    ]


def test_wrong_usage_leaves_with_two(tmp_path: Path) -> None:
    assert CliRunner().invoke(schedule, [str(tmp_path / "p.json")]).exit_code == 2


def test_the_check_refuses_another_kind(tmp_path: Path) -> None:
    problem = write(tmp_path / "p.json", {"format": "unheard-of"})

    result = CliRunner().invoke(check, [problem, problem])

    assert isinstance(result.exception, BadInput)
    assert "is of kind 'unheard-of'" in str(result.exception)
