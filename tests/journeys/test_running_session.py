"""Two phones in one room: the facilitator presses, everybody sees the phase and the clock."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event
from offsite.facilitation.models import Run
from offsite.schedule.queries import latest_release
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DIGITS = "[data-run-digits]"


@pytest.fixture
def phones(browser: Browser, house: House) -> Iterator[list[Visitor]]:
    with ExitStack() as stack:
        found = []
        for person_id in (house.filled.ada_id, house.filled.bob_id):
            phone = stack.enter_context(visitor(browser, house.base_url))
            sign_in(phone.page, house.base_url, person_id)
            found.append(phone)
        yield found


def _session(house: House) -> tuple[str, list[str]]:
    """The code of a session that nobody has run, and the names of its phases, three at least."""
    with house.app.app_context():
        session = db.read_session()
        event = session.query(Event).filter_by(slug=house.filled.released).one()
        run = set(session.scalars(select(Run.proposal_id)))
        release = latest_release(session, event)
        assert release is not None
        proposals = [one.proposal for one in release.items if not one.canceled_at]
        found = next(
            one for one in proposals if one and one.id not in run and len(one.format.phases) > 2
        )
        return found.code, [phase.name for phase in found.format.phases]


def test_a_phone_leads_and_another_follows_without_a_network_too(
    phones: list[Visitor], house: House
) -> None:
    ada, bob = phones
    code, names = _session(house)
    event = house.filled.released

    ada.go(f"/{event}/schedule/items/{code}/")
    ada.press("Run this session")
    ada.page.get_by_role("button", name=f"Start: {names[0]}").tap()
    ada.page.locator(".run-now h2", has_text=names[0]).wait_for()
    bob.go(f"/{event}/schedule/items/{code}/")
    bob.page.locator(".run-card h2", has_text=names[0]).wait_for()

    # What the one presses the other sees, without a reload.
    ada.page.get_by_role("button", name=f"Next: {names[1]}").tap()
    bob.page.locator(".run-card h2", has_text=names[1]).wait_for()

    # Without a network the clock goes on.
    bob.page.context.set_offline(True)
    before = bob.page.locator(DIGITS).text_content()
    bob.page.wait_for_function(
        "([where, before]) => document.querySelector(where).textContent !== before",
        arg=[DIGITS, before],
    )
    bob.page.context.set_offline(False)

    # After the end the page says so.
    ada.open("End the session")
    ada.press("End the session")
    bob.see("This session is over.")
    bob.faults = [one for one in bob.faults if "ERR_INTERNET_DISCONNECTED" not in one]
