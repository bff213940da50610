"""The app's database session, and the only place that commits."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from offsite.actions import models as action_models
from offsite.calendars import models as calendar_models
from offsite.config import ROOT, Settings
from offsite.events import models as event_models
from offsite.facilitation import models as facilitation_models
from offsite.interests import models as interest_models
from offsite.jobs import models as job_models
from offsite.live import models as live_models
from offsite.live import services as live
from offsite.mentoring import models as mentor_models
from offsite.mixing import models as mixing_models
from offsite.openspace import models as open_space_models
from offsite.orm import WRITES, Base, prepare_engine, take_nudges
from offsite.outbox import models as outbox_models
from offsite.people import models as people_models
from offsite.planning import models as plan_models
from offsite.polls import models as poll_models
from offsite.proceedings import models as proceedings_models
from offsite.proposals import models as proposal_models
from offsite.purse import models as purse_models
from offsite.questions import models as question_models
from offsite.rfc import models as rfc_models
from offsite.schedule import models as schedule_models
from offsite.schedule.seats import models as seat_models
from offsite.tourism import models as tourism_models

# Importing them makes their tables known to the session and to the migrations.
TABLES_OF = (
    action_models,
    calendar_models,
    event_models,
    facilitation_models,
    interest_models,
    job_models,
    live_models,
    mentor_models,
    mixing_models,
    open_space_models,
    outbox_models,
    people_models,
    plan_models,
    poll_models,
    proceedings_models,
    proposal_models,
    purse_models,
    question_models,
    rfc_models,
    schedule_models,
    seat_models,
    tourism_models,
)

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(render_as_batch=True, compare_type=True, directory=str(ROOT / "migrations"))


def init_db(app: Flask, settings: Settings) -> None:
    """Connect ``app`` to the database that ``settings`` names."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.resolved_database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_pre_ping": True,
        # The values of a failed statement are people's: they stay out of the logs.
        "hide_parameters": True,
    }
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare_engine(db.engine)
        event.listen(db.engine, "before_cursor_execute", _note_access)


NARROWS_ACCESS = re.compile(
    r"\s*(?:(?:UPDATE|DELETE FROM) \W?(?:sign_in|person|membership|role_grant|event)\b"
    r"|INSERT INTO \W?role_grant\b)"
)
"""Statements after which somebody may not see what they saw before."""
ACCESS_NARROWED = "offsite_access_narrowed"


def _note_access(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    if NARROWS_ACCESS.match(statement):
        connection.info[ACCESS_NARROWED] = True


def read_session() -> Session:
    """The session of this request, for reading."""
    return db.session()


def begin_write() -> Session:
    """End what was read so far and begin a transaction that will write.

    Objects that were loaded stay usable and are read afresh, now under the write lock
    on SQLite: what a view checked a moment ago is checked on current rows.
    """
    session = db.session()
    session.rollback()
    take_nudges(session)
    live.forget_bumps(session)
    connection = session.connection(execution_options={WRITES: True})
    connection.info.pop(ACCESS_NARROWED, None)
    return session


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Everything done inside is saved together, or nothing of it.

    Once it is saved, the worker hears of what waits for it.
    """
    session = begin_write()
    try:
        yield session
        session.flush()
        if session.connection().info.pop(ACCESS_NARROWED, False):
            live.bump_access(session)
        live.write_bumps(session)
        session.commit()
    except BaseException:
        session.rollback()
        take_nudges(session)
        live.forget_bumps(session)
        raise
    _nudge(take_nudges(session))


def empty_log() -> None:
    """Bring SQLite's write-ahead log into the file and empty it, so that nothing which was
    just deleted can be read there.  Other databases do this by themselves.

    Whoever still reads an older state holds the log; it is then emptied at the next occasion.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


Nudge = Callable[[str, int], None]
NUDGE = "offsite_nudge"


def nudge_by(app: Flask, nudge: Nudge) -> None:
    """Call ``nudge(subject, ident)`` after each commit that asked for it.

    ``nudge`` must not raise: what it announces is already saved.
    """
    app.extensions[NUDGE] = nudge


def _nudge(subjects: list[tuple[str, int]]) -> None:
    nudge: Nudge | None = current_app.extensions.get(NUDGE)
    if nudge is None:
        return
    for subject, ident in subjects:
        nudge(subject, ident)
