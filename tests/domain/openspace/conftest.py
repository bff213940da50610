"""A board for the services: rounds of 55 minutes from noon on, and a few rooms."""

from datetime import timedelta

import pytest

from offsite.openspace.services import boards
from offsite.openspace.services.boards import BoardPlan
from offsite.openspace.services.topics import post_topic
from tests.factories import NOON, make_event, make_member, make_person, make_room

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def hang(session):
    """`hang(rooms=2, rounds=2)` is a new board, its rounds and its rooms."""

    def hung(rooms=2, rounds=2, mode="open", seats=None):
        event = make_event(session)
        places = [make_room(session, event, seats=seats) for _ in range(rooms)]
        session.refresh(event)
        plan = BoardPlan("", mode, tuple(room.id for room in places))
        board = boards.set_up_board(session, event=event, plan=plan, now=NOON)
        period = (LATER, LATER + timedelta(minutes=65 * rounds))
        drawn = boards.draw_rounds(session, board=board, period=period, minutes=55, pause=10)
        return board, drawn, places

    return hung


@pytest.fixture
def post(session):
    """`post(board, title)` is a topic of a new member, or of ``person``."""

    def posted(board, title, person=None):
        if person is None:
            person = make_person(session)
            make_member(session, board.event, person)
        return post_topic(session, board=board, title=title, person_id=person.id, now=NOON)

    return posted
