"""The organizer's editor in a real browser: drag, thumb and keyboard, undo over a reload."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from offsite import db
from offsite.people.models import Person, SignIn
from offsite.web import cookies
from tests.conftest import FAR_AWAY, hash_of
from tests.factories import NOON
from tests.journeys.housing import serve
from tests.web.schedule.conftest import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "token-of-ada"
# High enough that nothing scrolls between the press and the drop.
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 1800}


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A site of its own with a draft of two items in the first slots of the Aula."""
    for app, base_url in serve(tmp_path):
        with app.app_context():
            db.db.create_all()
            with db.unit_of_work() as session:
                stage = build(session)
                session.add(signed_in(stage.ada))
                path = stage.page
        yield base_url, path, cookie_of(app, base_url)


def signed_in(person: Person) -> SignIn:
    return SignIn(
        person_id=person.id,
        token_hash=hash_of(TOKEN),
        method="test",
        created_at=NOON,
        expires_at=FAR_AWAY,
    )


def cookie_of(app: Flask, base_url: str) -> dict[str, str]:
    """What a signed-in browser keeps."""
    with app.test_request_context():
        serializer = app.session_interface.get_signing_serializer(app)
        value = serializer.dumps({cookies.SIGN_IN: TOKEN})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": base_url}


@pytest.fixture
def open_draft(site, browser: Browser):
    """`open_draft(size, person)` is a browser of its own at the draft's page."""
    base_url, path, cookie = site
    contexts = []

    def opened(size: dict[str, int]) -> Page:
        context = browser.new_context(
            viewport=size, base_url=base_url, reduced_motion="reduce", locale="en-GB"
        )
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def cell(page: Page, row: int, room: int):
    return page.locator(".grid-o tbody tr").nth(row).locator("td").nth(room)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_an_item_is_dragged_and_undone_and_redone_over_reloads(open_draft) -> None:
    page = open_draft(DESK)

    cell(page, 0, 0).locator(".session").drag_to(cell(page, 2, 1))
    expect(cell(page, 2, 1)).to_contain_text("Talk 0")
    assert focused(page) == "Talk 0"
    expect(page.locator("#status")).to_contain_text("Ada moved Talk 0")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 0, 0)).to_contain_text("Talk 0")
    page.reload()
    page.get_by_role("button", name="Redo").click()

    expect(cell(page, 2, 1)).to_contain_text("Talk 0")


def test_while_an_item_is_dragged_it_is_said_what_the_move_would_do(open_draft) -> None:
    page = open_draft(DESK)
    cell(page, 0, 0).locator(".session").hover()
    page.mouse.down()
    cell(page, 1, 0).hover()
    cell(page, 1, 0).hover()

    expect(page.locator("#studio-cost")).to_contain_text("at the same time")
    cell(page, 2, 1).hover()
    expect(page.locator("#studio-cost")).to_contain_text("Nobody gains or loses")
    page.mouse.up()

    expect(page.locator("#studio-cost")).to_have_count(0)
    expect(cell(page, 2, 1)).to_contain_text("Talk 0")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_item_is_moved_by_keyboard_and_keeps_the_focus(open_draft, size) -> None:
    page = open_draft(size)

    page.locator(".session-title a:visible", has_text="Talk 0").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Time", exact=True).select_option(index=4)
    page.get_by_label("Room", exact=True).select_option("Cellar")
    page.get_by_role("button", name="Move it there").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#status")).to_contain_text("Ada moved Talk 0")
    assert focused(page) == "Talk 0"
    expect(page.locator("#panel")).to_contain_text("in Cellar")


def test_of_two_organizers_the_second_sees_what_changed_and_tries_again(open_draft) -> None:
    first, second = open_draft(DESK), open_draft(DESK)
    cell(first, 0, 0).locator(".session").drag_to(cell(first, 2, 1))
    expect(cell(first, 2, 1)).to_contain_text("Talk 0")

    cell(second, 1, 0).locator(".session").drag_to(cell(second, 3, 0))

    expect(second.locator("[data-refusal]")).to_contain_text("Ada moved Talk 0")
    expect(cell(second, 2, 1)).to_contain_text("Talk 0")
    second.get_by_role("button", name=re.compile("Move it there")).click()
    expect(cell(second, 3, 0)).to_contain_text("Talk 1")
