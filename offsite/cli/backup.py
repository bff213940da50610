"""`offsite backup` and `offsite restore`: one file that holds the database and its pictures.

Never a copy of the database file: a copy made while somebody writes may be torn.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url

from offsite.cli import archive
from offsite.cli.database import config_for
from offsite.config import current_settings
from offsite.errors import BadInput, RuleBroken

SQLITE_HEAD = b"SQLite format 3\x00"
POSTGRESQL_HEAD = b"PGDMP"
NULL_TOLD = re.compile(r"NULL value in (\w+)\.(\w+)")
MOST_FAULTS = 5
UP_TO_DATE = "`offsite db upgrade` brings it up to date if it is older."


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def backup(file: Path, force: bool) -> None:
    """Write database and pictures into FILE; pages may go on serving and writing."""
    settings = current_settings()
    url = settings.resolved_database_url
    if file.exists() and not force:
        raise RuleBroken("%(file)s exists. Choose another name, or say --force.", file=file)
    _refuse_missing_folder(file)
    # Beside FILE, so that it takes its place at once.
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        database, fresh = Path(folder) / archive.DATABASE, Path(folder) / "archive"
        for one in (database, fresh):
            one.touch(mode=0o600)
        if url.startswith("sqlite"):
            _backup_sqlite(_path_of(url), database, called=file)
        else:
            _backup_postgresql(url, database)
        pictures = archive.pack(fresh, database=database, instance=settings.instance_dir.resolve())
        os.replace(fresh, file)
    size = file.stat().st_size
    click.echo(f"Wrote {file} ({size:,} bytes): the database and {pictures} files of pictures.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is in the database now.")
def restore(file: Path, force: bool) -> None:
    """Put database and pictures of FILE in place, all of it or nothing.

    Files of older versions hold the database alone: pictures stay as they are.
    """
    settings = current_settings()
    url, instance = settings.resolved_database_url, settings.instance_dir.resolve()
    if not archive.is_archive(file):
        _restore_database(file, url, force=force, called=file)
        click.echo(f"Restored {file}, which holds no pictures: those here stay. {UP_TO_DATE}")
        return
    instance.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=instance, prefix=".restore-") as folder:
        database = archive.unpack(file, Path(folder))
        with archive.pictures_from(Path(folder), instance):
            _restore_database(database, url, force=force, called=file)
    click.echo(f"Restored {file}. {UP_TO_DATE}")


def _restore_database(dump: Path, url: str, *, force: bool, called: Path) -> None:
    """Put ``dump`` into the database; sentences name the file as it was ``called``."""
    if url.startswith("sqlite"):
        _restore_sqlite(dump, _path_of(url), force=force, called=called)
    else:
        _restore_postgresql(dump, url, force=force, called=called)


def _refuse_missing_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise BadInput(f"There is no folder {file.parent} to write into.")


def _path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _refuse_other_kind(dump: Path, head: bytes, database: str, called: Path) -> None:
    with dump.open("rb") as stream:
        if stream.read(len(head)) != head:
            raise BadInput(f"{called} is not a backup of {database}.")


# SQLite


def _backup_sqlite(database: Path, target: Path, *, called: Path) -> None:
    if not database.is_file():
        raise BadInput(f"There is no database at {database} yet.")
    try:
        with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise BadInput(f"The backup could not be written: {error}.") from None
    _refuse_broken_sqlite(target, called=called)


def _restore_sqlite(dump: Path, database: Path, *, force: bool, called: Path) -> None:
    _refuse_other_kind(dump, SQLITE_HEAD, "SQLite", called)
    _refuse_broken_sqlite(dump, called=called)
    if _has_tables(database) and not force:
        raise RuleBroken(
            "There is a database at %(path)s already. Say --force to replace it.", path=database
        )
    database.parent.mkdir(parents=True, exist_ok=True)
    if _is_readable(database):
        _overwrite_sqlite(dump, database)
    else:
        _put_in_place(dump, database)


def _refuse_broken_sqlite(dump: Path, *, called: Path) -> None:
    """Raise unless ``dump`` is whole and of a version that this program knows."""
    try:
        with closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as found:
            faults = _faults(found)
            orphans = found.execute("PRAGMA foreign_key_check").fetchone()
            version = found.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BadInput(f"{called} is damaged or not ours: {error}.") from None
    if faults:
        raise BadInput(*(f"{called} is damaged: {fault}." for fault in faults[:MOST_FAULTS]))
    if orphans is not None:
        raise BadInput(f"{called} is damaged: rows of {orphans[0]} point nowhere.")
    _refuse_unknown_version(version[0] if version else None, called)


def _faults(found: sqlite3.Connection) -> list[str]:
    """What SQLite finds broken, each once."""
    told = dict.fromkeys(row[0] for row in found.execute(f"PRAGMA integrity_check({2**31 - 1})"))
    return [one for one in told if one != "ok" and not _is_false_alarm(found, one)]


def _is_false_alarm(found: sqlite3.Connection, fault: str) -> bool:
    """SQLite 3.40 sees NULL in tables WITHOUT ROWID whose key is not their first column.

    So the column is asked itself; by its type, because what is declared NOT NULL is never
    looked at for `IS NULL`.
    """
    named = NULL_TOLD.fullmatch(fault)
    if named is None:
        return False
    table, column = named.groups()
    holds_null = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'null\''  # noqa: S608
    return found.execute(holds_null).fetchone() is None


def _refuse_unknown_version(version: str | None, called: Path) -> None:
    known = {one.revision for one in ScriptDirectory.from_config(config_for()).walk_revisions()}
    if version not in known:
        raise BadInput(f"{called} is of version {version}, which this program does not know.")


def _has_tables(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as found:
            return found.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return database.stat().st_size > 0


def _is_readable(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as found:
            found.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return False
    return True


def _overwrite_sqlite(dump: Path, database: Path) -> None:
    """One transaction on the old file: who has it open sees the old or the new, never both."""
    try:
        with (
            closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(database, timeout=30)) as target,
        ):
            source.backup(target, pages=-1)
    except sqlite3.Error as error:
        raise BadInput(f"Nothing was restored: {error}.") from None


def _put_in_place(dump: Path, database: Path) -> None:
    """There is no file, or one that cannot be read: a whole one takes its place at once."""
    fresh = database.with_name(f".{database.name}.{os.getpid()}")
    try:
        shutil.copyfile(dump, fresh)
        fresh.chmod(0o600)
        with fresh.open("rb") as stream:
            os.fsync(stream.fileno())
        for rest in ("-wal", "-shm"):
            database.with_name(database.name + rest).unlink(missing_ok=True)
        os.replace(fresh, database)
    finally:
        fresh.unlink(missing_ok=True)


# PostgreSQL


def _backup_postgresql(url: str, target: Path) -> None:
    # The queue's messages are nudges: they have no place in a backup.
    with _address(url) as address:
        _call(
            "pg_dump",
            *("--format=custom", "--no-owner", "--no-privileges", "--exclude-table=huey_*"),
            *(f"--file={target}", f"--dbname={address}"),
        )


def _restore_postgresql(dump: Path, url: str, *, force: bool, called: Path) -> None:
    _refuse_other_kind(dump, POSTGRESQL_HEAD, "PostgreSQL", called)
    # Reads the whole archive: one that was cut short is found before anything changes.
    _call("pg_restore", f"--file={os.devnull}", str(dump))
    if _has_our_tables(url) and not force:
        raise RuleBroken("The database holds data already. Say --force to replace it.")
    with _address(url) as address:
        _call(
            "pg_restore",
            *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
            *("--clean", "--if-exists", f"--dbname={address}", str(dump)),
        )


def _has_our_tables(url: str) -> bool:
    engine = create_engine(url)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


@contextmanager
def _address(url: str) -> Iterator[str]:
    """``url`` as PostgreSQL's programs take it.

    Other people of the machine can read the arguments of a command: the password goes
    through a file.
    """
    bare = make_url(url).set(drivername="postgresql")
    password = bare.password
    with TemporaryDirectory() as folder:
        if password is not None:
            secret = Path(folder) / "pass"
            secret.touch(mode=0o600)
            escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
            secret.write_text(f"*:*:*:*:{escaped}\n")
            # `set(password=None)` would leave it as it is.
            bare = bare._replace(password=None).update_query_dict({"passfile": str(secret)})
        yield bare.render_as_string(hide_password=False)


def _call(name: str, *arguments: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise BadInput(f"{name} is missing: install PostgreSQL's client programs.")
    command: Sequence[str] = (program, *arguments)
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise BadInput(f"{name} failed: {' '.join(said[:3]) or done.returncode}")
