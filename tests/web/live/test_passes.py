"""A look that found a pass: as quick as can be, and never for somebody who lost the right."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as listening
from sqlalchemy import update

from offsite import db
from offsite.events.models import Event, Membership
from offsite.live.services import bump
from offsite.people.models import Person, SignIn
from offsite.schedule.releases import RELEASED
from tests.factories import NOON, make_event, make_member, make_person

PATH = "/autumn/now/live"


@pytest.fixture
def bob(rows: Any, sign_in: Any) -> FlaskClient:
    """A member's phone that has looked once."""
    with rows() as session:
        event = make_event(session, slug="autumn")
        person = make_person(session, "Bob")
        make_member(session, event, person)
    browser: FlaskClient = sign_in(person)
    return browser


def look(browser: FlaskClient, tag: str = "") -> Any:
    # Closing is what a server does once the answer has left.
    with browser.get(PATH, headers={"If-None-Match": tag} if tag else {}) as answer:
        answer.get_data()
        return answer


@pytest.fixture
def statements(app: Flask) -> Any:
    """Every statement that is sent from now on."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    with app.app_context():
        engine = db.db.engine
    listening.listen(engine, "before_cursor_execute", note)
    yield seen
    listening.remove(engine, "before_cursor_execute", note)


def test_a_second_look_is_one_statement_and_304(bob: FlaskClient, statements: list[str]) -> None:
    tag = look(bob).headers["ETag"]
    statements.clear()

    answer = look(bob, tag)

    assert (answer.status_code, answer.data) == (304, b"")
    assert len(statements) == 1
    assert answer.headers["Live-Interval"] == "15"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-cache" in answer.headers["Cache-Control"]


def test_a_page_loaded_anew_looks_without_a_tag_and_passes(
    bob: FlaskClient, statements: list[str]
) -> None:
    body = look(bob).data
    statements.clear()

    answer = look(bob)

    assert (answer.status_code, answer.data) == (200, body)
    assert len(statements) == 1


def test_a_body_that_is_there_already_is_handed_out(
    bob: FlaskClient, statements: list[str]
) -> None:
    body = look(bob).data
    statements.clear()

    answer = look(bob, 'W/"of long ago"')

    assert (answer.status_code, answer.data) == (200, body)
    assert len(statements) == 1


def test_after_a_change_the_app_answers_again(
    bob: FlaskClient, rows: Any, statements: list[str]
) -> None:
    tag = look(bob).headers["ETag"]
    with rows() as session:
        event = session.query(Event).one()
        bump(session, event_id=event.id, topic=RELEASED)
    statements.clear()

    look(bob, tag)

    assert len(statements) > 1


LOSSES: dict[str, Callable[[Any], Any]] = {
    "signed out": lambda session: setattr(session.query(SignIn).one(), "ended_at", NOON),
    "disabled": lambda session: session.execute(update(Person).values(disabled_at=NOON)),
    "left": lambda session: setattr(session.query(Membership).one(), "left_at", NOON),
    "removed": lambda session: session.delete(session.query(Membership).one()),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_who_loses_the_right_is_refused_at_once(bob: FlaskClient, rows: Any, loss: str) -> None:
    tag = look(bob).headers["ETag"]
    assert look(bob, tag).status_code == 304

    with rows() as session:
        LOSSES[loss](session)

    assert look(bob, tag).status_code in {303, 404}


def test_a_stranger_has_no_pass_to_a_closed_event(app: Flask, bob: FlaskClient) -> None:
    tag = look(bob).headers["ETag"]

    assert look(app.test_client(), tag).status_code in {303, 404}
