"""Votes without names, what is hidden until one has voted, the order of questions, merges."""

import pytest
from sqlalchemy import func, select

from offsite.engines.ranking import question_prior
from offsite.questions import queries
from offsite.questions.models import QuestionVote
from offsite.questions.services import merging, moderating, queues, voting
from tests.domain.questions.asking import KEY, reader_of, vote
from tests.factories import NOON, make_event, make_member, make_person, make_question, make_queue


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def queue(session, event):
    return make_queue(session, event)


@pytest.fixture
def people(session, event):
    return [make_member(session, event, make_person(session, f"P{n}")).person for n in range(5)]


def tags(session, question):
    return set(
        session.scalars(select(QuestionVote.tag).where(QuestionVote.question_id == question.id))
    )


def test_a_vote_counts_once_and_can_be_taken_back(session, queue, people):
    question = make_question(session, queue)

    vote(session, question, people[0], people[0], people[1])
    vote(session, question, people[2], choice="pass")
    assert question.up == 2
    vote(session, question, people[0], choice="")
    vote(session, question, people[1], choice="pass")

    assert question.up == 0
    assert len(tags(session, question)) == 2


def test_votes_of_one_person_have_nothing_in_common(session, queue, people):
    first, second = make_question(session, queue), make_question(session, queue)

    vote(session, first, people[0])
    vote(session, second, people[0])

    assert tags(session, first) & tags(session, second) == set()


def test_a_question_that_waits_takes_no_votes(session, queue, people):
    question = make_question(session, queue, state="waiting")

    with pytest.raises(voting.NotVotable):
        vote(session, question, people[0])

    assert (question.up, tags(session, question)) == (0, set())


def test_an_unknown_choice_is_refused(session, queue, people):
    with pytest.raises(voting.UnknownChoice):
        vote(session, make_question(session, queue), people[0], choice="must")


def test_counts_are_hidden_until_one_has_said_something(session, queue, people):
    question = make_question(session, queue)
    vote(session, question, people[0])

    def seen_by(person):
        return queries.card_of(session, question, reader_of(person)).votes

    assert (seen_by(people[0]), seen_by(people[1])) == (1, None)
    vote(session, question, people[1], choice="pass")
    assert seen_by(people[1]) == 1


def test_what_was_answered_to_stands_behind_what_is_new_to_a_person(session, queue, people):
    questions = [make_question(session, queue, f"Question {n}?") for n in range(8)]
    vote(session, questions[3], people[0])
    vote(session, questions[5], people[0], choice="pass")

    found = queries.board(session, queue, reader_of(people[0]))

    assert {one.question.id for one in found.known} == {questions[3].id, questions[5].id}
    assert len(found.fresh) == 6


def test_the_order_is_each_persons_own_and_stays(session, queue, people):
    for number in range(12):
        make_question(session, queue, f"Question {number}?")

    def order(person):
        shown = queries.board(session, queue, reader_of(person)).fresh
        return [one.question.id for one in shown]

    assert order(people[0]) == order(people[0])
    assert order(people[0]) != order(people[1])
    assert sorted(order(people[0])) == sorted(order(people[1]))


def test_devices_report_what_was_on_screen_as_a_bare_number(session, event, queue):
    question, hidden = make_question(session, queue), make_question(session, queue, state="waiting")
    foreign = make_question(session, make_queue(session, event))

    ids = [question.id, question.id, hidden.id, foreign.id, "nothing"]
    voting.note_seen(session, queue=queue, question_ids=ids)
    for one in (question, hidden, foreign):
        session.refresh(one)

    assert [one.seen for one in (question, hidden, foreign)] == [1, 0, 0]


def test_hosts_see_the_most_wanted_first_whatever_was_seen_first(session, queue):
    early = make_question(session, queue, "Early?", up=12, seen=90)
    late = make_question(session, queue, "Late?", up=6, seen=12)
    nobody = make_question(session, queue, "Nobody?", up=0, seen=60)
    pinned = make_question(session, queue, "Pinned?", pinned_at=NOON)

    order = [one.question.id for one in queries.desk(session, queue).ranked]

    assert order == [pinned.id, late.id, early.id, nobody.id]
    assert queries.prior_of(session, queue.event_id) == pytest.approx(18 / 162)


def test_without_any_sight_the_prior_is_neutral():
    assert question_prior([]) == 0.5


def test_a_merge_unites_voters_and_its_undo_parts_them(session, queue, people):
    same, first = make_question(session, queue, "Pay?"), make_question(session, queue, "Salary?")
    vote(session, same, people[0], people[1])
    vote(session, first, people[1], people[2])
    vote(session, first, people[3], choice="pass")

    merging.merge(session, question=same, into=first, key=KEY)

    assert first.up == 3
    [card] = queries.desk(session, queue).ranked
    assert [one.body for one in card.merged] == ["Pay?"]
    assert queries.card_of(session, first, reader_of(people[0])).choice == "up"

    merging.unmerge(session, question=same)
    assert (first.up, same.up) == (2, 2)
    assert len(queries.desk(session, queue).ranked) == 2
    assert queries.card_of(session, first, reader_of(people[0])).choice == ""


def test_a_vote_for_a_merged_question_counts_where_it_stands_now(session, queue, people):
    same, first = make_question(session, queue), make_question(session, queue)
    merging.merge(session, question=same, into=first, key=KEY)

    vote(session, same, people[4])

    assert (first.up, same.up) == (1, 0)


@pytest.mark.parametrize("what", ["itself", "elsewhere", "declined", "chain", "twice"])
def test_what_cannot_become_one_is_refused(session, event, queue, what):
    question, into = make_question(session, queue), make_question(session, queue)
    if what == "itself":
        into = question
    elif what == "elsewhere":
        into = make_question(session, make_queue(session, event))
    elif what == "declined":
        into.state = "declined"
    else:
        third = make_question(session, queue)
        pair = (third, question) if what == "chain" else (question, third)
        merging.merge(session, question=pair[0], into=pair[1], key=KEY)
    session.flush()
    before = question.merged_into_id

    with pytest.raises(merging.CannotMerge):
        merging.merge(session, question=question, into=into, key=KEY)

    assert question.merged_into_id == before


def test_the_close_forgets_tags_and_keeps_counts(session, queue, people):
    question = make_question(session, queue)
    vote(session, question, *people[:3])
    moderating.move(session, question=question, to="answered")

    queues.close_queue(session, queue=queue, now=NOON)
    queues.close_queue(session, queue=queue, now=NOON)

    session.refresh(question)
    assert (question.up, question.state) == (3, "answered")
    assert session.scalar(select(func.count()).select_from(QuestionVote)) == 0
