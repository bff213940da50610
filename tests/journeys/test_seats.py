"""The last seat of a workshop: two people on phones, one leaves, the other moves up."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from offsite import db
from offsite.outbox.models import Mail
from tests.factories import MORNING, make_member, make_person, make_placement, make_proposal
from tests.journeys.housing import serve, sign_in
from tests.journeys.visiting import Visitor, visitor
from tests.web.schedule.conftest import build, publish, read_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[object, str, str, dict[str, int]]]:
    """A released workshop with one seat beside its host's, and two who would like it."""
    for app, base_url in serve(tmp_path):
        with app.app_context():
            db.db.create_all()
            with db.unit_of_work() as session:
                stage = build(session)
                host = make_person(session, "Hana", is_demo=True)
                make_member(session, stage.event, host)
                workshop = make_proposal(
                    session,
                    stage.event,
                    host,
                    state="confirmed",
                    format=stage.items[0].format,
                    title="Pairing",
                    seats=2,
                )
                room = stage.event.rooms[1]
                make_placement(session, stage.draft, workshop, room, starts_at=MORNING)
                people = {}
                for name in ("Ann", "Ben"):
                    person = make_person(session, name, is_demo=True)
                    make_member(session, stage.event, person)
                    people[name] = person.id
                read_again(session, stage)
                publish(session, stage)
                code = workshop.code
        yield app, base_url, f"/tlm/schedule/items/{code}/", people


def enter(guest: Visitor, person_id: int) -> None:
    sign_in(guest.page, guest.base_url, person_id)


def press(guest: Visitor, name: str) -> None:
    guest.page.get_by_role("main").get_by_role("button", name=re.compile(name)).first.tap()


def test_the_last_seat_moves_on_to_who_waits(site, browser: Browser) -> None:
    app, base_url, path, people = site
    with visitor(browser, base_url) as ann, visitor(browser, base_url) as ben:
        for guest, name in ((ann, "Ann"), (ben, "Ben")):
            enter(guest, people[name])
            guest.go(path)
            guest.see("1 of 2 seats taken")

        press(ann, "Pick")
        ann.see("You have a seat")
        press(ben, "Pick")
        ben.see("Waiting, number 1")
        ben.go(path)
        ben.see("You are number 1 on the waiting list.")
        assert mails(app) == []

        press(ann, "You have a seat")
        ann.page.get_by_role("main").get_by_role("button", name=re.compile("^Pick")).wait_for()
        ben.go("/tlm/my/")
        ben.see("Pairing")
        ben.see("You have a seat")

    assert mails(app) == [("seat-free", "Ben")]


def mails(app) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.read_session().scalars(select(Mail).order_by(Mail.id))
        return [(one.kind, one.to_name) for one in found]
