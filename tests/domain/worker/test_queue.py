"""Messages to the worker, on each queue we promise; the rows stay the truth."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from sqlalchemy.orm import Session

from offsite import db, worker
from offsite.config import Settings
from offsite.jobs import services
from offsite.jobs.kinds import JobKind, Report
from offsite.jobs.models import Job
from offsite.outbox.models import Mail
from offsite.outbox.services import write_mail
from offsite.worker.queue import open_queue, waiting_messages
from offsite.worker.work import Worker

POSTGRESQL = os.environ.get("OFFSITE_TEST_QUEUE_URL", "postgresql://root@127.0.0.1:5432/test")
REDIS = os.environ.get("OFFSITE_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


class Bake(JobKind):
    name = "bake"

    def prepare(self, session: Session, job: Job) -> Any:
        return job.arguments["cakes"]

    def work(self, values: Any, report: Report) -> Any:
        return values

    def save(self, session: Session, job: Job, result: Any, now: datetime) -> dict[str, Any]:
        return {"cakes": result}


def make_worker(folder: Path, queue_url: str = "") -> Worker:
    settings = Settings(
        instance_dir=folder, mail_url="memory:", queue_url=queue_url, _env_file=None
    )
    found = worker.worker_app(settings, kinds=[Bake()])
    with found.app.app_context():
        db.db.create_all()
    return found


def enqueue(house: Worker) -> int:
    with house.unit_of_work() as session:
        now = datetime.now(UTC)
        return services.enqueue(session, kind="bake", arguments={"cakes": 2}, now=now).id


def job_of(house: Worker, job_id: int) -> Job:
    with house.unit_of_work() as session:
        session.expire_on_commit = False
        return session.get_one(Job, job_id)


def work_off(house: Worker) -> int:
    """What a worker process does with each message; returns how many there were."""
    _ = house.tasks
    count = 0
    while (task := house.queue.dequeue()) is not None:
        house.queue.execute(task)
        count += 1
    return count


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.db'}"
    urls = {"postgresql": POSTGRESQL, "redis": REDIS}
    url = urls[request.param]
    try:
        open_queue(url).flush()
    except (psycopg.OperationalError, redis.ConnectionError):
        pytest.skip(f"no {request.param} answers at {url}")
    return url


def test_a_message_goes_in_and_comes_out_once(tmp_path: Path, queue_url: str) -> None:
    house = make_worker(tmp_path, queue_url)
    job_id = enqueue(house)

    assert waiting_messages(house.queue) == 1
    assert work_off(house) == 1
    assert (job_of(house, job_id).state, job_of(house, job_id).result) == ("done", {"cakes": 2})
    assert waiting_messages(house.queue) == 0


def test_messages_are_json_that_runs_no_code(tmp_path: Path) -> None:
    house = make_worker(tmp_path)
    enqueue(house)

    (message,) = house.queue.storage.enqueued_items()

    assert bytes(message).startswith(b'["')


def test_in_memory_the_work_is_done_at_once(tmp_path: Path) -> None:
    house = make_worker(tmp_path, "memory:")

    assert job_of(house, enqueue(house)).state == "done"


def test_work_that_was_undone_sends_no_message(tmp_path: Path) -> None:
    house = make_worker(tmp_path)

    def enqueue_in_vain() -> None:
        with house.unit_of_work() as session:
            services.enqueue(session, kind="bake", arguments={}, now=datetime.now(UTC))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enqueue_in_vain()
    with house.unit_of_work():
        pass

    assert waiting_messages(house.queue) == 0


@pytest.mark.parametrize("away", ["redis://127.0.0.1:1/0", "postgresql://root@127.0.0.1:1/none"])
def test_a_queue_that_is_away_loses_no_work(tmp_path: Path, away: str) -> None:
    job_id = enqueue(make_worker(tmp_path, away))

    mended = make_worker(tmp_path)
    mended.sweep()
    work_off(mended)

    assert job_of(mended, job_id).state == "done"


def test_the_sweep_finds_rows_whose_message_was_lost_and_adds_none_twice(tmp_path: Path) -> None:
    house = make_worker(tmp_path)
    job_id = enqueue(house)
    with house.unit_of_work() as session:
        now = datetime.now(UTC)
        write_mail(
            session,
            key="a",
            kind="test",
            to_name="Bob",
            to_address="bob@example.org",
            subject="Hi",
            body="Hello",
            now=now,
        )
    house.queue.flush()

    house.sweep()
    after_one = waiting_messages(house.queue)
    house.sweep()

    assert waiting_messages(house.queue) == after_one
    work_off(house)
    assert job_of(house, job_id).state == "done"
    with house.unit_of_work() as session:
        assert session.query(Mail).one().state == "sent"


def test_the_sweep_retakes_the_job_of_a_silent_worker(tmp_path: Path) -> None:
    house = make_worker(tmp_path)
    job_id = enqueue(house)
    with house.unit_of_work() as session:
        long_ago = datetime.now(UTC) - timedelta(seconds=30)
        services.take(session, job_id=job_id, now=long_ago)
    house.queue.flush()

    house.sweep()
    work_off(house)

    assert (job_of(house, job_id).state, job_of(house, job_id).attempt) == ("done", 2)


def test_a_name_for_a_queue_file_is_unused_until_it_is_needed(tmp_path: Path) -> None:
    name = f"{uuid.uuid4()}.db"

    make_worker(tmp_path, f"sqlite:///{tmp_path / name}")

    assert not (tmp_path / name).exists()
