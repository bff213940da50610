"""What a checker of accessibility says about a page, in lines a person can act on."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

CHECK = """async () => {
  // What scrolls in a frame of its own is cut off at its edge; the checker cannot see below it.
  document.querySelectorAll(".grid-frame").forEach((one) => { one.style.maxHeight = "none"; });
  // It scrolls what it looks at under heads that stay, and then cannot see it.
  const heads = document.querySelectorAll(".top, .grid-o th");
  heads.forEach((one) => { one.style.position = "static"; });
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
        "the line over the current link of the thumb bar lies beside its word, not behind it",
    ),
    (
        "color-contrast",
        "too short to determine",
        "the number of a colour is one digit; it stands in the text colour of that hue (7:1)",
    ),
)
"""(rule, part of the checker's message, why it is right as it is)."""


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
    return any(rule == fault[0] and part in fault[2] for rule, part, _why in EXPLAINED)
