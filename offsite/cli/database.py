"""`offsite db`: the tables of this installation, and whether they are up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import OperationalError

from offsite.config import ROOT, Settings, current_settings
from offsite.db import TABLES_OF
from offsite.errors import BadInput
from offsite.orm import Base, prepare_engine

assert TABLES_OF, "the models must be imported before they are compared"


@click.group()
def db() -> None:
    """Bring the database up to date, step back, or check it."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to REVISION (the newest)."""
    click.echo(upgraded(current_settings(), revision))


@db.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION (one step)."""
    with engine_of(current_settings()) as engine:
        before = current_revision(engine)
        _run(lambda config: command.downgrade(config, revision), engine)
        after = current_revision(engine)
    click.echo(f"The database went back from {before or 'nothing'} to {after or 'nothing'}.")


@db.command()
def check() -> None:
    """Say whether database, migrations and models agree; exit 1 if not."""
    with engine_of(current_settings()) as engine:
        faults = disagreements(engine)
    if faults:
        raise BadInput(*faults)
    click.echo("Database, migrations and models agree.")


@db.command()
@click.argument("message")
def write(message: str) -> None:
    """Write the next migration from what the models have and the migrations lack.

    For who changes this program: read it, and try it on filled data, before it is shared.
    """
    with TemporaryDirectory() as folder:
        settings = current_settings().model_copy(
            update={"database_url": f"sqlite:///{folder}/empty.db"}
        )
        upgraded(settings)
        number = f"{int(newest_revision() or 0) + 1:04}"
        with engine_of(settings) as engine:
            _run(
                lambda config: command.revision(
                    config, message=message, autogenerate=True, rev_id=number
                ),
                engine,
            )
    click.echo(f"Wrote migration {number}.")


def upgraded(settings: Settings, revision: str = "head") -> str:
    """Apply what is missing; returns what happened as a sentence.

    Raises:
        BadInput: the database cannot be reached, or is newer than this program.
    """
    with engine_of(settings) as engine:
        before = current_revision(engine)
        _run(lambda config: command.upgrade(config, revision), engine)
        after = current_revision(engine)
    if before == after:
        return f"The database is up to date ({after})."
    return f"The database was brought from {before or 'nothing'} to {after}."


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """A connection of its own to the database of ``settings``.

    Raises:
        BadInput: it cannot be reached.
    """
    url = settings.resolved_database_url
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    prepare_engine(engine)
    try:
        yield engine
    except OperationalError as error:
        shown = make_url(url).render_as_string(hide_password=True)
        reason = " ".join(str(error.orig).split())
        raise BadInput(f"The database {shown} cannot be used: {reason}") from None
    finally:
        engine.dispose()


def config_for(engine: Engine | None = None) -> Config:
    """Alembic's configuration without a file: it also works from an installed wheel."""
    config = Config(stdout=StringIO())
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["engine"] = engine
    return config


def current_revision(engine: Engine) -> str | None:
    """The migration the database is at; None when it has none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The migration this program needs."""
    return ScriptDirectory.from_config(config_for()).get_current_head()


def disagreements(engine: Engine) -> list[str]:
    """What differs between the database, the migrations and the models, a sentence each."""
    here, newest = current_revision(engine), newest_revision()
    if here != newest:
        return [f"The database is at {here or 'nothing'}, not {newest}: run `offsite db upgrade`."]
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)
    return [f"Models and database differ: {_in_words(one)}." for one in differences if one]


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether migrations care for it: the queue may keep its tables in the same database."""
    return kind != "table" or not (name or "").startswith("huey_")


def _in_words(difference: Any) -> str:
    if isinstance(difference, list):
        return "; ".join(_in_words(one) for one in difference)
    action, *subject = difference
    parts = [str(getattr(one, "name", one)) for one in subject if one is not None]
    return f"{action.replace('_', ' ')} {' '.join(parts)}"


def _run(action: Any, engine: Engine) -> None:
    try:
        action(config_for(engine))
    except CommandError as error:
        raise BadInput(f"The migrations cannot do that: {error}") from None
