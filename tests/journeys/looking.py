"""What a checker of accessibility says about a page, in lines a person can act on."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

CHECK = """async () => {
  document.querySelectorAll("main details:not([data-menu])").forEach((one) => { one.open = true; });
  const found = await axe.run(document, {
    resultTypes: ["violations", "incomplete"],
    rules: { "target-size": { enabled: true } },
  });
  const lines = (kind) => found[kind].flatMap((rule) => rule.nodes.map((node) => [
    rule.id,
    node.target.join(" "),
    [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
    node.html.slice(0, 160),
  ]));
  return { violations: lines("violations"), incomplete: lines("incomplete") };
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

EXPLAINED = (
    (
        "color-contrast",
        "due to a pseudo element",
        "aria-current",
        "the line over the current link of the thumb bar lies beside its word, not behind it",
    ),
    (
        "color-contrast",
        "too short to determine",
        ".hue-",
        "the number of a colour is one digit; it stands in the text colour of that hue (7:1)",
    ),
    (
        "color-contrast",
        "partially overlaps other elements",
        "h3 > a",
        "a cell over several rows: the checker takes the later row for something in front of it",
    ),
    (
        "color-contrast",
        "partially overlaps other elements",
        ".session-hosts",
        "the same, of the names in such a cell",
    ),
)
"""(rule, part of the checker's message, part of the selector, why it is right as it is)."""


def looker(browser: Browser, axe_source: Path, **options: Any) -> BrowserContext:
    """A browser of its own that carries the checker."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", **options)
    context.set_default_timeout(20_000)
    context.add_init_script(path=axe_source)
    return context


def faults_of(page: Page) -> list[str]:
    """Violations, whatever the checker was not sure of, and sideways scrolling."""
    found = page.evaluate(CHECK)
    unsure = [one for one in found["incomplete"] if not _explained(one)]
    faults = [f"{page.url} {' | '.join(one)}" for one in found["violations"] + unsure]
    if (wide := page.evaluate(SIDEWAYS)) > 0:
        faults.append(f"{page.url} is {wide} px wider than the window")
    return faults


def _explained(fault: list[str]) -> bool:
    found, where, message, _html = fault
    return any(
        rule == found and part in message and selector in where
        for rule, part, selector, _why in EXPLAINED
    )
