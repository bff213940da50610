"""How feeds behave towards programs that fetch them, and where their secret may appear."""

import logging
import re

import pytest
import structlog
from sqlalchemy import select

from offsite.calendars import services
from offsite.events.models import Event
from offsite.policy import Actor
from offsite.schedule import releases
from offsite.schedule.models import ReleasedItem
from tests.factories import (
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


@pytest.fixture
def world(rows):
    """A public event with one released item, its code, and Bob's address."""
    with rows() as session:
        event = make_event(session, visibility="public", slug="tlm")
        bob = make_person(session)
        make_member(session, event, bob)
        proposal = make_proposal(
            session,
            event,
            make_person(session, "Hana"),
            state="confirmed",
            format=make_format(session, event),
        )
        draft = make_draft(session, event)
        make_placement(session, draft, proposal, make_room(session, event))
        session.refresh(draft)
        releases.release(
            session, draft=draft, name="v1", note="", actor=Actor(name="Ada"), now=NOON
        )
        token = services.reset_feed(session, event=event, person_id=bob.id, kind="mine", now=NOON)
        return {"event": event.id, "bob": bob, "token": token, "code": proposal.code}


def paths(world):
    return [
        "/tlm/schedule.ics",
        "/tlm/schedule/v/v1/schedule.ics",
        f"/tlm/proposals/{world['code']}.ics",
        f"/calendar/{world['token']}.ics",
    ]


def test_no_feed_needs_a_form_token_or_sets_a_cookie(app, client, world):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answers = [client.get(path) for path in paths(world)]
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert [(one.status_code, one.headers.getlist("Set-Cookie")) for one in answers] == [
        (200, [])
    ] * 4


def test_an_address_is_not_made_without_a_form_token(app, sign_in, world):
    browser = sign_in(world["bob"])
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        refused = browser.post("/tlm/calendar/mine")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert refused.status_code == 400
    assert browser.get(f"/calendar/{world['token']}.ics").status_code == 200


def test_a_shared_feed_is_the_same_for_who_is_signed_in_and_leaves_their_cookie_alone(
    client, sign_in, world
):
    path = "/tlm/schedule.ics"

    own = sign_in(world["bob"]).get(path)

    assert own.data == client.get(path).data
    assert "Set-Cookie" not in own.headers


def test_head_tells_what_get_would_without_the_calendar(client, world):
    for path in paths(world):
        full, head = client.get(path), client.head(path)

        assert (path, head.status_code, head.data) == (path, 200, b"")
        for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
            assert (path, name, head.headers[name]) == (path, name, full.headers[name])


def test_a_head_for_what_is_known_is_304(client, world):
    path = f"/calendar/{world['token']}.ics"

    again = client.head(path, headers={"If-None-Match": client.get(path).headers["ETag"]})

    assert again.status_code == 304


@pytest.fixture
def told():
    """Everything the site logs from INFO on, which tests usually keep silent."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with structlog.testing.capture_logs() as lines:
        yield lines
    structlog.configure(**before)


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/calendar/{}.ics?x=1", "/calendar/{}.ics/"])
def test_the_secret_address_reaches_no_log(client, world, told, caplog, path):
    caplog.set_level(logging.DEBUG)

    client.get(path.format(world["token"]))

    (request,) = [line for line in told if line["event"] == "request"]
    assert request["path"].startswith("/calendar/…")
    assert world["token"] not in repr(told) + caplog.text


def test_a_feed_that_breaks_is_logged_without_its_secret(client, rows, world, told):
    with rows() as session:
        # Bob hosts an item that no calendar can hold.
        item = session.scalars(select(ReleasedItem)).one()
        item.hosts, item.sequence = [{"name": "Bob", "person_id": world["bob"].id}], -1

    answer = client.get(f"/calendar/{world['token']}.ics")

    assert answer.status_code == 500
    assert [line["path"] for line in told if line["event"] == "bug"] == ["/calendar/…"]
    assert world["token"] not in repr(told)


def test_the_line_of_the_server_hides_the_secret_too(app, world, caplog):
    server = logging.getLogger("werkzeug")
    caplog.set_level(logging.INFO, logger="werkzeug")

    server.info('127.0.0.1 "GET /calendar/%s.ics HTTP/1.1" 200', world["token"])

    assert world["token"] not in caplog.text
    assert "GET /calendar/… HTTP/1.1" in caplog.text


def test_the_page_of_a_members_event_offers_secret_addresses_only(rows, sign_in, world):
    with rows() as session:
        session.get(Event, world["event"]).visibility = "members"
    browser = sign_in(world["bob"])

    page = browser.get("/tlm/calendar").text
    made = browser.post("/tlm/calendar/whole").text

    assert "schedule.ics" not in page
    assert 'action="/tlm/calendar/whole"' in page
    address = re.search(r"http://[^\"]+/calendar/[^\"/]+\.ics", made).group()
    assert browser.get(address).status_code == 200


def test_the_page_of_a_public_event_offers_the_open_address_for_the_whole_schedule(sign_in, world):
    page = sign_in(world["bob"]).get("/tlm/calendar").text

    assert "/tlm/schedule.ics" in page
    assert 'action="/tlm/calendar/whole"' not in page


def test_a_stranger_is_not_told_about_the_addresses_of_a_members_event(client, rows, world):
    with rows() as session:
        session.get(Event, world["event"]).visibility = "members"

    answer = client.get("/tlm/calendar")

    assert answer.status_code in (302, 303, 404)
    assert "schedule.ics" not in answer.text


def test_the_page_that_shows_the_secret_is_not_kept_by_the_browser(sign_in, world):
    made = sign_in(world["bob"]).post("/tlm/calendar/mine")

    assert "no-store" in made.headers["Cache-Control"]
