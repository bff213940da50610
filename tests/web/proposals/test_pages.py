"""Pages of proposals: who sees what, and what each press does."""

import re

import pytest
from sqlalchemy import select

from offsite.proposals.models import Comment, Proposal, Wanted
from tests.factories import (
    make_event,
    make_format,
    make_member,
    make_proposal,
    make_room,
    make_slot,
)
from tests.web.proposals.conftest import YESTERDAY, proposals_in

PAGES = ("call", "proposals/", "proposals/new", "wanted/", "vote")


ORGANIZE = (
    "organize/decisions",
    "organize/decisions/announce",
    "organize/demand",
    "organize/call",
)


@pytest.mark.parametrize("path", [*PAGES, *ORGANIZE])
def test_organizers_open_every_page_of_an_empty_event(house, sign_in, path):
    assert sign_in(house.ada).get(f"/tlm/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_members_open_the_pages_for_members(house, sign_in, path):
    assert sign_in(house.bob).get(f"/tlm/{path}").status_code == 200


@pytest.mark.parametrize("path", [*ORGANIZE, "organize/demand.csv"])
def test_members_do_not_find_the_organizers_pages(house, sign_in, path):
    assert sign_in(house.bob).get(f"/tlm/{path}").status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *ORGANIZE])
def test_people_of_other_events_find_nothing(house, sign_in, path):
    assert sign_in(house.cleo).get(f"/tlm/{path}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_led_to_sign_in(house, client, path):
    answer = client.get(f"/tlm/{path}", headers={"Accept": "text/html"})

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_proposal_of_another_event_is_not_here(house, rows, sign_in):
    with rows() as session:
        other = make_event(session)
        make_member(session, other, house.bob)
        foreign = make_proposal(session, other, house.bob)

    assert sign_in(house.bob).get(f"/tlm/proposals/{foreign.code}/").status_code == 404


def test_a_draft_is_seen_by_its_hosts_alone(house, rows, sign_in):
    with rows() as session:
        draft = house.proposal(session, house.bob, state="draft", title="Half an idea")

    ada = sign_in(house.ada)
    assert sign_in(house.bob).get(f"/tlm/proposals/{draft.code}/").status_code == 200
    assert ada.get(f"/tlm/proposals/{draft.code}/").status_code == 404
    assert "Half an idea" not in ada.get("/tlm/proposals/").text


def fields_of(page):
    return dict(re.findall(r'name="(form_key|seen_at)"[^>]*value="([^"]*)"', page.text))


def test_a_form_sent_twice_is_one_proposal(house, rows, sign_in):
    browser = sign_in(house.bob)
    form = {
        **fields_of(browser.get("/tlm/proposals/new")),
        "title": "How we sleep on call",
        "format_id": house.format.id,
        "do": "submit",
    }

    answers = [browser.post("/tlm/proposals/new", data=form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert [(one.title, one.state) for one in proposals_in(rows)] == [
        ("How we sleep on call", "submitted")
    ]


def test_a_draft_waits_on_top_of_the_list(house, rows, sign_in):
    browser = sign_in(house.bob)
    form = {"title": "Not yet", "format_id": house.format.id, "do": "draft"}

    browser.post("/tlm/proposals/new", data=form)

    assert "My drafts" in browser.get("/tlm/proposals/").text
    assert proposals_in(rows)[0].state == "draft"


def test_a_preview_saves_nothing_and_names_what_is_similar(house, rows, sign_in):
    with rows() as session:
        house.proposal(session, title="Sleeping on call")
    form = {
        "title": "Sleep on call",
        "abstract": "**Bold** <script>alert(1)</script>",
        "format_id": house.format.id,
        "do": "preview",
    }

    page = sign_in(house.bob).post("/tlm/proposals/new", data=form)

    assert "<strong>Bold</strong>" in page.text
    assert "<script>alert" not in page.text
    assert "Sleeping on call" in page.text
    assert len(proposals_in(rows)) == 1


def test_what_was_typed_stays_when_something_is_wrong(house, sign_in):
    form = {"title": "", "abstract": "Long thoughts", "format_id": house.format.id}

    page = sign_in(house.bob).post("/tlm/proposals/new", data=form)

    assert page.status_code == 400
    assert "A proposal needs a title." in page.text
    assert "Long thoughts" in page.text


def test_after_the_call_a_new_proposal_leads_to_the_call(closed, sign_in):
    browser = sign_in(closed.bob)

    answer = browser.get("/tlm/proposals/new")

    assert answer.headers["Location"].endswith("/tlm/call")
    assert "Closed since" in browser.get("/tlm/call").text


def test_similar_titles_are_found_while_typing(house, rows, sign_in):
    with rows() as session:
        house.proposal(session, title="Monitoring microservices")
        house.proposal(session, house.ada, title="Monitoring micro services", state="draft")

    found = sign_in(house.bob).get("/tlm/proposals/similar?title=microservice monitoring").text

    assert "Monitoring microservices" in found
    assert "Monitoring micro services" not in found


def test_two_editors_do_not_overwrite_each_other(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.bob, title="Before")
    browser, address = sign_in(house.bob), f"/tlm/proposals/{proposal.code}/edit"
    seen = fields_of(browser.get(address))["seen_at"]
    form = {"format_id": house.format.id, "seen_at": seen, "do": "save"}

    first = browser.post(address, data={**form, "title": "First"})
    second = browser.post(address, data={**form, "title": "Second"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Second" in second.text
    assert proposals_in(rows)[0].title == "First"


def test_a_member_does_not_edit_the_proposals_of_others(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session)

    assert sign_in(house.bob).get(f"/tlm/proposals/{proposal.code}/edit").status_code == 403


def test_withdrawing_can_be_undone(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.bob)
    browser, address = sign_in(house.bob), f"/tlm/proposals/{proposal.code}"

    browser.post(f"{address}/withdraw")
    assert "Put it back" in browser.get(f"{address}/").text
    browser.post(f"{address}/restore")

    assert proposals_in(rows)[0].state == "submitted"


def test_organizers_do_not_withdraw_for_the_hosts(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.bob)

    answer = sign_in(house.ada).post(f"/tlm/proposals/{proposal.code}/withdraw")

    assert answer.status_code == 403
    assert proposals_in(rows)[0].state == "submitted"


def test_a_co_host_is_asked_and_accepts(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.ada)
    address = f"/tlm/proposals/{proposal.code}"

    sign_in(house.ada).post(f"{address}/hosts", data={"host": "bob"})
    browser = sign_in(house.bob)
    assert "You are asked to host this" in browser.get(f"{address}/").text
    browser.post(f"{address}/accept")

    with rows() as session:
        hosts = session.get(Proposal, proposal.id).active_hosts
        assert [one.name for one in hosts] == ["Ada", "Bob"]


def test_nobody_is_invited_who_is_not_a_member(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.ada)

    answer = sign_in(house.ada).post(
        f"/tlm/proposals/{proposal.code}/hosts", data={"host": house.cleo.email}
    )

    assert answer.status_code == 409
    assert "Nobody in this event has the name or address" in answer.text


def test_comments_are_public_and_removal_can_be_undone(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session)
    address = f"/tlm/proposals/{proposal.code}/"
    bob, ada = sign_in(house.bob), sign_in(house.ada)

    for _ in range(2):
        bob.post(f"{address}comments", data={"body": "Please show the _graphs_."})
    with rows() as session:
        (comment,) = session.scalars(select(Comment)).all()
    assert "<em>graphs</em>" in ada.get(address).text

    bob.post(f"/tlm/comments/{comment.id}/remove")
    assert "graphs" not in ada.get(address).text
    bob.post(f"/tlm/comments/{comment.id}/put-back")

    assert "<em>graphs</em>" in ada.get(address).text


def test_a_member_does_not_remove_the_comments_of_others(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session)
        comment = Comment(
            proposal_id=proposal.id, person_id=house.ada.id, body="Mine", created_at=YESTERDAY
        )
        session.add(comment)

    assert sign_in(house.bob).post(f"/tlm/comments/{comment.id}/remove").status_code == 404


def test_a_wanted_topic_becomes_a_proposal(house, rows, sign_in):
    ada, bob = sign_in(house.ada), sign_in(house.bob)
    ada.post("/tlm/wanted/", data={"title": "Career ladders"})
    with rows() as session:
        (topic,) = session.scalars(select(Wanted)).all()

    bob.post(f"/tlm/wanted/{topic.id}/me-too", data={"want": "1"})
    assert "2 people want this" in ada.get("/tlm/wanted/").text
    assert 'value="Career ladders"' in bob.get(f"/tlm/proposals/new?wanted={topic.id}").text
    form = {"title": "Ladders", "format_id": house.format.id, "wanted": topic.id, "do": "submit"}
    bob.post("/tlm/proposals/new", data=form)

    page = ada.get("/tlm/wanted/").text
    assert "Taken" in page
    assert "Ladders" in page


def test_absences_are_saved_with_the_proposal(house, rows, sign_in):
    with rows() as session:
        slot = make_slot(session, house.event)
        make_room(session, house.event, features=["piano"])
    browser = sign_in(house.bob)
    form = {
        "title": "Song",
        "format_id": house.format.id,
        "needs": "piano",
        "absent": slot.id,
        "absences_shown": "1",
        "do": "submit",
    }

    browser.post("/tlm/proposals/new", data=form)

    page = browser.get(f"/tlm/proposals/{proposals_in(rows)[0].code}/edit").text
    assert re.search(
        rf'name="absent"[^>]*value="{slot.id}"[^>]*checked|checked[^>]*name="absent"', page
    )
    assert proposals_in(rows)[0].needs == ["piano"]


@pytest.mark.parametrize(
    "query",
    [
        "_scheme=javascript&_external=1",
        "endpoint=x&event_slug=y&code=z",
        "page=99999999999999999999&format=abc&track=-1",
        "q=%00&state=%00&leadership=%00&mine=%00",
    ],
)
def test_odd_queries_neither_break_a_list_nor_its_links(house, rows, sign_in, query):
    with rows() as session:
        for _ in range(30):
            house.proposal(session)

    page = sign_in(house.ada).get(f"/tlm/proposals/?{query}")

    assert page.status_code == 200
    assert "javascript:" not in page.text


@pytest.mark.parametrize(
    "path",
    ["proposals/%00%00/", "proposals/zzzzzz/", "wanted/99999999999999999999999/me-too"],
)
def test_addresses_that_name_nothing_are_not_found(house, sign_in, path):
    browser = sign_in(house.ada)
    ask = browser.post if path.endswith("me-too") else browser.get

    assert ask(f"/tlm/{path}").status_code == 404


def test_a_forged_form_is_explained_or_ignored_but_never_breaks(house, rows, sign_in):
    form = {
        "title": "Odd",
        "format_id": house.format.id,
        "form_key": "x" * 500,
        "wanted": "9" * 30,
        "minutes": "-5",
        "do": "submit",
    }

    answer = sign_in(house.bob).post("/tlm/proposals/new", data=form)

    assert answer.status_code == 400
    assert "between 1 and 1440" in answer.text
    assert proposals_in(rows) == []


def test_no_address_of_proposals_answers_people_who_are_not_members(house, rows, app, sign_in):
    with rows() as session:
        proposal = house.proposal(session)
        topic = Wanted(event_id=house.event.id, title="Ladders", created_at=YESTERDAY)
        comment = Comment(
            proposal_id=proposal.id, person_id=house.ada.id, body="Mine", created_at=YESTERDAY
        )
        session.add_all([topic, comment])
    values = {
        "event_slug": "tlm",
        "code": proposal.code,
        "wanted_id": topic.id,
        "comment_id": comment.id,
    }
    browser, asked = sign_in(house.cleo), []
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("proposals.")]

    for rule in rules:
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            path = rule.build({key: values[key] for key in rule.arguments})[1]
            asked.append((method, path, browser.open(path, method=method).status_code))

    assert len(asked) > 25
    assert [one for one in asked if one[2] != 404] == []


def test_after_the_call_an_organizer_still_edits_a_proposal(closed, rows, sign_in):
    with rows() as session:
        proposal = closed.proposal(session, closed.bob)
    path = f"/tlm/proposals/{proposal.code}/edit"
    form = {"title": "Shorter", "format_id": closed.format.id, "do": "save"}

    assert sign_in(closed.bob).post(path, data=form).status_code == 409
    assert sign_in(closed.ada).post(path, data=form).status_code == 303
    assert proposals_in(rows)[0].title == "Shorter"


def test_hosts_change_the_words_of_an_accepted_proposal_only(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.bob, state="accepted", minutes=45, seats=9)
        other = make_format(session, house.event, minutes=90)
    path = f"/tlm/proposals/{proposal.code}/edit"
    browser = sign_in(house.bob)
    form = {"title": "Clearer", "format_id": other.id, "seats": 1, "do": "save"}

    assert 'name="format_id"' not in browser.get(path).text
    assert browser.post(path, data=form).status_code == 303

    (saved,) = proposals_in(rows)
    assert (saved.title, saved.format_id, saved.seats) == ("Clearer", house.format.id, 9)
