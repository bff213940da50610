"""`offsite run`, `worker`, `doctor` and `db` as processes: what they say, how they end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

COMMAND = [sys.executable, "-c", "from offsite.cli import main; main()"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFSITE_")}
    return {**kept, "OFFSITE_INSTANCE_DIR": str(tmp_path / "instance")}


def offsite(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in found]


def family_of(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [pid for child in children for pid in children_of(child)]


def answer(url: str) -> Any:
    deadline = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).status
        except OSError:
            assert time.monotonic() < deadline, "the site does not answer"
            time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_run_serves_works_and_ends_with_all_its_children(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    process = start("run", "--port", str(port))
    status = answer(f"http://127.0.0.1:{port}/healthz")
    children = children_of(process.pid)
    family = family_of(process.pid)

    process.send_signal(ending)
    code = process.wait(30)

    output = process.stdout.read() if process.stdout else ""
    assert (status, code, len(children)) == (200, 0, 2)
    assert "The database was brought from nothing to" in output
    assert "Traceback" not in output
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_while_pages_go_on(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    process = start("run", "--port", str(port))
    answer(f"http://127.0.0.1:{port}/healthz")
    pages, worker = children_of(process.pid)

    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while len(now := children_of(process.pid)) < 2 or worker in now:
        assert time.monotonic() < deadline, "no new worker was started"
        time.sleep(0.1)

    assert pages in now
    assert answer(f"http://127.0.0.1:{port}/healthz") == 200


@pytest.mark.slow
def test_nobody_outlives_a_run_that_was_killed(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    process = start("run", "--port", str(port))
    answer(f"http://127.0.0.1:{port}/healthz")
    family = family_of(process.pid)

    process.kill()
    deadline = time.monotonic() + 20
    while left := [pid for pid in family if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"{left} go on"
        time.sleep(0.1)

    assert len(family) >= 2


def test_a_port_that_is_taken_gets_one_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = offsite(environment, "run", "--port", str(taken.getsockname()[1]))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Address already in use" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFFSITE_QUEUE_URL", "amqp://host"),
        ("OFFSITE_MAIL_URL", "smtp://"),
        ("OFFSITE_MAIL_URL", "smtp://host:port"),
        ("OFFSITE_DATABASE_URL", "mysql://host"),
        ("OFFSITE_BASE_URL", "example.org"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(
    environment: dict[str, str], name: str, value: str
) -> None:
    done = offsite({**environment, name: value}, "worker")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{name}: ")
    assert done.stderr.count("\n") == 1


def test_a_worker_refuses_a_database_of_another_version(environment: dict[str, str]) -> None:
    done = offsite(environment, "worker")

    assert done.returncode == 1
    assert done.stderr.startswith("The database is at nothing")


def test_a_worker_without_its_queue_says_so(environment: dict[str, str]) -> None:
    offsite(environment, "db", "upgrade")

    done = offsite({**environment, "OFFSITE_QUEUE_URL": "redis://127.0.0.1:1/0"}, "worker")

    assert done.returncode == 1
    assert done.stderr.startswith("The queue (OFFSITE_QUEUE_URL) does not answer")
    assert done.stderr.count("\n") == 1


def test_the_doctor_finds_what_is_missing_and_is_content_once_it_is_there(
    environment: dict[str, str],
) -> None:
    ill = offsite(environment, "doctor")
    offsite(environment, "db", "upgrade")
    well = offsite(environment, "doctor")

    assert (ill.returncode, well.returncode) == (1, 0)
    assert "fail  The database is at nothing" in ill.stdout
    assert "ok    The database answers and is up to date." in well.stdout
    assert {line.split()[0] for line in well.stdout.splitlines()} <= {"ok", "warn"}


def test_the_doctor_names_a_database_a_queue_and_a_mail_server_that_are_away(
    environment: dict[str, str],
) -> None:
    away = {
        "OFFSITE_DATABASE_URL": "postgresql+psycopg://bob:s3cr3t@127.0.0.1:1/x",
        "OFFSITE_QUEUE_URL": "redis://127.0.0.1:1/0",
        "OFFSITE_MAIL_URL": "smtp://bob:s3cr3t@127.0.0.1:1",
    }

    done = offsite({**environment, **away}, "doctor")

    failures = [line for line in done.stdout.splitlines() if line.startswith("fail")]
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split()[2] for line in failures] == ["database", "queue", "mail"]
    assert "s3cr3t" not in done.stdout
