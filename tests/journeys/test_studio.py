"""The organizer's editor in a real browser: drag, thumb and keyboard, undo over a reload."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from offsite import db
from offsite.events.models import Membership, RoleGrant
from offsite.people.models import Person, SignIn
from offsite.policy import Role
from offsite.schedule.models import Pick
from offsite.web import cookies
from tests.conftest import FAR_AWAY, hash_of
from tests.factories import NOON
from tests.journeys.housing import serve
from tests.web.schedule.conftest import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 20_000
"""Milliseconds: other work on the machine may slow everything down."""
expect.set_options(timeout=PATIENCE)

TOKENS = {"Ada": "token-of-ada", "Bob": "token-of-bob"}
# High enough that nothing scrolls between the press and the drop.
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 1800}


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A site of its own with a draft of two items in the first slots of the Aula.

    Bob may edit it, too.
    """
    for app, base_url in serve(tmp_path):
        with app.app_context():
            db.db.create_all()
            with db.unit_of_work() as session:
                stage = build(session)
                granted = session.query(Membership).filter_by(person_id=stage.bob.id).one()
                granted.grants.append(RoleGrant(role=Role.PROGRAMME.value, granted_at=NOON))
                session.add_all([signed_in(stage.ada), signed_in(stage.bob)])
                wanted = {"person_id": stage.bob.id, "proposal_id": stage.items[0].id}
                session.add(Pick(**wanted, picked_at=NOON, changed_at=NOON))
                path = stage.page
        known = {name: cookie_of(app, base_url, token) for name, token in TOKENS.items()}
        yield base_url, path, known


def signed_in(person: Person) -> SignIn:
    return SignIn(
        person_id=person.id,
        token_hash=hash_of(TOKENS[person.name]),
        method="test",
        created_at=NOON,
        expires_at=FAR_AWAY,
    )


def cookie_of(app: Flask, base_url: str, token: str) -> dict[str, str]:
    """What a signed-in browser keeps."""
    with app.test_request_context():
        serializer = app.session_interface.get_signing_serializer(app)
        value = serializer.dumps({cookies.SIGN_IN: token})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": base_url}


@pytest.fixture
def open_draft(site, browser: Browser):
    """`open_draft(size, person)` is a browser of its own at the draft's page.

    ``alone``: it never looks what others change.
    """
    base_url, path, known = site
    contexts, faults = [], []

    def opened(size: dict[str, int], person: str = "Ada", *, alone: bool = False) -> Page:
        context = browser.new_context(
            viewport=size, base_url=base_url, reduced_motion="reduce", locale="en-GB"
        )
        contexts.append(context)
        context.add_cookies([known[person]])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        if alone:
            page.route("**/live?*", lambda route: route.abort())
        page.set_default_timeout(PATIENCE)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


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
    page.get_by_label("Time", exact=True).select_option(index=2)
    expect(page.locator("#studio-dialog [data-cost]").first).to_contain_text("at the same time")
    page.get_by_label("Time", exact=True).select_option(index=4)
    page.get_by_label("Room", exact=True).select_option("Cellar")
    expect(page.locator("#studio-dialog [data-cost]").first).to_contain_text("Nobody gains")
    page.get_by_role("button", name="Move it there").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#status")).to_contain_text("Ada moved Talk 0")
    expect(page.locator("#studio-dialog")).to_be_hidden()
    assert focused(page) == "Talk 0"
    expect(page.locator("#history li").first).to_contain_text("in Cellar")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def move_to_the_cellar(page: Page, title: str) -> None:
    """What thumbs do: open the item, choose the room, press."""
    page.locator(".session-title a:visible", has_text=title).click()
    page.get_by_label("Room", exact=True).select_option("Cellar")
    expect(page.locator("#studio-dialog [data-cost]").first).to_contain_text("would come")
    page.get_by_role("button", name="Move it there").click()


def test_on_a_phone_a_move_is_undone_and_redone_over_reloads(open_draft) -> None:
    page = open_draft(PHONE)
    latest = page.locator("#history li").first

    move_to_the_cellar(page, "Talk 0")
    expect(latest).to_contain_text("in Cellar")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(latest).to_contain_text("in Aula")
    page.reload()
    page.get_by_role("button", name="Redo").click()

    expect(latest).to_contain_text("in Cellar")


def test_two_organizers_on_phones_lose_no_move(open_draft) -> None:
    ada, bob = open_draft(PHONE), open_draft(PHONE, "Bob")
    stale = open_draft(PHONE, "Bob", alone=True)
    stale.locator(".session-title a:visible", has_text="Talk 1").click()
    stale.get_by_label("Room", exact=True).select_option("Cellar")

    move_to_the_cellar(ada, "Talk 0")
    expect(bob.locator("#status")).to_contain_text("Ada moved Talk 0")
    stale.get_by_role("button", name="Move it there").click()

    expect(stale.locator("[data-refusal]:visible").first).to_contain_text("Ada moved Talk 0")


