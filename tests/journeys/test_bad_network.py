"""A phone that loses the network for a minute: nothing is lost, nothing is done twice."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event
from tests.journeys.hall import Hall, wait_until_sent

pytestmark = [pytest.mark.browser]

HIDE = """(is) => {
  Object.defineProperty(document, "hidden", { value: is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
ROOMS = "<div id='now-rooms' data-live='/autumn/now/live'>"


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
