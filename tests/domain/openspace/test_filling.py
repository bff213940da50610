"""Votes fill the grid: the most wanted first, quickly, and again with as few moves as can be."""

import random
from datetime import timedelta

import pytest

from offsite.openspace import filling
from offsite.openspace.models import TopicInterest
from offsite.openspace.services import boards, placing
from offsite.openspace.services.topics import withdraw
from tests.domain.openspace.conftest import LATER
from tests.factories import NOON, make_member, make_person


def fill(session, board, now=NOON):
    problem = filling.problem_of(session, board, now=now)
    return filling.hang_up(session, board=board, placements=filling.fill(problem), now=now)


def vote(session, topic, people):
    session.add_all(TopicInterest(topic_id=topic.id, person_id=one.id) for one in people)
    session.flush()


def places(session, topics):
    for one in topics:
        session.refresh(one)
    return {one.id: (one.cell.round_id, one.cell.room_id) for one in topics if one.cell}


@pytest.fixture
def people(session):
    return [make_person(session) for _ in range(6)]


def test_the_most_wanted_topics_get_the_places(session, hang, post, people):
    board, _rounds, _rooms = hang(rooms=1, rounds=2, mode="vote")
    topics = [post(board, f"Topic {n}") for n in range(3)]
    for topic, count in zip(topics, (1, 5, 3), strict=True):
        vote(session, topic, people[:count])

    told = fill(session, board)

    assert set(places(session, topics)) == {topics[1].id, topics[2].id}
    assert told == {"placed": 2, "moved": 0, "waiting": 1}


def test_one_host_is_not_in_two_places_at_once(session, hang, post):
    board, _rounds, _rooms = hang(rooms=2, rounds=2, mode="vote")
    person = make_person(session)
    topics = [post(board, title, person) for title in ("One", "Two")]

    fill(session, board)

    assert len({where[0] for where in places(session, topics).values()}) == 2


def test_filling_again_moves_nothing_that_need_not_move(session, hang, post, people):
    board, _rounds, _rooms = hang(rooms=2, rounds=3, mode="vote")
    topics = [post(board, f"Topic {n}") for n in range(5)]
    for n, topic in enumerate(topics):
        vote(session, topic, people[: n + 1])
    fill(session, board)
    before = places(session, topics)

    late = post(board, "Late")
    vote(session, late, people)
    told = fill(session, board)

    assert places(session, topics) == before
    assert told == {"placed": 6, "moved": 0, "waiting": 0}


def test_what_has_begun_never_moves(session, hang, post, people):
    board, rounds, _rooms = hang(rooms=1, rounds=2, mode="vote")
    running, other = post(board, "Running"), post(board, "Other")
    placing.place(
        session, topic=running, where=(rounds[0].id, _rooms[0].id), person_id=None, now=NOON
    )
    vote(session, other, people)

    fill(session, board, now=LATER + timedelta(minutes=5))

    assert places(session, [running, other]) == {
        running.id: (rounds[0].id, _rooms[0].id),
        other.id: (rounds[1].id, _rooms[0].id),
    }


def test_a_pinned_topic_stays_where_it_is(session, hang, post, people):
    board, rounds, rooms = hang(rooms=1, rounds=1, mode="vote")
    pinned, wanted = post(board, "Pinned"), post(board, "Wanted")
    where = (rounds[0].id, rooms[0].id)
    placing.place(session, topic=pinned, where=where, person_id=None, now=NOON)
    placing.pin(session, topic=pinned, now=NOON)
    vote(session, wanted, people)

    fill(session, board)

    assert places(session, [pinned, wanted]) == {pinned.id: where}


def test_the_grid_waits_for_the_end_of_the_voting(session, hang, post):
    board, _rounds, _rooms = hang(mode="vote")
    post(board, "One")

    with pytest.raises(filling.VotesAreOpen):
        filling.ask_to_fill(session, board=board, person_id=None, now=NOON)


def test_the_job_keeps_its_answer_only_while_the_board_is_the_same(session, hang, post):
    board, _rounds, _rooms = hang(mode="vote")
    topic = post(board, "One")
    boards.close_voting(session, board=board, now=NOON)
    job = filling.ask_to_fill(session, board=board, person_id=None, now=NOON)
    kind = filling.Filling()
    answer = kind.work(kind.prepare(session, job), lambda _progress: False)

    withdraw(session, topic=topic, now=NOON)

    with pytest.raises(filling.BoardChanged):
        kind.save(session, job, answer, NOON)


def test_forty_topics_of_two_hundred_people_fill_every_cell(session, hang, post):
    board, _rounds, _rooms = hang(rooms=6, rounds=6, mode="vote", seats=60)
    rng = random.Random(1)
    people = [make_person(session) for _ in range(200)]
    topics = [post(board, f"Topic {n}", people[n]) for n in range(40)]
    for person in people[40:]:
        make_member(session, board.event, person)
    for topic in topics:
        vote(session, topic, rng.sample(people, rng.randint(5, 60)))

    told = fill(session, board)

    assert told["placed"] == 36
