"""Bringing a programme: look at it, then import it."""

import io
import json
import os
import re
import time

import pytest
from sqlalchemy import func, select

from offsite import db
from offsite.events.models import Event, Membership, Room
from offsite.orm import Base
from offsite.people.models import Person
from offsite.policy import Role
from offsite.proposals.models import Proposal
from offsite.schedule import queries as schedule
from tests.factories import NOON, make_event, make_member, make_person

ICS = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a@x\r\nSUMMARY:Walk\r\n"
    "DTSTART:20261001T090000\r\nDTEND:20261001T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def programme(*, talks=2, duration="00:45"):
    events = [
        {
            "id": number,
            "guid": f"29aecfd7-2e44-4f49-ab86-29b5e08773{number:02}",
            "title": f"Talk {number}",
            "date": f"2026-10-01T{8 + number:02}:00:00+02:00",
            "duration": duration if number == talks else "00:45",
            "room": "Aula",
            "persons": [{"name": f"Speaker {number}"}],
        }
        for number in range(1, talks + 1)
    ]
    conference = {
        "title": "Elsewhere",
        "acronym": "elsewhere",
        "time_zone_name": "Europe/Warsaw",
        "days": [{"index": 1, "date": "2026-10-01", "rooms": {"Aula": events}}],
    }
    return json.dumps({"schedule": {"conference": conference}}).encode()


@pytest.fixture
def ada(rows, sign_in):
    """The founder, who organizes /tlm/."""
    with rows() as session:
        person = make_person(session, "Ada", founded_at=NOON)
        make_member(session, make_event(session, slug="tlm"), person, Role.OWNER)
    return sign_in(person)


def sent(browser, content, *, to="/tlm/organize/exchange/import", name="file.json", **values):
    files = [
        (io.BytesIO(one), name) for one in ([content] if isinstance(content, bytes) else content)
    ]
    return browser.post(to, data={"files": files, **values}, content_type="multipart/form-data")


def counted(app):
    with app.app_context():
        session = db.read_session()
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def mark_of(page, go="all"):
    found = re.search(r'name="mark" value="(\w+)">\s*<button[^>]*value="' + go, page.text)
    return found[1]


def kept(app):
    folder = app.extensions["offsite"].instance_dir / "imports"
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(autouse=True)
def empty_folder(app):
    yield
    for path in kept(app):
        path.unlink()


def test_looking_writes_nothing_and_importing_writes_all(app, ada, rows):
    before = counted(app)
    answer = sent(ada, programme())
    page = ada.get(answer.location)

    assert page.status_code == 200
    assert "2 sessions are added" in page.text
    assert counted(app) == before

    done = ada.post(answer.location, data={"go": "all", "mark": mark_of(page)})

    assert done.status_code == 303
    with rows() as session:
        event = session.scalars(select(Event)).one()
        placed = schedule.placements_of(session, schedule.working_draft(session, event))
        assert [one.proposal.title for one in placed] == ["Talk 1", "Talk 2"]
        assert [room.name for room in event.rooms] == ["Aula"]
    assert kept(app) == []


def test_the_same_file_again_is_shown_as_the_same(app, ada):
    for _turn in range(2):
        address = sent(ada, programme()).location
        page = ada.get(address)
        ada.post(address, data={"go": "all", "mark": mark_of(page)})

    assert "2 are the same already" in page.text
    assert counted(app)["proposal"] == 2


def test_only_rows_without_warnings_can_be_imported(app, ada):
    address = sent(ada, programme(duration="00:00")).location
    page = ada.get(address)

    ada.post(address, data={"go": "clean", "mark": mark_of(page, "clean")})

    assert "It lasts 0 minutes." in page.text
    assert counted(app)["proposal"] == 1


def test_cancelling_deletes_the_file_and_writes_nothing(app, ada):
    before = counted(app)
    address = sent(ada, programme()).location

    ada.post(address, data={"go": "cancel"})

    assert counted(app) == before
    assert kept(app) == []
    assert ada.get(address).status_code == 409


def test_what_was_not_shown_is_not_done(app, ada):
    address = sent(ada, programme()).location
    before = counted(app)

    answer = ada.post(address, data={"go": "all", "mark": "another"})

    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    assert counted(app) == before


def test_a_file_is_given_to_nobody_but_its_owner(app, ada, rows, sign_in):
    address = sent(ada, programme()).location
    with rows() as session:
        other = make_person(session, "Olga")
        event = session.scalars(select(Event)).one()
        make_member(session, event, other, Role.ORGANIZER)

    assert sign_in(other).get(address).status_code == 409
    assert (kept(app)[0].stat().st_mode & 0o777) == 0o600


