"""From what people need to a room and a car, on phones."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, time

import pytest
from playwright.sync_api import Browser

from tests.journeys.running import Site, running_site
from tests.journeys.test_main_way import (
    FIRST_DAY,
    SLUG,
    create_event,
    found_the_site,
    invitation_link,
    join,
)
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAN = f"/{SLUG}/organize/mixing/"
LEAVES = datetime.combine(FIRST_DAY, time(6, 30)).isoformat(timespec="minutes")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("instance")) as found:
        yield found


def take_the_travel_role(ada: Visitor) -> None:
    ada.go(f"/{SLUG}/organize/members")
    ada.press("Ada Organizer")
    ada.page.get_by_label("Travel: alone").check()
    ada.press("Save the roles")


def say_needs(person: Visitor, journey: str, **more: str) -> None:
    person.go(f"/{SLUG}/mixing/")
    person.press("Tell us what you need")
    person.page.get_by_label("shared with anybody").check()
    person.page.get_by_label(journey).check()
    person.fill(leaves_from="Lodz", leaves_at=LEAVES, **more)
    person.press("Save")


def draw(ada: Visitor, template: str, **values: str) -> None:
    ada.go(PLAN)
    ada.press(template)
    ada.fill(**values)
    ada.press("Draw it")


def mix(ada: Visitor) -> None:
    ada.go(f"{PLAN}#mix")
    ada.page.get_by_role("main").get_by_role("button", name="Mix", exact=True).tap()
    # The page asks again by itself until the worker is done.
    look = ada.page.get_by_role("main").locator("a.btn-primary")
    look.wait_for(timeout=60_000)
    look.click()
    # All four fit into one car, so whoever shares a room meets again: that is proven.
    ada.see("2 meetings repeat, and fewer is impossible.")
    ada.press("The night")


def mates_of(ada: Visitor) -> list[str]:
    """Whoever shares the room with Bob, as the draft shows it."""
    room = ada.page.locator(".group-card", has_text="Bob Member")
    return sorted(room.locator(".seat").all_inner_texts())


def swap_bob(ada: Visitor) -> None:
    """Bob and somebody of the other room change places, by thumb alone; then it is undone."""
    before = mates_of(ada)
    ada.press("Bob Member")
    ada.see("Move Bob Member")
    ada.page.get_by_role("link", name="Swap …").first.click()
    ada.see("Change places with somebody")
    ada.press("Swap")
    after = mates_of(ada)
    assert after != before
    ada.press("Undo")
    assert mates_of(ada) == before
    ada.press("Redo")
    assert mates_of(ada) == after


def publish(ada: Visitor) -> None:
    ada.press("Publish")
    ada.see("It changes something for 4 people")
    ada.press("Publish")
    ada.see("Everybody sees their own part")


def test_from_needs_to_my_room_and_car(browser: Browser, site: Site) -> None:
    with ExitStack() as phones:
        ada, bob, eve, dan = (
            phones.enter_context(visitor(browser, site.base_url)) for _ in range(4)
        )
        found_the_site(ada)
        create_event(ada)
        link = invitation_link(ada)
        for who, name in ((bob, "Bob"), (eve, "Eve"), (dan, "Dan")):
            join(who, site, link, name, by_code=False)
        take_the_travel_role(ada)

        say_needs(
            ada,
            "I drive and have free seats",
            car_seats="3",
            meeting_point="Under the clock",
            contact="123 456",
        )
        for who in (bob, eve, dan):
            say_needs(who, "I would like a seat in a car")
        draw(ada, "Car pool", name="The way there")
        draw(ada, "Hotel rooms", name="The night", rooms="2 x 2")
        mix(ada)
        swap_bob(ada)
        publish(ada)

        letter = site.letters.to("bob@example.org")
        assert "The night: Room" in letter
        bob.go(f"/{SLUG}/mixing/")
        bob.see("The night")
        bob.see("Under the clock")
        bob.see("123 456")
        assert bob.page.locator(".together-people li").count() == 1 + 3
        assert bob.page.evaluate("document.documentElement.scrollWidth") <= 390
