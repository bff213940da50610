"""The pages of the plan."""

from datetime import date

import pytest
from sqlalchemy import select

from offsite.events.models import Event
from offsite.planning.models import Plan, PlanLine
from offsite.policy import Role
from offsite.rfc.models import Rfc
from tests.factories import (
    NOON,
    make_event,
    make_format,
    make_member,
    make_person,
    make_room,
    make_slot,
)


@pytest.fixture
def world(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.OWNER)
        make_member(session, event, bob)
        make_room(session, event)
        make_slot(session, event)
        make_format(session, event, key="last-years-actions", name="Review", minutes=45)
        plan = Plan(event_id=event.id, step=45, created_at=NOON)
        plan.lines = [
            PlanLine(position=0, key="talk", label="Talk", minutes=90, verdict="drop", more=1,
                     same=4, less=10, drop=30, net=-0.8, net_low=-0.9, net_high=-0.7),
            PlanLine(position=1, key="shop", label="Shop", minutes=90, verdict="grow", more=30,
                     same=10, less=1, drop=1, net=0.7, net_low=0.6, net_high=0.8),
        ]  # fmt: skip
        session.add(plan)
        session.flush()
        lines = [one.id for one in plan.lines]
    return sign_in(ada), sign_in(bob), lines


def decide(browser, lines, **values):
    for ident, decided in zip(lines, ("drop", "keep"), strict=True):
        form = {"decided": decided, "reason": f"Why {decided}", **values}
        browser.post(f"/tlm/plan/lines/{ident}", data=form)


def test_members_see_the_plan_when_it_is_published(world):
    ada, bob, lines = world
    assert "There is no plan yet" in bob.get("/tlm/plan/").text
    assert "2 formats wait for a decision" in ada.get("/tlm/").text
    decide(ada, lines)
    ada.post("/tlm/plan/publish")

    page = bob.get("/tlm/plan/").text

    assert "Why drop" in page
    assert "the answers said: Grow" in page
    assert "Decide otherwise" not in page


def test_a_decision_without_a_reason_is_refused_kindly(world):
    ada, _bob, lines = world

    answer = ada.post(f"/tlm/plan/lines/{lines[0]}", data={"decided": "drop", "reason": " "})

    assert answer.status_code == 400
    assert "Write down why" in answer.text
    answer = ada.post(f"/tlm/plan/lines/{lines[0]}/minutes", data={"minutes": "many"})
    assert answer.status_code == 400


def test_the_published_words_name_every_change_and_escape_titles(world, rows):
    ada, _bob, lines = world
    decide(ada, lines, reason="<b>*We* listened</b>")
    ada.post("/tlm/plan/publish")

    with rows() as session:
        (rfc,) = session.scalars(select(Rfc)).all()
        body = rfc.versions[-1].body
        path = f"/tlm/rfc/{rfc.id}"
    assert "**Talk**: 90 → 0 minutes. Drop" in body
    page = ada.get(path).text
    assert "*We* listened" in page
    assert "<b>" not in page


def test_the_next_event_is_shown_before_it_is_made(world, rows):
    ada, _bob, lines = world
    decide(ada, lines)
    ada.post("/tlm/plan/publish")
    form = {
        "name": "Next",
        "slug": "tlm-next",
        "timezone": "Europe/Warsaw",
        "starts_on": "2027-09-30",
        "ends_on": "2027-10-01",
        "visibility": "members",
        "call_text": "Come",
        "call_closes": "2027-08-01",
    }
    page = ada.post("/tlm/plan/next", data=form).text
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    assert "No longer offered" in page
    refused = ada.post("/tlm/plan/next", data={**form, "shown": shown})
    assert refused.status_code == 409
    assert "not settled yet" in refused.text
    with rows() as session:
        rfc = session.scalars(select(Rfc)).one()
        rfc.state, rfc.settled_at = "settled", NOON

    answer = ada.post("/tlm/plan/next", data={**form, "shown": shown})

    assert answer.location == "/tlm-next/organize/"
    assert "Shop" in ada.get("/tlm-next/you-said/").text
    assert "The next event was made of this plan" in ada.get("/tlm/plan/").text
    with rows() as session:
        made = session.scalars(select(Event).where(Event.slug == "tlm-next")).one()
        assert made.call_opens_at is not None
        assert made.call_closes_at.astimezone(made.zone).date() == date(2027, 8, 2)
