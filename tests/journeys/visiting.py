"""A person with a browser, who notices everything that goes wrong in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HERE = {"locale": "en-GB", "timezone_id": "Europe/Warsaw", "accept_downloads": True}

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
});
"""


class Visitor:
    """One browser of its own.  ``faults`` are console errors, policy violations and 5xx."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.base_url}{path}")

    def fill(self, **values: str) -> None:
        """Type into the fields of those names."""
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)

    def choose(self, name: str, beginning: str) -> None:
        """Select the option whose words begin so."""
        field = self.page.locator(f"main select[name='{name}']")
        option = field.locator("option").filter(has_text=re.compile(f"^{re.escape(beginning)}"))
        field.select_option(value=option.first.get_attribute("value"))

    def press(self, label: str) -> None:
        """The first button or link of the content with this name, which leads to a page."""
        with self.page.expect_navigation() as led:
            self.named(label).tap()
        assert led.value.ok, self.page.get_by_role("main").inner_text()

    def named(self, label: str) -> Locator:
        """The first button or link of the content with this name."""
        main = self.page.get_by_role("main")
        found = main.get_by_role("button", name=label, exact=True)
        return found.or_(main.get_by_role("link", name=label, exact=True)).first

    def open(self, label: str) -> None:
        """Unfold what stands behind ``label``."""
        self.page.locator("main summary", has_text=label).first.click()

    def see(self, text: str) -> None:
        """Wait until ``text`` can be read."""
        self.page.get_by_role("main").get_by_text(text).locator("visible=true").first.wait_for()


@contextmanager
def visitor(browser: Browser, base_url: str, **options: Any) -> Iterator[Visitor]:
    """A phone with a fresh browser; it must be content when it is put away."""
    context = browser.new_context(**{**PHONE, **HERE, **options})
    context.set_default_timeout(15_000)
    context.add_init_script(REPORT_VIOLATIONS)
    found = Visitor(context.new_page(), base_url)
    yield found
    context.close()
    assert found.faults == []
