"""`offsite mix` and `offsite check` on files."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from offsite.cli.mixing import mix
from offsite.cli.plans import check
from offsite.engines.mixing import Group, Person, Problem
from offsite.errors import BadInput
from tests.unit.engines.mixing.problems import TWO, document, make_problem, make_round


def write(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def test_a_plan_is_written_and_accepted_by_the_check(tmp_path: Path) -> None:
    problem, plan = write(tmp_path / "p.json", document()), tmp_path / "plan.json"

    made = CliRunner().invoke(mix, [problem, "-o", str(plan), "--seconds", "0.5"])
    checked = CliRunner().invoke(check, [problem, str(plan)])

    assert (made.exit_code, checked.exit_code) == (0, 0)
    assert made.stdout.startswith("optimal: no pair repeats, 2 pairs meet for the first time")
    assert made.stderr == ""
    assert checked.stdout.startswith("no pair repeats")


def test_the_check_tells_every_broken_rule_and_false_claim(tmp_path: Path) -> None:
    problem = write(tmp_path / "p.json", document())
    score = {
        "repeats": 3,
        "repeats_bound": 2,
        "same_team": 0,
        "same_kind": 0,
        "new_pairs": 0,
        "fewest_new_faces": 0,
    }
    plan = {
        "format": "offsite/mixing-plan@1",
        "status": "optimal",
        "groups": {"tables-1": {"t1": ["ada", "bob", "cleo"]}},
        "score": score,
    }

    checked = CliRunner().invoke(check, [problem, write(tmp_path / "plan.json", plan)])

    assert checked.exit_code == 1
    assert checked.stderr.splitlines() == [
        "'dan' sits nowhere in tables-1.",
        "'t1' in tables-1 holds 3; it takes 1 to 2.",
        "The plan claims repeats 3; it is 1.",
        "The plan claims new_pairs 0; it is 2.",
        "The plan claims repeats_bound 2, and it has 1.",
    ]


def test_an_impossible_round_leaves_with_one_and_names_who_and_why(tmp_path: Path) -> None:
    late = TWO + timedelta(hours=5)
    car = Group("c1", 4, leaves_from="Poznań", leaves_at=TWO)
    one = make_round("cars-1", people=("p6", "p7"), groups=(car,), kind="cars")
    problem = Problem(
        (Person("p6", leaves_from="Poznań"), Person("p7", leaves_from="Poznań", leaves_at=late)),
        (one,),
    )
    path = write(tmp_path / "p.json", problem.to_document())
    program = [sys.executable, "-c", "from offsite.cli import main; main()", "mix", path]

    done = subprocess.run(
        [*program, "-o", str(tmp_path / "plan.json")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "'p7' cannot be seated in cars-1: no car leaves Poznań within 60 minutes of 19:00."
    ]
    assert not (tmp_path / "plan.json").exists()


def test_a_faulty_problem_writes_nothing(tmp_path: Path) -> None:
    problem = make_problem().to_document()
    problem["rounds"][0]["fixed"] = {"eve": "t1"}

    result = CliRunner().invoke(
        mix, [write(tmp_path / "p.json", problem), "-o", str(tmp_path / "plan.json")]
    )

    assert isinstance(result.exception, BadInput)
    assert not (tmp_path / "plan.json").exists()


def test_wrong_usage_leaves_with_two(tmp_path: Path) -> None:
    assert CliRunner().invoke(mix, [str(tmp_path / "p.json")]).exit_code == 2
