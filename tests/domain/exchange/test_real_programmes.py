"""Programmes of real conferences as events, and out again."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft6Validator
from lxml import etree
from sqlalchemy import func, select

from offsite.events.models import Room
from offsite.events.services import EventDetails
from offsite.exchange.documents import document_of
from offsite.exchange.exporting import Site
from offsite.exchange.fitting import days_of_file
from offsite.exchange.importing import Intake, create_from_programme, import_programme
from offsite.exchange.readers import read
from offsite.policy import Actor
from offsite.proposals.models import Proposal, ProposalHost
from offsite.schedule import queries as schedule
from offsite.schedule.releases import release
from tests.factories import NOON, make_person, make_series

SITE = Site("https://offsite.example", "offsite.example")
REAL = {
    "frab-31c3.xml": "Europe/Berlin",
    "pretalx-democon.json": "UTC",
    "frab-camp2019.json": "Europe/Berlin",
    "sessionize-qaorthehwy2026.json": "America/Denver",
    "scale20x.json": "America/Los_Angeles",
}


@pytest.fixture(params=REAL)
def source(request, shared_data) -> tuple[Path, str]:
    path = shared_data / "programmes" / request.param
    if not path.is_file():
        pytest.skip(f"{request.param} is not among the real files")
    return path, REAL[request.param]


@pytest.fixture
def brought(session, source):
    """The event made of the file, its reading, and its first release."""
    path, zone = source
    reading = read(path, timezone=zone)
    event = create_from_programme(
        session,
        details=EventDetails("Real", "real", zone, *days_of_file(reading.programme)),
        series=make_series(session),
        creator_id=make_person(session, "Ada").id,
        intake=Intake(reading, path.name),
        now=NOON,
    )
    draft = schedule.working_draft(session, event)
    made = release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)
    return event, reading, made


def exported(session, made, kind):
    return document_of(session, made, kind, site=SITE, now=NOON + timedelta(days=1)).content


def instants(sessions):
    return sorted((one.starts_at, one.ends_at) for one in sessions)


def expected_counts(shared_data, path):
    """Sessions and timed sessions, as somebody else counted them."""
    with (shared_data / "expected.csv").open(newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    row = rows[f"programmes/{path.name}"]
    return int(row["sessions"]), int(row["timed"]) - int(row["zero_or_negative_length"] or 0)


def test_the_event_has_as_many_sessions_as_were_counted(session, brought, source, shared_data):
    _event, _reading, made = brought

    counts = (session.scalar(select(func.count(Proposal.id))), len(made.items))

    assert counts == expected_counts(shared_data, source[0])


def test_everything_in_the_file_is_in_the_event(session, brought):
    event, reading, made = brought
    programme = reading.programme
    hosts = select(func.count(ProposalHost.person_id.distinct()))

    assert session.scalar(select(func.count(Proposal.id))) == len(programme.sessions)
    assert session.scalar(hosts) == len(programme.speakers)
    assert session.scalar(select(func.count(Room.id))) == len(programme.rooms_in_use)
    placed = [one for one in programme.sessions if one.placed]
    assert instants(made.items) == instants(placed)
    days = {one.starts_at.astimezone(event.zone).date() for one in made.items}
    assert len(days) == len(programme.days)


def test_the_release_is_a_valid_schedule_xml(session, brought, shared_data):
    _event, _reading, made = brought
    schema = etree.XMLSchema(etree.parse(shared_data / "schemas" / "schedule.xml.xsd"))

    content = exported(session, made, "frab-xml")

    assert schema.validate(etree.fromstring(content)), schema.error_log
    assert len(list(fromstring(content).iter("event"))) == len(made.items)


def test_the_release_is_a_valid_schedule_json(session, brought, shared_data):
    _event, _reading, made = brought
    rules = json.loads((shared_data / "schemas" / "frab-schedule.schema.json").read_bytes())

    document = json.loads(exported(session, made, "frab-json"))

    assert [fault.message for fault in Draft6Validator(rules).iter_errors(document)] == []


def test_the_calendar_has_the_instants_of_the_file(session, brought):
    _event, reading, made = brought

    entries = icalendar.Calendar.from_ical(exported(session, made, "ics")).walk("VEVENT")

    placed = [one for one in reading.programme.sessions if one.placed]
    assert sorted((one["dtstart"].dt, one["dtend"].dt) for one in entries) == instants(placed)


def test_our_own_export_brought_back_changes_nothing(session, brought):
    event, _reading, made = brought
    again = read(exported(session, made, "frab-json"))

    done = import_programme(
        session, event=event, intake=Intake(again, "own.json"), actor=Actor(), now=NOON
    )

    assert done.new == 0
    assert done.draft is None


def test_the_same_file_again_changes_nothing(session, brought):
    event, reading, _made = brought

    done = import_programme(
        session, event=event, intake=Intake(reading, "same"), actor=Actor(), now=NOON
    )

    assert (done.new, done.updated) == (0, 0)
    assert done.draft is None
