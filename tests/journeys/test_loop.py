"""The loop over two events: answers, verdicts, a plan that is argued about, the next event."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite import db
from offsite.actions import services as actions
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.policy import Actor, Role
from offsite.polls.catalogue import OVERALL, TEMPLATES
from offsite.polls.models import Poll
from offsite.polls.services import answering, composing, running
from offsite.polls.services.answering import Respondent
from offsite.polls.services.composing import Composition
from offsite.polls.sheets import RowAnswer, Sheet
from offsite.rfc.models import Rfc
from offsite.schedule import releases
from tests.factories import (
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)
from tests.journeys.housing import House, sign_in
from tests.journeys.visiting import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG, NEXT = "loop-one", "loop-two"
MORNING = datetime(2026, 10, 1, 7, tzinfo=UTC)
SAID = {"presentation": ("drop", 1), "workshop": ("more", 5)}


def hold_an_event(house: House) -> tuple[int, int]:
    """A meeting of twelve with talks, a workshop, one promise, and a poll; two people's ids."""
    with house.app.app_context():
        with db.unit_of_work() as session:
            ids, poll_id = _meeting(session)
        keys = KeyFolder(house.app.extensions["offsite"].instance_dir / FOLDER)
        _answer(poll_id, ids, keys)
    return ids[0], ids[1]


def _meeting(session: Session) -> tuple[list[int], int]:
    event = make_event(session, slug=SLUG, name="First meeting")
    people = [make_person(session, f"Guest {number}", is_demo=True) for number in range(12)]
    for number, person in enumerate(people):
        make_member(session, event, person, *([Role.OWNER] if number == 0 else []))
    room = make_room(session, event, seats=20)
    for number in range(4):
        make_slot(session, event, MORNING + timedelta(minutes=45 * number))
    keys = ("presentation", "workshop", "last-years-actions")
    formats = {one: make_format(session, event, key=one, name=one.title()) for one in keys}
    draft = make_draft(session, event)
    for number, key in enumerate(("presentation", "presentation", "workshop", "workshop")):
        proposal = make_proposal(session, event, state="confirmed", format=formats[key])
        starts_at = MORNING + timedelta(minutes=45 * number)
        make_placement(session, draft, proposal, room, starts_at=starts_at)
    for row in (draft, event):
        session.refresh(row)
    releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=MORNING)
    actions.write_down(
        session,
        event=event,
        title="Write the guide",
        due_on=event.ends_on,
        person_id=people[1].id,
        now=MORNING,
    )
    asked = [one for one in composing.format_plans(event) if one.key in SAID]
    poll = composing.start_poll(
        session,
        event=event,
        template=TEMPLATES[0],
        composition=Composition(title="How was it?", items=(OVERALL, *asked)),
        person_id=people[0].id,
        now=datetime.now(UTC) - timedelta(days=1),
    )
    return [one.id for one in people], poll.id


def _answer(poll_id: int, ids: list[int], keys: KeyFolder) -> None:
    now = datetime.now(UTC)
    with db.unit_of_work() as session:
        poll = session.get_one(Poll, poll_id)
        running.open_now(session, poll=poll, keys=keys, now=now - timedelta(hours=1))
    rows = {key: RowAnswer(worth=worth, next=wish) for key, (wish, worth) in SAID.items()}
    for ident in ids[2:]:
        answering.give_answer(
            db.unit_of_work,
            poll_id=poll_id,
            who=Respondent(ident, f"{ident:064x}"),
            sheet=Sheet(rows={"overall": RowAnswer(worth=4), **rows}),
            keys=keys,
            now=now,
        )


def decide(ada: Visitor, place: int, opens: str, press: str, reason: str) -> None:
    line = ada.page.locator(".plan-line").nth(place)
    line.locator("summary", has_text=opens).click()
    box = line.locator("details[open]")
    box.locator("input[name=reason]").fill(reason)
    with ada.page.expect_navigation():
        box.get_by_role("button", name=press).tap()


def end_the_call(house: House) -> None:
    """Three working days pass."""
    with house.app.app_context(), db.unit_of_work() as session:
        rfc = session.scalars(select(Rfc).where(Rfc.state == "last_call")).one()
        rfc.last_call_ends_at = datetime.now(UTC) - timedelta(minutes=1)


def test_answers_become_the_next_event(house: House, browser: Browser) -> None:
    ada_id, bob_id = hold_an_event(house)
    with visitor(browser, house.base_url) as ada, visitor(browser, house.base_url) as bob:
        sign_in(ada.page, house.base_url, ada_id)
        sign_in(bob.page, house.base_url, bob_id)

        ada.go(f"/{SLUG}/organize/polls/")
        ada.press("How was it?")
        ada.open("Close it and show the results")
        ada.press("Close it for good")
        bob.go(f"/{SLUG}/results/")
        bob.press("How was it?")
        bob.see("10 of 10 who answered say it was worth their time")

        ada.go(f"/{SLUG}/plan/")
        ada.press("Make the plan")
        decide(ada, 0, "Confirm", "Confirm", "You said so plainly")
        decide(ada, 1, "Decide otherwise", "Decide", "The rooms are too small for more")
        ada.see("the answers said: Grow")
        ada.press("Put the plan before everybody")

        bob.go(f"/{SLUG}/plan/")
        bob.press("Read and comment: Plan after First meeting")
        bob.fill(body="Where do we hear what others built?")
        bob.page.get_by_label("This is a concern").check()
        bob.press("Comment")
        ada.press("Read and comment: Plan after First meeting")
        ada.see("1 concern is open")
        expect(ada.named("Start the last call")).to_have_count(0)
        ada.open("Resolve")
        ada.fill(word="At the fair on the first evening")
        ada.press("Resolve")
        ada.press("Start the last call")
        ada.see("Then it stands, unless somebody raises a concern.")
        end_the_call(house)
        ada.page.reload()
        ada.press("Let it stand")

        ada.go(f"/{SLUG}/plan/")
        ada.press("Create the next event")
        ada.fill(name="Second meeting", slug=NEXT, call_text="What shall we talk about?")
        ada.press("Show what will be made")
        ada.see("No longer offered")
        ada.press("Create the event")

        ada.go(f"/{NEXT}/you-said/")
        ada.see("You said so plainly")
        ada.go(f"/{NEXT}/organize/schedule/")
        ada.see("From the plan")
        ada.go(f"/{NEXT}/actions/review")
        ada.see("Write the guide")
        ada.press("Goes on")
        ada.see("1 of 1 looked at")
