"""The pages of action points."""

from datetime import date

import pytest
from sqlalchemy import select

from offsite.actions.models import Action
from offsite.events.models import Event
from offsite.policy import Role
from tests.factories import NOON, make_event, make_member, make_person, make_proposal


@pytest.fixture
def world(rows):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
        workshop = make_proposal(session, event, bob, state="confirmed", title="Better reviews")
        return ada, bob, workshop.code


def _write(browser, **values):
    form = {"title": "Write the guide", "due_on": "2026-11-13", **values}
    return browser.post("/tlm/actions/new", data=form)


def test_from_writing_down_to_done(world, sign_in):
    ada, bob, code = world
    host, organizer = sign_in(bob), sign_in(ada)
    answer = _write(host, session=code, owner=ada.email)
    path = answer.location

    assert "Ada was asked" in host.get(path).text
    assert "Better reviews" in host.get("/tlm/actions/").text
    assert "Say yes or no" in organizer.get("/tlm/").text
    organizer.post(f"{path}/take")
    assert "Write the guide" in organizer.get("/me/actions").text
    organizer.post(f"{path}/done", data={"word": "It is on the wiki"})
    assert "It is on the wiki" in host.get(path).text
    assert "Nothing is open" in host.get("/tlm/actions/").text


def test_a_fault_keeps_what_was_typed(world, sign_in):
    browser = sign_in(world[1])

    answer = _write(browser, owner="Nobody Here", details="With examples")

    assert answer.status_code in {400, 404, 409}
    assert "Nobody in this event has the name" in answer.text
    assert "With examples" in answer.text
    assert "Nothing is open" in browser.get("/tlm/actions/").text


@pytest.mark.parametrize("values", [{"title": ""}, {"due_on": "soon"}, {"title": "x" * 201}])
def test_bad_forms_are_refused_kindly(world, sign_in, values):
    assert _write(sign_in(world[1]), **values).status_code == 400


def test_two_edits_at_once_lose_no_words(world, sign_in):
    _ada, bob, _code = world
    browser = sign_in(bob)
    path = _write(browser).location
    form = {"title": "First", "due_on": "2026-11-13", "seen": "0"}
    assert browser.post(f"{path}/edit", data=form).status_code == 303

    answer = browser.post(f"{path}/edit", data={**form, "title": "Second"})

    assert answer.status_code == 409
    assert "It now says “First”" in answer.text
    assert 'value="Second"' in answer.text
    assert 'name="seen" value="1"' in answer.text


def test_the_review_goes_through_earlier_actions(world, rows, sign_in):
    ada, bob, _code = world
    with rows() as session:
        first = session.scalars(select(Event)).one()
        following = make_event(
            session,
            slug="tlm-next",
            series_id=first.series_id,
            starts_on=date(2027, 10, 1),
            ends_on=date(2027, 10, 2),
        )
        make_member(session, following, session.merge(ada), Role.FACILITATOR)
        make_member(session, following, session.merge(bob))
        session.add(
            Action(
                event_id=first.id,
                uid="u",
                title="Write the guide",
                due_on=date(2026, 11, 1),
                created_at=NOON,
                changed_at=NOON,
            )
        )
    facilitator, member = sign_in(ada), sign_in(bob)
    page = facilitator.get("/tlm-next/actions/review").text
    action_id = page.partition("/tlm-next/actions/review/")[2].partition('"')[0]

    refused = facilitator.post(f"/tlm-next/actions/review/{action_id}", data={"end": "dropped"})
    assert refused.status_code == 400
    assert "Say in a line why" in refused.text
    assert member.post(f"/tlm-next/actions/review/{action_id}").status_code in {403, 404}
    facilitator.post(
        f"/tlm-next/actions/review/{action_id}", data={"end": "goes_on", "due_on": "2027-11-01"}
    )
    assert "1 of 1 looked at" in member.get("/tlm-next/actions/review").text