def test_a_file_is_not_kept_for_long(app, ada):
    address = sent(ada, programme()).location
    old = time.time() - 3 * 3600
    os.utime(kept(app)[0], (old, old))

    assert ada.get(address).status_code == 409

    sent(ada, programme())
    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Choose a file that is not empty."),
        (b"<html></html>", "This is a web page"),
        (b'{"schedule": NaN}', "NaN"),
        (b"\x00\x01\x02", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(app, ada, content, says):
    answer = sent(ada, content)

    assert answer.status_code == 400
    assert says in answer.text
    assert kept(app) == []


def test_the_zone_is_asked_for_when_the_file_has_none(app, ada, rows):
    address = sent(ada, ICS.encode(), name="walk.ics").location
    asked = ada.get(address)
    chosen = f"{address.partition('?')[0]}?timezone=Asia/Tokyo"
    page = ada.get(chosen)
    ada.post(chosen, data={"go": "all", "mark": mark_of(page)})

    assert "Which time zone?" in asked.text
    with rows() as session:
        event = session.scalars(select(Event)).one()
        (placed,) = schedule.placements_of(session, schedule.working_draft(session, event))
        assert placed.starts_at.isoformat() == "2026-10-01T00:00:00+00:00"


def test_many_warnings_come_in_pages(app, ada):
    events = [{"id": n, "guid": "", "title": f"Talk {n}", "room": "Aula"} for n in range(60)]
    document = {"schedule": {"conference": {"title": "X", "days": [{"rooms": {"Aula": events}}]}}}
    address = sent(ada, json.dumps(document).encode()).location

    assert "Page 1 of" in ada.get(address).text
    assert "Page 2 of" in ada.get(f"{address}&page=2").text


def test_members_cannot_bring_anything(app, rows, ada, sign_in):
    with rows() as session:
        bob = make_person(session)
        make_member(session, session.scalars(select(Event)).one(), bob)
    browser = sign_in(bob)

    assert browser.get("/tlm/organize/exchange").status_code == 404
    assert sent(browser, programme()).status_code == 404
    assert sent(browser, programme(), to="/new/import").status_code == 404
    assert kept(app) == []


def test_a_new_event_comes_out_of_a_file(app, ada, rows):
    before = counted(app)
    address = sent(ada, programme(), to="/new/import").location
    page = ada.get(address)

    assert 'value="elsewhere"' in page.text
    assert 'value="2026-10-01"' in page.text
    assert counted(app) == before

    done = ada.post(
        address,
        data={
            "go": "all",
            "series": "",
            "new_series": "Elsewhere",
            "name": "Elsewhere",
            "slug": "elsewhere",
            "timezone": "Europe/Warsaw",
            "starts_on": "2026-10-01",
            "ends_on": "2026-10-01",
            "visibility": "public",
        },
    )

    assert done.location == "/elsewhere/organize/"
    with rows() as session:
        event = session.scalars(select(Event).where(Event.slug == "elsewhere")).one()
        proposals = session.scalars(select(Proposal).where(Proposal.event_id == event.id)).all()
        assert len(proposals) == 2
        assert session.scalars(select(Room.name)).all() == ["Aula"]


def test_a_taken_address_is_shown_beside_it_and_nothing_is_saved(app, ada):
    address = sent(ada, programme(), to="/new/import").location
    before = counted(app)

    answer = ada.post(
        address,
        data={
            "go": "all",
            "new_series": "Elsewhere",
            "name": "Elsewhere",
            "slug": "tlm",
            "timezone": "Europe/Warsaw",
            "starts_on": "2026-10-01",
            "ends_on": "2026-10-01",
            "visibility": "public",
        },
    )

    assert answer.status_code == 409
    assert "Another event has the address" in answer.text
    assert counted(app) == before


def test_an_address_makes_a_speaker_somebody_who_can_sign_in(app, ada, rows):
    address = sent(ada, programme()).location
    ada.post(address, data={"go": "all", "mark": mark_of(ada.get(address))})
    with rows() as session:
        one, two = session.scalars(select(Person).where(Person.name.like("Speaker%"))).all()
        bob = make_person(session, "Speaker 2")

    page = "/tlm/organize/exchange/speakers"
    bad = ada.post(f"{page}/{one.id}", data={"email": "nobody"})
    new = ada.post(f"{page}/{one.id}", data={"email": "One@Example.org"})
    known = ada.post(f"{page}/{two.id}", data={"email": bob.email})

    assert [bad.status_code, new.status_code, known.status_code] == [400, 303, 303]
    with rows() as session:
        person = session.get(Person, one.id)
        assert (person.email, person.can_sign_in()) == ("one@example.org", True)
        assert session.get(Person, two.id) is None
        hosts = session.scalars(select(Proposal).where(Proposal.title == "Talk 2")).one().hosts
        assert [host.person_id for host in hosts] == [bob.id]
        members = session.scalars(select(Membership.person_id)).all()
        assert bob.id in members
    address = sent(ada, programme()).location
    assert "2 are the same already" in ada.get(address).text
