"""Running jobs: the long part holds no transaction, the result is saved once or not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.jobs import running, services
from offsite.jobs.kinds import JobKind, Report
from offsite.jobs.models import Job
from offsite.orm import WRITES
from tests.factories import NOON

FAST = 0.02


class Bake(JobKind):
    """A job whose three steps a test can exchange."""

    name = "bake"

    def __init__(self, work: Callable[[Any, Report], Any] = lambda values, report: values) -> None:
        self._work = work
        self.saved: list[Any] = []

    def prepare(self, session: Session, job: Job) -> Any:
        return job.arguments["cakes"]

    def work(self, values: Any, report: Report) -> Any:
        return self._work(values, report)

    def save(self, session: Session, job: Job, result: Any, now: datetime) -> dict[str, Any]:
        self.saved.append(result)
        return {"cakes": result}


class Kitchen:
    """A database with one waiting job, and a runner for it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with self.unit_of_work() as session:
            self.job_id = services.enqueue(
                session, kind="bake", arguments={"cakes": 2}, now=NOON
            ).id

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        engine = self.engine.execution_options(**{WRITES: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def run(self, kind: JobKind, **values: Any) -> Job:
        given = {"clock": lambda: datetime.now(UTC), "beat_seconds": FAST, **values}
        runner = running.Runner(kinds={"bake": kind}, unit_of_work=self.unit_of_work, **given)
        runner.run(self.job_id)
        return self.job()

    def job(self) -> Job:
        with self.unit_of_work() as session:
            return session.get_one(Job, self.job_id)

    def change(self, **values: Any) -> None:
        with self.unit_of_work() as session:
            for name, value in values.items():
                setattr(session.get_one(Job, self.job_id), name, value)


@pytest.fixture
def kitchen(engine: Engine) -> Iterator[Kitchen]:
    yield Kitchen(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM job"))


def until_told(report: Report) -> bool:
    """Report until told to stop; False after five seconds in vain."""
    pause = threading.Event()
    for tick in range(500):
        if report({"percent": tick % 100}):
            return True
        pause.wait(0.01)
    return False


def test_a_result_is_saved_with_the_end_of_the_job(kitchen: Kitchen) -> None:
    job = kitchen.run(Bake())

    assert (job.state, job.result, job.attempt) == ("done", {"cakes": 2}, 1)


def test_the_long_part_holds_no_transaction(kitchen: Kitchen) -> None:
    def write_meanwhile(values: Any, report: Report) -> Any:
        with kitchen.engine.connect().execution_options(**{WRITES: True}) as connection:
            connection.execute(text("UPDATE job SET kind = kind"))
            connection.rollback()
        return values

    assert kitchen.run(Bake(write_meanwhile)).state == "done"


def test_a_job_that_is_not_waiting_is_not_run(kitchen: Kitchen) -> None:
    kind = Bake()
    kitchen.run(kind)

    kitchen.run(kind)

    assert kind.saved == [2]


def test_progress_reaches_the_row_while_the_work_goes_on(kitchen: Kitchen) -> None:
    seen: list[dict[str, Any]] = []

    def report_and_look(values: Any, report: Report) -> Any:
        report({"percent": 30, "text": "Kneading"})
        pause = threading.Event()
        for _ in range(500):
            if progress := kitchen.job().progress:
                seen.append(progress)
                return values
            pause.wait(0.01)
        return values

    kitchen.run(Bake(report_and_look))

    assert seen == [{"percent": 30, "text": "Kneading"}]


def test_canceling_keeps_the_best_so_far(kitchen: Kitchen) -> None:
    def bake(values: Any, report: Report) -> Any:
        kitchen.change(cancel_asked_at=NOON)
        return 1 if until_told(report) else values

    job = kitchen.run(Bake(bake))

    assert (job.state, job.result) == ("done", {"cakes": 1, "canceled": True})


def test_canceling_before_there_is_anything_ends_the_job(kitchen: Kitchen) -> None:
    def bake(values: Any, report: Report) -> Any:
        kitchen.change(cancel_asked_at=NOON)
        return None if until_told(report) else values

    job = kitchen.run(Bake(bake))

    assert (job.state, job.result) == ("canceled", {})


def test_a_refusal_becomes_the_job_s_sentence(kitchen: Kitchen) -> None:
    def refuse(values: Any, report: Report) -> Any:
        raise RuleBroken("The oven holds %(limit)s cakes.", limit=1)

    job = kitchen.run(Bake(refuse))

    assert (job.state, job.error) == ("failed", "The oven holds 1 cakes.")


def test_a_bug_fails_the_job_and_leaks_no_text(kitchen: Kitchen) -> None:
    def break_down(values: Any, report: Report) -> Any:
        raise KeyError("secret")

    job = kitchen.run(Bake(break_down))

    assert (job.state, job.error) == ("failed", running.BROKEN)


def test_a_kind_that_nobody_registered_fails_with_a_sentence(kitchen: Kitchen) -> None:
    kitchen.change(kind="brew")

    assert (kitchen.run(Bake()).state, kitchen.job().error) == ("failed", running.UNKNOWN)


def test_a_lost_attempt_saves_nothing(kitchen: Kitchen) -> None:
    def lose(values: Any, report: Report) -> Any:
        kitchen.change(attempt=2)
        return values

    kind = Bake(lose)
    job = kitchen.run(kind, beat_seconds=60)

    assert (kind.saved, job.state, job.result) == ([], "running", {})


def test_a_failing_save_leaves_nothing_behind(kitchen: Kitchen) -> None:
    class Half(Bake):
        def save(self, session: Session, job: Job, result: Any, now: datetime) -> dict[str, Any]:
            job.arguments = {"cakes": 99}
            session.flush()
            raise RuleBroken("Somebody changed the recipe.")

    job = kitchen.run(Half())

    assert (job.state, job.error) == ("failed", "Somebody changed the recipe.")
    assert job.arguments == {"cakes": 2}


def test_a_worker_that_must_end_gives_the_job_back(kitchen: Kitchen) -> None:
    def bake(values: Any, report: Report) -> Any:
        assert until_told(report)
        return values

    kind = Bake(bake)
    job = kitchen.run(kind, stopping=lambda: True)

    assert (kind.saved, job.state) == ([], "queued")


def test_an_interrupted_worker_gives_the_job_back(kitchen: Kitchen) -> None:
    def interrupt(values: Any, report: Report) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kitchen.run(Bake(interrupt))

    assert kitchen.job().state == "queued"


def test_hung_work_stops_giving_signs_of_life(kitchen: Kitchen) -> None:
    hung = threading.Event()

    def hang(values: Any, report: Report) -> Any:
        assert hung.wait(5)
        return values

    kind = Bake(hang)
    kind.patience = timedelta(seconds=5 * FAST)

    kitchen.run(kind, on_hung=hung.set)

    assert hung.is_set()


def test_work_that_blocks_without_reporting_still_lives(kitchen: Kitchen) -> None:
    beats: list[datetime | None] = []

    def block(values: Any, report: Report) -> Any:
        before = kitchen.job().heartbeat_at
        pause = threading.Event()
        for _ in range(500):
            if (now := kitchen.job().heartbeat_at) != before:
                beats.append(now)
                break
            pause.wait(0.01)
        return values

    kitchen.run(Bake(block))

    assert len(beats) == 1
