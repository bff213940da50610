"""Nothing but a keyboard: where the focus is, that it is seen, and what can be done by it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.housing import House, sign_in
from tests.journeys.world import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SIZES = [PHONE, DESK]
PAGES = (f"/{OPEN}/proposals/", f"/{OPEN}/vote", f"/{OPEN}/organize/rooms")
MOST_STOPS = 80

FOCUSED = """() => {
  const found = document.activeElement;
  if (!found || found === document.body) return null;
  const box = found.getBoundingClientRect();
  const across = [0.1, 0.5, 0.9];
  const seen = across.some((x) => across.some((y) => {
    const hit = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return hit && (found.contains(hit) || hit.contains(found) && hit.matches("label, a, summary"));
  }));
  return { name: found.outerHTML.slice(0, 120), seen,
    x: box.x, y: box.y, width: box.width, height: box.height };
}"""


@pytest.fixture
def page_of_ada(house: House, browser: Browser, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(
        viewport=size, base_url=house.base_url, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    sign_in(page, house.base_url, house.filled.ada_id)
    yield page
    context.close()


def around(page: Page, spot: dict[str, float]) -> bytes:
    """A picture of an element and of the ring about it."""
    size = page.viewport_size
    assert size is not None
    left, top = max(0, spot["x"] - 6), max(0, spot["y"] - 6)
    width = min(size["width"] - left, spot["width"] + 12)
    height = min(size["height"] - top, spot["height"] + 12)
    return page.screenshot(clip={"x": left, "y": top, "width": width, "height": height})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_the_focus_is_seen_at_every_stop(page_of_ada: Page, path: str) -> None:
    page = page_of_ada
    page.goto(path)
    faults, stops = [], 0

    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        spot = page.evaluate(FOCUSED)
        if spot is None:
            break
        stops += 1
        if not spot["seen"]:
            faults.append(f"hidden: {spot['name']}")
            continue
        with_focus = around(page, spot)
        # The next stop is counted from here all the same.
        page.evaluate("document.activeElement.blur()")
        if around(page, spot) == with_focus:
            faults.append(f"no ring: {spot['name']}")

    assert stops > 10
    assert faults == []


@pytest.mark.parametrize("size", SIZES)
def test_the_first_stop_leads_past_the_menus(page_of_ada: Page) -> None:
    page = page_of_ada
    page.goto(f"/{OPEN}/proposals/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("size", "menu"),
    [
        (PHONE, ".top-end .menu"),
        (PHONE, ".tabbar .more"),
        (DESK, ".top-end .menu"),
        (DESK, ".top nav .menu"),
    ],
)
def test_menus_open_and_close_by_keys(page_of_ada: Page, menu: str) -> None:
    page = page_of_ada
    page.goto(f"/{OPEN}/proposals/")
    summary = page.locator(f"{menu} > summary")

    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("(menu) => document.activeElement.closest(menu) !== null", menu)
    page.keyboard.press("Escape")

    expect(summary).to_be_focused()
    expect(page.locator(menu)).not_to_have_attribute("open", "")


@pytest.mark.parametrize("size", SIZES)
def test_a_vote_by_keys_keeps_the_place(page_of_ada: Page) -> None:
    page = page_of_ada
    page.goto(f"/{OPEN}/vote?show=all")
    card = page.locator(".vote-card").first
    must = page.locator(f"#{card.get_attribute('id')}-must")
    was = must.get_attribute("aria-pressed")

    must.focus()
    page.keyboard.press("Enter")

    expect(must).not_to_have_attribute("aria-pressed", was or "")
    expect(must).to_be_focused()
