"""Who asks, with or without a name, how often, and what the store knows of it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from offsite.anonymity.ids import id_of, new_id
from offsite.people.privacy import export_of
from offsite.questions import queries
from offsite.questions.models import Question, QuestionAuthor, QuestionSlot
from offsite.questions.services import asking, moderating, queues
from offsite.questions.services.locking import QueueClosed
from tests.domain.questions.asking import KEY, ask, reader_of, vote
from tests.factories import NOON, make_event, make_member, make_person, make_question, make_queue


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def queue(session, event):
    return make_queue(session, event, per_person=3)


@pytest.fixture
def bob(session, event):
    return make_member(session, event).person


def test_an_anonymous_question_names_nobody_and_no_moment(session, queue, bob):
    question = ask(session, queue, bob, "  Why   so? ")

    assert (question.body, question.state, question.is_anonymous) == ("Why so?", "shown", True)
    assert question.asked_at == NOON
    assert count(session, QuestionAuthor) == 0
    assert "Why so?" not in str(export_of(session, person_id=bob.id))


def test_a_named_question_says_who_asked(session, queue, bob):
    question = ask(session, queue, bob, anonymous=False)

    session.refresh(question)
    assert question.author.person == bob
    assert queries.is_own(question, reader_of(bob))
    assert "Why?" in str(export_of(session, person_id=bob.id)["questions"])


def test_only_the_device_that_asked_finds_its_question_again(session, queue, bob):
    question = ask(session, queue, bob, secret="a" * 64)
    eve = make_person(session, "Eve")

    assert queries.is_own(question, reader_of(bob, "a" * 64))
    assert not queries.is_own(question, reader_of(bob, "b" * 64))
    assert not queries.is_own(question, reader_of(bob))
    assert not queries.is_own(question, reader_of(eve, "a" * 64))


def test_named_and_anonymous_questions_count_together(session, queue, bob):
    for anonymous in (True, False, True):
        ask(session, queue, bob, anonymous=anonymous)

    with pytest.raises(asking.AskedEnough, match="3 questions"):
        ask(session, queue, bob, anonymous=False)

    assert count(session, Question) == count(session, QuestionSlot) == 3
    assert count(session, QuestionAuthor) == 1


@pytest.mark.parametrize("anonymous", [True, False])
def test_the_same_form_sent_twice_is_one_question(session, queue, bob, anonymous):
    form_key = new_id()

    first = ask(session, queue, bob, anonymous=anonymous, form_key=form_key)
    second = ask(session, queue, bob, anonymous=anonymous, form_key=form_key)

    assert first.id == second.id
    assert count(session, Question) == count(session, QuestionSlot) == 1


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 501])
def test_a_text_that_is_no_question_is_refused(session, queue, bob, body):
    with pytest.raises(asking.BadQuestion):
        ask(session, queue, bob, body)

    assert count(session, QuestionSlot) == 0


def test_a_queue_of_names_takes_no_anonymous_question(session, event, bob):
    queue = make_queue(session, event, allows_anonymous=False)

    with pytest.raises(asking.NamesOnly):
        ask(session, queue, bob)

    assert count(session, QuestionSlot) == count(session, Question) == 0


def test_nothing_is_asked_after_the_close(session, queue, bob):
    queues.close_queue(session, queue=queue, now=NOON)

    with pytest.raises(QueueClosed):
        ask(session, queue, bob)

    assert count(session, Question) == 0


def test_a_question_can_be_said_better_until_somebody_votes_for_it(session, queue, bob):
    question = ask(session, queue, bob)
    asking.change_own(session, question=question, body="Why now?")
    vote(session, question, bob)

    with pytest.raises(asking.TooLate):
        asking.change_own(session, question=question, body="Why us?")

    assert question.body == "Why now?"


def test_a_question_that_was_taken_back_loses_its_words(session, queue, bob):
    question = ask(session, queue, bob)

    asking.withdraw_own(session, question=question)
    asking.withdraw_own(session, question=question)

    assert (question.state, question.body) == ("withdrawn", "")
    assert queries.board(session, queue, reader_of(bob)).fresh == ()


def test_the_asker_reads_why_it_was_declined_and_nobody_else(session, event, bob):
    queue = make_queue(session, event, is_moderated=True)
    eve = make_member(session, event, make_person(session, "Eve")).person
    question = ask(session, queue, bob, secret="a" * 64)
    assert queries.board(session, queue, reader_of(eve)).own == ()

    moderating.decline(session, question=question, reason="It names a colleague.")

    [card] = queries.board(session, queue, reader_of(bob, "a" * 64)).own
    assert card.question.reason == "It names a colleague."
    seen_by_eve = queries.board(session, queue, reader_of(eve, "b" * 64))
    assert (seen_by_eve.own, seen_by_eve.fresh) == ((), ())
    assert seen_by_eve.counts == queries.Counts(asked=1, shown=0, declined=1, waiting=0)


def test_similar_questions_of_the_event_are_found_while_typing(session, event, queue, bob):
    other = make_queue(session, event)
    near = ask(session, other, bob, "Why did we drop lightning talks?")
    ask(session, queue, bob, "Where is lunch?")
    waiting = ask(session, queue, bob, "Why did we drop the lightning talks")
    waiting.state = "waiting"
    session.flush()

    found = queries.similar(session, queue, "why drop lightning talks")

    assert [one.id for one in found] == [near.id]


def test_a_row_that_stands_already_frees_the_second_slot(session, queue, bob):
    """Two sends of one form at the same moment: both may have claimed before one wrote."""
    form_key = new_id()
    units = []

    @contextmanager
    def overtaken():
        units.append("one more")
        if len(units) == 2:
            make_question(session, queue, id=id_of(form_key))
        with session.begin_nested():
            yield session

    ident = asking.ask(
        overtaken,
        queue_id=queue.id,
        asker=asking.Asker(bob.id, "s" * 64, KEY),
        form_key=form_key,
        body="Why?",
        is_anonymous=True,
        now=NOON,
    )

    assert ident == id_of(form_key)
    assert count(session, Question) == 1
    assert count(session, QuestionSlot) == 0


def test_the_times_of_questions_are_quarters_of_an_hour(session, queue, bob):
    asked = [
        ask(session, queue, bob, now=NOON + timedelta(minutes=minutes)).asked_at
        for minutes in (1, 14, 16)
    ]

    assert asked == [NOON, NOON, NOON + timedelta(minutes=15)]
