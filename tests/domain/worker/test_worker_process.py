"""Real worker processes: killed in the middle, ended in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from offsite import db
from offsite.jobs import services
from offsite.jobs.models import Job
from offsite.worker.work import Worker
from tests.conftest import ROOT
from tests.domain.worker.kitchen import kitchen


class Restaurant:
    """A folder with a database and a queue, and the worker processes started on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.guest: Worker = kitchen(folder)
        with self.guest.app.app_context():
            db.db.create_all()
        self.processes: list[subprocess.Popen[bytes]] = []

    def open_kitchen(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.domain.worker.kitchen", str(self.folder)]
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        self.processes.append(process)
        return process

    def order(self) -> int:
        with self.guest.unit_of_work() as session:
            now = datetime.now(UTC)
            return services.enqueue(session, kind="slow-bake", arguments={}, now=now).id

    def job(self, job_id: int) -> Job:
        with self.guest.unit_of_work() as session:
            session.expire_on_commit = False
            return session.get_one(Job, job_id)

    def make_it_silent(self, job_id: int) -> None:
        """Instead of waiting until the sweep counts the worker as dead."""
        with self.guest.unit_of_work() as session:
            job = session.get_one(Job, job_id)
            assert job.heartbeat_at is not None
            job.heartbeat_at -= timedelta(minutes=1)

    def children_of(self, process: subprocess.Popen[bytes]) -> list[int]:
        found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        return [int(one) for one in found.split()]


@pytest.fixture
def restaurant(tmp_path: Path) -> Iterator[Restaurant]:
    found = Restaurant(tmp_path)
    yield found
    for process in found.processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(condition: Callable[[], Any], seconds: float = 25) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.slow
def test_the_job_of_a_killed_worker_is_done_by_another_exactly_once(
    restaurant: Restaurant,
) -> None:
    first = restaurant.open_kitchen()
    job_id = restaurant.order()
    wait_until((restaurant.folder / "begun-1").exists)
    children = restaurant.children_of(first)
    first.kill()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
    restaurant.make_it_silent(job_id)

    restaurant.open_kitchen()
    wait_until((restaurant.folder / "begun-2").exists)
    (restaurant.folder / "go").touch()
    wait_until(lambda: restaurant.job(job_id).is_over)

    job = restaurant.job(job_id)
    assert (job.state, job.attempt, job.result) == ("done", 2, {"attempt": 2})
    assert (restaurant.folder / "saves").read_text() == "2\n"


@pytest.mark.slow
def test_a_killed_worker_process_is_replaced_by_its_parent(restaurant: Restaurant) -> None:
    parent = restaurant.open_kitchen()
    job_id = restaurant.order()
    wait_until((restaurant.folder / "begun-1").exists)
    before = restaurant.children_of(parent)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    restaurant.make_it_silent(job_id)

    (restaurant.folder / "go").touch()
    wait_until(lambda: restaurant.job(job_id).is_over)

    assert restaurant.job(job_id).state == "done"
    assert set(restaurant.children_of(parent)).isdisjoint(before)


@pytest.mark.slow
def test_a_worker_that_is_asked_to_end_gives_its_job_back_and_ends(
    restaurant: Restaurant,
) -> None:
    process = restaurant.open_kitchen()
    job_id = restaurant.order()
    wait_until((restaurant.folder / "begun-1").exists)

    process.terminate()
    code = process.wait(15)

    assert (code, restaurant.job(job_id).state) == (0, "queued")
    assert not (restaurant.folder / "saves").exists()
