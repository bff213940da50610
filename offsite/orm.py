"""What every table shares: naming, time, and how SQLite begins a transaction.

No Flask here: models, engines' callers and scripts can use this alone.
"""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

WRITES = "offsite_writes"
"""Execution option of a connection whose transaction will write."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC.  A naive value is a bug and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; store aware instants only.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The rule of a check constraint: ``column`` holds one of these words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {  # noqa: RUF012 - the name and form SQLAlchemy asks for
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }


NUDGES = "offsite_nudges"
"""Key in ``session.info``: what the worker should hear of once this is committed."""


def nudge_after_commit(session: Session, subject: str, ident: int = 0) -> None:
    """Ask that the worker looks at ``subject`` as soon as this work is committed.

    Only a hint that saves waiting: the row is the truth, and the worker finds it anyway.
    """
    session.info.setdefault(NUDGES, {})[(subject, ident)] = None


def take_nudges(session: Session) -> list[tuple[str, int]]:
    """What was asked for since the last call, in order, each once; then it is forgotten."""
    return list(session.info.pop(NUDGES, {}))


def prepare_engine(engine: Engine) -> None:
    """Make SQLite connections safe; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _configure_sqlite(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    # The driver would begin only at the first write: two readers could then both
    # see the last free seat.  We begin ourselves, in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        # NORMAL loses acknowledged votes when the power goes.
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten, so that no page of the file remembers it.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
