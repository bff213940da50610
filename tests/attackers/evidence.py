"""What an attacker may see: rows with everything that the database remembers about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, Boolean

Owner = Callable[[Mapping[str, Any]], int | None]
"""Whom a row that somebody acted names, read without any key; None if it names nobody."""


@dataclass(frozen=True)
class Seen:
    """One row: its key, whom it names, its columns, and by measure where or when it is."""

    key: str
    owner: int | None
    columns: Mapping[str, Any]
    measures: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """What one act changed, seen by whoever looked before and after it."""

    owners: tuple[int | None, ...]
    keys: tuple[str, ...]


@dataclass
class Evidence:
    """All there is about one round of acts."""

    people: Sequence[int]
    acted: list[Seen] = field(default_factory=list)
    said: list[Seen] = field(default_factory=list)
    backup_acted: list[Seen] = field(default_factory=list)
    backup_said: list[Seen] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    truth: dict[str, int] = field(default_factory=dict)
    """The person who wrote each row: for counting, never for an attack."""


@dataclass(frozen=True)
class Schema:
    """The two tables, how rows of a round are found, and whom the first one names.

    ``acted_if`` says whether a row of ``acted`` says that its person did act: rows may have
    been made for everybody beforehand.  ``said_if`` says which rows of ``said`` are looked for.
    """

    acted: Table
    said: Table
    scope: str
    owner: Owner
    acted_if: Callable[[Mapping[str, Any]], bool] = lambda row: True
    said_if: Callable[[Mapping[str, Any]], bool] = lambda row: True


def rows_of(
    session: Session, table: Table, scope: tuple[str, Any], owner: Owner, files: "Files | None"
) -> list[Seen]:
    """Every row of the scope with its measures, in the order of its key."""
    column, value = scope
    hidden = _hidden(session, table)
    statement = (
        select(table, *(text(f"{one} AS {name}") for name, one in hidden.items()))
        .where(table.c[column] == value)
        .order_by(*table.primary_key.columns)
    )
    found = []
    for row in session.execute(statement).mappings():
        columns = {one.name: row[one.name] for one in table.columns}
        measures = {name: _sortable(row[name]) for name in hidden} | times_in(table, columns)
        if files is not None:
            measures |= files.places(_needle(table, columns))
        found.append(Seen(_key(table, columns), owner(columns), columns, measures))
    return found


def _hidden(session: Session, table: Table) -> dict[str, str]:
    """Columns that nobody declared."""
    if session.get_bind().dialect.name == "postgresql":
        return {
            "ctid_page": f"({table.name}.ctid::text::point)[0]",
            "ctid_line": f"({table.name}.ctid::text::point)[1]",
            "xmin": f"{table.name}.xmin::text::bigint",
            "cmin": f"{table.name}.cmin::text::bigint",
        }
    if table.dialect_options["sqlite"]["with_rowid"] is False:
        return {}
    return {"rowid": f"{table.name}.rowid"}


def times_in(table: Table, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Everything in a row that grows with time: instants, counters, numbers in sequence."""
    return {
        f"column {one.name}": value.timestamp() if isinstance(value, datetime) else value
        for one in table.columns
        if isinstance(value := columns[one.name], datetime | int | float)
        and not isinstance(one.type, Boolean | JSON)
    }


def _sortable(value: Any) -> float:
    return float(value)


def as_watched(people: Sequence[int], said: Sequence[Seen]) -> list[Seen]:
    """What somebody noted who saw in which order people acted: it fits every measure."""
    names = {name for one in said for name in one.measures} | {"column noted"}
    return [
        Seen(f"{place:09d}", person, {}, dict.fromkeys(names, place))
        for place, person in enumerate(people)
    ]


def _key(table: Table, columns: Mapping[str, Any]) -> str:
    return "/".join(str(columns[one.name]) for one in table.primary_key.columns)


def _needle(table: Table, columns: Mapping[str, Any]) -> bytes:
    """The text of the row that no other row has: its place in a file is the row's."""
    texts = [str(columns[one.name]) for one in table.columns if isinstance(columns[one.name], str)]
    return max(texts, key=len, default="").encode()


def glance(session: Session, table: Table, scope: tuple[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The columns of every row of the scope by its key: a quick look, without measures."""
    column, value = scope
    rows = session.execute(select(table).where(table.c[column] == value)).mappings()
    return {_key(table, row): row for row in rows}


class Files:
    """SQLite's file and its write-ahead log, byte by byte."""

    def __init__(self, engine: Engine) -> None:
        path = Path(str(engine.url.database))
        self.log = path.with_name(path.name + "-wal").read_bytes()
        self.settle(engine)
        self.database = path.read_bytes()

    @staticmethod
    def settle(engine: Engine) -> None:
        """Write the log back into the file and empty it."""
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def places(self, needle: bytes) -> dict[str, float]:
        """Where the row lies."""
        return {
            "place in the file": _place(self.database.find(needle), 4096),
            "first place in the log": _place(self.log.find(needle) - 32, 24 + 4096),
            "last place in the log": _place(self.log.rfind(needle) - 32, 24 + 4096),
        }


def _place(found: int, page_size: int) -> float:
    """Cells fill a page from its end: what lies further back came earlier."""
    if found < 0:
        return -1
    page, inside = divmod(found, page_size)
    return page * page_size + page_size - inside
