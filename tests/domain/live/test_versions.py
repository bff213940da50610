"""Versions of topics, and requests with one effect, on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from offsite.live.models import Receipt
from offsite.live.queries import version_of, versions_of
from offsite.live.services import bump, claim, keep_answer, mark_of, prune, write_bumps
from offsite.orm import WRITES, Base
from tests.factories import NOON, make_event

MARK = mark_of("person:1", "a-random-key", "/vote", "must")


def test_a_topic_without_changes_has_version_nought(session):
    assert version_of(session, event_id=make_event(session).id, topic="board") == 0


def test_each_unit_of_work_counts_a_topic_once(session):
    event = make_event(session)
    for _ in range(3):
        bump(session, event_id=event.id, topic="board")
        bump(session, event_id=event.id, topic="board")
        write_bumps(session)

    assert version_of(session, event_id=event.id, topic="board") == 3


def test_a_transaction_sees_its_own_change_before_it_is_written(session):
    event = make_event(session)

    bump(session, event_id=event.id, topic="board")

    assert version_of(session, event_id=event.id, topic="board") == 1


def test_topics_and_events_do_not_disturb_each_other(session):
    event, other = make_event(session), make_event(session)
    bump(session, event_id=event.id, topic="board")
    write_bumps(session)

    assert versions_of(session, event_id=event.id, topics=("now", "board")) == (0, 1)
    assert versions_of(session, event_id=other.id, topics=("now", "board")) == (0, 0)


def test_a_request_has_its_effect_once(session):
    first = claim(session, mark=MARK, now=NOON)
    keep_answer(session, mark=MARK, answer="/there")
    again = claim(session, mark=MARK, now=NOON)

    assert first is None
    assert again is not None
    assert again.answer == "/there"


@pytest.mark.parametrize(
    "other",
    [
        ("person:2", "a-random-key", "/vote", "must"),
        ("person:1", "another-key", "/vote", "must"),
        ("person:1", "a-random-key", "/votes", "must"),
        ("person:1", "a-random-key", "/vote", "would"),
        ("person:1a", "-random-key", "/vote", "must"),
    ],
)
def test_another_request_is_another(session, other):
    claim(session, mark=MARK, now=NOON)

    assert claim(session, mark=mark_of(*other), now=NOON) is None


def test_receipts_are_kept_two_days(session):
    claim(session, mark=MARK, now=NOON)

    prune(session, now=NOON + timedelta(days=2))
    kept = session.scalar(select(func.count()).select_from(Receipt))
    prune(session, now=NOON + timedelta(days=3))

    assert kept == 1
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_a_receipt_tells_neither_who_nor_when(session):
    claim(session, mark=MARK, now=NOON)
    columns = set(Receipt.__table__.columns.keys())

    receipt = session.scalars(select(Receipt)).one()

    assert columns == {"mark", "answer", "kept_until"}
    assert receipt.kept_until == (NOON + timedelta(days=2)).date()


def test_one_request_arriving_twice_at_once_has_one_effect(engine):
    together = threading.Barrier(2)
    firsts = []

    def arrive():
        with Session(engine.execution_options(**{WRITES: True})) as session:
            together.wait()
            firsts.append(claim(session, mark=MARK, now=NOON) is None)
            session.commit()

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as connection:
        connection.execute(delete(Base.metadata.tables["live_receipt"]))

    assert sorted(firsts) == [False, True]
