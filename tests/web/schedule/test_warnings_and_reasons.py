"""Warnings with what mends them, silences, reasons, comparison, and what others see."""

import re

import pytest

from offsite.schedule.models import Draft, Placement, SilencedWarning
from tests.factories import MORNING, make_draft, make_member, make_person, make_placement, make_vote
from tests.web.schedule.conftest import SLOT, here, move
from tests.web.schedule.test_draft_pages import place, where

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clashing(stage, rows):
    """Both items stand in the first slot of the Aula."""
    with rows() as session:
        move(session, stage, 1, slots=-1)
        stage.draft = here(session, stage.draft)
        session.refresh(stage.draft)
    return stage


def warning_url(page):
    return re.search(r'href="(/tlm/organize/schedule/\d+/warnings/[0-9a-f]+)"', page).group(1)


def test_a_warning_tells_the_smallest_change_and_one_press_makes_it(clashing, sign_in, rows):
    ada = sign_in(clashing.ada)
    told = ada.get(warning_url(ada.get(clashing.page).text)).text
    steps = re.search(r'name="steps" value="([^"]+)"', told).group(1)

    ada.post(f"{clashing.page}steps", data={"steps": steps, "seen_version": "2"})

    assert "The smallest change that mends it" in told
    assert "warnings/" not in ada.get(clashing.page).text
    assert len(where(rows, clashing, 0) + where(rows, clashing, 1)) == 2


@pytest.mark.parametrize("steps", ["x", "1:2", "999999:1:1", "1:999999:1"])
def test_steps_that_fit_no_draft_change_nothing(clashing, sign_in, rows, steps):
    before = where(rows, clashing)

    answer = sign_in(clashing.ada).post(
        f"{clashing.page}steps", data={"steps": steps, "seen_version": "2"}
    )

    assert answer.status_code == 400
    assert where(rows, clashing) == before


def test_a_silenced_warning_stays_silenced_with_its_note_and_is_mentioned(clashing, sign_in, rows):
    ada = sign_in(clashing.ada)
    url = warning_url(ada.get(clashing.page).text)

    refused = ada.post(f"{url}/silence", data={"note": ""})
    ada.post(f"{url}/silence", data={"note": "They share the stage."})
    with rows() as session:
        move(session, clashing, 0, slots=1)
        move(session, clashing, 0, slots=-1)
    page, release = ada.get(clashing.page).text, ada.get("/tlm/organize/releases").text

    assert refused.status_code == 400
    assert "1 silenced warning" in page
    assert "They share the stage." in page
    assert "callout-bad" not in page
    assert "They share the stage." in release
    assert "I have seen these warnings" not in release


def test_a_silenced_warning_is_heard_again(clashing, sign_in, rows):
    ada = sign_in(clashing.ada)
    url = warning_url(ada.get(clashing.page).text)
    ada.post(f"{url}/silence", data={"note": "Fine."})

    ada.post(f"{url}/unsilence")

    with rows() as session:
        assert session.query(SilencedWarning).count() == 0
    assert "1 warning<" in ada.get(clashing.page).text


def test_a_warning_that_is_gone_is_not_there(clashing, sign_in):
    ada = sign_in(clashing.ada)

    assert ada.get(f"{clashing.page}warnings/0123456789abcdef").status_code == 404


def vote_for(rows, stage, number, voters):
    with rows() as session:
        event = here(session, stage.event)
        for n in range(voters):
            member = make_member(session, event, make_person(session, f"Voter {n}"))
            make_vote(session, here(session, stage.items[number]), member, "must")


def test_a_room_that_is_too_small_is_said_before_and_after_the_move(stage, sign_in, rows):
    vote_for(rows, stage, 0, 25)
    ada = sign_in(stage.ada)
    asked = {
        "slot": str(stage.event.slots[2].id),
        "room": str(stage.event.rooms[1].id),
        "day": "2026-10-01",
    }

    cost = ada.get(f"{stage.page}items/{stage.items[0].code}/cost", query_string=asked).text
    place(ada, stage, 0, slot=2, room=1)
    page = ada.get(stage.page).text

    assert "Cellar has 20 seats, and 26 would come to “Talk 0”." in cost
    assert "Cellar has 20 seats, and 26 would come to" in page


def test_an_item_tells_why_it_is_here_and_where_else_it_could_be(stage, sign_in, rows):
    vote_for(rows, stage, 0, 3)

    text = sign_in(stage.ada).get(f"{stage.page}items/{stage.items[0].code}/why").text

    assert "3 people would lose 9 if it were taken out." in text
    assert "At no free place would people get more than here." in text
    assert text.count("Move it there") == 4


