"""What people do at the event while the network is gone: each once, and in their order."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event, Phase
from offsite.facilitation.models import Run
from offsite.facilitation.services import running
from offsite.openspace.models import Topic, TopicInterest
from offsite.openspace.services import boards, topics
from offsite.openspace.services.boards import BoardPlan
from offsite.people.models import Person
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.questions.models import Question, QuestionVote
from offsite.schedule import releases
from tests.factories import (
    NOON,
    make_draft,
    make_format,
    make_person,
    make_placement,
    make_proposal,
    make_question,
    make_queue,
    make_room,
)
from tests.journeys.hall import Hall, press_unsent, wait_for_waiting, wait_until_sent

pytestmark = [pytest.mark.browser]

KEY = "idempotency-key"
PHASES = ("Welcome", "Collect", "Act")


def lose_answers(hall: Hall, address: str) -> list[str]:
    """Of what the queue sends, the first arrives and its answer does not; later ones do not
    leave the phone.  Returns the bodies that arrived.
    """
    arrived: list[str] = []

    def lose(route: Route) -> None:
        if KEY not in route.request.headers:
            return route.continue_()
        if not arrived:
            arrived.append(route.request.post_data or "")
            route.fetch()
        return route.abort()

    hall.page.route(address, lose)
    return arrived


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
    lose_answers(hall, "**/press")
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


def test_questions_and_votes_without_network_arrive_once_and_in_order(hall: Hall) -> None:
    with hall.app.app_context(), db.unit_of_work() as session:
        queue = make_queue(session, session.scalars(select(Event)).one())
        make_question(session, queue, "Who cooks?")
        queue_id, path = queue.id, f"/autumn/questions/{queue.slug}/"
    hall.page.clock.install()
    hall.page.goto(path)
    sent: list[dict[str, str]] = []
    hall.page.on(
        "request",
        lambda one: (
            sent.append(dict(parse_qsl(one.post_data or ""))) if KEY in one.headers else None
        ),
    )
    lose_answers(hall, f"**{path}**")

    for number, words in enumerate(("First, why?", "Second, why?"), start=1):
        hall.page.get_by_label("Your question", exact=True).fill(words)
        hall.page.get_by_role("button", name="Ask", exact=True).tap()
        wait_for_waiting(hall.page, number)
        expect(hall.page.get_by_label("Your question", exact=True)).to_have_value("")
        hall.page.clock.run_for(1_000)
    card = hall.page.locator(".question", has_text="Who cooks?")
    card.get_by_role("button", name="I want to know").tap()
    wait_for_waiting(hall.page, 3)
    hall.page.clock.run_for(1_000)
    card.get_by_role("button", name="Not for me").tap()
    hall.page.wait_for_function("localStorage['offsite-queue'].includes('choice=pass')")
    sent.clear()
    hall.page.unroute(f"**{path}**")
    hall.page.clock.resume()
    wait_until_sent(hall.page)

    expect(card.get_by_role("button", name="Not for me")).to_have_attribute("aria-pressed", "true")
    assert [one[word] for one in sent for word in ("body", "choice") if word in one] == [
        "First, why?",
        "Second, why?",
        "pass",
    ]
    with hall.app.app_context():
        session = db.read_session()
        bodies = sorted(session.scalars(select(Question.body).where(Question.queue_id == queue_id)))
        votes = list(session.scalars(select(QuestionVote.choice)))
    assert bodies == ["First, why?", "Second, why?", "Who cooks?"]
    assert votes == ["pass"]


def test_topics_and_interest_without_network_arrive_once(hall: Hall) -> None:
    with hall.app.app_context(), db.unit_of_work() as session:
        event = session.scalars(select(Event)).one()
        plan = BoardPlan("What now?", "open", (make_room(session, event).id,))
        now = datetime.now(UTC) + timedelta(hours=1)
        board = boards.set_up_board(session, event=event, plan=plan, now=now)
        eve = make_person(session, "Eve")
        topics.post_topic(session, board=board, title="Badges", person_id=eve.id, now=now)
    hall.page.goto("/autumn/board/")
    lose_answers(hall, "**/board/**")

    hall.page.get_by_label("What do you care about?").fill("Ladders again")
    press_unsent(hall, "Post it", "Interested")
    hall.page.unroute("**/board/**")
    wait_until_sent(hall.page)

    expect(hall.page.locator(".topic", has_text="Ladders again")).to_be_visible()
    badges = hall.page.locator(".topic", has_text="Badges").get_by_role("button")
    expect(badges).to_have_attribute("aria-pressed", "true")
    with hall.app.app_context():
        session = db.read_session()
        assert sorted(session.scalars(select(Topic.title))) == ["Badges", "Ladders again"]
        assert len(session.scalars(select(TopicInterest)).all()) == 1
