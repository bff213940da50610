"""Posting, interest, conveners, parking and withdrawing."""

import pytest
from sqlalchemy import event as listen

from offsite.openspace.models import Topic, TopicInterest
from offsite.openspace.queries import wall
from offsite.openspace.services import placing, topics
from offsite.openspace.services.topics import BadTopic, ConvenerNeeded, VotingOver
from tests.factories import NOON, make_member, make_person


def hung(session, board, person=None):
    session.expire_all()
    return wall.wall(session, board, person_id=person.id if person else None)


def test_the_same_words_of_one_person_are_one_topic(session, hang):
    board, _rounds, _rooms = hang()
    person = make_person(session)

    first, second = (
        topics.post_topic(session, board=board, title=title, person_id=person.id, now=NOON)
        for title in ("Slow  builds", "Slow builds ")
    )

    assert first is second


def test_a_topic_needs_words(session, hang):
    board, _rounds, _rooms = hang()
    person = make_person(session)

    with pytest.raises(BadTopic):
        topics.post_topic(session, board=board, title=" ", person_id=person.id, now=NOON)

    assert session.query(Topic).count() == 0


def test_a_withdrawn_topic_frees_its_cell_and_undo_finds_it_again(session, hang, post):
    board, rounds, rooms = hang()
    topic, where = post(board, "One"), (rounds[0].id, rooms[1].id)
    placing.place(session, topic=topic, where=where, person_id=None, now=NOON)

    topics.withdraw(session, topic=topic, now=NOON)
    free = len(hung(session, board).free)
    topics.put_back(session, topic=topic, now=NOON)

    assert free == 4
    session.refresh(topic)
    assert (topic.cell.round_id, topic.cell.room_id) == where


def test_undo_lets_a_topic_wait_when_its_cell_was_taken_meanwhile(session, hang, post):
    board, rounds, rooms = hang()
    topic, other = post(board, "One"), post(board, "Two")
    where = (rounds[0].id, rooms[0].id)
    placing.place(session, topic=topic, where=where, person_id=None, now=NOON)
    topics.withdraw(session, topic=topic, now=NOON)
    placing.place(session, topic=other, where=where, person_id=None, now=NOON)

    topics.put_back(session, topic=topic, now=NOON)

    assert [card.title for card in hung(session, board).waiting] == ["One"]


def test_interest_is_said_once_and_taken_back_at_any_time(session, hang, post):
    board, _rounds, _rooms = hang()
    topic, person = post(board, "One"), make_person(session)

    for _ in range(2):
        topics.show_interest(session, topic=topic, person_id=person.id)
    said = hung(session, board, person).waiting[0]
    topics.lose_interest(session, topic=topic, person_id=person.id)
    left = hung(session, board, person).waiting[0]

    assert (said.people, said.mine) == (1, True)
    assert (left.people, left.mine) == (0, False)


def test_counts_are_hidden_while_votes_select(session, hang, post):
    board, _rounds, _rooms = hang(mode="vote")
    topic, person = post(board, "One"), make_person(session)
    topics.show_interest(session, topic=topic, person_id=person.id)

    assert hung(session, board).waiting[0].people is None

    board.voting_closed_at = NOON
    session.flush()
    assert hung(session, board).waiting[0].people == 1


def test_no_vote_is_taken_after_the_end(session, hang, post):
    board, _rounds, _rooms = hang(mode="vote")
    topic, person = post(board, "One"), make_person(session)
    board.voting_closed_at = NOON

    with pytest.raises(VotingOver):
        topics.show_interest(session, topic=topic, person_id=person.id)

    assert session.query(TopicInterest).count() == 0


def test_a_topic_is_handed_on_and_keeps_a_convener(session, hang, post):
    board, _rounds, _rooms = hang()
    topic = post(board, "One")
    colleague = make_person(session, "Zofia")
    make_member(session, board.event, colleague)

    topics.add_convener(session, topic=topic, text="Zofia")
    second = next(one for one in topic.conveners if one.person_id == colleague.id)
    topics.hand_over(session, topic=topic, convener=second)
    topics.remove_convener(session, topic=topic, convener=topic.conveners[1])

    assert [one.person_id for one in topic.conveners] == [colleague.id]
    with pytest.raises(ConvenerNeeded):
        topics.remove_convener(session, topic=topic, convener=topic.conveners[0])


def test_a_parked_topic_waits_aside(session, hang, post):
    board, _rounds, _rooms = hang()
    topic = post(board, "One")

    topics.park(session, topic=topic, now=NOON)

    found = hung(session, board)
    assert (len(found.waiting), len(found.parked)) == (0, 1)


def test_the_wall_takes_as_many_statements_for_three_topics_as_for_one(session, hang, post):
    board, rounds, rooms = hang()
    post(board, "One")
    one = statements(session, board)
    for title in ("Two", "Three"):
        topic = post(board, title)
        topics.show_interest(session, topic=topic, person_id=make_person(session).id)
    placing.place(session, topic=topic, where=(rounds[0].id, rooms[0].id), person_id=None, now=NOON)

    assert statements(session, board) <= one + 2


def statements(session, board):
    found = []
    connection = session.connection()
    session.expire_all()

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    listen.listen(connection, "before_cursor_execute", note)
    wall.wall(session, board, person_id=None)
    listen.remove(connection, "before_cursor_execute", note)
    return len(found)
