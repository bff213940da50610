"""The harness finds everybody where everything leaks, and nobody behind the kernel."""

from pathlib import Path

from sqlalchemy import Engine

from offsite.anonymity.apart import UnitOfWork
from tests.attackers.attacks import OF_ROWS
from tests.attackers.harness import PEOPLE, besiege
from tests.attackers.naive import ClosedScene, KernelScene, NaiveScene

OF_SQLITE = {
    "the hidden number of rows",
    "the place in the file",
    "the write-ahead log",
    "the end of the write-ahead log",
}
OF_POSTGRESQL = {"the physical order", "the transaction"}
OF_ANY = {"the order of keys", "times", "a backup of the middle", "looking before and after"}


def test_every_attack_finds_all_people_of_a_naive_schema(engine: Engine, unit: UnitOfWork) -> None:
    found = besiege(engine, unit, NaiveScene(), seeds=2)

    own = OF_SQLITE if engine.dialect.name == "sqlite" else OF_POSTGRESQL
    for name in own | OF_ANY | {"log lines"}:
        assert found.open.right[name] == [PEOPLE, PEOPLE], name
    for name in own & set(OF_ROWS) | {"the order of keys", "times"}:
        assert found.closed.right[name] == [PEOPLE, PEOPLE], name
        assert found.watched.right[name] == [PEOPLE, PEOPLE], name


def test_no_attack_is_better_than_chance_behind_the_kernel(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    found = besiege(engine, unit, KernelScene(tmp_path))

    assert found.open.faults() == []


def test_rewritten_rows_tell_nothing_about_those_who_took_part(
    engine: Engine, unit: UnitOfWork
) -> None:
    """After the close names may stand in plain words: where rows lie must not join them.

    Whoever looked into the database while it was open is another matter: such a list is made
    at the close.
    """
    found = besiege(engine, unit, ClosedScene())

    assert found.closed.faults() == []
    assert found.watched.faults() == []