def test_escape_closes_the_dialog_and_gives_the_focus_back(open_draft) -> None:
    page = open_draft(DESK)

    page.locator(".session-title a:visible", has_text="Talk 1").click()
    expect(page.get_by_role("button", name="Move it there")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#studio-dialog")).to_be_hidden()
    assert focused(page) == "Talk 1"


def test_two_items_swap_and_one_undo_takes_both_back(open_draft) -> None:
    page = open_draft(DESK)
    page.locator(".session-title a:visible", has_text="Talk 0").click()
    page.get_by_text("Swap with another item").click()
    page.get_by_label("Swap with").select_option(label="Talk 1")
    page.get_by_role("button", name="Swap them").click()
    expect(cell(page, 0, 0)).to_contain_text("Talk 1")
    expect(cell(page, 1, 0)).to_contain_text("Talk 0")

    page.get_by_role("button", name="Undo").click()

    expect(cell(page, 0, 0)).to_contain_text("Talk 0")
    expect(cell(page, 1, 0)).to_contain_text("Talk 1")


def test_a_press_while_another_is_under_way_waits_its_turn(open_draft) -> None:
    page = open_draft(DESK, alone=True)
    cell(page, 0, 0).locator(".session").drag_to(cell(page, 2, 1))
    expect(cell(page, 2, 1)).to_contain_text("Talk 0")
    cell(page, 1, 0).locator(".session").drag_to(cell(page, 3, 1))
    expect(cell(page, 3, 1)).to_contain_text("Talk 1")
    held: list[Any] = []
    page.route("**/undo", lambda route: held.append(route))

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#studio")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Undo").click()
    page.unroute("**/undo")
    held[0].continue_()

    expect(cell(page, 0, 0)).to_contain_text("Talk 0")
    expect(cell(page, 1, 0)).to_contain_text("Talk 1")
    expect(page.locator("#studio")).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1


def test_a_locked_day_refuses_a_drag_and_says_so(open_draft) -> None:
    page = open_draft(DESK)
    page.get_by_role("button", name="Lock this day").click()
    expect(page.get_by_text("Locked: nothing moves")).to_be_visible()

    cell(page, 0, 0).locator(".session").drag_to(cell(page, 2, 1))

    expect(page.locator("[data-refusal]")).to_contain_text("is locked in this draft")
    expect(cell(page, 0, 0)).to_contain_text("Talk 0")


def test_everything_after_a_time_shifts_after_a_look_at_it(open_draft) -> None:
    page = open_draft(PHONE)

    page.get_by_role("link", name="Shift several").click()
    page.get_by_label("Everything that begins").fill("09:45")
    page.get_by_label("How far").fill("15")
    page.get_by_role("button", name="Look what it would do").click()
    expect(page.locator("#preview")).to_contain_text("1 item would move")
    page.get_by_role("button", name="Shift them").click()

    expect(page.locator(".flashes")).to_contain_text("Ada shifted 1 item")


def test_each_of_two_organizers_sees_the_others_move_within_seconds(open_draft) -> None:
    ada, bob = open_draft(DESK), open_draft(DESK, "Bob")
    bob.locator(".session-title a:visible", has_text="Talk 1").focus()

    cell(ada, 0, 0).locator(".session").drag_to(cell(ada, 2, 1))

    expect(cell(bob, 2, 1)).to_contain_text("Talk 0")
    expect(bob.locator("#status")).to_contain_text("Ada moved Talk 0")
    assert focused(bob) == "Talk 1"


def test_of_two_organizers_the_second_sees_what_changed_and_tries_again(open_draft) -> None:
    first, second = open_draft(DESK), open_draft(DESK, "Bob", alone=True)
    cell(first, 0, 0).locator(".session").drag_to(cell(first, 2, 1))
    expect(cell(first, 2, 1)).to_contain_text("Talk 0")

    cell(second, 1, 0).locator(".session").drag_to(cell(second, 3, 0))

    expect(second.locator("[data-refusal]")).to_contain_text("Ada moved Talk 0")
    expect(cell(second, 2, 1)).to_contain_text("Talk 0")
    second.get_by_role("button", name=re.compile("Move it there")).click()
    expect(cell(second, 3, 0)).to_contain_text("Talk 1")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_page_that_is_read_does_not_jump_when_somebody_else_changes_it(open_draft, size) -> None:
    ada, bob = open_draft(DESK), open_draft(size, "Bob")
    where = bob.locator(".session-title a:visible", has_text="Talk 0")
    where.evaluate("(one) => window.scrollBy(0, one.getBoundingClientRect().top - 150)")
    before = where.bounding_box()["y"]

    ada.get_by_role("button", name="Lock this day").click()
    expect(bob.get_by_text("Locked: nothing moves")).to_be_attached(timeout=8_000)

    assert abs(where.bounding_box()["y"] - before) < 2


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_release_asks_about_warnings_and_writes_one_mail_to_each_affected(
    open_draft, site, size
) -> None:
    page, base_url = open_draft(size), site[0]
    page.goto(f"{base_url}/tlm/organize/releases")
    expect(page.locator("#next")).to_contain_text("2 items")
    page.get_by_role("button", name="Release", exact=True).click()
    page.goto(f"{base_url}{site[1]}")
    move_to_the_cellar(page, "Talk 0")
    expect(page.locator("#history li").first).to_contain_text("in Cellar")

    page.goto(f"{base_url}/tlm/organize/releases")
    expect(page.locator("#next")).to_contain_text("Moved")
    expect(page.locator("#next")).to_contain_text("1 person gets one mail")
    page.get_by_label("Note").fill("The Aula is too big.")
    page.get_by_role("button", name="Release", exact=True).click()

    expect(page.locator(".flashes")).to_contain_text("everybody sees it now")
    page.goto(f"{base_url}/tlm/schedule/changelog/")
    expect(page.get_by_role("main")).to_contain_text("The Aula is too big.")
    page.goto(f"{base_url}/tlm/organize/outbox")
    expect(page.get_by_role("main")).to_contain_text("Bob")
