"""Three phones at one board: pitch, place, swap, report, while the projector follows."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from offsite import db
from offsite.events.models import Event, Membership
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST, SECOND = "Why do we still print badges?", "A library of mistakes"


@pytest.fixture
def phones(browser: Browser, house: House) -> Iterator[list[Visitor]]:
    """Ada, Bob and Dan, each with a phone, all on the board of the event to come."""
    with ExitStack() as stack:
        found = []
        for person_id in (house.filled.ada_id, house.filled.bob_id, _somebody_else(house)):
            phone = stack.enter_context(visitor(browser, house.base_url))
            sign_in(phone.page, house.base_url, person_id)
            phone.go(f"/{house.filled.released}/board/")
            found.append(phone)
        yield found


def _somebody_else(house: House) -> int:
    known = {house.filled.ada_id, house.filled.bob_id}
    with house.app.app_context():
        session = db.read_session()
        event = session.query(Event).filter_by(slug=house.filled.released).one()
        members = session.query(Membership).filter_by(event_id=event.id, left_at=None)
        rows = members.order_by(Membership.id).all()
        return next(one.person_id for one in rows if one.person_id not in known)


def post(phone: Visitor, title: str) -> str:
    """Post a topic; its address."""
    phone.fill(title=title)
    phone.press("Post it")
    return phone.page.url.partition("/place")[0].removeprefix(phone.base_url)


def take(phone: Visitor, room: str) -> None:
    """Tap the first free cell in ``room``."""
    with phone.page.expect_navigation():
        phone.page.locator("main button.square-button", has_text=room).first.tap()


def test_pitch_place_swap_and_report_on_three_phones(phones: list[Visitor], house: House) -> None:
    ada, bob, dan = phones
    board = f"/{house.filled.released}/board"

    # The circle opens; a topic that is posted queues up, and the projector shows who speaks.
    ada.go(f"{board}/queue")
    ada.press("Open the circle")
    first = post(bob, FIRST)
    ada.go(f"{board}/queue")
    ada.press("Call the first")
    dan.go(f"{board}/show")
    dan.see(FIRST)

    # Both want the Aula: the second is offered the next free place, and it is one tap away.
    second = post_from_board(dan, board)
    bob.go(f"{first}/place")
    take(bob, "Aula")
    take(dan, "Aula")
    dan.see("Somebody was faster")
    # The browser notes the refusal that was just asked for.
    dan.faults = [one for one in dan.faults if "409" not in one]
    with dan.page.expect_navigation():
        dan.page.locator(".callout button").tap()

    # Ada's open board follows without a reload.
    ada.go(f"{board}/")
    bob.go(f"{first}/deal")
    bob.choose("other", SECOND)
    bob.press("Ask them")
    dan.go(f"{second}/")
    dan.press("Agree")
    dan.see("Aula")
    ada.page.locator(".square", has_text="Aula").filter(has_text=SECOND).wait_for()

    # Anyone takes notes: they are kept while they are written, and everybody reads them.
    ada.go(f"{first}/notes")
    ada.page.locator("[name=summary]").fill("Because the lanyards are pretty.")
    ada.see("Draft saved.")
    ada.press("Publish on the news wall")
    bob.go(f"{board}/news")
    bob.see("Because the lanyards are pretty.")


def post_from_board(phone: Visitor, board: str) -> str:
    phone.go(f"{board}/")
    return post(phone, SECOND)
