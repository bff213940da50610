"""`offsite import` and `offsite export`, on a database of their own."""

import json

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.cli import database, exchange
from offsite.config import load_settings
from offsite.errors import BadInput, OffsiteError
from offsite.proposals.models import Proposal

GUID = "29aecfd7-2e44-4f49-ab86-29b5e0877325"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    found = load_settings(instance_dir=tmp_path / "instance", _env_file=None)
    monkeypatch.setattr(exchange, "current_settings", lambda: found)
    database.upgraded(found)
    return found


@pytest.fixture
def programme(tmp_path):
    event = {
        "id": 1,
        "guid": GUID,
        "title": "First talk",
        "date": "2026-10-01T09:00:00+02:00",
        "duration": "00:45",
        "room": "Aula",
        "persons": [{"name": "Hana"}],
    }
    conference = {
        "title": "Elsewhere",
        "time_zone_name": "Europe/Warsaw",
        "days": [{"index": 1, "date": "2026-10-01", "rooms": {"Aula": [event]}}],
    }
    path = tmp_path / "elsewhere.json"
    path.write_text(json.dumps({"schedule": {"conference": conference}}))
    return str(path)


def run(command, *arguments):
    """What the command prints; a refusal is raised as `main` would tell it."""
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done


def proposals(settings):
    with database.engine_of(settings) as engine, Session(engine) as session:
        return session.scalar(select(func.count(Proposal.id)))


def created(programme):
    return run(
        exchange.import_event, "elsewhere", programme, "--create", "--owner", "ada@example.org"
    )


def test_an_event_is_made_from_a_file(settings, programme):
    done = created(programme)

    assert done.stdout.startswith("elsewhere: 1 sessions, 1 speakers, 1 rooms, 1 days; ")
    assert proposals(settings) == 1


def test_a_second_import_says_that_nothing_is_new(settings, programme):
    created(programme)

    done = run(exchange.import_event, "elsewhere", programme)

    assert "0 new, 0 updated, 1 unchanged" in done.stdout
    assert proposals(settings) == 1


def test_a_dry_run_writes_nothing(settings, programme):
    created(programme)
    other = programme.replace("elsewhere", "other")
    with open(programme) as source, open(other, "w") as target:
        target.write(source.read().replace(GUID, GUID.replace("2", "3")))

    done = run(exchange.import_event, "elsewhere", other, "--dry-run")

    assert "1 new, 0 updated" in done.stdout
    assert proposals(settings) == 1


def test_an_event_that_is_not_there_is_made_from_the_file(settings, programme):
    done = run(exchange.import_event, "nowhere", programme)

    assert "the event was made" in done.stdout
    assert "Whoever sets this installation up will own it." in done.stdout
    assert proposals(settings) == 1


def test_an_event_that_must_be_new_and_is_not_is_a_fault(settings, programme):
    created(programme)

    with pytest.raises(OffsiteError, match="elsewhere"):
        created(programme)

    assert proposals(settings) == 1


def test_a_dry_run_does_not_begin_an_installation(tmp_path, monkeypatch, programme):
    found = load_settings(instance_dir=tmp_path / "empty", _env_file=None)
    monkeypatch.setattr(exchange, "current_settings", lambda: found)

    with pytest.raises(BadInput, match="offsite db upgrade"):
        run(exchange.import_event, "elsewhere", programme, "--dry-run")


def test_an_import_may_begin_an_installation(tmp_path, monkeypatch, programme):
    found = load_settings(instance_dir=tmp_path / "empty", _env_file=None)
    monkeypatch.setattr(exchange, "current_settings", lambda: found)

    run(exchange.import_event, "elsewhere", programme)

    assert proposals(found) == 1


def test_the_working_draft_comes_out_in_every_format(settings, programme, tmp_path):
    created(programme)

    for kind in ("frab-xml", "frab-json", "ics", "csv", "xlsx", "schedule-problem"):
        target = tmp_path / f"out.{kind}"
        which = [] if kind == "schedule-problem" else ["--draft"]
        run(exchange.export_event, "elsewhere", kind, "-o", str(target), *which)
        assert target.stat().st_size > 100

    (event,) = Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT")
    assert event["uid"] == f"{GUID}@127.0.0.1"
    assert event["dtstart"].dt.isoformat() == "2026-10-01T09:00:00+02:00"


def test_without_a_release_the_working_draft_is_exported(settings, programme, tmp_path):
    created(programme)
    target = tmp_path / "out.xml"

    run(exchange.export_event, "elsewhere", "frab-xml", "-o", str(target))

    assert GUID in target.read_text()
