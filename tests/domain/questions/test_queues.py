"""Queues: opened once for a session, rehearsed, closed for good, their keys destroyed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from offsite.anonymity.keys import KeyFolder
from offsite.errors import RuleBroken
from offsite.questions.models import Question, QuestionAnswer, QuestionSlot
from offsite.questions.services import moderating, queues
from tests.domain.questions.asking import ask, vote
from tests.factories import (
    FIRST_DAY,
    NOON,
    make_event,
    make_member,
    make_person,
    make_proposal,
    make_question,
    make_queue,
)

PLAN = queues.QueuePlan("AMA dinner")


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def bob(session, event):
    return make_member(session, event).person


def test_two_free_queues_have_two_addresses(session, event):
    first = queues.open_queue(session, event=event, plan=PLAN, now=NOON)
    second = queues.open_queue(session, event=event, plan=PLAN, now=NOON)

    assert (first.slug, second.slug) == ("ama-dinner", "ama-dinner-2")
    assert first.key_file != second.key_file


def test_a_session_has_one_queue(session, event):
    proposal = make_proposal(session, event, make_person(session), state="confirmed")

    first = queues.open_queue(session, event=event, plan=PLAN, now=NOON, proposal=proposal)
    again = queues.open_queue(session, event=event, plan=PLAN, now=NOON, proposal=proposal)

    assert first is again


def test_a_draft_has_no_questions_yet(session, event):
    proposal = make_proposal(session, event, make_person(session), state="draft")

    with pytest.raises(RuleBroken):
        queues.open_queue(session, event=event, plan=PLAN, now=NOON, proposal=proposal)


def test_anonymity_goes_one_way(session, event, bob):
    queue = make_queue(session, event)
    ask(session, queue, bob)
    named = queues.QueuePlan("AMA", allows_anonymous=False)

    with pytest.raises(RuleBroken, match="stays possible"):
        queues.change_queue(session, queue=queue, plan=named)

    assert queue.allows_anonymous


def test_going_live_forgets_the_rehearsal(session, event, bob):
    queue = make_queue(session, event, rehearsal_since=NOON, per_person=1)
    other = make_question(session, make_queue(session, event))
    question = ask(session, queue, bob, anonymous=False)
    vote(session, question, bob)
    moderating.write_answer(session, question=question, person_id=bob.id, body="So.", now=NOON)

    queues.go_live(session, queue=queue)

    assert session.scalars(select(Question.id)).all() == [other.id]
    assert session.scalar(select(func.count()).select_from(QuestionAnswer)) == 0
    assert session.scalar(select(func.count()).select_from(QuestionSlot)) == 0
    assert ask(session, queue, bob).state == "shown"
    with pytest.raises(queues.NoRehearsal):
        queues.go_live(session, queue=queue)


def test_the_close_keeps_all_that_stood_beside_questions(session, event, bob):
    queue = make_queue(session, event)
    question = ask(session, queue, bob, anonymous=False)
    moderating.write_answer(session, question=question, person_id=bob.id, body="So.", now=NOON)

    queues.close_queue(session, queue=queue, now=NOON)

    session.expire_all()
    assert question.author.person == bob
    assert [one.body for one in question.answers] == ["So."]


def test_questions_of_a_meeting_long_over_are_closed(session, bob):
    old = make_queue(session, make_event(session, starts_on=FIRST_DAY, ends_on=FIRST_DAY))
    on_time = datetime(2026, 10, 31, tzinfo=UTC)

    assert queues.close_long_over(session, now=on_time) == []
    assert queues.close_long_over(session, now=on_time.replace(month=11, day=1)) == [old]
    assert old.closed_at is not None


def test_keys_without_an_open_queue_are_destroyed(session, event, tmp_path):
    keys = KeyFolder(tmp_path)
    here, closed = make_queue(session, event), make_queue(session, event)
    for name in (here.key_file, closed.key_file, "questions-gone", "poll-1"):
        keys.make(name)
    queues.close_queue(session, queue=closed, now=NOON)

    queues.destroy_keys(session, keys=keys)

    assert keys.names() == sorted([here.key_file, "poll-1"])


def test_only_members_sit_on_the_panel(session, event, bob):
    queue = make_queue(session, event)
    stranger = make_person(session, "Cleo")

    queues.seat_panel(session, queue=queue, person_ids=[bob.id, stranger.id])

    assert [one.person for one in queue.panelists] == [bob]
