"""That somebody acts, and what was said: never in one transaction, never half."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from offsite.anonymity import slots
from offsite.anonymity.apart import NamesAPerson, UnitOfWork, act_apart, without_people
from offsite.anonymity.ids import new_id
from offsite.anonymity.rewriting import rewrite
from offsite.anonymity.slots import NothingLeft
from offsite.errors import RuleBroken
from tests.attackers.naive import NOON, KeptAnswer, KeptSlot
from tests.factories import make_person

KEY = b"k" * 32


def spend(session: Session, person_id: int, limit: int = 1, round_: int = 1) -> str:
    return slots.spend(session, KeptSlot, key=KEY, person_id=person_id, limit=limit, round=round_)


def give_back(session: Session, tag: str) -> None:
    slots.give_back(session, KeptSlot, tag=tag)


def count_spent(unit: UnitOfWork, person_id: int, limit: int = 1) -> int:
    """How many of their slots the person has used: what only the holder of the key can ask."""
    tags = slots.slots_of(KEY, person_id, limit)
    with unit() as session:
        return session.scalar(select(func.count()).where(KeptSlot.tag.in_(tags)))


def test_nobody_acts_more_often_than_allowed(unit: UnitOfWork) -> None:
    with unit() as session:
        tags = {spend(session, 501, limit=3), spend(session, 501, limit=3)}
        tags.add(spend(session, 501, limit=3))

        with pytest.raises(NothingLeft):
            spend(session, 501, limit=3)

    assert len(tags) == 3
    assert count_spent(unit, 501, limit=3) == 3
    assert count_spent(unit, 502, limit=3) == 0


def test_a_refusal_frees_the_slot(unit: UnitOfWork) -> None:
    def refuse(session: Session) -> str:
        raise RuleBroken("No.")

    with pytest.raises(RuleBroken):
        act_apart(unit, claim=lambda s: spend(s, 503), say=refuse, give_back=give_back)

    assert count_spent(unit, 503) == 0


def test_a_process_that_dies_between_has_used_the_slot_and_said_nothing(
    unit: UnitOfWork,
) -> None:
    """Nobody can act twice by it; the person has one less."""

    def die(session: Session) -> str:
        session.add(KeptAnswer(id=new_id(), round=504, body="x", answered_at=NOON))
        session.flush()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act_apart(unit, claim=lambda s: spend(s, 504), say=die, give_back=give_back)

    assert count_spent(unit, 504) == 1
    with unit() as session:
        said = select(func.count()).where(KeptAnswer.round == 504)
        assert session.scalar(said) == 0


def test_the_two_rows_belong_to_two_transactions(engine: Engine, unit: UnitOfWork) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite shows no transaction")
    row_id = new_id()

    def say(session: Session) -> str:
        session.add(KeptAnswer(id=row_id, round=505, body="x", answered_at=NOON))
        return row_id

    act_apart(unit, claim=lambda s: spend(s, 505, round_=505), say=say, give_back=give_back)

    with unit() as session:
        by_slot = session.connection().exec_driver_sql(
            "SELECT xmin::text FROM kept_slot WHERE round = 505"
        )
        by_row = session.connection().exec_driver_sql(
            "SELECT xmin::text FROM kept_answer WHERE round = 505"
        )
        assert by_slot.scalar_one() != by_row.scalar_one()


def test_a_row_that_names_a_person_cannot_be_written_beside_what_was_said(
    unit: UnitOfWork,
) -> None:
    with pytest.raises(NamesAPerson, match="person"), unit() as session, without_people(session):
        make_person(session)


def test_rewriting_keeps_every_row_as_it_was(unit: UnitOfWork) -> None:
    with unit() as session:
        rows = [KeptAnswer(round=506, body=new_id(), answered_at=NOON) for _ in range(700)]
        session.add_all(rows)
        session.flush()
        before = {one.id: one.body for one in rows}

        count = rewrite(session, KeptAnswer.__table__, KeptAnswer.__table__.c.round == 506)

        found = session.execute(
            select(KeptAnswer.id, KeptAnswer.body).where(KeptAnswer.round == 506)
        )
        assert {row.id: row.body for row in found} == before
        assert count == 700
