"""Two organizers move the same item at the same moment: one wins, one is told what happened."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from offsite.orm import WRITES, Base
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.schedule import drafts, ledger, queries
from offsite.schedule.models import Draft, DraftChange
from tests.factories import (
    MORNING,
    make_draft,
    make_event,
    make_placement,
    make_proposal,
    make_room,
)

SLOT = timedelta(minutes=45)


@pytest.fixture
def saved(engine):
    """Ids of a committed draft with one item; everything goes after the test."""
    with Session(engine) as session:
        event = make_event(session)
        room = make_room(session, event)
        item = make_proposal(session, event, state="confirmed")
        draft = make_draft(session, event)
        make_placement(session, draft, item, room)
        ids = SimpleNamespace(draft=draft.id, item=item.id)
        session.commit()
    yield ids
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


def move(engine, saved, *, seen, slot):
    """ "done", or what the loser is told: how many changes since it looked, and to where."""
    with Session(engine.execution_options(**{WRITES: True})) as session:
        draft = session.get_one(Draft, saved.draft)
        try:
            drafts.place(
                session,
                draft=draft,
                proposal=session.get_one(Proposal, saved.item),
                room=draft.event.rooms[0],
                starts_at=MORNING + slot * SLOT,
                seen_version=seen,
                actor=Actor(),
                now=MORNING,
            )
            session.commit()
            return "done"
        except ledger.DraftMoved:
            (told,) = queries.changes_since(session, draft, version=seen)
            (step,) = told.steps
            return step.after["starts_at"]


def press_together(engine, saved, pairs):
    """Every pair's two answers; both looked at the same version and pressed together."""
    together = threading.Barrier(2, timeout=60)
    answers = [{} for _ in range(pairs)]

    def organizer(who):
        for number in range(pairs):
            together.wait()
            slot = 1 + 2 * number + who
            answers[number][slot] = move(engine, saved, seen=number + 1, slot=slot)

    threads = [threading.Thread(target=organizer, args=(who,)) for who in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def assert_one_winner_each(engine, saved, pairs):
    answers = press_together(engine, saved, pairs)

    for number, answer in enumerate(answers):
        (winner,) = [slot for slot, said in answer.items() if said == "done"]
        (explained,) = [said for said in answer.values() if said != "done"]
        assert explained == (MORNING + winner * SLOT).isoformat(), number
    with Session(engine) as session:
        assert session.get_one(Draft, saved.draft).version == pairs + 1
        assert session.query(DraftChange).count() == pairs


def test_of_two_who_move_the_same_item_one_wins_and_one_is_told(engine, saved):
    assert_one_winner_each(engine, saved, 15)
