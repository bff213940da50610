"""What organizers see of the mails of their event, and what they do about them."""

import functools
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from offsite import db
from offsite.outbox.models import Mail
from offsite.outbox.services import write_mail
from offsite.policy import Role
from tests.factories import NOON, make_event, make_member, make_person

ORGANIZE = "/{}/organize/outbox"


class House:
    """One event with its organizer Ada, its member Bob, and mails."""

    def __init__(self, rows: Any, sign_in: Any) -> None:
        self._rows = rows
        self._sign_in = functools.cache(lambda number: sign_in(self._people[number]))
        with rows() as session:
            self.event = make_event(session)
            self.ada, self.bob = make_person(session, "Ada"), make_person(session, "Bob")
            make_member(session, self.event, self.ada, Role.ORGANIZER)
            make_member(session, self.event, self.bob)
        self._people = {one.id: one for one in (self.ada, self.bob)}

    @property
    def address(self) -> str:
        return ORGANIZE.format(self.event.slug)

    def browser(self, person: Any = None) -> FlaskClient:
        client: FlaskClient = self._sign_in((person or self.ada).id)
        return client

    def mail(self, number: int = 1, **values: Any) -> int:
        given = {
            "key": f"decision:{number}",
            "kind": "decision",
            "to_name": f"Zoë {number}",
            "to_address": f"zoe{number}@example.org",
            "subject": f"About proposal {number}",
            "body": "Good news.\n",
            "event_id": self.event.id,
            "held": True,
        }
        with self._rows() as session:
            return write_mail(session, **{**given, **values}, now=NOON).id

    def change(self, mail_id: int, **values: Any) -> None:
        with self._rows() as session:
            for name, value in values.items():
                setattr(session.get(Mail, mail_id), name, value)

    def states(self) -> list[str]:
        with self._rows() as session:
            return [one.state for one in session.scalars(select(Mail).order_by(Mail.id))]


@pytest.fixture
def house(rows: Any, sign_in: Any) -> House:
    return House(rows, sign_in)


def test_an_empty_outbox_says_what_will_appear_in_it(house: House) -> None:
    page = house.browser().get(house.address)

    assert page.status_code == 200
    assert "Nothing waits." in page.text


def test_waiting_mails_are_listed_and_can_be_read(house: House) -> None:
    mail_id = house.mail()

    page = house.browser().get(house.address)
    letter = house.browser().get(f"{house.address}/{mail_id}")

    assert "Zoë 1" in page.text
    assert "About proposal 1" in page.text
    assert "Good news." in letter.text


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "failed", "discarded"])
def test_every_tab_shows_the_mails_of_its_state_only(house: House, state: str) -> None:
    ids = [house.mail(number) for number in range(1, 6)]
    for mail_id, values in zip(
        ids[1:],
        (
            {"let_go_at": NOON, "next_try_at": NOON},
            {"let_go_at": NOON, "sent_at": NOON},
            {"let_go_at": NOON, "failed_at": NOON},
            {"discarded_at": NOON},
        ),
        strict=True,
    ):
        house.change(mail_id, **values)
    number = ["waiting", "sending", "sent", "failed", "discarded"].index(state) + 1

    page = house.browser().get(f"{house.address}?state={state}")

    assert re.findall(r"About proposal (\d)", page.text) == [str(number)]


def test_a_mail_of_no_event_is_never_shown(house: House) -> None:
    mail_id = house.mail(subject="Your way in", event_id=None, kind="sign-in")

    assert "Your way in" not in house.browser().get(house.address).text
    assert house.browser().get(f"{house.address}/{mail_id}").status_code == 404


def test_a_mail_of_another_event_is_never_shown(house: House, rows: Any) -> None:
    with rows() as session:
        other = make_event(session)
    mail_id = house.mail(subject="Elsewhere", event_id=other.id)

    assert "Elsewhere" not in house.browser().get(house.address).text
    assert house.browser().get(f"{house.address}/{mail_id}").status_code == 404


@pytest.mark.parametrize("act", ["let-go", "let-kind-go", "discard", "take-back", "retry"])
def test_members_and_strangers_may_do_nothing_here(
    house: House, client: FlaskClient, act: str
) -> None:
    mail_id = house.mail()
    form = {"mail_id": mail_id, "kind": "decision", "up_to_id": mail_id}

    for browser in (house.browser(house.bob), client):
        assert browser.post(f"{house.address}/{act}", data=form).status_code == 404

    assert house.states() == ["waiting"]


