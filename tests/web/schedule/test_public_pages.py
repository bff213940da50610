import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from sqlalchemy import event as sql_event

from offsite import db
from offsite.config import Settings
from offsite.schedule.models import Pick
from tests.factories import MORNING, NOON
from tests.web.schedule.conftest import build, move, publish

LATER = NOON + timedelta(days=1)
PAGES = ("schedule/", "now", "schedule/changelog/", "schedule/v/v1/")
ATOM = "{http://www.w3.org/2005/Atom}"


def test_before_a_release_nobody_sees_what_a_draft_holds(stage, sign_in):
    for person in (stage.bob, stage.ada):
        answer = sign_in(person).get("/tlm/schedule/")

        assert answer.status_code == 200
        assert "There is no schedule yet" in answer.text
        assert "Talk 0" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_does_not_see_the_schedule_of_an_event_for_members(released, client, path):
    answer = client.get(f"/tlm/{path}", headers={"Accept": "text/html"})

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_signed_in_stranger_gets_the_same_answer_as_for_no_event(released, sign_in):
    assert sign_in(released.cleo).get("/tlm/schedule/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_the_schedule_of_a_public_event(rows, client, path):
    with rows() as session:
        publish(session, build(session, visibility="public"))

    answer = client.get(f"/tlm/{path}")

    assert answer.status_code == 200


def test_the_released_schedule_shows_items_their_times_and_the_zone(released, sign_in):
    text = sign_in(released.bob).get("/tlm/schedule/").text

    assert "Talk 0" in text
    assert "Talk 1" in text
    assert "09:45" in text
    assert "Times are in Europe/Warsaw." in text


def test_a_search_without_script_narrows_the_schedule(released, sign_in):
    text = sign_in(released.bob).get("/tlm/schedule/?q=talk+1").text

    assert "Talk 1" in text
    assert "Talk 0" not in text


def test_an_item_that_moved_in_the_newest_release_is_marked(released, rows, sign_in):
    with rows() as session:
        move(session, released, 1, slots=2)
        publish(session, released, "v2", now=LATER)

    text = sign_in(released.bob).get("/tlm/schedule/").text

    assert text.count("badge-warn") == 2  # in the grid and in the list


def test_an_old_release_stays_as_it_was(released, rows, sign_in):
    with rows() as session:
        move(session, released, 1, slots=2)
        publish(session, released, "v2", now=LATER)

    browser = sign_in(released.bob)

    def begins(url):
        return re.findall(r'session[^>]*data-starts="([^"]*)"', browser.get(url).text)

    assert begins("/tlm/schedule/")[-1] == "2026-10-01T09:15:00+00:00"
    assert begins("/tlm/schedule/v/v1/")[-1] == "2026-10-01T07:45:00+00:00"
    assert browser.get("/tlm/schedule/v/nothing/").status_code == 404


def test_the_changelog_names_the_move_with_both_times(released, rows, sign_in):
    with rows() as session:
        move(session, released, 1, slots=2)
        publish(session, released, "v2", now=LATER)

    text = sign_in(released.bob).get("/tlm/schedule/changelog/").text

    assert "1 moved" in text
    assert text.index("v2") < text.index("v1")
    for clock in ("09:45", "11:15"):
        assert clock in text


def test_the_feed_is_valid_atom_with_one_entry_a_release(app, released, rows, sign_in):
    with rows() as session:
        move(session, released, 1, slots=2)
        publish(session, released, "v2", now=LATER)
    settings: Settings = app.extensions["offsite"]

    answer = sign_in(released.bob).get("/tlm/schedule/feed.xml")

    root = ET.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}updated") == "2026-09-02T12:00:00+00:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Leaders' Meeting"
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["v2", "v1"]
    assert entries[0].findtext(f"{ATOM}id") == f"{settings.base_url}/tlm/schedule/v/v2/"
    assert "Moved: Talk 1" in entries[0].findtext(f"{ATOM}content")


