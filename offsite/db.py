"""The app's database session, and the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from offsite import models as models  # every table must be known to the metadata
from offsite.config import ROOT, Settings
from offsite.orm import WRITES, Base, prepare_engine

db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True, directory=str(ROOT / "migrations"))


def init_db(app: Flask, settings: Settings) -> None:
    """Connect ``app`` to the database that ``settings`` names."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.resolved_database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True}
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare_engine(db.engine)


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
    session.connection(execution_options={WRITES: True})
    return session


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Everything done inside is saved together, or nothing of it."""
    session = begin_write()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
