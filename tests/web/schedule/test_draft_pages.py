import re
from contextlib import contextmanager

import pytest

from offsite import db
from offsite.jobs.models import Job
from offsite.jobs.running import Runner
from offsite.schedule.generation import Generation
from offsite.schedule.models import Draft, DraftChange, Placement
from tests.factories import MORNING, NOON, make_event, make_member, make_vote
from tests.web.schedule.conftest import SLOT, here, move

GENERATE = "/tlm/organize/schedule/generate"
ASKED = {"name": "From votes", "seconds": "30", "seed": "3", "base": "", "slack": "-1"}


def where(rows, stage, number=0):
    with rows() as session:
        found = session.query(Placement).filter_by(
            draft_id=stage.draft.id, proposal_id=stage.items[number].id
        )
        return [(one.starts_at, one.room.name, one.pinned_at is not None) for one in found]


def place(browser, stage, number=0, *, slot=0, room=0, seen=None, **values):
    data = {
        "slot": str(stage.event.slots[slot].id) if slot is not None else "",
        "room": str(stage.event.rooms[room].id) if room is not None else "999",
        "day": "2026-10-01",
        "seen_version": str(stage.draft.version if seen is None else seen),
        **values,
    }
    return browser.post(f"{stage.page}items/{stage.items[number].code}/place", data=data)


@pytest.mark.parametrize("path", ["organize/schedule/", "organize/releases"])
def test_a_member_does_not_see_the_organizers_pages(stage, sign_in, path):
    assert sign_in(stage.bob).get(f"/tlm/{path}").status_code == 404


@pytest.mark.parametrize("what", ["", "apply", "discard", "rename", "copy"])
def test_a_member_can_neither_see_nor_change_a_draft(stage, sign_in, rows, what):
    browser = sign_in(stage.bob)

    answer = browser.post(stage.page + what) if what else browser.get(stage.page)

    assert answer.status_code == 404
    with rows() as session:
        assert session.query(Draft).filter(Draft.discarded_at.is_not(None)).count() == 0


def test_a_draft_of_another_event_does_not_exist_here(stage, sign_in, rows):
    with rows() as session:
        other = make_event(session, slug="other")
        make_member(session, other, here(session, stage.ada))

    url = stage.page.replace("/tlm/", "/other/")

    assert sign_in(stage.ada).get(url).status_code == 404


def test_an_empty_event_says_what_is_missing(rows, stage, sign_in):
    with rows() as session:
        session.query(Placement).delete()
        for proposal in stage.items:
            here(session, proposal).state = "submitted"

    text = sign_in(stage.ada).get("/tlm/organize/schedule/").text

    assert "Accept at least one proposal" in text
    assert "Time to think" not in text


