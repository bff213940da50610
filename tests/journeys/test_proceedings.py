"""Two people write at once on their phones, lose nothing, and read it in the book."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event
from offsite.schedule.queries import latest_release
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def phones(browser: Browser, house: House) -> Iterator[list[Visitor]]:
    with ExitStack() as stack:
        found = []
        for person_id in (house.filled.ada_id, house.filled.bob_id):
            phone = stack.enter_context(visitor(browser, house.base_url))
            sign_in(phone.page, house.base_url, person_id)
            found.append(phone)
        yield found


def _session_of(house: House) -> str:
    """The code of a session in the newest release."""
    with house.app.app_context():
        session = db.read_session()
        event = session.scalars(select(Event).where(Event.slug == house.filled.released)).one()
        release = latest_release(session, event)
        return next(one.code for one in release.items if one.canceled_at is None)


def save_too_late(phone: Visitor) -> None:
    """Save on a text that somebody else has saved meanwhile."""
    with phone.page.expect_navigation():
        phone.named("Save").tap()
    phone.see("Two people wrote at once")
    # The browser notes the refusal that was just asked for.
    phone.faults = [one for one in phone.faults if "409" not in one]


def test_two_take_notes_and_read_them_in_the_book(phones: list[Visitor], house: House) -> None:
    ada, bob = phones
    slug = house.filled.released
    notes = f"/{slug}/schedule/items/{_session_of(house)}/notes"

    # Both begin on the same empty page; who saves second sees the difference.
    ada.go(notes)
    bob.go(notes)
    ada.fill(body="Small reviews win.")
    bob.fill(body="Large reviews lose.")
    ada.press("Save")
    save_too_late(bob)

    # The tab is closed: the words are still there, and nothing of Ada's is overwritten.
    bob.go(notes)
    assert bob.page.locator("#body").input_value() == "Large reviews lose."
    save_too_late(bob)
    bob.press("Keep both: theirs, then mine")
    bob.see("Small reviews win.")

    ada.go(f"/{slug}/proceedings/")
    ada.see("Large reviews lose.")
    with ada.page.expect_download() as download:
        ada.page.get_by_role("link", name="Markdown").click()
    text = Path(download.value.path()).read_text()
    assert "Small reviews win.\n\nLarge reviews lose." in text
