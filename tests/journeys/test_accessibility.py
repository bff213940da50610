"""Every page, in every state people meet it in, through the checker of accessibility.

Pages come from the app's own map of addresses: a new one is looked at without being named
here, or stands in ``places.EXEMPT`` with its reason.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from offsite import db
from tests.journeys import world
from tests.journeys.housing import House, serve, sign_in
from tests.journeys.looking import faults_of, looker
from tests.journeys.places import EXEMPT, NEEDS, ONLY_SIGNED_OUT, SIGNED_OUT, Place, rules_of
from tests.journeys.visiting import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALLEST = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


AFTERWARDS = {"actions", "mentoring", "planning", "polls", "proceedings", "purse"}
"""Blueprints whose pages fill up with an event and after it."""


@pytest.fixture
def look(house: House, browser: Browser, axe_source: Path) -> Iterator[Any]:
    """`look(**options)` is a browser in which Ada, who owns every event, is signed in."""
    contexts: list[BrowserContext] = []

    def begin(*, signed_in: bool = True, **options: Any) -> Page:
        context = looker(browser, axe_source, base_url=house.base_url, **options)
        contexts.append(context)
        page = context.new_page()
        if signed_in:
            sign_in(page, house.base_url, house.filled.ada_id)
        return page

    yield begin
    for context in contexts:
        context.close()


def look_at(page: Page, found: Iterable[Place]) -> None:
    """Fail with every fault of these pages, one a line."""
    faults = []
    for place in found:
        answer = page.goto(place.path)
        if answer is None or answer.status != 200:
            faults.append(f"{place.path} answered {answer and answer.status}")
        faults += faults_of(page)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def of_insiders(found: Iterable[Place]) -> list[Place]:
    return [one for one in found if one.endpoint not in ONLY_SIGNED_OUT]


def test_every_page_has_an_address_to_look_at_or_a_reason_not_to(house: House) -> None:
    slugs = (house.filled.released, house.filled.past, world.OPEN)
    everything = [one for slug in slugs for one in house.places(slug)]

    assert {rule.endpoint for rule in rules_of(house.app)} == {one.endpoint for one in everything}
    assert {*EXEMPT, *NEEDS} <= set(house.app.view_functions)


def test_a_filled_event_on_the_smallest_phone(house: House, look: Any) -> None:
    page = look(**SMALLEST)

    look_at(page, of_insiders(house.places(house.filled.released)))


def test_a_filled_event_on_a_desk_in_the_dark(house: House, look: Any) -> None:
    page = look(**DESK, color_scheme="dark")

    look_at(page, of_insiders(house.places(house.filled.released)))


def test_what_was_made_of_a_past_event_on_a_phone(house: House, look: Any) -> None:
    page = look(**PHONE)
    past = house.places(house.filled.past)

    look_at(page, [one for one in past if one.endpoint.split(".")[0] in AFTERWARDS])


def test_an_event_with_an_open_call_and_vote_on_a_phone(house: House, look: Any) -> None:
    page = look(**PHONE)
    ours = [one for one in of_insiders(house.places(world.OPEN)) if world.OPEN in one.path]

    look_at(page, ours)


def test_an_event_with_nothing_in_it_yet_on_a_phone_in_the_dark(house: House, look: Any) -> None:
    page = look(**PHONE, color_scheme="dark")
    ours = [one for one in of_insiders(house.places(world.EMPTY)) if world.EMPTY in one.path]

    look_at(page, ours)


@pytest.mark.parametrize("options", [SMALLEST, {**DESK, "color_scheme": "dark"}])
def test_what_strangers_see(house: House, look: Any, options: dict[str, Any]) -> None:
    page = look(signed_in=False, **options)
    page.goto("/sign-in")
    ours = [one for one in house.places(house.filled.released) if one.endpoint in SIGNED_OUT]

    look_at(page, ours)


FAULTY_FORMS = (
    "/new",
    "/me",
    f"/{world.OPEN}/proposals/new",
    f"/{world.OPEN}/wanted/",
    f"/{world.OPEN}/organize/rooms",
    f"/{world.OPEN}/organize/settings",
    f"/{world.OPEN}/organize/members",
)


def test_forms_that_were_not_accepted(house: House, look: Any) -> None:
    page = look(**PHONE)
    faults = []

    for path in FAULTY_FORMS:
        page.goto(path)
        form = page.locator("main form.form").first
        for field in form.locator("input[type=text]:not([readonly]), textarea").all():
            field.fill("")
        with page.expect_navigation() as led:
            form.locator("button.btn-primary").first.click()
        assert led.value.status == 400, path
        # The list of faults is what a screen reader and the eye begin with.
        assert page.evaluate("document.activeElement.classList.contains('error-summary')"), path
        # Scrolled to it, the thumb bar lies over lines whose ground the checker then cannot see.
        page.evaluate("scrollTo(0, 0)")
        faults += faults_of(page)

    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_pages_of_errors(house: House, look: Any) -> None:
    page = look(**SMALLEST)
    for path, status in (("/nobody/", 404), (f"/{world.OPEN}/proposals/AAAAAA/", 404)):
        answer = page.goto(path)

        assert (answer.status, faults_of(page)) == (status, [])


def test_forced_colours_keep_what_colour_says(house: House, look: Any) -> None:
    page = look(**PHONE, forced_colors="active")
    wanted = {"events.home", "proposals.vote", "schedule.show", "schedule.agenda", "schedule.now"}
    released = house.places(house.filled.released)

    look_at(page, [one for one in released if one.endpoint in wanted])
    look_at(page, [one for one in house.places(world.OPEN) if one.endpoint == "proposals.vote"])


def test_the_first_page_of_an_empty_installation(
    browser: Browser, axe_source: Path, tmp_path: Path
) -> None:
    for app, base_url in serve(tmp_path):
        with app.app_context():
            db.db.create_all()
        context = looker(browser, axe_source, base_url=base_url, **SMALLEST)
        page = context.new_page()
        page.goto("/")

        assert page.locator("h1").inner_text() == "Who organizes?"
        assert faults_of(page) == []
        context.close()
