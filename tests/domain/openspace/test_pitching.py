"""The pitch queue: one entry for each person, an order, and one step for two presses."""

import pytest

from offsite.openspace.queries import pitches
from offsite.openspace.services import boards, pitching
from offsite.openspace.services.pitching import AlreadyQueued, QueueMoved
from tests.factories import NOON, make_person


def waiting(session, board):
    return [one.topic.title for one in pitches.waiting_pitches(session, board)]


@pytest.fixture
def circle(session, hang):
    board, _rounds, _rooms = hang()
    boards.open_circle(session, board=board, now=NOON)
    return board


def test_a_topic_that_is_posted_in_the_circle_queues_up(session, circle, post):
    post(circle, "One")
    post(circle, "Two")

    assert waiting(session, circle) == ["One", "Two"]


def test_one_person_has_one_entry_at_a_time(session, circle, post):
    person = make_person(session)
    post(circle, "One", person)
    second = post(circle, "Two", person)

    with pytest.raises(AlreadyQueued):
        pitching.queue_up(session, topic=second, now=NOON)

    assert waiting(session, circle) == ["One"]


def test_two_presses_advance_once(session, circle, post):
    post(circle, "One")
    post(circle, "Two")

    pitching.call_next(session, board=circle, seen=None, now=NOON)
    with pytest.raises(QueueMoved):
        pitching.call_next(session, board=circle, seen=None, now=NOON)

    assert pitches.now_pitching(session, circle).topic.title == "One"


def test_the_speaker_advances_too_and_can_queue_up_again(session, circle, post):
    person = make_person(session)
    topic, other = post(circle, "One", person), post(circle, "Two", person)
    pitching.call_next(session, board=circle, seen=None, now=NOON)

    pitching.finish_pitch(session, topic=topic, now=NOON)
    pitching.queue_up(session, topic=other, now=NOON)

    assert pitches.now_pitching(session, circle) is None
    assert waiting(session, circle) == ["Two"]


def test_who_leaves_the_queue_is_not_called(session, circle, post):
    topic = post(circle, "One")

    pitching.leave_queue(session, topic=topic)

    assert pitching.call_next(session, board=circle, seen=None, now=NOON) is None
