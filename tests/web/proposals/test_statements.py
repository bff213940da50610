"""Pages of proposals ask the database as often for three rows as for one."""

from datetime import timedelta

import pytest
from sqlalchemy import event as events

from offsite import db
from offsite.proposals.models import Comment, MeToo, ProposalHost, Wanted
from tests.factories import make_member, make_person, make_track, make_vote
from tests.web.proposals.conftest import YESTERDAY, House

PAGES = (
    "/tlm/call",
    "/tlm/proposals/",
    "/tlm/proposals/?mine=1",
    "/tlm/wanted/",
    "/tlm/vote",
    "/tlm/organize/decisions",
    "/tlm/organize/decisions/announce",
    "/tlm/organize/demand",
)


@pytest.fixture
def fair(rows):
    with rows() as session:
        return House(
            session,
            voting_opens_at=YESTERDAY - timedelta(days=1),
            voting_closes_at=YESTERDAY,
        )


def add_row(session, house):
    """One more of everything that a list shows."""
    host, guest = (make_person(session) for _ in range(2))
    member = make_member(session, house.event, host)
    make_member(session, house.event, guest)
    proposal = house.proposal(
        session,
        house.ada,
        guest,
        track=make_track(session, house.event, f"Track of {host.id}"),
        pending_state="accepted",
    )
    make_vote(session, proposal, member, "must")
    topic = Wanted(
        event_id=house.event.id,
        title=f"Topic {proposal.id}",
        person_id=host.id,
        nominee_id=guest.id,
        proposal_id=proposal.id if proposal.id % 2 else None,
        created_at=YESTERDAY,
    )
    session.add(topic)
    session.flush()
    session.add(MeToo(wanted_id=topic.id, person_id=guest.id, said_at=YESTERDAY))
    return proposal


def statements(app, browser, path):
    """How many statements the page sends."""
    sent = []

    def note(conn, cursor, statement, *rest):
        sent.append(statement)

    with app.app_context():
        engine = db.db.engine
    events.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        events.remove(engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("path", PAGES)
def test_lists_take_the_same_statements_for_one_and_three_rows(fair, rows, app, sign_in, path):
    with rows() as session:
        add_row(session, fair)
        add_row(session, fair)
    browser = sign_in(fair.ada)
    few = statements(app, browser, path)
    with rows() as session:
        for _ in range(4):
            add_row(session, fair)

    assert statements(app, browser, path) == few


def test_a_proposals_page_does_the_same_for_its_hosts_and_comments(fair, rows, app, sign_in):
    def add_voice(session, proposal):
        person, other = make_person(session), make_person(session)
        make_member(session, fair.event, person)
        session.add(
            ProposalHost(
                proposal_id=proposal.id,
                person_id=person.id,
                position=person.id,
                invited_at=YESTERDAY,
                accepted_at=YESTERDAY,
            )
        )
        session.add(
            Comment(proposal_id=proposal.id, person_id=other.id, body="Yes", created_at=YESTERDAY)
        )

    with rows() as session:
        proposal = fair.proposal(session)
        add_voice(session, proposal)
    browser, path = sign_in(fair.bob), f"/tlm/proposals/{proposal.code}/"
    one = statements(app, browser, path)
    with rows() as session:
        add_voice(session, proposal)
        add_voice(session, proposal)

    assert statements(app, browser, path) == one
