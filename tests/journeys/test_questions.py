"""An AMA at a dinner: asked without a name, moderated, voted on, answered, on three phones."""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event, Membership
from offsite.questions.services import queues
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Which rule would you drop tomorrow?"
AMA = "/questions/fireside/"


@pytest.fixture
def fireside(house: House) -> tuple[str, int]:
    """The address of a moderated queue, and a third member: neither Ada nor Bob."""
    with house.app.app_context(), db.unit_of_work() as session:
        event = session.scalars(select(Event).where(Event.slug == house.filled.released)).one()
        queues.open_queue(
            session, event=event, plan=queues.QueuePlan("Fireside"), now=datetime.now(UTC)
        )
        known = (house.filled.ada_id, house.filled.bob_id)
        eve_id = session.scalars(
            select(Membership.person_id).where(
                Membership.event_id == event.id, Membership.person_id.not_in(known)
            )
        ).first()
        assert eve_id is not None
        return f"/{event.slug}{AMA}", eve_id


def phone(phones: ExitStack, browser: Browser, house: House, person_id: int) -> Visitor:
    person = phones.enter_context(visitor(browser, house.base_url))
    sign_in(person.page, house.base_url, person_id)
    return person


def test_from_an_anonymous_question_to_a_written_answer(
    browser: Browser, house: House, fireside: tuple[str, int]
) -> None:
    address, eve_id = fireside
    with ExitStack() as phones:
        ada = phone(phones, browser, house, house.filled.ada_id)
        bob = phone(phones, browser, house, house.filled.bob_id)
        eve = phone(phones, browser, house, eve_id)

        bob.go(address)
        bob.fill(body=WORDS)
        bob.named("Ask").tap()
        bob.see("Only you see these")
        eve.go(address)
        eve.see("No questions yet")

        ada.go(f"{address}desk")
        card = ada.page.locator(".question", has_text=WORDS)
        expect(card).to_contain_text("Without a name")
        ada.press("Approve")

        with bob.page.expect_response("**/seen") as told:
            bob.go(address)
            bob.page.locator("[data-fresh] .question").first.scroll_into_view_if_needed()
        assert told.value.status == 204

        # Eve's page says by itself that there is something new.
        eve.named("Show 1 new question").wait_for()
        eve.press("Show 1 new question")
        vote = eve.page.get_by_role("button", name="I want to know")
        vote.tap()
        expect(vote).to_have_attribute("aria-pressed", "true")
        expect(vote).to_contain_text("1")
        screen = phone(phones, browser, house, house.filled.ada_id)
        screen.go(f"{address}show")
        ada.press("Answer now")
        expect(screen.page.locator(".screen-now")).to_contain_text(WORDS)
        expect(eve.page.locator(".question-stage")).to_contain_text(WORDS)

        card = ada.page.locator(".question", has_text=WORDS)
        card.get_by_text("More", exact=True).tap()
        card.locator("summary", has_text="Answer in writing").tap()
        card.get_by_label("Your answer, with your name").fill("The one about **Fridays**.")
        with ada.page.expect_navigation():
            card.get_by_role("button", name="Publish the answer").tap()
        eve.go(address)
        eve.see("The one about Fridays.")
        expect(eve.page.locator(".question-answerer")).to_contain_text("answers")