def test_an_unchanged_feed_is_the_same_bytes_and_then_nothing(released, sign_in):
    browser = sign_in(released.bob)
    first, second = (browser.get("/tlm/schedule/feed.xml") for _ in range(2))

    third = browser.get("/tlm/schedule/feed.xml", headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == second.data
    assert (third.status_code, third.data) == (304, b"")


def test_the_page_of_an_item_says_when_and_where_and_what_comes_next(released, sign_in):
    code = released.items[0].code

    text = sign_in(released.bob).get(f"/tlm/schedule/items/{code}/").text

    assert "Aula" in text
    assert "Next in Aula" in text
    assert "Talk 1" in text


def test_an_item_that_is_only_in_a_draft_has_no_page(stage, sign_in):
    code = stage.items[0].code

    assert sign_in(stage.bob).get(f"/tlm/schedule/items/{code}/").status_code == 404


def picks(rows):
    with rows() as session:
        return [(one.proposal_id, one.dropped_at is None) for one in session.query(Pick)]


def test_a_member_picks_and_drops_with_one_press_each(released, sign_in, rows):
    browser, item = sign_in(released.bob), released.items[0]
    url = f"/tlm/schedule/items/{item.code}/pick"

    picked = browser.post(url, data={"pick": "1"})
    after_pick = picks(rows)
    browser.post(url, data={"pick": "0"})

    assert (picked.status_code, picked.headers["Location"]) == (303, "/tlm/schedule/")
    assert (after_pick, picks(rows)) == ([(item.id, True)], [(item.id, False)])


def test_with_script_only_the_button_comes_back(released, sign_in):
    item = released.items[0]

    answer = sign_in(released.bob).post(
        f"/tlm/schedule/items/{item.code}/pick",
        data={"pick": "1"},
        headers={"HX-Request": "true"},
    )

    assert 'aria-pressed="true"' in answer.text
    assert "<html" not in answer.text


def test_a_stranger_cannot_pick_in_a_public_event(rows, client):
    with rows() as session:
        stage = build(session, visibility="public")
        publish(session, stage)

    answer = client.post(f"/tlm/schedule/items/{stage.items[0].code}/pick", data={"pick": "1"})

    assert answer.status_code == 404
    assert picks(rows) == []


def test_now_shows_what_runs_and_what_comes_next(released, sign_in, monkeypatch):
    moment = MORNING + timedelta(minutes=10)
    monkeypatch.setattr("offsite.web.schedule.now.utc_now", lambda: moment)
    browser = sign_in(released.bob)

    first = browser.get("/tlm/now/live")
    again = browser.get("/tlm/now/live", headers={"If-None-Match": first.headers["ETag"]})

    assert first.text.index("Talk 0") < first.text.index("Next") < first.text.index("Talk 1")
    assert (again.status_code, again.data) == (304, b"")


def test_the_live_part_of_now_changes_when_the_next_item_begins(released, sign_in):
    with time_machine.travel(MORNING, tick=False):
        browser = sign_in(released.bob)
        first = browser.get("/tlm/now/live")

    with time_machine.travel(MORNING + timedelta(minutes=50), tick=False):
        later = browser.get("/tlm/now/live", headers={"If-None-Match": first.headers["ETag"]})

    assert later.status_code == 200
    assert "Nothing more today" in later.text


def statements(app, work):
    seen = []

    def count(*_):
        seen.append(1)

    with app.app_context():
        engine = db.db.engine
    sql_event.listen(engine, "before_cursor_execute", count)
    answer = work()
    sql_event.remove(engine, "before_cursor_execute", count)
    assert answer.status_code == 200
    return len(seen)


ORGANIZER_PAGES = ("organize/schedule/", "organize/schedule/{draft}/", "organize/releases")


@pytest.mark.parametrize("path", [*PAGES, "my/", "schedule/feed.xml", *ORGANIZER_PAGES])
def test_one_and_three_items_cost_the_same_number_of_statements(app, rows, sign_in, path):
    counts = []
    for items in (1, 3):
        with rows() as session:
            for table in reversed(db.db.metadata.sorted_tables):
                session.execute(table.delete())
            stage = build(session, items=items)
            publish(session, stage)
        browser = sign_in(stage.ada)
        url = "/tlm/" + path.format(draft=stage.draft.id)
        browser.get(url)
        counts.append(statements(app, lambda url=url, browser=browser: browser.get(url)))

    assert counts[0] == counts[1]
