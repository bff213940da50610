"""The few places that may read the clock and the environment, end a transaction, know Flask."""

import subprocess
import sys

import pytest

from tests.guards.source_scan import (
    clock_read,
    environment_read,
    imports_of,
    modules,
    scan,
    scan_offsite,
    transaction_end,
)

THE_EDGE = ("web/", "cli/", "worker/", "demo.py")
KNOW_FLASK = ("web/", "cli/", "worker/", "demo.py", "db.py")
VAGUE_NAMES = frozenset({"common", "data", "helper", "info", "manager", "misc", "util", "utils"})

flask_import = imports_of(
    "flask",
    "flask_babel",
    "flask_limiter",
    "flask_mailman",
    "flask_migrate",
    "flask_sqlalchemy",
    "flask_wtf",
    "werkzeug",
)
database_import = imports_of("sqlalchemy", "alembic")


@pytest.mark.parametrize(
    "planted",
    [
        "import os\nhome = os.environ['HOME']",
        "import os\nhome = os.getenv('HOME')",
        "def read():\n    from os import environ",
    ],
)
def test_a_planted_read_of_the_environment_is_found(planted: str) -> None:
    assert len(scan(planted, environment_read)) == 1


def test_only_the_settings_read_the_environment() -> None:
    assert scan_offsite(environment_read, allowed=["config.py"]) == []


@pytest.mark.parametrize(
    "planted",
    [
        "now = datetime.now(UTC)",
        "import datetime\nnow = datetime.datetime.now()",
        "today = date.today()",
        "started = time.time()",
        "from time import time",
        "created_at = mapped_column(default=datetime.utcnow)",
        "created_at = mapped_column(server_default=func.now())",
    ],
)
def test_a_planted_read_of_the_clock_is_found(planted: str) -> None:
    assert len(scan(planted, clock_read)) == 1


def test_a_time_that_was_given_is_no_read_of_the_clock() -> None:
    given = "later = now + timedelta(hours=1)\nspent = time.monotonic()\nstart = slot.date.today_at"

    assert scan(given, clock_read) == []


def test_only_the_edge_reads_the_clock() -> None:
    assert scan_offsite(clock_read, allowed=THE_EDGE) == []


@pytest.mark.parametrize("planted", ["session.commit()", "db.session.commit()"])
def test_a_planted_commit_is_found(planted: str) -> None:
    assert len(scan(planted, transaction_end)) == 1


def test_one_module_commits() -> None:
    assert scan_offsite(transaction_end, allowed=["db.py"]) == []


@pytest.mark.parametrize(
    "planted", ["import flask", "from flask.views import View", "def f():\n    import flask"]
)
def test_a_planted_import_of_flask_is_found(planted: str) -> None:
    assert len(scan(planted, flask_import)) == 1


def test_features_do_not_know_flask() -> None:
    assert scan_offsite(flask_import, allowed=KNOW_FLASK) == []


def test_a_planted_import_of_the_database_is_found() -> None:
    assert scan("from sqlalchemy.orm import Session", database_import) == ["1: sqlalchemy.orm"]


def test_engines_do_not_know_the_database() -> None:
    assert scan_offsite(database_import, below="engines") == []


def test_module_names_say_what_is_inside() -> None:
    words = {name: set(name.removesuffix(".py").split("/")) for name, _ in modules()}

    assert [name for name, parts in words.items() if parts & VAGUE_NAMES] == []


def loaded_by(statement: str) -> set[str]:
    """The names of all modules that a fresh Python holds after ``statement``."""
    listing = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_planted_import_of_the_solver_is_found() -> None:
    assert "ortools" in loaded_by("import ortools")


@pytest.mark.parametrize("module", ["offsite.cli", "offsite.web"])
def test_the_solver_is_loaded_only_by_the_work_that_needs_it(module: str) -> None:
    loaded = loaded_by(f"import {module}")

    assert module in loaded
    assert loaded & {"ortools", "pandas"} == set()
