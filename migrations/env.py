"""How Alembic reaches the database: one transaction for all steps, one process at a time.

The command `offsite db` hands its engine over in ``config.attributes["engine"]``; called
by Alembic's or Flask's own command, the settings of the environment are used.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, create_engine, text

from offsite.cli.database import is_ours
from offsite.config import load_settings
from offsite.db import TABLES_OF
from offsite.orm import WRITES, Base, UtcDateTime, prepare_engine

LOCK = 0x0FF517E
"""Any number that nobody else locks: PostgreSQL lets one process migrate at a time."""

assert TABLES_OF, "the models must be imported before they are compared"


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Migrations stay readable when our own types change: they name the database's."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "render_as_batch": True,
    "compare_type": True,
    "include_name": is_ours,
    "transactional_ddl": True,
    "render_item": render_item,
}


def engine_to_use() -> Engine:
    given = context.config.attributes.get("engine")
    if isinstance(given, Engine):
        return given
    engine = create_engine(load_settings().resolved_database_url)
    prepare_engine(engine)
    return engine


def run_online() -> None:
    engine = engine_to_use()
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            switch_foreign_keys(connection, on=False)
        try:
            migrate(connection, is_sqlite=is_sqlite)
        finally:
            if is_sqlite:
                switch_foreign_keys(connection, on=True)


def migrate(connection: Connection, *, is_sqlite: bool) -> None:
    context.configure(connection=connection, **OPTIONS)
    with context.begin_transaction():
        if not is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
        if is_sqlite:
            refuse_orphans(connection)


def switch_foreign_keys(connection: Connection, *, on: bool) -> None:
    # SQLite changes a table by building it anew and dropping the old one: with foreign
    # keys on, that drop deletes every row that points at it.  Inside a transaction the
    # switch does nothing, so it goes past SQLAlchemy, which would begin one.
    driver_connection = connection.connection.driver_connection
    assert driver_connection is not None
    driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def refuse_orphans(connection: Connection) -> None:
    orphans = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        raise RuntimeError(f"{len(orphans)} rows would point nowhere (in {tables}); undone.")


def run_offline() -> None:
    """Print the statements for a person to run (`--sql`)."""
    url = load_settings().resolved_database_url
    context.configure(url=url, literal_binds=True, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
