"""One file that holds everything: consistent while others write, restored whole or not."""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from offsite import cli
from offsite.cli import archive
from offsite.cli.database import upgraded
from offsite.config import current_settings, load_settings
from offsite.orm import prepare_engine
from offsite.questions.models import QuestionSlot, Queue
from tests.conftest import POSTGRESQL
from tests.factories import NOON, make_event, make_person

Offsite = Callable[..., int]


@pytest.fixture
def offsite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Offsite]:
    """`offsite("backup", file)` is the exit code of the command, in a folder of its own."""
    monkeypatch.setenv("OFFSITE_INSTANCE_DIR", str(tmp_path / "instance"))
    current_settings.cache_clear()

    def command(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["offsite", *map(str, arguments)])
        try:
            cli.main()
        except SystemExit as leaving:
            return int(leaving.code or 0)
        return 0

    yield command
    current_settings.cache_clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    offsite: Offsite,
    worker_id: str,
) -> Iterator[Engine]:
    """The installation's database, with the newest tables."""
    url = current_settings().resolved_database_url
    if request.param == "postgresql":
        url = _own_database(f"offsite_backup_{worker_id}")
        monkeypatch.setenv("OFFSITE_DATABASE_URL", url)
        current_settings.cache_clear()
    upgraded(load_settings())
    found = create_engine(url)
    prepare_engine(found)
    yield found
    found.dispose()


def _own_database(name: str) -> str:
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's client programs are not on this machine")
    try:
        with create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    except (OperationalError, ProgrammingError):
        pytest.skip("no PostgreSQL at OFFSITE_TEST_POSTGRESQL_URL lets us make a database")
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


def add(engine: Engine, name: str) -> None:
    with Session(engine) as session, session.begin():
        make_person(session, name)


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT name FROM person ORDER BY id")))


def test_what_was_backed_up_comes_back(offsite: Offsite, engine: Engine, tmp_path: Path) -> None:
    add(engine, "Łucja")
    saved = offsite("backup", tmp_path / "all.backup")
    add(engine, "Later")

    restored = offsite("restore", tmp_path / "all.backup", "--force")

    assert (saved, restored) == (0, 0)
    assert names(engine) == ["Łucja"]
    assert offsite("db", "check") == 0


def test_a_backup_is_for_its_owner_only(offsite: Offsite, engine: Engine, tmp_path: Path) -> None:
    offsite("backup", tmp_path / "all.backup")

    assert (tmp_path / "all.backup").stat().st_mode & 0o077 == 0