def test_the_best_so_far_is_looked_at_while_the_search_goes_on(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    page = ada.post(GENERATE, data=ASKED).headers["Location"]
    keep = page.replace("/jobs/", "/schedule/generation/") + "/keep"
    early = ada.post(keep)
    with rows() as session:
        (job,) = session.query(Job)
        values = Generation().prepare(session, job)
        plan = Generation().work(values, lambda said: True).plan
        best = {"fingerprint": values.problem.fingerprint(), "plan": plan.to_document()}
        job.state, job.progress = "running", {"percent": 20, "best": best}

    shown = ada.get(f"{page}/live").text
    kept = ada.post(keep)

    assert early.headers["Location"] == page
    assert f'action="{keep}"' in shown
    with rows() as session:
        draft = session.query(Draft).filter_by(name="From votes, so far").one()
        assert kept.headers["Location"] == f"/tlm/organize/schedule/{draft.id}/"
        assert len(draft.placements) == len(plan.placements)
        assert session.query(Job).one().state == "running"
    assert "Back to the search" in ada.get(kept.headers["Location"]).text


def test_generating_asks_for_a_job_with_the_seed_and_time_that_were_chosen(stage, sign_in, rows):
    answer = sign_in(stage.ada).post(GENERATE, data=ASKED)

    with rows() as session:
        (job,) = session.query(Job)
        assert answer.headers["Location"] == f"/tlm/organize/jobs/{job.id}"
        assert (job.arguments["seed"], job.arguments["seconds"]) == (3, 30)


@pytest.mark.parametrize(
    "wrong", [{"seconds": "7"}, {"seed": "many"}, {"name": ""}, {"base": "999"}]
)
def test_a_wrong_wish_is_shown_beside_its_field_and_asks_for_nothing(stage, sign_in, rows, wrong):
    answer = sign_in(stage.ada).post(GENERATE, data={**ASKED, **wrong})

    assert answer.status_code == 400
    assert "field-error" in answer.text
    with rows() as session:
        assert session.query(Job).count() == 0


def work_off(app):
    """What a worker does, in this process and thread."""

    @contextmanager
    def unit():
        with app.app_context(), db.unit_of_work() as session:
            yield session

    with app.app_context(), db.unit_of_work() as session:
        (job_id,) = session.query(Job.id).filter_by(state="queued").one()
    Runner({"schedule.generate": Generation()}, unit, clock=lambda: NOON).run(job_id)


def test_a_schedule_is_generated_shown_applied_and_seen_by_members(app, stage, sign_in, rows):
    with rows() as session:
        bob = make_member(session, here(session, stage.event))
        for proposal in stage.items:
            make_vote(session, here(session, proposal), bob, "must")
    ada = sign_in(stage.ada)

    job_page = ada.post(GENERATE, data=ASKED).headers["Location"]
    work_off(app)
    draft_page = re.search(r"/tlm/organize/schedule/\d+/", ada.get(job_page).text).group()
    draft = ada.get(draft_page).text
    ada.post(f"{draft_page}apply")
    ada.post("/tlm/organize/releases", data={"name": "v1", "note": ""})

    assert "6 of 6 wishes are met" in draft
    assert "No schedule can meet more; that is proven." in draft
    assert "Talk 0" in sign_in(stage.bob).get("/tlm/schedule/").text


def test_a_generation_that_came_too_late_says_so_and_can_be_asked_for_again(
    app, stage, sign_in, rows, monkeypatch
):
    ada = sign_in(stage.ada)
    job_page = ada.post(GENERATE, data=ASKED).headers["Location"]
    thinking = Generation.work

    def disturbed(self, values, report):
        with rows() as session:
            here(session, stage.items[0]).minutes = 90
        return thinking(self, values, report)

    monkeypatch.setattr(Generation, "work", disturbed)
    work_off(app)
    text = ada.get(job_page).text
    again = re.search(r'href="([^"]*again=[^"]*)"', text).group(1).replace("&amp;", "&")

    assert "The event changed while its schedule was being made" in text
    assert 'value="From votes"' in ada.get(again).text


def test_the_draft_page_says_in_words_what_its_score_means(stage, sign_in):
    text = sign_in(stage.ada).get(stage.page).text

    assert "0 of 0 wishes are met. A must counts 3, a would 1." in text
    assert "Nothing is proven about a schedule made by hand." in text


def test_moving_an_item_says_what_it_breaks(stage, sign_in, rows):
    ada = sign_in(stage.ada)

    answer = place(ada, stage, 0, slot=1)
    text = ada.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert where(rows, stage) == [(MORNING + SLOT, "Aula", False)]
    assert "are in Aula at the same time." in text
    assert "That breaks a rule" in text


def test_an_item_can_be_placed_outside_the_slots_by_typing_a_time(stage, sign_in, rows):
    answer = place(sign_in(stage.ada), stage, 0, slot=None, clock="20:15")

    assert answer.status_code == 303
    assert where(rows, stage) == [(MORNING.replace(hour=18, minute=15), "Aula", False)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"slot": None}, "Choose a slot, or type a time below."),
        ({"clock": "25:00"}, "Not a valid time value"),
        ({"clock": "20:15", "day": "2030-01-01"}, "Choose a day of the event."),
        ({"room": None}, "Not a valid choice"),
    ],
)
def test_a_place_that_cannot_be_read_changes_nothing(stage, sign_in, rows, values, sentence):
    answer = place(sign_in(stage.ada), stage, 0, **values, item=stage.items[0].code)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert where(rows, stage) == [(MORNING, "Aula", False)]


