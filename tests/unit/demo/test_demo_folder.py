"""The demo's folder: when what is there is used again, and what may be removed from it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from offsite.cli.demo import (
    DATABASE,
    RECORD,
    Record,
    clear,
    program_mark,
    reason_to_begin,
    settings_of_demo,
)
from offsite.config import load_settings
from offsite.demo.story import Told, Wanted
from offsite.engines.documents import write_document

TOLD = Told(
    event_id=3,
    draft_id=4,
    base_id=3,
    organizer_id=1,
    attendee_id=3,
    travel_id=4,
    people=100,
    proposals=45,
    votes=1800,
    picks=170,
    releases=("v1", "v2"),
)
WANTED = Wanted(people=100, seed=7, seconds=35)
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A demo that is complete."""
    (tmp_path / DATABASE).touch()
    return tmp_path


@pytest.fixture
def record() -> Record:
    return Record(100, 7, program_mark(), "2026-09-24", 45.0, TOLD)


def test_a_complete_demo_is_used_again(folder, record):
    assert reason_to_begin(record, folder, WANTED, now=NOW) == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people": 12}, "has 12 people and seed 7"),
        ({"seed": 8}, "has 100 people and seed 8"),
        ({"ends_on": "2026-08-31"}, "is over"),
        ({"program": "older"}, "another version"),
    ],
)
def test_a_demo_that_does_not_fit_is_made_anew_and_says_why(folder, record, changes, sentence):
    assert sentence in reason_to_begin(replace(record, **changes), folder, WANTED, now=NOW)


def test_a_demo_that_was_interrupted_is_made_anew(folder):
    assert "not complete" in reason_to_begin(None, folder, WANTED, now=NOW)


def test_a_record_is_read_back_as_it_was_written(folder, record):
    write_document(folder / RECORD, record.to_document())

    assert Record.read(folder / RECORD) == record


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"told": 3}', '{"people": 100}'])
def test_a_record_that_makes_no_sense_counts_as_none(folder, text):
    (folder / RECORD).write_text(text)

    assert Record.read(folder / RECORD) is None


def test_clearing_removes_what_a_demo_made_and_nothing_else(folder):
    for name in (RECORD, "offsite.db-wal", "plan.json", "secret.key", "notes.txt"):
        (folder / name).touch()

    clear(folder)

    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "secret.key"]


def test_no_setting_of_a_real_installation_reaches_the_demo(folder, monkeypatch):
    for name, value in {
        "DATABASE_URL": "postgresql+psycopg://elsewhere.example",
        "QUEUE_URL": "redis://elsewhere.example",
        "MAIL_URL": "smtp://elsewhere.example:25",
        "BASE_URL": "https://offsite.example.org",
        "OIDC_ISSUER": "https://elsewhere.example",
        "OIDC_CLIENT_ID": "elsewhere.example",
        "OIDC_CLIENT_SECRET": "elsewhere.example",
    }.items():
        monkeypatch.setenv(f"OFFSITE_{name}", value)

    found = load_settings(**settings_of_demo(folder, "http://127.0.0.1:5000"))

    assert found.demo
    assert found.is_local
    assert "elsewhere" not in found.model_dump_json()
