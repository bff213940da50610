from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from offsite import db
from offsite.people.models import Person
from offsite.policy import Role
from tests.factories import FIRST_DAY, NOON, make_event, make_member, make_person

ADA = {"name": "Ada Lovelace", "email": "Ada@Example.org"}


def people(rows):
    with rows() as session:
        return session.scalars(select(Person)).all()


def test_an_empty_installation_asks_for_its_first_organizer(client):
    page = client.get("/").text

    assert "Who organizes?" in page
    assert 'name="email"' in page


def test_an_empty_installation_leads_from_sign_in_to_the_first_page(client):
    assert client.get("/sign-in").location == "/"


def test_the_first_organizer_is_in_at_once_and_makes_the_first_event_next(client, rows):
    answer = client.post("/", data=ADA)

    (ada,) = people(rows)
    assert (ada.name, ada.email) == ("Ada Lovelace", "ada@example.org")
    assert ada.founded_at is not None
    assert (answer.status_code, answer.location) == (303, "/new")
    assert "Create your first event" in client.get("/").text


def test_nobody_becomes_first_after_the_first(app, client, rows):
    client.post("/", data=ADA)

    answer = app.test_client().post("/", data={"name": "Eve", "email": "eve@example.org"})

    assert answer.status_code == 409
    assert [one.name for one in people(rows)] == ["Ada Lovelace"]


def test_a_wrong_address_is_said_beside_its_field(client, rows):
    answer = client.post("/", data={"name": "Ada", "email": "ada"})

    assert answer.status_code == 400
    assert "does not look like a mail address" in answer.text
    assert people(rows) == []


def test_a_stranger_sees_public_events_alone(client, rows):
    with rows() as session:
        make_person(session)
        make_event(session, name="Open Days", visibility="public")
        make_event(session, name="Closed Days")

    page = client.get("/").text

    assert "Open Days" in page
    assert "Closed Days" not in page
    assert "/sign-in" in page


def test_a_person_sees_their_events_the_next_first_and_the_last_of_the_past(rows, sign_in):
    with rows() as session:
        bob = make_person(session)
        for name, days in (("Later", 90), ("Soon", 7), ("Long ago", -400), ("Just now", -30)):
            day = FIRST_DAY + timedelta(days=days)
            make_member(session, make_event(session, name=name, starts_on=day, ends_on=day), bob)
        make_event(session, name="Of others", visibility="public")

    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        page = sign_in(bob).get("/").text

    places = [page.index(f">{name}<") for name in ("Soon", "Later", "Just now", "Long ago")]
    assert places == sorted(places)
    assert page.index(">Later<") < page.index("Past events") < page.index(">Just now<")
    assert "Of others" not in page


def test_an_event_is_not_past_on_its_last_day_where_it_takes_place(rows, sign_in):
    with rows() as session:
        bob = make_person(session)
        one_day = make_event(
            session, timezone="Pacific/Honolulu", starts_on=FIRST_DAY, ends_on=FIRST_DAY
        )
        make_member(session, one_day, bob)

    next_day = FIRST_DAY + timedelta(days=1)
    with time_machine.travel(f"{next_day}T09:59:00Z", tick=False) as clock:
        browser = sign_in(bob)
        before = browser.get("/").text
        clock.shift(timedelta(minutes=1))
        after = browser.get("/").text

    assert ("Your events" in before, "Past events" in before) == (True, False)
    assert "Past events" in after


def test_an_owner_may_create_another_event_and_a_member_not(rows, sign_in):
    with rows() as session:
        meeting = make_event(session)
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, meeting, ada, Role.OWNER)
        make_member(session, meeting, bob)

    assert "Create an event" in sign_in(ada).get("/").text
    assert "Create an event" not in sign_in(bob).get("/").text


def test_a_person_without_events_reads_what_to_do(rows, sign_in):
    with rows() as session:
        bob = make_person(session)

    assert "invitation link" in sign_in(bob).get("/").text


@pytest.fixture
def statements(app):
    """The SQL statements sent so far."""
    with app.app_context():
        engine = db.db.engine
    seen = []

    def note(*values):
        seen.append(values[2])

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_three_events_cost_as_many_statements_as_one(rows, sign_in, statements):
    with rows() as session:
        bob = make_person(session)
        make_member(session, make_event(session), bob)
    browser = sign_in(bob)
    statements.clear()
    browser.get("/")
    with_one = len(statements)
    with rows() as session:
        for _ in range(2):
            make_member(session, make_event(session), bob)

    statements.clear()
    browser.get("/")

    assert len(statements) == with_one