def test_a_stale_page_is_refused_with_what_changed_meanwhile(stage, sign_in, rows):
    with rows() as session:
        move(session, stage, 1, slots=2)

    answer = place(sign_in(stage.ada), stage, 0, slot=3)

    assert answer.status_code == 409
    assert "Somebody changed this draft meanwhile." in answer.text
    assert re.search(r"Ada moved <a [^>]*>Talk 1</a>:", answer.text)
    assert where(rows, stage) == [(MORNING, "Aula", False)]


@pytest.mark.parametrize("seen", ["", "x", "99999999999999999999"])
def test_a_change_from_no_page_at_all_is_refused(stage, sign_in, rows, seen):
    assert place(sign_in(stage.ada), stage, 0, slot=3, seen=seen).status_code == 409
    assert where(rows, stage) == [(MORNING, "Aula", False)]


def test_an_item_is_pinned_unpinned_and_taken_out(stage, sign_in, rows):
    ada, item = sign_in(stage.ada), f"{stage.page}items/{stage.items[0].code}/"

    ada.post(f"{item}pin", data={"stays": "1", "seen_version": "1"})
    pinned = where(rows, stage)
    ada.post(f"{item}pin", data={"stays": "0", "seen_version": "2"})
    unpinned = where(rows, stage)
    ada.post(f"{item}unplace", data={"seen_version": "3"})

    assert pinned == [(MORNING, "Aula", True)]
    assert unpinned == [(MORNING, "Aula", False)]
    assert where(rows, stage) == []
    with rows() as session:
        assert [one.version for one in session.query(DraftChange)] == [2, 3, 4]


def test_an_item_without_a_place_says_where_it_would_fit(stage, sign_in):
    ada = sign_in(stage.ada)
    ada.post(f"{stage.page}items/{stage.items[0].code}/unplace", data={"seen_version": "1"})

    text = ada.get(f"{stage.page}?item={stage.items[0].code}").text

    assert "1 item without a place" in text
    assert "It would fit:" in text


def test_a_discarded_draft_comes_back_with_undo(stage, sign_in):
    ada = sign_in(stage.ada)

    listed = ada.post(f"{stage.page}discard", follow_redirects=True).text
    ada.post(f"{stage.page}restore")

    assert "was discarded" in listed
    assert "Undo" in listed
    assert f'href="{stage.page}"' in ada.get("/tlm/organize/schedule/").text


def test_a_copy_is_a_draft_of_its_own(stage, sign_in, rows):
    answer = sign_in(stage.ada).post(f"{stage.page}copy")

    with rows() as session:
        copied = session.query(Draft).filter(Draft.id != stage.draft.id).one()
        assert answer.headers["Location"] == f"/tlm/organize/schedule/{copied.id}/"
        assert len(copied.placements) == 2


def test_a_bound_is_said_to_be_outdated_when_votes_change(app, stage, sign_in, rows):
    ada = sign_in(stage.ada)
    job_page = ada.post(GENERATE, data=ASKED).headers["Location"]
    work_off(app)
    draft_page = re.search(r"/tlm/organize/schedule/\d+/", ada.get(job_page).text).group()
    with rows() as session:
        voter = make_member(session, here(session, stage.event))
        make_vote(session, here(session, stage.items[0]), voter, "must")

    text = ada.get(draft_page).text

    assert "3 of 3 wishes are met" in text
    assert "what was proven then no longer counts" in text


def test_a_draft_by_hand_begins_as_a_copy_of_another(stage, sign_in, rows):
    answer = sign_in(stage.ada).post(
        "/tlm/organize/schedule/start", data={"name": "Mine", "base": str(stage.draft.id)}
    )

    with rows() as session:
        fresh = session.query(Draft).filter_by(name="Mine").one()
        assert answer.headers["Location"] == f"/tlm/organize/schedule/{fresh.id}/"
        assert len(fresh.placements) == 2


def test_no_two_fields_of_the_list_share_an_id(stage, sign_in):
    text = sign_in(stage.ada).get("/tlm/organize/schedule/").text

    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
