"""Twenty people tap the same free cell in the same moment, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.openspace.models import Board, BoardRoom, BoardRound, Cell, Convener, Topic
from offsite.openspace.services.placing import CellTaken, place
from offsite.orm import WRITES, Base
from tests.factories import NOON, make_event, make_person, make_room

PEOPLE = 20
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def saved(engine):
    """Ids of a committed board: one room, a last cell in its first round, and the next round."""
    with Session(engine) as session:
        event = make_event(session)
        room = make_room(session, event)
        board = Board(event_id=event.id, created_at=NOON)
        session.add(board)
        session.flush()
        rounds = [
            BoardRound(
                board_id=board.id,
                starts_at=LATER + timedelta(hours=n),
                ends_at=LATER + timedelta(hours=n, minutes=55),
            )
            for n in (0, 1)
        ]
        topics = [
            Topic(board_id=board.id, title=f"Topic {n}", posted_at=NOON) for n in range(PEOPLE)
        ]
        session.add_all([BoardRoom(board_id=board.id, room_id=room.id), *rounds, *topics])
        session.flush()
        session.add_all(
            Convener(topic_id=one.id, person_id=make_person(session).id) for one in topics
        )
        ids = SimpleNamespace(
            board=board.id,
            last=(rounds[0].id, room.id),
            following=(rounds[1].id, room.id),
            topics=[one.id for one in topics],
        )
        session.commit()
    yield ids
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


def race(engine, pool, saved):
    """Everybody takes the last cell at once; who got it, and what the others were told."""
    together = threading.Barrier(PEOPLE)

    def tap(topic_id):
        with Session(engine.execution_options(**{WRITES: True})) as session:
            together.wait()
            topic = session.get_one(Topic, topic_id)
            try:
                place(session, topic=topic, where=saved.last, person_id=None, now=NOON)
            except CellTaken as refusal:
                session.rollback()
                return refusal.next_free
            session.commit()
            return "won"

    return list(pool.map(tap, saved.topics))


def clear(engine):
    with engine.begin() as connection:
        connection.execute(delete(Cell))


def run_races(engine, saved, times):
    with ThreadPoolExecutor(PEOPLE) as pool:
        for _ in range(times):
            told = race(engine, pool, saved)
            with Session(engine) as session:
                taken = session.execute(select(Cell.round_id, Cell.room_id)).all()
            assert told.count("won") == 1
            offered = {(one.round_id, one.room_id) for one in told if one != "won"}
            assert offered == {saved.following}
            assert [tuple(one) for one in taken] == [saved.last]
            clear(engine)


def test_the_last_cell_has_one_winner_and_the_others_are_offered_the_next(engine, saved):
    run_races(engine, saved, 5)