def test_restoring_over_something_needs_force(
    offsite: Offsite, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offsite("backup", tmp_path / "all.backup")
    add(engine, "Bob")

    code = offsite("restore", tmp_path / "all.backup")

    assert (code, names(engine)) == (1, ["Bob"])
    assert "--force" in capsys.readouterr().err


def test_a_backup_does_not_replace_another_by_accident(
    offsite: Offsite, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "all.backup").write_text("precious")

    assert offsite("backup", tmp_path / "all.backup") == 1
    assert (tmp_path / "all.backup").read_text() == "precious"


def unpacked(file: Path, folder: Path) -> Path:
    """The database of a backup, as older programs wrote it alone."""
    inside = folder / "unpacked"
    inside.mkdir()
    return archive.unpack(file, inside)


def picture(tmp_path: Path, name: str, content: bytes = b"pixels") -> Path:
    path = tmp_path / "instance" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


PHOTO, SMALL, RECEIPT = (
    f"photos/{'a' * 32}.jpg",
    f"photos/{'a' * 32}-small.jpg",
    f"receipts/{'b' * 32}.jpg",
)


def pictures(tmp_path: Path) -> list[str]:
    instance = tmp_path / "instance"
    return sorted(str(one.relative_to(instance)) for one in instance.glob("*/*.jpg"))


def test_pictures_come_back_and_newer_ones_go(
    offsite: Offsite, engine: Engine, tmp_path: Path
) -> None:
    for name in (PHOTO, SMALL, RECEIPT):
        picture(tmp_path, name)
    (tmp_path / "instance" / "keys").mkdir(exist_ok=True)
    (tmp_path / "instance" / "keys" / f"{'c' * 32}.jpg").write_text("a key")
    offsite("backup", tmp_path / "all.backup")
    (tmp_path / "instance" / PHOTO).unlink()
    picture(tmp_path, RECEIPT, b"torn")
    picture(tmp_path, f"photos/{'d' * 32}.jpg")

    code = offsite("restore", tmp_path / "all.backup", "--force")

    assert (code, pictures(tmp_path)) == (0, [f"keys/{'c' * 32}.jpg", SMALL, PHOTO, RECEIPT])
    assert (tmp_path / "instance" / RECEIPT).read_bytes() == b"pixels"
    assert (tmp_path / "instance" / PHOTO).stat().st_mode & 0o077 == 0
    assert b"a key" not in (tmp_path / "all.backup").read_bytes()


def test_a_backup_moves_to_another_machine(offsite: Offsite, tmp_path: Path) -> None:
    upgraded(load_settings())
    picture(tmp_path, PHOTO)
    offsite("backup", tmp_path / "all.backup")
    shutil.rmtree(tmp_path / "instance")

    assert offsite("restore", tmp_path / "all.backup") == 0
    assert pictures(tmp_path) == [PHOTO]
    assert not [one for one in tmp_path.glob("**/.*") if "restore" in one.name]


def test_what_is_not_restored_brings_no_pictures(
    offsite: Offsite, engine: Engine, tmp_path: Path
) -> None:
    picture(tmp_path, PHOTO)
    offsite("backup", tmp_path / "all.backup")
    (tmp_path / "instance" / PHOTO).unlink()
    picture(tmp_path, RECEIPT)

    code = offsite("restore", tmp_path / "all.backup")

    assert (code, pictures(tmp_path)) == (1, [RECEIPT])


def test_a_backup_of_an_older_program_restores_and_pictures_stay(
    offsite: Offsite, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(engine, "Bob")
    offsite("backup", tmp_path / "all.backup")
    old = unpacked(tmp_path / "all.backup", tmp_path)
    add(engine, "Later")
    picture(tmp_path, PHOTO)

    code = offsite("restore", old, "--force")

    assert (code, names(engine), pictures(tmp_path)) == (0, ["Bob"], [PHOTO])
    assert "no pictures" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["../evil.jpg", "photos/../../evil.jpg", "/tmp/evil", "keys/x", "photos/evil.html"]
)
def test_an_archive_that_holds_something_else_is_refused(
    offsite: Offsite, tmp_path: Path, name: str
) -> None:
    upgraded(load_settings())
    with tarfile.open(tmp_path / "all.backup", "w") as found:
        found.addfile(tarfile.TarInfo(name))

    assert offsite("restore", tmp_path / "all.backup", "--force") == 1
    assert not list(tmp_path.glob("**/*evil*"))


@pytest.mark.parametrize("damage", ["cut", "endless", "other", "empty"])
def test_a_damaged_backup_changes_nothing(
    offsite: Offsite, engine: Engine, tmp_path: Path, damage: str
) -> None:
    add(engine, "Bob")
    picture(tmp_path, RECEIPT)
    file = tmp_path / "all.backup"
    offsite("backup", file)
    picture(tmp_path, RECEIPT, b"newer")
    whole = file.read_bytes()
    # Cut between two members it reads well, up to the word that it is whole.
    last = whole.rindex(archive.LAST.encode())
    file.write_bytes(
        {
            "cut": whole[: len(whole) // 2],
            "endless": whole[:last],
            "other": b"Hello",
            "empty": b"",
        }[damage]
    )

    code = offsite("restore", file, "--force")

    assert (code, names(engine)) == (1, ["Bob"])
    assert (tmp_path / "instance" / RECEIPT).read_bytes() == b"newer"


def test_a_backup_made_while_somebody_writes_is_whole(
    offsite: Offsite, engine: Engine, tmp_path: Path
) -> None:
    """Each transaction adds two people: a torn backup would hold an odd number."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            with Session(engine) as session, session.begin():
                make_person(session, "One")
                make_person(session, "Two")

    writer = threading.Thread(target=write)
    writer.start()
    codes = [offsite("backup", tmp_path / f"{number}.backup") for number in range(3)]
    over.set()
    writer.join()

    assert codes == [0, 0, 0]
    for number in range(3):
        assert offsite("restore", tmp_path / f"{number}.backup", "--force") == 0
        assert len(names(engine)) % 2 == 0


def test_a_site_that_runs_sees_what_was_restored(offsite: Offsite, tmp_path: Path) -> None:
    url = current_settings().resolved_database_url
    upgraded(load_settings())
    serving = create_engine(url)
    prepare_engine(serving)
    add(serving, "Before")
    offsite("backup", tmp_path / "all.backup")
    add(serving, "After")

    offsite("restore", tmp_path / "all.backup", "--force")
    add(serving, "Next")

    assert names(serving) == ["Before", "Next"]
    serving.dispose()


def test_a_database_that_is_beyond_repair_is_replaced(offsite: Offsite, tmp_path: Path) -> None:
    upgraded(load_settings())
    offsite("backup", tmp_path / "all.backup")
    database = tmp_path / "instance" / "offsite.db"
    database.write_bytes(b"rubbish" * 1000)

    without, forced = (
        offsite("restore", tmp_path / "all.backup"),
        offsite("restore", tmp_path / "all.backup", "--force"),
    )

    assert (without, forced) == (1, 0)
    with closing(sqlite3.connect(database)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_of_a_newer_program_is_refused(
    offsite: Offsite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgraded(load_settings())
    offsite("backup", tmp_path / "all.backup")
    newer = unpacked(tmp_path / "all.backup", tmp_path)
    with closing(sqlite3.connect(newer)) as found, found:
        found.execute("UPDATE alembic_version SET version_num = '9999'")
    archive.pack(tmp_path / "newer.backup", database=newer, instance=tmp_path / "instance")

    assert offsite("restore", tmp_path / "newer.backup", "--force") == 1
    assert "newer.backup is of version 9999" in capsys.readouterr().err


def test_what_sqlite_wrongly_takes_for_missing_hinders_no_backup(
    offsite: Offsite, engine: Engine, tmp_path: Path
) -> None:
    """SQLite 3.40 does so in tables without row numbers whose key comes late."""
    with Session(engine) as session, session.begin():
        queue = Queue(event_id=make_event(session).id, slug="ama", title="AMA", created_at=NOON)
        session.add(queue)
        session.flush()
        session.add_all(QuestionSlot(queue_id=queue.id, tag=tag) for tag in ("a" * 64, "b" * 64))

    assert offsite("backup", tmp_path / "all.backup") == 0
    assert offsite("restore", tmp_path / "all.backup", "--force") == 0


def test_a_value_that_is_really_missing_is_found(
    offsite: Offsite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgraded(load_settings())
    offsite("backup", tmp_path / "all.backup")
    database = unpacked(tmp_path / "all.backup", tmp_path)
    with closing(sqlite3.connect(database)) as found, found:
        found.execute("CREATE TABLE torn (id INTEGER PRIMARY KEY, name TEXT)")
        found.execute("INSERT INTO torn VALUES (1, NULL)")
        found.execute("PRAGMA writable_schema=ON")
        found.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'name TEXT', 'name TEXT NOT NULL')"
            " WHERE name = 'torn'"
        )

    assert offsite("restore", database, "--force") == 1
    assert "NULL value in torn.name" in capsys.readouterr().err


def test_a_folder_that_is_not_there_gets_a_sentence(
    offsite: Offsite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgraded(load_settings())

    assert offsite("backup", tmp_path / "nowhere" / "all.backup") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_passwords_do_not_show_among_the_arguments_of_programs(
    offsite: Offsite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setenv("OFFSITE_DATABASE_URL", "postgresql+psycopg://bob:s3cr3t@127.0.0.1:1/x")
    current_settings.cache_clear()
    real = subprocess.run

    def note(command: list[str], **values: object) -> object:
        seen.append(command)
        return real(command, **values)

    monkeypatch.setattr(subprocess, "run", note)

    assert offsite("backup", tmp_path / "all.backup") == 1
    assert "passfile" in " ".join(seen[0])
    assert "s3cr3t" not in " ".join(seen[0])