def test_an_item_without_a_place_tells_what_would_have_to_give(stage, sign_in, rows):
    ada, code = sign_in(stage.ada), stage.items[0].code
    ada.post(f"{stage.page}items/{code}/unplace", data={"seen_version": "1"})

    text = ada.get(f"{stage.page}items/{code}/why").text
    steps = re.search(r'name="steps" value="([^"]+)"', text).group(1)
    ada.post(f"{stage.page}steps", data={"steps": steps, "seen_version": "2"})

    assert "What would have to give for" in text
    assert len(where(rows, stage)) == 1


def test_two_drafts_are_compared_by_score_and_places(stage, sign_in, rows):
    with rows() as session:
        other = make_draft(session, here(session, stage.event), name="Other")
        make_placement(
            session,
            other,
            here(session, stage.items[0]),
            here(session, stage.event).rooms[1],
            starts_at=MORNING + SLOT,
        )
        ids = stage.draft.id, other.id

    text = sign_in(stage.ada).get(f"/tlm/organize/schedule/compare?a={ids[0]}&b={ids[1]}").text

    assert "1 item stands elsewhere" in text
    assert "1 item only in “By hand”" in text
    assert "only in “Other”" not in text


def test_one_draft_is_compared_with_nothing(stage, sign_in):
    text = sign_in(stage.ada).get("/tlm/organize/schedule/compare").text

    assert "There are not two drafts to compare yet." in text


def test_a_page_that_looks_again_gets_nothing_until_somebody_changes_the_draft(
    stage, sign_in, rows
):
    bob = sign_in(stage.bob)
    ada = sign_in(stage.ada)
    first = ada.get(f"{stage.page}live?seen=1")
    tag = {"If-None-Match": first.headers["ETag"]}
    unchanged = ada.get(f"{stage.page}live?seen=1", headers=tag)

    with rows() as session:
        move(session, stage, 0, slots=2)
    own = ada.get(f"{stage.page}live?seen=1", headers=tag)

    assert bob.get(f"{stage.page}live?seen=1").status_code == 404
    assert unchanged.status_code == 304
    assert own.status_code == 200
    assert 'data-version="2"' in own.text
    assert "data-say" not in own.text


def test_a_script_gets_the_part_that_changed_with_what_to_say(stage, sign_in):
    code = stage.items[0].code
    data = {
        "slot": str(stage.event.slots[3].id),
        "room": str(stage.event.rooms[1].id),
        "day": "2026-10-01",
        "seen_version": "1",
    }

    answer = sign_in(stage.ada).post(f"{stage.page}items/{code}/place", data=data, headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="studio"')
    assert re.search(r'data-say="Ada moved Talk 0:[^"]*Nobody gains or loses', answer.text)


def test_a_locked_day_is_said_and_nothing_moves(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    ada.post(f"{stage.page}lock", data={"day": "2026-10-01", "stays": "1", "seen_version": "1"})

    answer = place(ada, stage, 0, slot=3, seen=2)
    text = ada.get(answer.headers["Location"]).text

    assert "is locked in this draft: nothing on it moves." in text
    assert where(rows, stage) == [(MORNING, "Aula", True)]


def test_a_shift_is_looked_at_before_it_is_made(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    asked = {
        "day": "2026-10-01",
        "clock": "09:00",
        "room": "",
        "amount": "15",
        "unit": "minutes",
    }

    looked = ada.get(f"{stage.page}shift", query_string=asked)
    before = where(rows, stage)
    ada.post(f"{stage.page}shift", data={**asked, "seen_version": "1"})

    assert "2 items would move" in looked.text
    assert before == [(MORNING, "Aula", False)]
    assert where(rows, stage) == [(MORNING + SLOT / 3, "Aula", False)]


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "x"}, {"clock": ""}])
def test_a_shift_that_cannot_be_read_is_refused(stage, sign_in, rows, wrong):
    asked = {"day": "2026-10-01", "clock": "09:00", "room": "", "amount": "15", "unit": "minutes"}

    answer = sign_in(stage.ada).post(
        f"{stage.page}shift", data={**asked, **wrong, "seen_version": "1"}
    )

    assert answer.status_code == 400
    assert where(rows, stage) == [(MORNING, "Aula", False)]


def test_a_release_waits_for_open_warnings_only(clashing, sign_in, rows):
    ada = sign_in(clashing.ada)
    url = warning_url(ada.get(clashing.page).text)

    refused = ada.post("/tlm/organize/releases", data={"name": "v1", "note": ""})
    ada.post(f"{url}/silence", data={"note": "One talk in two voices."})
    done = ada.post("/tlm/organize/releases", data={"name": "v1", "note": ""})

    assert (refused.status_code, done.status_code) == (409, 303)
    with rows() as session:
        assert session.query(Draft).count() == 1
        assert session.query(Placement).count() == 2
