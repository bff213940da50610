"""Whether what the site leans on answers.  Each check says yes or no and never raises."""

import sqlite3
from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from offsite.config import ROOT, Settings
from offsite.web.observe import log

SECONDS = 2


def database_answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return _no("database", error)
    return True


def migrations_are_current(engine: Engine) -> bool:
    """Whether the database stands at the newest of our migrations."""
    try:
        with engine.connect() as connection:
            standing = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError as error:
        return _no("migrations", error)
    return standing == newest_migrations()


def newest_migrations() -> set[str]:
    folder = ROOT / "migrations"
    if not (folder / "versions").is_dir():
        return set()
    return set(ScriptDirectory(str(folder)).get_heads())


def queue_answers(settings: Settings) -> bool:
    url = settings.resolved_queue_url
    try:
        if url.startswith("sqlite:///"):
            _ask_sqlite(Path(url.removeprefix("sqlite:///")))
        elif url.startswith("postgresql://"):
            _ask_postgresql(url)
        else:
            _ask_redis(url)
    except Exception as error:  # each library has its own kinds
        return _no("queue", error)
    return True


def _ask_sqlite(path: Path) -> None:
    # Asking for the write lock finds a full disk or a wrong owner, and writes nothing.
    connection = sqlite3.connect(path, timeout=SECONDS)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.rollback()
    finally:
        connection.close()


def _ask_postgresql(url: str) -> None:
    address = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(address, poolclass=NullPool, connect_args={"connect_timeout": SECONDS})
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _ask_redis(url: str) -> None:
    # An extra of the installation: only those who chose it have the library.
    redis = import_module("redis")
    redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS).ping()


def _no(what: str, error: Exception) -> bool:
    log.error("not_ready", what=what, kind=type(error).__name__)
    return False
