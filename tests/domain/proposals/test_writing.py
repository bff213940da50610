"""Writing proposals: drafts, submitting, editing, withdrawing."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from offsite.proposals import queries
from offsite.proposals.models import Proposal
from offsite.proposals.services import writing
from offsite.proposals.services.content import BadProposal, Content
from tests.factories import (
    MORNING,
    NOON,
    make_event,
    make_format,
    make_member,
    make_person,
    make_proposal,
    make_room,
    make_slot,
    make_track,
)

LATER = NOON + timedelta(days=1)
AFTER_THE_CALL = NOON + timedelta(days=31)


@pytest.fixture
def event(session):
    return make_event(session, call_opens_at=NOON, call_closes_at=NOON + timedelta(days=30))


@pytest.fixture
def talk(session, event):
    return make_format(session, event, minutes=45)


@pytest.fixture
def bob(session, event):
    return make_member(session, event)


def number_of_proposals(session):
    return session.scalar(select(func.count(Proposal.id)))


def test_a_new_proposal_is_a_draft_hosted_by_its_author(session, event, talk, bob):
    content = Content(title=" Tests that fail ", format_id=talk.id)

    proposal = writing.propose(session, event=event, author=bob, content=content, now=NOON)

    assert (proposal.state, proposal.title, proposal.minutes) == ("draft", "Tests that fail", 45)
    assert [host.id for host in proposal.active_hosts] == [bob.person_id]
    assert len(proposal.code) == 6


def test_a_double_click_is_one_proposal(session, event, talk, bob):
    key = str(uuid.uuid4())
    content = Content(title="Once", format_id=talk.id)

    first, second = (
        writing.propose(session, event=event, author=bob, content=content, now=NOON, form_key=key)
        for _ in range(2)
    )

    assert first is second
    assert number_of_proposals(session) == 1


def test_the_form_of_somebody_else_gives_nobody_their_proposal(session, event, talk, bob):
    content = Content(title="Mine", format_id=talk.id)
    writing.propose(session, event=event, author=bob, content=content, now=NOON, form_key="k")

    with pytest.raises(writing.ChangedMeanwhile, match="already used"):
        writing.propose(
            session,
            event=event,
            author=make_member(session, event),
            content=content,
            now=NOON,
            form_key="k",
        )


def test_codes_that_clash_are_drawn_again(session, event, talk, bob, monkeypatch):
    taken = make_proposal(session, event, code="AAAAAA")
    drawn = iter([taken.code, taken.code, "BBBBBB"])
    monkeypatch.setattr(writing, "new_code", lambda: next(drawn))

    proposal = writing.propose(
        session, event=event, author=bob, content=Content("Twice", talk.id), now=NOON
    )

    assert proposal.code == "BBBBBB"


def test_a_closed_call_takes_no_proposals(session, event, talk, bob):
    with pytest.raises(writing.CallClosed):
        writing.propose(
            session,
            event=event,
            author=bob,
            content=Content("Late", talk.id),
            now=AFTER_THE_CALL,
        )

    assert number_of_proposals(session) == 0


def test_every_fault_is_named_at_once(session, event, talk, bob):
    other = make_track(session, make_event(session))
    content = Content(
        title=" ", format_id=talk.id, track_id=other.id, leadership="war", seats=0, needs=("pool",)
    )

    with pytest.raises(BadProposal) as refusal:
        writing.propose(session, event=event, author=bob, content=content, now=NOON)

    assert refusal.value.faults == (
        "A proposal needs a title.",
        "Choose a track of this event.",
        "Choose one of the four kinds of leadership, or none.",
        "A limit of seats is at least 1.",
        "No room of this event has pool.",
    )


def test_a_format_of_another_event_is_refused(session, event, bob):
    foreign = make_format(session, make_event(session))

    with pytest.raises(BadProposal, match="format of this event"):
        writing.propose(
            session, event=event, author=bob, content=Content("X", foreign.id), now=NOON
        )


@pytest.fixture
def grid(session, event):
    for number in range(3):
        make_slot(session, event, MORNING + timedelta(minutes=45 * number))
    session.refresh(event, ["slots"])


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [(50, "exactly 50 minutes; choose one of 45, 90, 135"), (180, "longest has 135")],
)
def test_a_length_that_no_run_of_slots_holds_is_refused(
    session, event, talk, bob, grid, minutes, sentence
):
    with pytest.raises(BadProposal, match=sentence):
        writing.propose(
            session,
            event=event,
            author=bob,
            content=Content("Long", talk.id, minutes=minutes),
            now=NOON,
        )


@pytest.mark.parametrize("minutes", [-5, 1441])
def test_a_length_that_no_day_has_is_refused(session, event, talk, bob, minutes):
    content = Content("Odd", talk.id, minutes=minutes)

    with pytest.raises(BadProposal, match="between 1 and 1440"):
        writing.propose(session, event=event, author=bob, content=content, now=NOON)

    assert number_of_proposals(session) == 0


def test_two_touching_slots_hold_a_longer_item(session, event, talk, bob, grid):
    proposal = writing.propose(
        session, event=event, author=bob, content=Content("Long", talk.id, minutes=90), now=NOON
    )

    assert proposal.minutes == 90


def test_a_need_that_a_room_offers_is_kept(session, event, talk, bob):
    make_room(session, event, features=["stage", "piano"])
    session.refresh(event, ["rooms"])

    proposal = writing.propose(
        session,
        event=event,
        author=bob,
        content=Content("Song", talk.id, needs=("piano",)),
        now=NOON,
    )

    assert proposal.needs == ["piano"]


def test_submitting_twice_is_submitting_once(session, event, bob):
    draft = make_proposal(session, event, bob.person, state="draft")

    writing.submit(session, proposal=draft, now=NOON)
    writing.submit(session, proposal=draft, now=LATER)

    assert (draft.state, draft.submitted_at) == ("submitted", NOON)


def test_a_draft_cannot_be_submitted_after_the_call(session, event, bob):
    draft = make_proposal(session, event, bob.person, state="draft")

    with pytest.raises(writing.CallClosed):
        writing.submit(session, proposal=draft, now=AFTER_THE_CALL)

    assert draft.state == "draft"


def test_a_withdrawn_proposal_can_be_restored_while_the_call_is_open(session, event, bob):
    proposal = make_proposal(session, event, bob.person)

    writing.withdraw(session, proposal=proposal, now=NOON)
    assert proposal.state == "withdrawn"
    with pytest.raises(writing.CallClosed):
        writing.restore(session, proposal=proposal, now=AFTER_THE_CALL)
    writing.restore(session, proposal=proposal, now=LATER)

    assert proposal.state == "submitted"


def test_an_accepted_proposal_is_not_withdrawn(session, event, bob):
    proposal = make_proposal(session, event, bob.person, state="accepted")

    with pytest.raises(writing.NoLongerYours):
        writing.withdraw(session, proposal=proposal, now=NOON)


def test_a_withdrawal_forgets_the_pending_decision(session, event, bob):
    proposal = make_proposal(session, event, bob.person, pending_state="accepted")

    writing.withdraw(session, proposal=proposal, now=NOON)

    assert proposal.pending_state is None


def test_after_the_call_only_organizers_edit_what_was_submitted(session, event, bob):
    proposal = make_proposal(session, event, bob.person, format=make_format(session, event))
    content = Content("Better", proposal.format_id)

    with pytest.raises(writing.NoLongerYours, match="Ask the organizers"):
        writing.edit(session, proposal=proposal, content=content, now=AFTER_THE_CALL)
    writing.edit(session, proposal=proposal, content=content, now=AFTER_THE_CALL, as_organizer=True)

    assert proposal.title == "Better"


def test_hosts_change_only_the_words_of_an_accepted_proposal(session, event, bob):
    proposal = make_proposal(session, event, bob.person, state="accepted", minutes=45)
    content = Content("Better", proposal.format_id, minutes=90, seats=3)

    writing.edit(session, proposal=proposal, content=content, now=LATER)

    assert (proposal.title, proposal.minutes, proposal.seats) == ("Better", 45, None)


def test_an_edit_of_what_somebody_saved_meanwhile_is_stale(session, event, bob):
    proposal = make_proposal(session, event, bob.person, title="Before")
    content = Content("Mine", proposal.format_id)
    writing.edit(
        session, proposal=proposal, content=Content("Theirs", proposal.format_id), now=LATER
    )

    with pytest.raises(writing.ChangedMeanwhile):
        writing.edit(session, proposal=proposal, content=content, now=LATER, seen_at=NOON)

    assert proposal.title == "Theirs"


def test_an_imported_length_stays_while_only_words_change(session, event, bob, grid):
    proposal = make_proposal(session, event, bob.person, minutes=50)
    content = Content("Better", proposal.format_id, minutes=50)

    writing.edit(session, proposal=proposal, content=content, now=LATER)

    assert (proposal.title, proposal.minutes) == ("Better", 50)


def test_only_a_draft_is_thrown_away(session, event, bob):
    draft = make_proposal(session, event, bob.person, state="draft")
    submitted = make_proposal(session, event, bob.person)

    writing.discard_draft(session, proposal=draft)
    with pytest.raises(writing.NoLongerYours):
        writing.discard_draft(session, proposal=submitted)

    assert number_of_proposals(session) == 1


def test_absences_are_replaced(session, event, bob):
    first, second, third = (
        make_slot(session, event, MORNING + timedelta(hours=number)) for number in range(3)
    )
    session.refresh(event, ["slots"])

    writing.set_absences(session, member=bob, slot_ids={first.id, second.id})
    writing.set_absences(session, member=bob, slot_ids={second.id, third.id})

    assert queries.absences(session, event) == {bob.person_id: {second.id, third.id}}


def test_a_slot_of_another_event_is_no_absence(session, event, bob):
    foreign = make_slot(session, make_event(session))

    with pytest.raises(BadProposal, match="slots of this event"):
        writing.set_absences(session, member=bob, slot_ids={foreign.id})

    assert queries.absences(session, event) == {}


def test_nobody_hosts_a_proposal_of_another_event_by_its_code(session, event):
    proposal = make_proposal(session, event, make_person(session))

    found = queries.proposal_by_code(session, event_id=make_event(session).id, code=proposal.code)

    assert found is None
