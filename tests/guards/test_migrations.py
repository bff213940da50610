"""Migrations: in step with the models, one line, both directions, no row lost or changed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, create_engine, insert, inspect, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import JSON, Boolean, Date, Integer, String

from offsite.cli.database import config_for, current_revision, disagreements
from offsite.db import TABLES_OF
from offsite.orm import Base, UtcDateTime, prepare_engine
from tests.conftest import POSTGRESQL

SCHEMA = "offsite_migrations"
ROWS = 3

assert TABLES_OF


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        found = create_engine(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        found = _empty_schema(f"{SCHEMA}_{worker_id}")
    prepare_engine(found)
    yield found
    found.dispose()


def _empty_schema(name: str) -> Engine:
    try:
        with create_engine(POSTGRESQL).begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at OFFSITE_TEST_POSTGRESQL_URL")
    return create_engine(POSTGRESQL, connect_args={"options": f"-csearch_path={name}"})


@pytest.fixture
def config(engine: Engine) -> Config:
    return config_for(engine)


def test_there_is_one_newest_migration(config: Config) -> None:
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_models_and_migrations_agree(engine: Engine, config: Config) -> None:
    command.upgrade(config, "head")

    assert disagreements(engine) == []


def test_a_planted_column_without_migration_is_found(engine: Engine, config: Config) -> None:
    command.upgrade(config, "head")
    planted: Column[int] = Column("planted", Integer)
    table = Base.metadata.tables["job"]
    table.append_column(planted)
    try:
        found = disagreements(engine)
    finally:
        table._columns.remove(planted)

    assert found == ["Models and database differ: add column job planted."]


def test_a_database_without_migrations_is_told_what_to_do(engine: Engine) -> None:
    (sentence,) = disagreements(engine)

    assert "run `offsite db upgrade`" in sentence


def test_every_migration_goes_down_to_nothing(engine: Engine, config: Config) -> None:
    command.upgrade(config, "head")
    command.downgrade(config, "base")

    assert current_revision(engine) is None
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_no_row_changes_by_a_step_down_and_up(engine: Engine, config: Config) -> None:
    """Each step of the line on filled tables: what every revision of it has stays as it was.

    A column or table of a later revision is gone with the step down; nothing else may be.
    """
    command.upgrade(config, "head")
    _fill(engine)
    first = str(ScriptDirectory.from_config(config).get_base())
    before = _rows(engine)
    while (here := current_revision(engine)) != first:
        command.downgrade(config, "-1")
        assert current_revision(engine) != here
    kept = {
        table: {column["name"] for column in inspect(engine).get_columns(table)}
        for table in inspect(engine).get_table_names()
    }
    command.upgrade(config, "head")
    after = _rows(engine)

    assert len(kept) > 1
    for name in set(kept) - {"alembic_version"}:
        assert _only(after[name], kept[name]) == _only(before[name], kept[name]), name
        assert len(before[name]) == ROWS


def test_rebuilding_a_table_loses_no_rows_that_point_at_it(
    engine: Engine, config: Config, tmp_path: Path
) -> None:
    """What a batch migration does on SQLite: with foreign keys on it would empty children."""
    command.upgrade(config, "head")
    _fill(engine)
    before = _rows(engine)
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()

    with _planted_revision(config, str(head), tmp_path) as planted:
        command.upgrade(planted, "head")
        assert "note" in {one["name"] for one in inspect(engine).get_columns("person")}
        command.downgrade(planted, "-1")

    assert _rows(engine) == before


@contextmanager
def _planted_revision(config: Config, head: str, folder: Path) -> Iterator[Config]:
    """The migrations, and one more that builds the table of people anew."""
    (folder / "planted.py").write_text(PLANTED.format(head=head), encoding="utf-8")
    versions = Path(str(config.get_main_option("script_location"))) / "versions"
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{versions}\n{folder}")
    yield config


PLANTED = """
import sqlalchemy as sa
from alembic import op

revision = "planted"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(300))


def downgrade():
    with op.batch_alter_table("person") as batch:
        batch.alter_column("name", existing_type=sa.String(300), type_=sa.String(200))
        batch.drop_column("note")
"""


TOGETHER: dict[str, dict[str, Any]] = {
    "action": {"closed_at": None, "asked_id": None},
    "session_run": {"ended_at": None},
}
"""Values of columns that a check ties to each other."""


def _fill(engine: Engine) -> None:
    """Rows in every table, with foreign keys that point somewhere.

    Other checks are about single columns; where they name words, the first one is taken.
    """
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for number in range(1, ROWS + 1):
                values = {one.name: _value(one, number) for one in table.columns}
                values |= TOGETHER.get(table.name, {})
                connection.execute(insert(table).values(_in_order(values)))


def _value(column: Column[Any], number: int) -> Any:
    if column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys:
        return number
    for key in column.foreign_keys:
        return number if isinstance(column.type, Integer) else _of_type(key.column, number)
    if words := _words_allowed(column):
        return words[0]
    return _of_type(column, number)


def _of_type(column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return datetime(2026, 9, number, 12, tzinfo=UTC)
    if isinstance(kind, Date):
        return date(2026, 9, number)
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, JSON):
        return [f"ü{number}"]
    if isinstance(kind, String):
        return f"{number}-ż-{column.name}"[: kind.length]
    return float(number)


def _words_allowed(column: Column[Any]) -> list[str]:
    """The words of a check such as ``state IN ('a', 'b')``."""
    for constraint in column.table.constraints:
        rule = str(getattr(constraint, "sqltext", ""))
        if found := re.search(rf"\b{column.name} IN \(([^)]*)\)", rule):
            return [word.strip(" '") for word in found[1].split(",")]
    return []


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Periods and days end after they start."""
    for name in values:
        if name.startswith("ends_") and f"starts_{name[5:]}" in values:
            start = values[f"starts_{name[5:]}"]
            values[name] = start.replace(day=start.day + 1)
    return values


def _rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of each table, in the order of its key."""
    with engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in Base.metadata.sorted_tables
        }


def _only(rows: list[dict[str, Any]], columns: set[str]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name in columns} for row in rows]