def test_ticked_mails_are_let_go_and_others_wait(house: House) -> None:
    first, _second, third = (house.mail(number) for number in (1, 2, 3))

    answer = house.browser().post(f"{house.address}/let-go", data={"mail_id": [first, third]})

    assert answer.status_code == 303
    assert house.states() == ["sending", "waiting", "sending"]


def test_all_of_a_kind_leave_but_not_what_was_written_since(house: House) -> None:
    first, second = house.mail(1), house.mail(2)
    house.mail(3)
    house.mail(4, kind="welcome")

    house.browser().post(
        f"{house.address}/let-kind-go", data={"kind": "decision", "up_to_id": second}
    )

    assert first < second
    assert house.states() == ["sending", "sending", "waiting", "waiting"]


def test_discarding_offers_to_undo_it(house: House) -> None:
    mail_id = house.mail()
    browser = house.browser()

    answer = browser.post(f"{house.address}/discard", data={"mail_id": mail_id})
    page = browser.get(answer.location)
    browser.post(f"{house.address}/take-back", data={"mail_id": mail_id})

    assert "1 mail was discarded." in page.text
    assert house.states() == ["waiting"]


def test_ticking_nothing_gets_a_sentence(house: House) -> None:
    browser = house.browser()

    answer = browser.post(f"{house.address}/let-go", data={})

    assert "Tick at least one mail." in browser.get(answer.location).text


def test_letting_go_what_another_organizer_sent_gets_a_sentence(house: House) -> None:
    mail_id = house.mail()
    browser = house.browser()
    browser.post(f"{house.address}/let-go", data={"mail_id": mail_id})

    answer = browser.post(f"{house.address}/let-go", data={"mail_id": mail_id})

    assert "None of these mails is waiting any more." in browser.get(answer.location).text


def test_a_mail_id_that_is_no_number_is_refused(house: House) -> None:
    answer = house.browser().post(f"{house.address}/let-go", data={"mail_id": "1 or 1"})

    assert answer.status_code == 400


def test_failed_mails_say_why_and_are_tried_again(house: House) -> None:
    mail_id = house.mail()
    house.change(mail_id, let_go_at=NOON, failed_at=NOON, last_error="The mail server hung up.")
    browser = house.browser()

    page = browser.get(f"{house.address}?state=failed")
    browser.post(f"{house.address}/retry", data={"mail_id": mail_id, "state": "failed"})

    assert "The mail server hung up." in page.text
    assert house.states() == ["sending"]


def test_search_finds_names_addresses_and_subjects_literally(house: House) -> None:
    house.mail(1, to_name="Łukasz", subject="100 % sure")
    house.mail(2, to_name="Bärbel")
    browser = house.browser()

    assert browser.get(f"{house.address}?q=zoe2@").text.count("mail_id") == 1
    assert browser.get(f"{house.address}?q=100 %25").text.count("mail_id") == 1
    assert "No mail here matches" in browser.get(f"{house.address}?q=nobody").text


def test_long_lists_have_pages(house: House) -> None:
    for number in range(1, 53):
        house.mail(number)

    first = house.browser().get(house.address).text
    second = house.browser().get(f"{house.address}?page=2").text

    assert "Page 1 of 2" in first
    assert second.count('name="mail_id"') == 2


def test_the_list_asks_the_database_as_often_for_three_mails_as_for_one(
    house: House, app: Any
) -> None:
    def statements(action: Callable[[], object]) -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.db.engine

        def note(*given: Any) -> None:
            seen.append(given[2])

        sqlalchemy_event.listen(engine, "before_cursor_execute", note)
        try:
            action()
        finally:
            sqlalchemy_event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    browser = house.browser()
    house.mail(1)
    one = statements(lambda: browser.get(house.address))
    house.mail(2)
    house.mail(3)

    assert statements(lambda: browser.get(house.address)) == one


def test_people_s_markup_stays_text(house: House) -> None:
    mail_id = house.mail(subject="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")

    page = house.browser().get(f"{house.address}/{mail_id}").text

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
