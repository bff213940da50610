"""Reading, proposing and voting on a phone that runs no script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import visitor
from tests.journeys.world import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_member_reads_proposes_and_votes(house: House, browser: Browser) -> None:
    with visitor(browser, house.base_url, java_script_enabled=False) as bob:
        sign_in(bob.page, house.base_url, house.filled.bob_id)
        bob.go(f"/{house.filled.released}/schedule/")
        assert bob.page.locator(".only-narrow .session-title").first.is_visible()

        bob.go(f"/{OPEN}/proposals/new")
        bob.fill(title="No script needed", abstract="Plain forms.")
        bob.press("Preview")
        bob.see("Plain forms.")
        bob.press("Save as draft")
        bob.press("Submit the proposal")
        expect(bob.page.locator("h1")).to_have_text("No script needed")

        bob.go(f"/{OPEN}/vote")
        card = bob.page.locator(".vote-card").first
        title = card.locator(".vote-card-title").inner_text()
        with bob.page.expect_navigation():
            card.get_by_role("button", name="Would", exact=True).tap()
        bob.go(f"/{OPEN}/vote?show=all")
        pressed = bob.page.locator(".vote-card", has_text=title).locator("[aria-pressed=true]")
        expect(pressed).to_have_text(re.compile("Would"))
