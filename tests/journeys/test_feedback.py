"""Seven minutes on a phone: answer, lose the tab, come back, send, change, and see results."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from offsite import db
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.events.models import Event, Membership
from offsite.polls.services import answering
from offsite.polls.services.answering import Respondent
from offsite.polls.sheets import RowAnswer, Sheet
from offsite.web.access import utc_now
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor
from tests.journeys.world import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_a_poll(ada: Visitor) -> str:
    """The address of the page with its questions."""
    ada.go(f"/{OPEN}/organize/polls/")
    ada.press("Start from this")
    ada.open("Open it now")
    ada.press("Open it now")
    ada.see("0 of")
    return ada.page.url.replace("/organize/polls/", "/feedback/") + "/"


def choose(bob: Visitor, name: str, value: str) -> None:
    bob.page.locator(f"#{name}-{value}").tap()


def let_others_answer(house: House, poll_id: int, but: int) -> int:
    """Six colleagues answer as well; returns how many answered in all."""
    with house.app.app_context(), house.app.test_request_context():
        session, now = db.read_session(), utc_now()
        keys = KeyFolder(house.app.extensions["offsite"].instance_dir / FOLDER)
        found = (
            select(Membership.person_id)
            .join(Event, Event.id == Membership.event_id)
            .where(Event.slug == OPEN, Membership.person_id != but)
            .order_by(Membership.person_id)
            .limit(6)
        )
        people = list(session.scalars(found))
        for person_id in people:
            answering.give_answer(
                db.unit_of_work,
                poll_id=poll_id,
                who=Respondent(person_id, f"{person_id:064x}"),
                sheet=Sheet(rows={"overall": RowAnswer(worth=4)}),
                keys=keys,
                now=now,
            )
    return len(people) + 1


def test_an_answer_survives_the_tab_and_becomes_results(house: House, browser: Browser) -> None:
    with visitor(browser, house.base_url) as ada, visitor(browser, house.base_url) as bob:
        sign_in(ada.page, house.base_url, house.filled.ada_id)
        sign_in(bob.page, house.base_url, house.filled.bob_id)
        page = open_a_poll(ada)

        bob.go(page)
        choose(bob, "worth-overall", "5")
        bob.page.locator("label[for='absent-workshop']").tap()
        expect(bob.page.locator("#better-workshop")).to_be_hidden()
        bob.fill(**{"line-start": "A walk before lunch"})
        tab = bob.page
        bob.page = tab.context.new_page()
        tab.close()

        bob.go(page)
        expect(bob.page.locator("#worth-overall-5")).to_be_checked()
        expect(bob.page.locator("#line-start")).to_have_value("A walk before lunch")
        bob.press("Send my answer")
        bob.see("Your answer is in")

        bob.press("Change it")
        expect(bob.page.locator("#absent-workshop")).to_be_checked()
        choose(bob, "worth-overall", "4")
        bob.press("Save my answer")
        bob.see("Your answer is in")

        answered = let_others_answer(house, int(page.rstrip("/").rsplit("/", 1)[-1]), bob_id(house))
        ada.page.reload()
        ada.see(f"{answered} of")
        ada.open("Close it and show the results")
        ada.press("Close it for good")
        bob.go(page.replace("/feedback/", "/results/").rstrip("/"))
        bob.see(f"{answered} of {answered} who answered say it was worth their time")


def bob_id(house: House) -> int:
    return house.filled.bob_id
