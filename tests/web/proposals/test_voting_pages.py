"""Voting on a phone, and the demand that comes of it."""

import re

from sqlalchemy import select

from offsite.proposals.models import ProposalVote
from tests.factories import (
    make_person,
    make_vote,
)


def votes_in(rows):
    with rows() as session:
        return session.execute(select(ProposalVote.choice)).scalars().all()


def test_a_vote_without_script_leads_to_the_next_card(voting, rows, sign_in):
    with rows() as session:
        codes = {voting.proposal(session).code for _ in range(3)}
    browser = sign_in(voting.bob)
    order = re.findall(r'id="card-([A-Z0-9]{6})"', browser.get("/tlm/vote").text)

    answer = browser.post(f"/tlm/vote/{order[0]}", data={"vote": "must", "show": "open"})

    assert set(order) == codes
    assert answer.headers["Location"].endswith(f"/tlm/vote#card-{order[1]}")
    assert votes_in(rows) == ["must"]
    assert "1 of 3" in browser.get("/tlm/vote").text


def test_the_order_of_cards_stays_and_differs_between_people(voting, rows, sign_in):
    with rows() as session:
        for _ in range(9):
            voting.proposal(session, make_person(session))

    def order(browser):
        return re.findall(r'id="card-([A-Z0-9]{6})"', browser.get("/tlm/vote").text)

    bob, ada = sign_in(voting.bob), sign_in(voting.ada)
    assert order(bob) == order(bob)
    assert order(bob) != order(ada)


def test_with_script_only_the_card_and_the_progress_come_back(voting, rows, sign_in):
    with rows() as session:
        proposal = voting.proposal(session)

    answer = sign_in(voting.bob).post(
        f"/tlm/vote/{proposal.code}", data={"vote": "would"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="progress" hx-swap-oob="true"' in answer.text
    assert "1 of 1" in answer.text


def test_one_is_not_asked_about_ones_own(voting, rows, sign_in):
    with rows() as session:
        own = voting.proposal(session, voting.bob)
    browser = sign_in(voting.bob)

    assert own.code not in browser.get("/tlm/vote").text
    assert browser.post(f"/tlm/vote/{own.code}", data={"vote": "must"}).status_code == 409
    assert votes_in(rows) == []


def test_while_voting_is_open_nobody_reads_results(voting, rows, sign_in):
    with rows() as session:
        proposal = voting.proposal(session, title="Secret favourite")
        make_vote(session, proposal, voting.bob_member, "must")
    browser = sign_in(voting.ada)

    page = browser.get("/tlm/organize/demand").text
    table = browser.get("/tlm/organize/demand.csv")

    assert "Have voted" in page
    assert "Secret favourite" not in page
    assert table.status_code == 409
    assert "Secret favourite" not in table.text


def test_after_voting_the_demand_is_shown_with_counts_for_few_voters(closed, rows, sign_in):
    with rows() as session:
        proposal = closed.proposal(session, title="Favourite")
        make_vote(session, proposal, closed.bob_member, "must")

    page = sign_in(closed.ada).get("/tlm/organize/demand").text

    assert "Favourite" in page
    assert "Fewer than 20 people voted" in page
    assert "1 of 1" in page


def test_the_table_as_csv_holds_no_formulas(closed, rows, sign_in):
    with rows() as session:
        proposal = closed.proposal(session, title="=HYPERLINK(1)")
        make_vote(session, proposal, closed.bob_member, "must")

    answer = sign_in(closed.ada).get("/tlm/organize/demand.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "'=HYPERLINK(1)" in answer.text


def test_a_press_on_an_old_page_after_closing_shows_what_was_kept(closed, rows, sign_in):
    with rows() as session:
        proposal = closed.proposal(session)
        make_vote(session, proposal, closed.bob_member, "would")

    answer = sign_in(closed.bob).post(
        f"/tlm/vote/{proposal.code}", data={"vote": "must"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "Voting is not open now." in answer.text
    assert answer.text.count("disabled") == 3
    assert votes_in(rows) == ["would"]


def test_a_vote_on_a_proposals_own_page_returns_there(voting, rows, sign_in):
    with rows() as session:
        proposal = voting.proposal(session)
    browser, path = sign_in(voting.bob), f"/tlm/proposals/{proposal.code}/"

    answer = browser.post(f"/tlm/vote/{proposal.code}", data={"vote": "must", "show": "page"})

    assert answer.headers["Location"].endswith(f"{path}#vote")
    assert 'aria-pressed="true"' in browser.get(path).text
