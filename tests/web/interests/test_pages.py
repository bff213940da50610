"""The pages of interest groups."""

import pytest

from tests.factories import make_event, make_member, make_person, make_proposal


@pytest.fixture
def world(rows):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada)
        make_member(session, event, bob)
        topic = make_proposal(session, event, bob, state="confirmed", title="Better reviews")
        return ada, bob, topic.code


DATES = {
    "day": "2099-10-20",
    "clock": "12:00",
    "minutes": "60",
    "place": "Kitchen",
    "every": "week",
    "times": "3",
}


def test_from_a_topic_to_dates_and_members(world, sign_in):
    ada, bob, code = world
    convener, member = sign_in(ada), sign_in(bob)
    assert "No groups yet" in member.get("/tlm/groups/").text
    assert "Better reviews" in convener.get(f"/tlm/groups/new?proposal={code}").text
    form = {"title": "Reviews over lunch", "kind": "lunch", "about": "", "proposal": code}

    path = convener.post("/tlm/groups/new", data=form).location
    answer = convener.post(f"{path}/dates", data=DATES)
    member.post(f"{path}/join")

    assert answer.status_code == 303
    page = member.get(path).text
    assert page.count("Kitchen") == 3
    assert "Leave" in page
    assert "2 people" in convener.get("/tlm/groups/").text
    assert "Skip this one" not in page
    assert member.post(f"{path}/dates", data=DATES).status_code == 403


def test_bad_dates_are_refused_on_the_page(world, sign_in):
    browser = sign_in(world[0])
    path = browser.post("/tlm/groups/new", data={"title": "Go", "kind": "study"}).location

    past = browser.post(f"{path}/dates", data={**DATES, "day": "2020-01-01"})
    wrong = browser.post(f"{path}/dates", data={**DATES, "minutes": "many"})

    assert (past.status_code, wrong.status_code) == (400, 400)
    assert "still to come" in past.text


def test_a_topic_of_elsewhere_is_nothing(world, sign_in):
    assert sign_in(world[0]).get("/tlm/groups/new?wanted=999").status_code == 404
