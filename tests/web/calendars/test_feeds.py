"""Calendars as a calendar program meets them."""

import re
from dataclasses import fields
from datetime import timedelta

import pytest
from icalendar import Calendar

from offsite.calendars import services
from offsite.events.models import Event, Membership, Room
from offsite.events.services import EventDetails, change_details
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.schedule import agenda, drafts, releases
from offsite.schedule.models import Draft
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)

ADA = Actor(name="Ada")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def world(rows):
    """A public event whose first release has two items, and Bob's own feed of it."""
    with rows() as session:
        event = make_event(session, visibility="public", slug="tlm")
        room, kind = make_room(session, event, "Aula"), make_format(session, event)
        bob, host = make_person(session), make_person(session, "Hana")
        make_member(session, event, bob)
        one, two = (
            make_proposal(session, event, host, state="confirmed", format=kind, title=title)
            for title in ("First; talk", "Second talk")
        )
        draft = make_draft(session, event)
        make_placement(session, draft, one, room)
        make_placement(session, draft, two, room, starts_at=MORNING + timedelta(hours=1))
        session.refresh(draft)
        _release(session, draft, "v1", NOON)
        agenda.pick(session, proposal=two, person_id=bob.id, now=NOON)
        token = services.reset_feed(session, event=event, person_id=bob.id, kind="mine", now=NOON)
        found = {
            "event": event.id,
            "draft": draft.id,
            "room": room.id,
            "one": one.id,
            "two": two.id,
            "bob": bob,
            "token": token,
            "uids": (one.uid, two.uid),
        }
    return found


def _release(session, draft, name, now):
    releases.release(session, draft=draft, name=name, note="", actor=ADA, now=now)


@pytest.fixture
def change(rows, world):
    """A second release: the first item an hour later, the second one gone."""

    def act():
        with rows() as session:
            draft = session.get(Draft, world["draft"])
            drafts.place(
                session,
                draft=draft,
                proposal=session.get(Proposal, world["one"]),
                room=session.get(Room, world["room"]),
                starts_at=MORNING + timedelta(hours=4),
                seen_version=draft.version,
                actor=ADA,
                now=LATER,
            )
            drafts.unplace(
                session,
                draft=draft,
                proposal=session.get(Proposal, world["two"]),
                seen_version=draft.version,
                actor=ADA,
                now=LATER,
            )
            _release(session, draft, "v2", LATER)

    return act


def entries(answer):
    calendar = Calendar.from_ical(answer.data)
    return {str(entry["UID"]).partition("@")[0]: entry for entry in calendar.walk("VEVENT")}


def test_two_fetches_of_an_unchanged_feed_are_the_same_to_the_byte(client, world):
    first, second = client.get("/tlm/schedule.ics"), client.get("/tlm/schedule.ics")

    assert first.status_code == 200
    assert first.data == second.data
    assert first.content_type == "text/calendar; charset=utf-8"
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_conditional_fetch_of_an_unchanged_feed_is_304(client, world, header):
    asks = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    path = f"/calendar/{world['token']}.ics"

    again = client.get(path, headers={asks: client.get(path).headers[header]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_feed_sets_no_cookie_and_needs_none(client, world):
    answer = client.get(f"/calendar/{world['token']}.ics")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_moved_item_keeps_its_uid_and_a_dropped_one_is_cancelled(client, world, change):
    one, two = world["uids"]
    before = entries(client.get("/tlm/schedule.ics"))

    change()
    after = entries(client.get("/tlm/schedule.ics"))

    assert set(before) == set(after) == {one, two}
    assert (before[one]["SEQUENCE"], after[one]["SEQUENCE"]) == (0, 1)
    assert after[one]["DTSTART"].dt == MORNING + timedelta(hours=4)
    assert (after[two]["STATUS"], after[two]["SEQUENCE"]) == ("CANCELLED", 1)
    assert after[two]["TRANSP"] == "TRANSPARENT"


def test_a_personal_feed_follows_the_release_too(client, world, change):
    path = f"/calendar/{world['token']}.ics"
    _one, two = world["uids"]
    assert set(entries(client.get(path))) == {two}

    change()

    assert entries(client.get(path))[two]["STATUS"] == "CANCELLED"


def test_an_item_a_person_took_back_vanishes_from_their_calendar(client, rows, world):

    _one, two = world["uids"]
    with rows() as session:
        proposal = session.get(Proposal, world["two"])
        agenda.drop(session, proposal=proposal, person_id=world["bob"].id, now=LATER)

    entry = entries(client.get(f"/calendar/{world['token']}.ics"))[two]

    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)


def test_one_session_is_a_calendar_of_its_own(client, rows, world):

    with rows() as session:
        code = session.get(Proposal, world["one"]).code

    found = entries(client.get(f"/tlm/proposals/{code}.ics"))

    assert [str(entry["SUMMARY"]) for entry in found.values()] == ["First; talk"]


def test_a_revoked_address_and_an_unknown_one_answer_alike(client, rows, world):

    with rows() as session:
        event = session.get(Event, world["event"])
        services.revoke_feed(
            session, event=event, person_id=world["bob"].id, kind="mine", now=LATER
        )

    revoked = client.get(f"/calendar/{world['token']}.ics")
    unknown = client.get("/calendar/nothing-like-it.ics")

    assert (revoked.status_code, unknown.status_code) == (404, 404)


def test_a_person_who_left_the_event_has_no_feed(client, rows, world):

    with rows() as session:
        session.query(Membership).filter_by(person_id=world["bob"].id).one().left_at = LATER

    assert client.get(f"/calendar/{world['token']}.ics").status_code == 404


def test_an_address_is_shown_once_and_a_new_one_ends_the_old(sign_in, world):
    browser = sign_in(world["bob"])

    shown = browser.post("/tlm/calendar/mine").text
    later = browser.get("/tlm/calendar").text

    address = re.search(r"http://[^\"]+/calendar/[^\"/]+\.ics", shown).group()
    assert address not in later
    assert browser.get(address).status_code == 200
    assert browser.get(f"/calendar/{world['token']}.ics").status_code == 404


def test_the_schedule_of_a_members_event_is_hidden_from_strangers(client, rows, world):

    with rows() as session:
        session.get(Event, world["event"]).visibility = "members"

    assert client.get("/tlm/schedule.ics").status_code == 404


def test_a_new_venue_reaches_a_program_that_asks_by_date_only(client, rows, world):
    path = "/tlm/schedule.ics"
    before = client.get(path)
    with rows() as session:
        event = session.get(Event, world["event"])
        shown = {field.name: getattr(event, field.name) for field in fields(EventDetails)}
        details = EventDetails(**{**shown, "venue": "Barn"})
        change_details(session, event=event, details=details, now=LATER)

    after = client.get(path, headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert after.status_code == 200
    assert {entry["LOCATION"] for entry in entries(after).values()} == {"Aula, Barn"}
    assert {entry["DTSTAMP"].dt for entry in entries(after).values()} == {LATER}
