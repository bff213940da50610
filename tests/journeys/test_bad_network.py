"""A phone that loses the network for a minute: nothing is lost, nothing is done twice."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event, Phase
from offsite.facilitation.models import Run
from offsite.facilitation.services import running
from offsite.people.models import Person, SignIn
from offsite.people.secrets import hash_of
from offsite.policy import Actor
from offsite.proposals.models import Proposal, ProposalVote
from offsite.schedule import releases
from offsite.web import cookies
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)
from tests.journeys.housing import serve
from tests.journeys.visiting import HERE, PHONE

pytestmark = [pytest.mark.browser]

TITLES = ("Ladders", "Bridges")
PHASES = ("Welcome", "Collect", "Act")
HIDE = """(is) => {
  Object.defineProperty(document, "hidden", { value: is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
ROOMS = "<div id='now-rooms' data-live='/autumn/now/live'>"
LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Hall:
    """A site with one event whose voting is open, and Bob's phone in it."""

    app: Flask
    context: BrowserContext
    page: Page

    def votes(self) -> dict[str, str]:
        with self.app.app_context():
            found = select(Proposal.title, ProposalVote.choice).join(
                ProposalVote, ProposalVote.proposal_id == Proposal.id
            )
            return {row.title: row.choice for row in db.read_session().execute(found)}

    def press(self, title: str, word: str) -> None:
        card = self.page.locator(".vote-card", has_text=title)
        card.get_by_role("button", name=word, exact=True).tap()

    def wait_until_sent(self) -> None:
        wait_until_sent(self.page)


def wait_until_sent(page: Page) -> None:
    deadline = time.monotonic() + 20
    while page.evaluate("JSON.parse(localStorage['offsite-queue']).length"):
        assert time.monotonic() < deadline, "what waits is never sent"
        page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    for app, base_url in serve(tmp_path_factory.mktemp("hall")):
        with app.app_context():
            db.db.create_all()
        yield app, base_url


@pytest.fixture
def hall(site: tuple[Flask, str], browser: Browser) -> Iterator[Hall]:
    app, base_url = site
    now = datetime.now(UTC)
    with app.app_context(), db.unit_of_work() as session:
        opened = now - timedelta(hours=1)
        for old in session.scalars(select(ProposalVote)):
            session.delete(old)
        event = session.scalars(select(Event)).first()
        if event is None:
            event = make_event(session, slug="autumn", call_opens_at=opened, voting_opens_at=opened)
            bob = make_member(session, event, make_person(session, "Bob")).person
            ada = make_person(session, "Ada")
            for title in TITLES:
                make_proposal(session, event, title=title, created_by_id=ada.id)
            session.add(
                SignIn(
                    person_id=bob.id,
                    token_hash=hash_of("token-of-bob"),
                    method="test",
                    created_at=now,
                    expires_at=LONG_AFTER,
                )
            )
    context = browser.new_context(**PHONE, **HERE, base_url=base_url)
    context.add_cookies([{"name": "offsite", "value": signed(app), "url": base_url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Hall(app, context, page)
    context.close()


def signed(app: Flask) -> str:
    """The cookie of a browser that is signed in as Bob."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({cookies.SIGN_IN: "token-of-bob"}))


def test_votes_of_a_minute_without_network_arrive_in_order(hall: Hall) -> None:
    sent: list[str] = []
    hall.page.clock.install()
    hall.page.goto("/autumn/vote?show=all")
    hall.context.set_offline(True)

    hall.press("Ladders", "Must")
    expect(hall.page.locator("#queue-line")).to_be_visible()
    hall.press("Bridges", "Would")
    hall.page.clock.run_for(1_000)
    hall.press("Ladders", "No")
    hall.page.clock.run_for(60_000)
    expect(hall.page.locator("#queue-line")).to_contain_text("Waiting to be sent: 3")
    assert hall.votes() == {}

    hall.page.on("request", lambda one: sent.append(one.post_data) if one.post_data else None)
    hall.context.set_offline(False)
    hall.page.clock.resume()
    hall.wait_until_sent()

    expect(hall.page.locator("#queue-line")).to_be_hidden()
    assert hall.votes() == {"Ladders": "no", "Bridges": "would"}
    choices = [body.rpartition("vote=")[2] for body in sent if "vote=" in body]
    assert choices == ["must", "would", "no"]


def test_what_waits_survives_closing_the_tab(hall: Hall) -> None:
    hall.page.goto("/autumn/vote?show=all")
    hall.context.set_offline(True)
    hall.press("Ladders", "Must")
    expect(hall.page.locator("#queue-line")).to_be_visible()
    hall.page.close()
    hall.context.set_offline(False)

    later = hall.context.new_page()
    later.goto("/autumn/proposals/")
    wait_until_sent(later)

    assert hall.votes() == {"Ladders": "must"}


def test_a_vote_whose_answer_was_lost_is_counted_once(hall: Hall) -> None:
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()  # it arrives, its answer does not
        route.abort()

    hall.page.route("**/vote/*", lose_first)
    keys: list[str] = []
    hall.page.on("request", lambda one: keys.append(one.headers.get("idempotency-key", "")))
    hall.page.goto("/autumn/vote?show=all")
    hall.press("Bridges", "Must")
    hall.wait_until_sent()

    assert hall.votes() == {"Bridges": "must"}
    assert [one for one in keys if one] == [lost[0], lost[0]]


def test_a_double_click_is_one_vote(hall: Hall) -> None:
    hall.page.goto("/autumn/vote?show=all")

    card = hall.page.locator(".vote-card", has_text="Ladders")
    card.get_by_role("button", name="Must", exact=True).dblclick()
    hall.wait_until_sent()

    assert hall.votes() == {"Ladders": "must"}


def test_a_refused_vote_says_why_and_shows_what_is_true(hall: Hall) -> None:
    hall.page.goto("/autumn/vote?show=all")
    hall.context.set_offline(True)
    hall.press("Ladders", "Must")
    expect(hall.page.locator("#queue-line")).to_be_visible()
    with hall.app.app_context(), db.unit_of_work() as session:
        event = session.scalars(select(Event)).one()
        opened, event.voting_opens_at = event.voting_opens_at, None
    hall.context.set_offline(False)

    box = hall.page.locator(".toast-refused")
    expect(box).to_contain_text("Voting is not open now.")
    expect(box).to_contain_text("Ladders")
    card = hall.page.locator(".vote-card", has_text="Ladders")
    expect(card.locator("[aria-pressed=true]")).to_have_count(0)
    with hall.app.app_context(), db.unit_of_work() as session:
        session.scalars(select(Event)).one().voting_opens_at = opened
    box.get_by_role("button", name="Try again").tap()
    hall.wait_until_sent()

    assert hall.votes() == {"Ladders": "must"}


def test_intervals_spread_by_chance_and_double_after_faults(hall: Hall) -> None:
    hall.page.goto("/autumn/now")

    def delay(*values: float) -> float:
        return float(hall.page.evaluate("(v) => window.offsiteLive.delay(...v)", list(values)))

    assert [delay(10, 0, chance) for chance in (0, 0.5, 1)] == pytest.approx([8.5, 10, 11.5])
    assert [delay(2, faults, 0.5) for faults in (0, 1, 2, 10)] == pytest.approx([2, 4, 8, 60])


def test_a_live_page_says_that_it_is_not_live_and_catches_up(hall: Hall) -> None:
    hall.page.clock.install()
    hall.page.goto("/autumn/now")
    hall.page.clock.run_for(18_000)
    hall.context.set_offline(True)
    hall.page.clock.run_for(18_000)
    expect(hall.page.locator("#live-line")).to_be_visible()

    with hall.page.expect_response("**/now/live"):
        hall.context.set_offline(False)

    expect(hall.page.locator("#live-line")).to_be_hidden()


def test_a_hidden_page_asks_nothing_and_asks_at_once_when_it_is_seen(hall: Hall) -> None:
    asked: list[str] = []
    hall.page.clock.install()
    hall.page.goto("/autumn/now")
    hall.page.on("request", lambda one: asked.append(one.url) if "live" in one.url else None)

    hall.page.evaluate(HIDE, True)
    hall.page.clock.run_for(120_000)
    while_hidden = len(asked)
    with hall.page.expect_response("**/now/live"):
        hall.page.evaluate(HIDE, False)

    assert while_hidden == 0


def test_a_change_keeps_the_focus_and_what_is_typed(hall: Hall) -> None:
    hall.page.clock.install()
    hall.page.goto("/autumn/now")
    hall.page.evaluate(
        """() => { const box = document.getElementById("now-rooms");
        box.innerHTML = "<input id='mine' value=''><p id='old'>old</p>"; }"""
    )
    hall.page.locator("#mine").fill("half a thought")
    fragment = f"{ROOMS}<p id='new'>new</p><input id='mine' value=''></div>"
    hall.page.route("**/now/live", lambda route: route.fulfill(body=fragment, status=200))

    hall.page.clock.run_for(18_000)
    expect(hall.page.locator("#new")).to_be_visible()

    expect(hall.page.locator("#mine")).to_have_value("half a thought")
    expect(hall.page.locator("#mine")).to_be_focused()
    assert hall.page.locator("#old").count() == 0


def test_reading_further_down_does_not_move_when_something_comes_above(hall: Hall) -> None:
    hall.page.clock.install()
    hall.page.goto("/autumn/now")
    rows = "".join(f"<p id='row-{number}'>{number}<br><br><br></p>" for number in range(60))
    start = f"{ROOMS}{rows}</div>"
    more = start.replace("<p id='row-0'>", "<p id='first'>first<br><br></p><p id='row-0'>")
    answers = [start, more]
    hall.page.route(
        "**/now/live",
        lambda route: route.fulfill(body=answers.pop(0) if answers else more, status=200),
    )
    hall.page.clock.run_for(18_000)
    hall.page.locator("#row-30").wait_for(state="attached")
    hall.page.evaluate("document.getElementById('row-30').scrollIntoView({behavior: 'instant'})")
    before = hall.page.locator("#row-32").bounding_box()

    hall.page.clock.run_for(18_000)
    hall.page.locator("#first").wait_for(state="attached")
    after = hall.page.locator("#row-32").bounding_box()

    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=1)


@pytest.fixture
def sheet(hall: Hall) -> str:
    """Bob leads a session of three phases, and his phone shows the first."""
    with hall.app.app_context(), db.unit_of_work() as session:
        event = session.scalars(select(Event)).one()
        bob = session.scalars(select(Person).where(Person.name == "Bob")).one()
        kind = make_format(session, event)
        kind.phases = [Phase(position=at, name=one, minutes=10) for at, one in enumerate(PHASES)]
        item = make_proposal(session, event, bob, state="confirmed", format=kind)
        draft = make_draft(session, event)
        make_placement(session, draft, item, make_room(session, event))
        session.refresh(draft)
        releases.release(session, draft=draft, name=item.code, note="", actor=Actor(), now=NOON)
        running.start(session, proposal=item, seen=0, now=datetime.now(UTC))
        path = f"/autumn/run/{item.code}/"
    hall.page.goto(path)
    return path


def sheet_now(hall: Hall, path: str) -> tuple[int, list[int]]:
    """At which phase the session is, and the minutes that were added to each."""
    with hall.app.app_context():
        found = select(Run).join(Proposal).where(Proposal.code == path.split("/")[3])
        run = db.read_session().scalars(found).one()
        return run.position, [one.added_minutes for one in run.steps]


def press_unsent(hall: Hall, *labels: str) -> None:
    for number, label in enumerate(labels, start=1):
        hall.page.get_by_role("button", name=label).tap()
        hall.page.wait_for_function(
            "count => JSON.parse(localStorage['offsite-queue']).length === count", arg=number
        )
    expect(hall.page.locator("#queue-line")).to_be_visible()


def test_presses_of_a_run_sheet_made_without_network_follow_one_another(
    hall: Hall, sheet: str
) -> None:
    hall.context.set_offline(True)
    press_unsent(hall, "Next: Collect", "5 min more", "1 min less")
    assert sheet_now(hall, sheet) == (0, [0, 0, 0])

    hall.context.set_offline(False)
    wait_until_sent(hall.page)

    expect(hall.page.locator(".run-now h2")).to_have_text("Collect")
    assert sheet_now(hall, sheet) == (1, [0, 4, 0])
    expect(hall.page.locator(".toast-refused")).to_have_count(0)


def test_a_press_whose_answer_was_lost_is_followed_by_the_next(hall: Hall, sheet: str) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            route.fetch()  # it arrives, its answer does not
        lost.append(route.request.url)
        route.abort()

    hall.page.route("**/press", lose)
    press_unsent(hall, "Next: Collect", "5 min more")
    hall.page.unroute("**/press")
    wait_until_sent(hall.page)

    assert sheet_now(hall, sheet) == (1, [0, 5, 0])


def test_what_others_pressed_meanwhile_refuses_all_that_was_pressed_without_network(
    hall: Hall, sheet: str
) -> None:
    hall.context.set_offline(True)
    press_unsent(hall, "Next: Collect", "5 min more")
    with hall.app.app_context(), db.unit_of_work() as session:
        run = session.scalars(
            select(Run).join(Proposal).where(Proposal.code == sheet.split("/")[3])
        ).one()
        running.advance(session, run=run, seen=1, now=datetime.now(UTC))
    hall.context.set_offline(False)

    boxes = hall.page.locator(".toast-refused")
    expect(boxes).to_have_count(2)
    expect(boxes.first).to_contain_text("Somebody else pressed just before you.")
    assert sheet_now(hall, sheet) == (1, [0, 0, 0])
    expect(hall.page.locator(".run-now h2")).to_have_text("Collect")
