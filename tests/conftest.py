"""What every test may ask for."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from offsite import db
from offsite.config import Settings
from offsite.orm import Base, prepare_engine
from offsite.people.models import Person, SignIn
from offsite.people.secrets import hash_of
from offsite.web import cookies, create_app, live
from tests.factories import NOON
from tests.snapshot import Snapshot

FAR_AWAY = datetime(2100, 1, 1, tzinfo=UTC)
POSTGRESQL = os.environ.get(
    "OFFSITE_TEST_POSTGRESQL_URL", "postgresql+psycopg://root@127.0.0.1:5432/test"
)

ROOT = Path(__file__).resolve().parent.parent

# `default` searches anew each time; `ci` gives the same answer twice on any machine.
settings.register_profile("default", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a crowded machine may miss its moment once; what is broken fails twice."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input by others, where this machine has it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real input files (../shared/data) are not on this machine")
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Engine]:
    """A database with our tables, once on each kind we promise to run on."""
    if request.param == "sqlite":
        found = create_engine(f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}")
    else:
        found = _postgresql(worker_id)
    prepare_engine(found)
    Base.metadata.create_all(found)
    yield found
    found.dispose()


def _postgresql(worker_id: str) -> Engine:
    """A schema of its own for each test process, empty."""
    schema = f"offsite_{worker_id}"
    try:
        with create_engine(POSTGRESQL).begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at OFFSITE_TEST_POSTGRESQL_URL")
    return create_engine(POSTGRESQL, connect_args={"options": f"-csearch_path={schema}"})


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A database session whose work is undone after the test."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as found:
            yield found
        transaction.rollback()


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("instance")
    found = create_app(
        Settings(
            instance_dir=folder,
            secret_key="a secret of forty characters for the tests",
            mail_url="memory:",
            log_level="ERROR",
            _env_file=None,
        )
    )
    # Tests may lose power: waiting for the disk would take most of their time.
    with found.app_context():
        event.listen(db.db.engine, "connect", _hurry)
    # What a test changes it may look for at once.
    found.extensions[live.EXTENSION].versions = live.Versions(hold_seconds=0)
    found.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    # How busy the machine is must not decide a test.
    found.extensions[live.EXTENSION].pressure = live.Pressure(spent=lambda: 0.0)
    with found.app_context():
        db.db.create_all()
    return found


def _hurry(connection: sqlite3.Connection, entry: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def nothing(whole_app: Flask) -> Snapshot:
    """The site's database before the first test."""
    return Snapshot(whole_app)


@pytest.fixture
def app(whole_app: Flask, nothing: Snapshot) -> Iterator[Flask]:
    """The site on an empty database.  Forms need no token here; tests of that set it back."""
    yield whole_app
    nothing.put_back()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def rows(app: Flask) -> Callable[[], object]:
    """`with rows() as session:` saves what a web test needs before it asks for a page."""

    @contextmanager
    def unit() -> Iterator[Session]:
        with app.app_context(), db.unit_of_work() as session:
            session.expire_on_commit = False
            yield session

    return unit


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """`sign_in(person)` is a browser of its own, signed in as that person."""

    def browser(person: Person) -> FlaskClient:
        found = app.test_client()
        token = f"token-of-{person.id}"
        with app.app_context(), db.unit_of_work() as session:
            session.add(
                SignIn(
                    person_id=person.id,
                    token_hash=hash_of(token),
                    method="test",
                    created_at=NOON,
                    expires_at=FAR_AWAY,
                )
            )
        with found.session_transaction() as cookie:
            cookie[cookies.SIGN_IN] = token
        return found

    return browser
