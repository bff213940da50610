"""Decisions wait until they are announced together."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from offsite.outbox.models import Mail
from offsite.proposals import queries
from offsite.proposals.services import call, decisions
from offsite.proposals.services.call import CallPlan
from tests.factories import DESK, NOON, make_event, make_person, make_proposal

LATER = NOON + timedelta(days=1)


@pytest.fixture
def event(session):
    return make_event(session, name="Leaders' Meeting")


def announce(session, event):
    shown = decisions.fingerprint(queries.pending(session, event))
    return decisions.announce(session, event=event, shown=shown, desk=DESK, now=NOON)


def decide(session, event, *proposals, decision="accepted", note=""):
    return decisions.decide(
        session,
        event=event,
        codes=[one.code for one in proposals],
        decision=decision,
        note=note,
    )


def mails(session):
    return session.scalars(select(Mail).order_by(Mail.to_address, Mail.subject)).all()


def test_a_decision_changes_nothing_that_others_see(session, event):
    proposal = make_proposal(session, event, make_person(session))

    done = decide(session, event, proposal)

    assert done == decisions.Decided((proposal.code,), ())
    assert (proposal.state, proposal.pending_state) == ("submitted", "accepted")
    assert mails(session) == []


def test_what_cannot_be_decided_is_named(session, event):
    draft = make_proposal(session, event, state="draft")
    withdrawn = make_proposal(session, event, state="withdrawn")
    foreign = make_proposal(session, make_event(session))

    done = decide(session, event, draft, withdrawn, foreign)

    assert done.changed == ()
    assert done.refused == (draft.code, withdrawn.code, foreign.code)
    assert foreign.pending_state is None


@pytest.mark.parametrize(
    ("state", "decision", "is_allowed"),
    [
        ("submitted", "accepted", True),
        ("submitted", "canceled", False),
        ("accepted", "canceled", True),
        ("confirmed", "canceled", True),
        ("confirmed", "rejected", False),
        ("rejected", "accepted", True),
    ],
)
def test_each_state_allows_its_own_decisions(session, event, state, decision, is_allowed):
    proposal = make_proposal(session, event, state=state)

    done = decide(session, event, proposal, decision=decision)

    assert (done.changed == (proposal.code,)) is is_allowed


def test_a_pending_decision_can_be_cleared(session, event):
    proposal = make_proposal(session, event)
    decide(session, event, proposal, note="Well done")

    decisions.undecide(session, event=event, codes=[proposal.code])

    assert (proposal.pending_state, proposal.decision_note) == (None, "")
    with pytest.raises(decisions.NothingToAnnounce):
        announce(session, event)


def test_announcing_moves_the_states_and_holds_one_mail_for_each_host(session, event):
    ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
    accepted = make_proposal(session, event, ada, bob, title="Sleep")
    rejected = make_proposal(session, event, bob, title="Wake")
    decide(session, event, accepted)
    decide(session, event, rejected, decision="rejected", note="Next year, please.")

    announce(session, event)

    assert (accepted.state, rejected.state) == ("accepted", "rejected")
    assert (accepted.pending_state, accepted.state_changed_at) == (None, NOON)
    assert [(one.to_address, one.subject, one.let_go_at) for one in mails(session)] == [
        (ada.email, "Accepted: Sleep", None),
        (bob.email, "Accepted: Sleep", None),
        (bob.email, "Not this time: Wake", None),
    ]
    assert "Next year, please." in next(
        one.body for one in mails(session) if one.subject == "Not this time: Wake"
    )


def test_who_was_only_invited_is_not_told(session, event):
    ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
    proposal = make_proposal(session, event, ada, bob)
    proposal.hosts[1].accepted_at = None
    decide(session, event, proposal)

    announce(session, event)

    assert [one.to_address for one in mails(session)] == [ada.email]


def test_what_changed_since_the_preview_is_not_announced(session, event):
    first, second = (make_proposal(session, event, make_person(session)) for _ in range(2))
    decide(session, event, first)
    shown = decisions.fingerprint(queries.pending(session, event))
    decide(session, event, second)

    with pytest.raises(decisions.DecisionsChanged):
        decisions.announce(session, event=event, shown=shown, desk=DESK, now=NOON)

    assert (first.state, mails(session)) == ("submitted", [])


def test_announcing_twice_announces_once(session, event):
    proposal = make_proposal(session, event, make_person(session))
    decide(session, event, proposal)
    shown = decisions.fingerprint(queries.pending(session, event))
    decisions.announce(session, event=event, shown=shown, desk=DESK, now=NOON)

    with pytest.raises(decisions.NothingToAnnounce):
        decisions.announce(session, event=event, shown=shown, desk=DESK, now=NOON)

    assert len(mails(session)) == 1


def test_the_call_opens_and_closes_by_hand(session, event):
    call.open_call(session, event=event, now=NOON)
    assert event.call_is_open(LATER)

    call.close_call(session, event=event, now=LATER)
    assert not event.call_is_open(LATER)
    call.open_call(session, event=event, now=LATER)

    assert event.call_is_open(LATER)


def test_voting_that_opens_again_keeps_its_first_opening(session, event):
    call.open_voting(session, event=event, now=NOON)
    call.close_voting(session, event=event, now=LATER)

    call.open_voting(session, event=event, now=LATER)

    assert event.voting_opens_at == NOON
    assert event.voting_is_open(LATER)


def test_contradicting_dates_are_all_named(session, event):
    plan = CallPlan(call_closes_at=NOON, voting_opens_at=LATER, voting_closes_at=NOON)

    with pytest.raises(call.BadDates) as refusal:
        call.plan_call(session, event=event, plan=plan)

    assert refusal.value.faults == (
        "The call has an end but no beginning.",
        "Voting must end after it begins.",
    )
