"""A database of the attacker's own, on each kind, with real transactions."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from offsite.anonymity.apart import UnitOfWork
from offsite.orm import WRITES, Base, prepare_engine
from tests.attackers.naive import Plain
from tests.conftest import POSTGRESQL


@pytest.fixture(autouse=True)
def dice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same random bits in every run: a test of chance must not fail by chance."""
    rng = Random(request.node.name)
    monkeypatch.setattr(secrets, "token_bytes", rng.randbytes)
    monkeypatch.setattr(secrets, "SystemRandom", lambda: rng)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Engine]:
    """An empty one for each test: what ran before it must not change whose number is which."""
    if request.param == "sqlite":
        found = create_engine(f"sqlite:///{tmp_path_factory.mktemp('siege') / 'test.db'}")
        prepare_engine(found)
        # Nobody waits for the disk here, and the log keeps everything for the attacker.
        event.listen(found, "connect", _keep_the_log)
    else:
        found = _postgresql(f"offsite_siege_{worker_id}")
    Base.metadata.create_all(found)
    Plain.metadata.create_all(found)
    yield found
    found.dispose()


def _keep_the_log(connection: object, entry: object) -> None:
    for pragma in ("synchronous=OFF", "wal_autocheckpoint=0"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _postgresql(schema: str) -> Engine:
    try:
        with create_engine(POSTGRESQL).begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at OFFSITE_TEST_POSTGRESQL_URL")
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    return create_engine(POSTGRESQL, connect_args={"options": options})


@pytest.fixture
def unit(engine: Engine) -> UnitOfWork:
    @contextmanager
    def work() -> Iterator[Session]:
        with Session(engine) as session:
            session.connection(execution_options={WRITES: True})
            yield session
            session.commit()

    return work
