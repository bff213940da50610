import re

from offsite.outbox.models import Mail
from offsite.schedule.models import Release
from tests.web.schedule.conftest import here, move

URL = "/tlm/organize/releases"


def names(rows):
    with rows() as session:
        return [one.name for one in session.query(Release).order_by(Release.number)]


def mark_in(text):
    return re.search(r'name="seen"[^>]*value="(\w*)"', text).group(1)


def test_a_release_without_warnings_needs_no_tick(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    page = ada.get(URL).text

    answer = ada.post(URL, data={"name": "v1", "seen": mark_in(page)})

    assert 'value="v1"' in page
    assert "I have seen these warnings" not in page
    assert (answer.status_code, names(rows)) == (303, ["v1"])


def test_warnings_must_be_seen_before_a_release(stage, sign_in, rows):
    with rows() as session:
        move(session, stage, 0, slots=1)
    ada = sign_in(stage.ada)
    page = ada.get(URL).text

    refused = ada.post(URL, data={"name": "v1", "seen": mark_in(page)})
    none_yet = names(rows)
    ada.post(URL, data={"name": "v1", "seen": mark_in(page), "acknowledged": "y"})

    assert "are in Aula at the same time." in page
    assert (refused.status_code, none_yet, names(rows)) == (409, [], ["v1"])


def test_warnings_that_appeared_since_are_not_acknowledged(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    page = ada.get(URL).text
    with rows() as session:
        move(session, stage, 0, slots=1)

    answer = ada.post(URL, data={"name": "v1", "seen": mark_in(page), "acknowledged": "y"})

    assert (answer.status_code, names(rows)) == (409, [])


def test_an_item_that_is_not_confirmed_is_a_warning_and_stays_hidden(stage, sign_in, rows):
    with rows() as session:
        here(session, stage.items[0]).state = "accepted"
    ada = sign_in(stage.ada)
    page = ada.get(URL).text

    ada.post(URL, data={"name": "v1", "seen": mark_in(page), "acknowledged": "y"})
    shown = sign_in(stage.bob).get("/tlm/schedule/").text

    assert "“Talk 0” is placed but its host has not confirmed it" in page
    assert "Talk 1" in shown
    assert "Talk 0" not in shown


def test_the_preview_lists_what_will_move_from_where_to_where(released, sign_in, rows):
    with rows() as session:
        move(session, released, 1, slots=2)

    text = sign_in(released.ada).get(URL).text

    assert re.search(r"<del>.*09:45.*</del>.*11:15", text, re.S)
    assert 'value="v2"' in text


def test_a_name_that_is_taken_is_refused_and_kept_in_the_form(released, sign_in, rows):
    answer = sign_in(released.ada).post(URL, data={"name": "V1", "note": "My note"})

    assert answer.status_code == 409
    assert "There is a release called" in answer.text
    assert "My note" in answer.text
    assert names(rows) == ["v1"]


def test_without_a_working_draft_the_page_says_what_to_do(stage, sign_in, rows):
    with rows() as session:
        here(session, stage.draft).applied_at = None

    ada = sign_in(stage.ada)

    answer = ada.get(URL)

    assert "Apply a draft" in answer.text
    assert ada.post(URL, data={"name": "v1"}).status_code == 409


def mails(rows):
    with rows() as session:
        return {one.to_name: (one.state, one.body) for one in session.query(Mail)}


def bob_picks_and_it_moves(released, sign_in, rows):
    code = released.items[1].code
    sign_in(released.bob).post(f"/tlm/schedule/items/{code}/pick", data={"pick": "1"})
    with rows() as session:
        move(session, released, 1, slots=2)


def test_the_page_says_how_many_get_a_mail_and_holds_them_unless_asked(released, sign_in, rows):
    bob_picks_and_it_moves(released, sign_in, rows)
    ada = sign_in(released.ada)
    page = ada.get(URL).text

    ada.post(URL, data={"name": "v2", "seen": mark_in(page)})

    found = mails(rows)
    assert "1 person gets one mail" in page
    assert {state for state, _body in found.values()} == {"waiting"}
    assert set(found) == {"Bob"}
    assert "- Talk 1" in found["Bob"][1]
    assert "09:45–10:30, Aula" in found["Bob"][1]
    assert "11:15–12:00, Aula" in found["Bob"][1]
    assert re.search(r"https?://[^/\s]+/tlm/my/", found["Bob"][1])


def test_mails_leave_at_once_when_that_is_chosen(released, sign_in, rows):
    bob_picks_and_it_moves(released, sign_in, rows)

    sign_in(released.ada).post(URL, data={"name": "v2", "mails": "now"})

    assert {state for state, _body in mails(rows).values()} == {"sending"}


def test_a_choice_about_mails_that_is_none_is_refused(released, sign_in, rows):
    answer = sign_in(released.ada).post(URL, data={"name": "v2", "mails": "later"})

    assert (answer.status_code, names(rows)) == (400, ["v1"])
