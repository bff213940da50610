"""What moderators do: approve, edit with a mark, decline with a reason, stage, answer."""

import pytest

from offsite.questions import queries, rules
from offsite.questions.models import STATES
from offsite.questions.services import moderating, queues
from tests.domain.questions.asking import reader_of
from tests.factories import NOON, make_event, make_member, make_question, make_queue


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def queue(session, event):
    return make_queue(session, event, is_moderated=True)


@pytest.fixture
def bob(session, event):
    return make_member(session, event).person


def test_one_question_at_a_time_is_on_stage(session, queue):
    first, second = make_question(session, queue), make_question(session, queue)

    moderating.move(session, question=first, to="answering")
    moderating.move(session, question=second, to="answering")
    moderating.move(session, question=second, to="answering")

    assert (first.state, second.state) == ("answered", "answering")
    assert queries.stage(session, queue).now.question == second


def test_the_projector_shows_the_next_three(session, queue):
    for number in range(5):
        make_question(session, queue, f"Question {number}?", up=number, seen=20)

    found = queries.stage(session, queue)

    assert found.now is None
    assert [one.question.body[9] for one in found.following] == ["4", "3", "2"]


def test_what_nobody_approved_cannot_go_on_stage(session, queue):
    question = make_question(session, queue, state="waiting")

    with pytest.raises(moderating.NoSuchMove):
        moderating.move(session, question=question, to="answering")

    assert question.state == "waiting"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_declining_needs_a_reason(session, queue, reason):
    question = make_question(session, queue, state="waiting")

    with pytest.raises(moderating.NeedsReason):
        moderating.decline(session, question=question, reason=reason)
    with pytest.raises(moderating.NeedsReason):
        moderating.move(session, question=question, to="declined")

    assert question.state == "waiting"


def test_an_edit_keeps_the_askers_own_words(session, queue):
    question = make_question(session, queue, "Why does X earn more?")

    moderating.edit(session, question=question, body="How is pay decided?")
    moderating.edit(session, question=question, body="How do we decide on pay?")
    assert question.original == "Why does X earn more?"
    moderating.edit(session, question=question, body="Why does X earn more?")

    assert (question.body, question.original) == ("Why does X earn more?", "")


def test_pinned_questions_stand_on_top_for_everybody(session, queue, bob):
    make_question(session, queue)
    question = make_question(session, queue)

    moderating.pin(session, question=question, is_pinned=True, now=NOON)

    [card] = queries.board(session, queue, reader_of(bob)).pinned
    assert card.question == question
    moderating.pin(session, question=question, is_pinned=False, now=NOON)
    assert queries.board(session, queue, reader_of(bob)).pinned == ()


def test_only_the_panel_is_given_questions(session, queue, bob):
    question = make_question(session, queue)

    with pytest.raises(moderating.NotOnPanel):
        moderating.assign(session, question=question, person_id=bob.id)
    queues.seat_panel(session, queue=queue, person_ids=[bob.id])
    moderating.assign(session, question=question, person_id=bob.id)
    assert question.assignment.person == bob
    moderating.assign(session, question=question, person_id=None)

    assert question.assignment is None


def test_a_written_answer_carries_its_name_and_can_be_bettered(session, queue, bob):
    question = make_question(session, queue)

    for body in ("Soon.", "In March."):
        moderating.write_answer(session, question=question, person_id=bob.id, body=body, now=NOON)

    assert [(one.body, one.person) for one in question.answers] == [("In March.", bob)]
    assert question.state == "answered"


@pytest.mark.parametrize("state", ["waiting", "declined", "withdrawn"])
def test_what_nobody_reads_is_not_answered(session, queue, bob, state):
    question = make_question(session, queue, state=state)

    with pytest.raises(moderating.NoSuchMove):
        moderating.write_answer(session, question=question, person_id=bob.id, body="x", now=NOON)

    assert question.answers == []


def test_every_move_of_a_moderator_has_a_way_back():
    moves = {(state, to) for state in STATES for to in rules.MOVES[state]}

    one_way = {("waiting", "shown"), ("answered", "answering")}
    for state, to in moves - one_way:
        assert state in rules.MOVES[to] or "shown" in rules.MOVES[to], (state, to)
