"""Whether what the site leans on answers.  Each check says yes or no and never raises."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from offsite.config import ROOT
from offsite.web.observe import log
from offsite.worker import worker_of
from offsite.worker.queue import waiting_messages


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
    return set(ScriptDirectory(str(ROOT / "migrations")).get_heads())


def queue_answers(app: Flask) -> bool:
    try:
        waiting_messages(worker_of(app).queue)
    except Exception as error:
        # SQLite, PostgreSQL and Redis each fail in their own words.
        return _no("queue", error)
    return True


def _no(what: str, error: Exception) -> bool:
    log.error("not_ready", what=what, kind=type(error).__name__)
    return False
