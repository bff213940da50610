"""Between two meetings, on two phones: a group, a visit, a mentor, and money for all to see."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event, Membership
from offsite.people.models import Person
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor
from tests.journeys.world import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MONDAY, FRIDAY = date(2030, 3, 4), date(2030, 3, 8)


@pytest.fixture
def phones(browser: Browser, house: House) -> Iterator[list[Visitor]]:
    with ExitStack() as stack:
        found = []
        for person_id in (house.filled.ada_id, house.filled.bob_id):
            phone = stack.enter_context(visitor(browser, house.base_url))
            sign_in(phone.page, house.base_url, person_id)
            found.append(phone)
        yield found


def mentors_of(house: House) -> list[Person]:
    """Bob, and somebody else who is neither Ada nor Bob."""
    with house.app.app_context():
        session = db.read_session()
        others = session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .join(Event, Event.id == Membership.event_id)
            .where(Event.slug == OPEN, Person.id.not_in([house.filled.ada_id]))
            .order_by((Person.id == house.filled.bob_id).desc(), Person.id)
            .limit(2)
        )
        return list(others)


def path_of(phone: Visitor) -> str:
    return phone.page.url.partition("?")[0]


def test_a_group_is_founded_and_another_joins(phones: list[Visitor]) -> None:
    ada, bob = phones
    ada.go(f"/{OPEN}/groups/new")
    ada.fill(title="Slow queries, read aloud")
    ada.press("Start it")
    ada.see("No date yet. Say when you meet first.")
    ada.fill(day=MONDAY.isoformat(), clock="12:00", times="2")
    ada.choose("every", "Every week")
    ada.press("Put them into the calendars")
    ada.see("Mon 4 Mar 2030")
    ada.see("Mon 11 Mar 2030")

    bob.go(f"/{OPEN}/groups/")
    bob.press("Slow queries, read aloud")
    bob.press("Join")
    bob.see("Leave")

    bob.go(f"/{OPEN}/groups/")
    bob.see("You are in")


def test_a_place_is_offered_asked_for_and_given(phones: list[Visitor]) -> None:
    ada, bob = phones
    ada.go(f"/{OPEN}/tourism/new")
    ada.fill(
        team="The lighthouse",
        from_on=MONDAY.isoformat(),
        to_on=(FRIDAY + timedelta(days=7)).isoformat(),
        guests="1",
    )
    ada.press("Offer it")
    stay = path_of(ada)

    bob.go(stay)
    bob.fill(
        from_on=MONDAY.isoformat(), to_on=FRIDAY.isoformat(), note="I would like to see the lamp."
    )
    bob.press("Ask")
    ada.go(stay)
    ada.fill(sentence="Bring a coat.")
    ada.press("You are welcome")

    bob.go(stay)
    bob.see("Welcome")
    bob.see("Bring a coat.")


def test_mentors_are_ranked_and_the_result_is_published(
    phones: list[Visitor], house: House
) -> None:
    ada, bob = phones
    wanted, other = mentors_of(house)
    ada.go(f"/{OPEN}/mentoring/new")
    ada.fill(title="A spring of mentors")
    ada.press("Prepare")
    for mentor in (wanted, other):
        ada.fill(person=mentor.email, capacity="1")
        ada.press("Add the mentor")
        ada.see(mentor.name)
    ada.press("Open the round")
    ada.page.get_by_label(wanted.name).select_option(label="Choice 1")
    ada.page.get_by_label(other.name).select_option(label="Choice 2")
    ada.press("Keep my choices")
    ada.see("1 person has chosen.")
    ada.open("Close and match")
    ada.press("Close and match")
    ada.open("Publish")
    ada.press("Publish")
    ada.see("your first choice.")

    bob.go(path_of(ada))
    bob.see("Who came together")


def test_money_is_written_down_with_its_receipt(phones: list[Visitor], tmp_path: Path) -> None:
    ada, bob = phones
    receipt = tmp_path / "receipt.png"
    Image.new("RGB", (60, 90), "white").save(receipt)
    bob.go(f"/{OPEN}/purse/new")
    bob.fill(title="A lamp for the late ones", amount="1234.50")
    bob.choose("currency", "PLN")
    bob.page.locator("input[type=file]").set_input_files(receipt)
    bob.press("Write it down")
    picture = bob.page.get_by_role("img", name="Picture of the receipt")
    picture.scroll_into_view_if_needed()
    picture.wait_for()

    ada.go(f"/{OPEN}/purse/")
    ada.see("A lamp for the late ones")
    ada.see("PLN\N{NO-BREAK SPACE}1,234.50")
    ada.see("1 entry")
