"""Votes: one per member and proposal, changeable while voting is open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from offsite.proposals import queries
from offsite.proposals.models import ProposalVote
from offsite.proposals.services import voting
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_person,
    make_proposal,
    make_vote,
)

LATER = NOON + timedelta(hours=1)
AFTER = NOON + timedelta(days=8)


@pytest.fixture
def event(session):
    return make_event(session, voting_opens_at=NOON, voting_closes_at=NOON + timedelta(days=7))


@pytest.fixture
def bob(session, event):
    return make_member(session, event)


@pytest.fixture
def proposal(session, event):
    return make_proposal(session, event, make_person(session, "Ada"))


def votes(session):
    return session.execute(select(ProposalVote.choice, ProposalVote.cast_at)).all()


def cast(session, proposal, member, choice, now=NOON):
    return voting.cast_vote(session, proposal=proposal, member=member, choice=choice, now=now)


def test_a_second_vote_replaces_the_first(session, proposal, bob):
    cast(session, proposal, bob, "would")
    cast(session, proposal, bob, "must", LATER)

    assert votes(session) == [("must", LATER)]


def test_the_same_vote_again_changes_nothing(session, proposal, bob):
    cast(session, proposal, bob, "would")
    cast(session, proposal, bob, "would", LATER)

    assert votes(session) == [("would", NOON)]


def test_a_vote_can_be_taken_back_twice(session, proposal, bob):
    cast(session, proposal, bob, "no")

    for _ in range(2):
        voting.take_back_vote(session, proposal=proposal, member=bob, now=LATER)

    assert votes(session) == []


def test_the_second_half_of_a_double_click_takes_nothing_back(session, proposal, bob):
    cast(session, proposal, bob, "must")

    at_once = NOON + timedelta(milliseconds=200)
    voting.take_back_vote(session, proposal=proposal, member=bob, now=at_once)

    assert votes(session) == [("must", NOON)]


@pytest.mark.parametrize("now", [NOON - timedelta(seconds=1), AFTER])
def test_outside_the_window_nobody_votes(session, proposal, bob, now):
    with pytest.raises(voting.VotingClosed):
        cast(session, proposal, bob, "must", now)

    assert votes(session) == []


def test_without_dates_voting_is_closed(session):
    event = make_event(session)

    with pytest.raises(voting.VotingClosed):
        cast(session, make_proposal(session, event), make_member(session, event), "must")


def test_hosts_are_not_asked_about_their_own(session, event, bob):
    own = make_proposal(session, event, bob.person)

    with pytest.raises(voting.NotAsked, match="host yourself"):
        cast(session, own, bob, "must")


@pytest.mark.parametrize("state", ["draft", "rejected", "withdrawn", "canceled"])
def test_what_is_not_listed_gets_no_votes(session, event, bob, state):
    with pytest.raises(voting.NotAsked):
        cast(session, make_proposal(session, event, state=state), bob, "must")


def test_an_unknown_choice_is_refused(session, proposal, bob):
    with pytest.raises(voting.UnknownChoice):
        cast(session, proposal, bob, "maybe")


def test_wishes_are_weighed_and_only_for_what_can_be_scheduled(session, event, bob):
    confirmed = make_proposal(session, event, state="confirmed")
    accepted = make_proposal(session, event, state="accepted")
    for one, choice in ((confirmed, "must"), (accepted, "would")):
        make_vote(session, one, bob, choice)
    make_vote(session, make_proposal(session, event), bob, "must")
    make_vote(session, confirmed, make_member(session, event), "no")

    assert queries.wishes(session, event) == [
        (bob.person_id, confirmed.id, 3),
        (bob.person_id, accepted.id, 1),
    ]


def test_who_left_wishes_for_nothing(session, event, bob):
    make_vote(session, make_proposal(session, event, state="accepted"), bob, "must")
    bob.left_at = NOON

    assert queries.wishes(session, event) == []


def test_pending_decisions_count_for_a_schedule_when_asked(session, event):
    soon = make_proposal(session, event, pending_state="accepted")
    make_proposal(session, event, state="confirmed", pending_state="canceled")
    kept = make_proposal(session, event, state="accepted")

    assert queries.schedulable(session, event, with_pending=True) == [soon, kept]


def test_invited_hosts_do_not_host_yet(session, event):
    ada, bob = make_person(session, "Ada"), make_person(session)
    proposal = make_proposal(session, event, ada, bob, state="accepted")
    proposal.hosts[1].accepted_at = None
    session.flush()

    assert queries.hosts(session, event) == {proposal.id: [ada.id]}
