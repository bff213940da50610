"""Co-hosts are asked and answer; accepted proposals are confirmed or declined."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from offsite.outbox.models import Mail
from offsite.proposals.services import hosts
from tests.factories import DESK, NOON, make_event, make_member, make_person, make_proposal

LATER = NOON + timedelta(days=1)


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def ada(session, event):
    return make_member(session, event, make_person(session, "Ada")).person


@pytest.fixture
def bob(session, event):
    return make_member(session, event, make_person(session, "Bob")).person


@pytest.fixture
def proposal(session, event, ada):
    return make_proposal(session, event, ada)


def invite(session, proposal, text, now=NOON):
    return hosts.invite(session, proposal=proposal, text=text, inviter="Ada", desk=DESK, now=now)


def mails(session):
    return session.scalars(select(Mail)).all()


def test_who_is_asked_gets_a_mail_and_does_not_host_yet(session, proposal, ada, bob):
    invite(session, proposal, bob.email.upper())

    (mail,) = mails(session)
    assert mail.to_address == bob.email
    assert f"https://offsite.example/{proposal.code}" in mail.body
    assert mail.let_go_at == NOON
    assert proposal.active_hosts == [ada]


def test_asking_twice_sends_one_mail(session, proposal, bob):
    invite(session, proposal, bob.email)
    invite(session, proposal, bob.email, LATER)

    assert len(mails(session)) == 1
    assert len(proposal.hosts) == 2


def test_a_name_is_enough_while_it_is_the_only_one(session, event, proposal, bob):
    assert invite(session, proposal, "  bob ").person_id == bob.id
    make_member(session, event, make_person(session, "Bob"))

    with pytest.raises(hosts.UnknownMember, match="Several people here are called"):
        hosts.find_member(session, event_id=event.id, text="Bob")


def test_only_members_are_asked(session, proposal):
    cleo = make_person(session, "Cleo")

    with pytest.raises(hosts.UnknownMember, match="Nobody in this event"):
        invite(session, proposal, cleo.email)

    assert mails(session) == []


def test_accepting_makes_a_host_once(session, proposal, ada, bob):
    invite(session, proposal, bob.email)

    for now in (NOON, LATER):
        hosts.accept_invitation(session, proposal=proposal, person_id=bob.id, now=now)

    assert proposal.active_hosts == [ada, bob]
    assert proposal.hosts[1].accepted_at == NOON


def test_who_was_not_asked_cannot_accept(session, proposal, bob):
    with pytest.raises(hosts.NothingToAnswer):
        hosts.accept_invitation(session, proposal=proposal, person_id=bob.id, now=NOON)


def test_declining_leaves_no_trace_and_one_can_be_asked_again(session, proposal, bob):
    invite(session, proposal, bob.email)
    hosts.leave(session, proposal=proposal, person_id=bob.id)
    assert len(proposal.hosts) == 1

    invite(session, proposal, bob.email, LATER)

    assert len(mails(session)) == 2


def test_the_only_host_cannot_leave(session, proposal, ada, bob):
    invite(session, proposal, bob.email)

    with pytest.raises(hosts.HostNeeded, match="only host"):
        hosts.leave(session, proposal=proposal, person_id=ada.id)

    assert proposal.active_hosts == [ada]


def test_an_author_who_leaves_hands_the_proposal_over(session, proposal, ada, bob):
    invite(session, proposal, bob.email)
    hosts.accept_invitation(session, proposal=proposal, person_id=bob.id, now=NOON)

    hosts.leave(session, proposal=proposal, person_id=ada.id)

    assert proposal.active_hosts == [bob]
    assert proposal.created_by_id == bob.id


def test_only_unanswered_invitations_are_taken_back(session, proposal, ada, bob):
    invite(session, proposal, bob.email)
    hosts.remove_invitation(session, proposal=proposal, person_id=bob.id)

    with pytest.raises(hosts.NothingToAnswer, match="Ada hosts this already"):
        hosts.remove_invitation(session, proposal=proposal, person_id=ada.id)

    assert [one.person_id for one in proposal.hosts] == [ada.id]


def test_confirming_twice_is_confirming_once(session, event, ada):
    proposal = make_proposal(session, event, ada, state="accepted")

    hosts.confirm(session, proposal=proposal, now=NOON)
    hosts.confirm(session, proposal=proposal, now=LATER)

    assert (proposal.state, proposal.state_changed_at) == ("confirmed", NOON)


def test_confirming_keeps_a_pending_cancellation(session, event, ada):
    proposal = make_proposal(session, event, ada, state="accepted", pending_state="canceled")

    hosts.confirm(session, proposal=proposal, now=NOON)

    assert proposal.pending_state == "canceled"


@pytest.mark.parametrize("state", ["accepted", "confirmed"])
def test_hosts_who_cannot_come_decline(session, event, ada, state):
    proposal = make_proposal(session, event, ada, state=state)

    hosts.decline(session, proposal=proposal, now=NOON)

    assert proposal.state == "withdrawn"


def test_what_is_only_submitted_needs_no_confirmation(session, proposal):
    with pytest.raises(hosts.NothingToAnswer):
        hosts.confirm(session, proposal=proposal, now=NOON)

    assert proposal.state == "submitted"
