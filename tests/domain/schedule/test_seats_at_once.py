"""Twenty people at the same moment, on both databases."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from offsite.orm import WRITES, Base
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.schedule import agenda, releases
from offsite.schedule.seats import queries
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)

CROWD = 20


@pytest.fixture
def saved(engine):
    """Two released workshops with one seat each beside their host's, and a crowd."""
    with Session(engine) as session:
        event = make_event(session)
        kind, draft = make_format(session, event), make_draft(session, event)
        items = [
            make_proposal(
                session, event, make_person(session), state="confirmed", format=kind, seats=2
            )
            for _ in range(2)
        ]
        for item in items:
            make_placement(session, draft, item, make_room(session, event))
        crowd = [make_member(session, event).person_id for _ in range(CROWD)]
        session.refresh(draft)
        releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)
        ids = SimpleNamespace(items=[one.id for one in items], crowd=crowd)
        session.commit()
    yield ids
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


def all_at_once(engine, people, act):
    """``act(session, person_id)`` for everybody, begun together; their faults."""
    together, faults = threading.Barrier(len(people)), []

    def press(person_id):
        try:
            with Session(engine.execution_options(**{WRITES: True})) as session:
                together.wait()
                act(session, person_id)
                session.commit()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=press, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def crowded_engine(engine):
    """PostgreSQL keeps fifteen connections by default; here everybody needs one."""
    if engine.dialect.name == "postgresql":
        engine.pool._max_overflow = CROWD
    return engine


def standing(engine, proposal_id):
    with Session(engine) as session:
        found = queries.standing_of(session, proposal_id=proposal_id)
        return len(found.seated), len(found.waiting)


def test_the_last_seat_has_one_winner(crowded_engine, saved):
    def pick(session, person_id):
        proposal = session.get(Proposal, saved.items[0])
        agenda.pick(session, proposal=proposal, person_id=person_id, now=NOON)

    assert all_at_once(crowded_engine, saved.crowd, pick) == []
    assert standing(crowded_engine, saved.items[0]) == (1, CROWD - 1)


def test_a_seat_given_back_goes_to_one_of_all_who_come_and_go(crowded_engine, saved):
    """Half of the crowd leave one item while they pick the other, in both directions."""
    with Session(crowded_engine) as session:
        for number, person_id in enumerate(saved.crowd):
            proposal = session.get(Proposal, saved.items[number % 2])
            agenda.pick(session, proposal=proposal, person_id=person_id, now=NOON)
        session.commit()

    def change(session, person_id):
        wanted = saved.items[1 - saved.crowd.index(person_id) % 2]
        proposal = session.get(Proposal, wanted)
        agenda.keep(session, proposal=proposal, person_id=person_id, now=NOON)

    assert all_at_once(crowded_engine, saved.crowd, change) == []
    for item in saved.items:
        assert standing(crowded_engine, item) == (1, CROWD // 2 - 1)
