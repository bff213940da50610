"""From a template to results, through the pages, as people use them."""

import pytest

from offsite.events.models import Event
from offsite.policy import Role
from offsite.polls.models import Answer, Poll
from tests.factories import make_event, make_format, make_member, make_person

FORM = {
    "worth-overall": "5",
    "worth-presentation": "2",
    "next-presentation": "less",
    "better-presentation": "Shorter",
    "absent-workshop": "1",
    "line-start": "Walks",
}


@pytest.fixture
def world(rows, sign_in):
    """Ada, and seven members with a browser each."""
    with rows() as session:
        event = make_event(session, slug="here")
        make_format(session, event, key="presentation", name="Presentation")
        make_format(session, event, key="workshop", name="Workshop")
        ada = make_person(session, "Ada")
        make_member(session, event, ada, Role.OWNER)
        people = [make_person(session, f"Bob {n}") for n in range(7)]
        for one in people:
            make_member(session, event, one)
    return sign_in(ada), [sign_in(one) for one in people]


def opened(app, rows, ada):
    """The address of a poll that Ada started from the template, and opened."""
    led = ada.post("/here/organize/polls/", data={"template": "meeting"})
    assert led.status_code == 303
    ada.post(f"{led.location}/now", data={"do": "open"})
    return led.location.rsplit("/", 1)[-1]


def test_a_poll_goes_its_whole_way(app, rows, world):
    ada, bobs = world
    number = opened(app, rows, ada)
    page, results = f"/here/feedback/{number}/", f"/here/results/{number}"

    assert "Presentation" in bobs[0].get(page).text
    for bob in bobs[:6]:
        assert bob.post(page, data=FORM).status_code == 303
    assert "6 of 8" in ada.get(f"/here/organize/polls/{number}").text
    assert "Walks" not in ada.get(results).text
    assert ada.get(f"{results}/numbers.csv").status_code == 404

    ada.post(f"/here/organize/polls/{number}/now", data={"do": "close"})

    shown = bobs[0].get(results).text
    assert "6 of 6 who answered say it was worth their time (8 attended)" in shown
    assert shown.count("<li>Walks</li>") == 6
    assert bobs[0].get(f"{results}/numbers.json").json["rows"][1]["less"] == 6
    assert "Presentation,6,0" in ada.get(f"{results}/numbers.csv").text


def test_a_device_finds_its_answer_and_takes_it_back(app, rows, world):
    ada, (bob, *_others) = world
    number = opened(app, rows, ada)
    page = f"/here/feedback/{number}/"
    bob.get(page)

    bob.post(page, data=FORM)
    assert 'value="Shorter"' in bob.get(page).text
    bob.post(f"{page}withdraw")

    assert 'value="Shorter"' not in bob.get(page).text
    with rows() as session:
        assert session.query(Answer).count() == 0


def test_another_browser_of_the_same_person_is_told_where_to_change_it(app, rows, world, sign_in):
    ada, (bob, *_others) = world
    number = opened(app, rows, ada)
    page = f"/here/feedback/{number}/"
    bob.post(page, data=FORM)
    bob.delete_cookie("offsite-device")

    answer = bob.post(page, data=FORM)

    assert answer.status_code == 409
    assert "on another device" in answer.text
    with rows() as session:
        assert session.query(Answer).count() == 1


def test_a_faulty_answer_comes_back_with_what_was_written(app, rows, world):
    ada, (bob, *_others) = world
    number = opened(app, rows, ada)

    answer = bob.post(
        f"/here/feedback/{number}/", data={"worth-overall": "9", "line-start": "Walks"}
    )

    assert answer.status_code == 400
    assert ">Walks</textarea>" in answer.text


def test_an_organizer_changes_what_it_asks(app, rows, world):
    ada, (bob, *_others) = world
    led = ada.post("/here/organize/polls/", data={"template": "pulse"}).location
    form = {
        "title": "Half-time",
        "anonymous": "yes",
        "known": ["presentation", "venue"],
        "more": "The band",
        "lines": "What is missing?",
        "split": "newcomer",
    }

    assert ada.post(led, data=form).status_code == 303

    preview = ada.get(f"{led}/preview").text
    for text in ("Half-time", "The band", "What is missing?", "First time here"):
        assert text in preview
    number = led.rsplit("/", 1)[-1]
    assert bob.get(f"/here/feedback/{number}/").status_code == 404


def test_two_questions_of_one_name_are_refused(app, rows, world):
    ada, _bobs = world
    led = ada.post("/here/organize/polls/", data={"template": "pulse"}).location

    answer = ada.post(
        led, data={"title": "T", "anonymous": "yes", "more": "The band\nThe band", "split": ""}
    )

    assert answer.status_code == 400
    assert "Two questions are the same." in answer.text


def test_the_home_page_offers_the_poll_until_it_is_answered(app, rows, world):
    ada, (bob, *_others) = world
    number = opened(app, rows, ada)
    assert "Give feedback" in bob.get("/here/").text

    bob.post(f"/here/feedback/{number}/", data=FORM)

    assert "Give feedback" not in bob.get("/here/").text


def test_a_planned_poll_opens_by_the_clock(app, rows, world):
    ada, (bob, *_others) = world
    led = ada.post("/here/organize/polls/", data={"template": "pulse"}).location
    period = {"opens": "2099-01-01T10:00", "closes": "2099-01-01T11:00"}

    assert ada.post(f"{led}/period", data=period).status_code == 303

    assert "This poll opens" in bob.get(f"/here/feedback/{led.rsplit('/', 1)[-1]}/").text
    with rows() as session:
        poll = session.query(Poll).one()
        assert poll.opens_at.hour == 9
        assert session.get(Event, poll.event_id).slug == "here"
