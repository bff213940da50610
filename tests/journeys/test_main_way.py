"""From the first page of an empty installation to an entry in a calendar, on phones."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tests.journeys.running import Site, running_site
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_DAY = date.today() + timedelta(days=40)  # noqa: DTZ011 - the day on this machine's wall
SLUG = "leaders-spring"
TITLES = {
    "bob": "Fewer meetings, better decisions",
    "eve": "What we learned from the outage",
    "ada": "How we grow engineers",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("instance")) as found:
        yield found


def found_the_site(ada: Visitor) -> None:
    ada.go("/")
    ada.fill(name="Ada Organizer", email="ada@example.org")
    ada.press("Start")


def create_event(ada: Visitor) -> None:
    ada.fill(name="Leaders in spring", new_series="Leaders' meeting", slug=SLUG)
    ada.fill(starts_on=FIRST_DAY.isoformat(), ends_on=FIRST_DAY.isoformat(), venue="The mill")
    expect(ada.page.locator("[name=timezone]")).to_have_value("Europe/Warsaw")
    ada.page.get_by_label("Everybody: the released schedule needs no sign-in").check()
    ada.press("Create the event")
    for name, seats in (("Aula", "80"), ("Library", "20")):
        ada.go(f"/{SLUG}/organize/rooms")
        ada.fill(name=name, seats=seats)
        ada.press("Add the room")
        ada.see(f"{seats} seats")
    ada.go(f"/{SLUG}/organize/grid")
    ada.fill(starts="09:00", until="12:00", slot_minutes="45", breaks="10:30-11:00 Coffee")
    ada.press("Draw it")
    expect(ada.page.locator("main .day-line.is-slot").first).to_contain_text("09:00")
    ada.go(f"/{SLUG}/organize/formats")
    ada.see("Workshop")


def open_call(ada: Visitor) -> None:
    ada.go(f"/{SLUG}/organize/call")
    ada.press("Open the call now")
    ada.see("Open, without an end so far.")


def invitation_link(ada: Visitor) -> str:
    ada.go(f"/{SLUG}/organize/members/links")
    ada.press("Make a link")
    return ada.page.get_by_label("Invitation link").first.input_value()


def join(person: Visitor, site: Site, link: str, name: str, *, by_code: bool) -> None:
    address = f"{name.lower()}@example.org"
    person.go(link)
    person.fill(name=f"{name} Member", email=address)
    person.press("Send me the mail")
    person.see("Look into your mail")
    letter = site.letters.to(address)
    if by_code:
        code = re.search(r"type this code there:\s+(\S+)", letter)
        assert code is not None
        person.fill(code=code[1])
    else:
        url = re.search(r"http://\S+", letter)
        assert url is not None
        person.go(url[0])
    person.press("Sign in")
    person.press("Join")
    person.see("Welcome to Leaders in spring!")


def propose(person: Visitor, title: str, *, draft_first: bool) -> str:
    """Returns the code of the proposal."""
    person.go(f"/{SLUG}/proposals/")
    person.press("Propose")
    person.fill(title=title, abstract="Two sentences are enough. **Everybody** may come.")
    person.choose("format_id", "Presentation")
    if draft_first:
        person.press("Save as draft")
        person.see("This is a draft")
    person.press("Submit the proposal")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(title)
    expect(person.page.get_by_role("main")).not_to_contain_text("This is a draft")
    return person.page.url.rstrip("/").rsplit("/", 1)[-1]


def open_voting(ada: Visitor) -> None:
    ada.go(f"/{SLUG}/organize/call")
    ada.open("Close the call now")
    ada.press("Close the call now")
    ada.press("Open voting now")
    ada.see("0 members have voted.")


def vote(person: Visitor, votes: dict[str, str]) -> None:
    """Give each title its word by the thumb buttons, whatever order the cards have."""
    person.go(f"/{SLUG}/vote")
    for title, word in votes.items():
        card = person.page.locator(".vote-card", has_text=title)
        button = card.get_by_role("button", name=word, exact=True)
        button.tap()
        expect(
            person.page.locator(".vote-card", has_text=title).locator("[aria-pressed=true]")
        ).to_have_text(re.compile(word))


def decide(ada: Visitor) -> None:
    ada.go(f"/{SLUG}/organize/call")
    ada.open("Close voting now")
    ada.press("Close voting now")
    ada.go(f"/{SLUG}/organize/decisions")
    for title in TITLES.values():
        ada.page.get_by_label(title).check()
    ada.choose("decision", "Accept")
    ada.press("Decide")
    ada.press("Announce 3 decisions")
    ada.press("Announce 3 decisions")
    ada.go(f"/{SLUG}/organize/outbox")
    ada.open("Let all")
    ada.press("Send them")


def confirm(person: Visitor, code: str) -> None:
    person.go(f"/{SLUG}/proposals/{code}/")
    person.press("I will be there")
    expect(person.page.get_by_role("main")).not_to_contain_text("will you be there?")


def generate(ada: Visitor) -> None:
    ada.go(f"/{SLUG}/organize/schedule/")
    ada.page.locator("main [name=name]").first.fill("By votes")
    ada.page.get_by_role("main").get_by_role("button", name="Generate", exact=True).tap()
    # The page asks again by itself until the worker is done.
    look = ada.page.get_by_role("main").locator(".btn-primary")
    look.wait_for(timeout=60_000)
    look.click()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("By votes")
    ada.see("Proven limit")


def release(ada: Visitor) -> None:
    ada.press("Apply this draft")
    ada.press("Release it")
    ada.fill(name="v1")
    ada.press("Release")
    ada.see("Everybody sees this")


def download_calendar(person: Visitor, code: str) -> Calendar:
    person.go(f"/{SLUG}/schedule/items/{code}/")
    with person.page.expect_download() as download:
        person.named("Add to calendar").tap()
    return Calendar.from_ical(download.value.path().read_bytes())


def test_the_main_way_from_an_empty_site_to_a_calendar(browser: Browser, site: Site) -> None:
    with ExitStack() as phones:
        ada, bob, eve, cleo = (
            phones.enter_context(visitor(browser, site.base_url)) for _ in range(4)
        )
        found_the_site(ada)
        create_event(ada)
        open_call(ada)
        link = invitation_link(ada)
        join(bob, site, link, "Bob", by_code=False)
        join(eve, site, link, "Eve", by_code=True)

        codes = {
            name: propose(who, TITLES[name], draft_first=name == "bob")
            for name, who in (("ada", ada), ("bob", bob), ("eve", eve))
        }
        open_voting(ada)
        vote(bob, {TITLES["eve"]: "Must", TITLES["ada"]: "Would"})
        vote(eve, {TITLES["bob"]: "Must", TITLES["ada"]: "No"})
        decide(ada)
        assert TITLES["bob"] in site.letters.to("bob@example.org")
        for who, name in ((ada, "ada"), (bob, "bob"), (eve, "eve")):
            confirm(who, codes[name])
        generate(ada)
        release(ada)

        cleo.go(f"/{SLUG}/schedule/")
        for title in TITLES.values():
            cleo.see(title)
        bob.go(f"/{SLUG}/schedule/items/{codes['eve']}/")
        bob.page.locator(".pick button").tap()
        bob.see("On my agenda")
        bob.go(f"/{SLUG}/my/")
        bob.see(TITLES["eve"])
        shown = bob.page.locator(".session", has_text=TITLES["eve"]).locator("time").first
        starts_at = datetime.fromisoformat(shown.get_attribute("datetime") or "")
        [entry] = download_calendar(bob, codes["eve"]).walk("VEVENT")
        assert entry["SUMMARY"] == TITLES["eve"]
        assert entry["DTSTART"].dt.astimezone(UTC) == starts_at.astimezone(UTC)
        assert starts_at.astimezone(ZoneInfo("Europe/Warsaw")).date() == FIRST_DAY
