"""`offsite demo` from nothing to files, as a person runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import icalendar
import pytest

from offsite.cli.demo import DATABASE, FOLDER, RECORD, alone_in
from offsite.demo.exports import FILES

COMMAND = (sys.executable, "-c", "from offsite.cli import main; main()")
DEMO = ("demo", "--no-serve", "--people", "12", "--seconds", "30", "--seed", "3")


def offsite(instance: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if not name.startswith("OFFSITE_")
    }
    return subprocess.run(
        (*COMMAND, *arguments),
        env={**kept, "OFFSITE_INSTANCE_DIR": str(instance), "COLUMNS": "140"},
        cwd=instance,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demo of twelve people beside an installation that is in use."""
    instance = tmp_path_factory.mktemp("instance")
    (instance / DATABASE).write_bytes(b"somebody's own data")
    return instance, offsite(instance, *DEMO)


@pytest.mark.slow
def test_the_demo_fills_plans_releases_and_prints_a_table_with_links(made):
    _instance, done = made

    assert done.returncode == 0, done.stderr
    assert "There is no demo yet" in done.stdout
    for row in ("people", "proposals", "wished", "met", "bound", "gap", "v1, v2"):
        assert row in done.stdout
    assert done.stdout.count("/demo/sign-in?person=") == 3


@pytest.mark.slow
def test_the_demo_leaves_the_installation_beside_it_alone(made):
    instance, _done = made

    assert (instance / DATABASE).read_bytes() == b"somebody's own data"
    assert sorted(path.name for path in instance.iterdir()) == [FOLDER, DATABASE]


@pytest.mark.slow
def test_the_demo_writes_every_export_and_the_plan_keeps_every_rule(made):
    folder = made[0] / FOLDER
    calendar = icalendar.Calendar.from_ical((folder / "schedule.ics").read_bytes())
    schedule = json.loads((folder / "schedule.json").read_text())

    assert {path.name for path in folder.iterdir()} >= {*FILES, RECORD}
    assert len(calendar.walk("VEVENT")) > 10
    assert schedule["schedule"]["version"] == "v2"
    checked = offsite(made[0], "check", str(folder / "problem.json"), str(folder / "plan.json"))
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.slow
def test_a_second_demo_with_the_same_seed_uses_the_first_again(made):
    instance, _done = made
    before = (instance / FOLDER / RECORD).read_text()

    again = offsite(instance, *DEMO)

    assert again.returncode == 0, again.stderr
    assert "complete and used again" in again.stdout
    assert (instance / FOLDER / RECORD).read_text() == before


@pytest.mark.slow
def test_a_demo_that_is_being_served_is_not_taken_away(made):
    instance, _done = made

    with alone_in(instance / FOLDER):
        refused = offsite(instance, *DEMO)

    assert refused.returncode == 1
    assert "A demo is running" in refused.stderr
    assert (instance / FOLDER / RECORD).exists()
