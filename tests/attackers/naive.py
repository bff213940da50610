"""Two schemas to hold the harness against: one that leaks everywhere, one of the kernel's rows."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from offsite.anonymity import slots
from offsite.anonymity.apart import UnitOfWork, act_apart
from offsite.anonymity.ids import WITHOUT_ROWID, RandomlyNamed, new_id
from offsite.anonymity.keys import KeyFolder
from offsite.anonymity.moments import rounded
from offsite.anonymity.rewriting import rewrite
from offsite.orm import UtcDateTime
from tests.attackers.evidence import Schema


class Plain(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012


class NaiveTaking(Plain):
    """Clean at first sight: no key from one table to the other."""

    __tablename__ = "naive_taking"

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int]
    person_id: Mapped[int]
    note: Mapped[str] = mapped_column(String(32))
    taken_at: Mapped[datetime]


class NaiveAnswer(Plain):
    __tablename__ = "naive_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int]
    body: Mapped[str] = mapped_column(String(32))
    answered_at: Mapped[datetime]


class KeptSlot(slots.SpentSlot, Plain):
    __tablename__ = "kept_slot"
    __table_args__ = (WITHOUT_ROWID,)

    round: Mapped[int]


class KeptAnswer(RandomlyNamed, Plain):
    __tablename__ = "kept_answer"
    __table_args__ = (WITHOUT_ROWID,)

    round: Mapped[int]
    body: Mapped[str] = mapped_column(String(32))
    answered_at: Mapped[datetime]


class KeptTaking(Plain):
    """Who took part, in plain words, made for everybody beforehand."""

    __tablename__ = "kept_taking"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round: Mapped[int]
    person_id: Mapped[int]
    done: Mapped[bool] = mapped_column(default=False)


_rounds = count(1)
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Time goes on by three seconds an act; a round is a number with its people."""

    def __init__(self) -> None:
        self.now = NOON

    def tick(self) -> datetime:
        self.now += timedelta(seconds=3)
        return self.now

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        number = next(_rounds)
        return number, [number * 1000 + one for one in range(people)]

    def end(self, unit: UnitOfWork, scope: Any) -> None:
        pass


class NaiveScene(Clock):
    schema = closed = Schema(
        NaiveTaking.__table__,  # type: ignore[arg-type]
        NaiveAnswer.__table__,  # type: ignore[arg-type]
        "round",
        lambda row: row["person_id"],
    )

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        now = self.tick()
        with unit() as session:
            taking = NaiveTaking(round=scope, person_id=person_id, note=new_id(), taken_at=now)
            answer = NaiveAnswer(round=scope, body=new_id(), answered_at=now)
            session.add_all([taking, answer])
            session.flush()
            key = str(answer.id)
        return key, [f"POST person={person_id} answer={key}."]


class KernelScene(Clock):
    """The kernel's way: a spent slot, then the row in a transaction of its own."""

    schema = closed = Schema(
        KeptSlot.__table__,  # type: ignore[arg-type]
        KeptAnswer.__table__,  # type: ignore[arg-type]
        "round",
        lambda row: None,
    )

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.keys = KeyFolder(folder)

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        key, now = self.keys.make(f"round-{scope}"), self.tick()

        def say(session: Any) -> str:
            row = KeptAnswer(id=new_id(), round=scope, body=new_id(), answered_at=rounded(now))
            session.add(row)
            session.flush()
            return row.id

        said = act_apart(
            unit,
            claim=lambda session: slots.spend(
                session, KeptSlot, key=key, person_id=person_id, limit=1, round=scope
            ),
            say=say,
            give_back=lambda session, tag: slots.give_back(session, KeptSlot, tag=tag),
        )
        return said, []


class ClosedScene(Clock):
    """Participation in plain words, as it may be shown after the close: both tables rewritten."""

    schema = closed = Schema(
        KeptTaking.__table__,  # type: ignore[arg-type]
        KeptAnswer.__table__,  # type: ignore[arg-type]
        "round",
        lambda row: row["person_id"],
        lambda row: row["done"],
    )

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        scope, persons = super().begin(unit, people)
        with unit() as session:
            session.add_all(KeptTaking(round=scope, person_id=one) for one in persons)
        return scope, persons

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        row_id = new_id()
        with unit() as session:
            taking = session.query(KeptTaking).filter_by(round=scope, person_id=person_id).one()
            taking.done = True
        with unit() as session:
            session.add(
                KeptAnswer(id=row_id, round=scope, body=new_id(), answered_at=rounded(self.tick()))
            )
        return row_id, []

    def end(self, unit: UnitOfWork, scope: Any) -> None:
        with unit() as session:
            for model in (KeptTaking, KeptAnswer):
                rewrite(session, model.__table__, model.__table__.c.round == scope)
