"""Running one job: take it, work with no transaction open, save its result once."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from offsite.errors import OffsiteError
from offsite.jobs import services
from offsite.jobs.kinds import JobKind
from offsite.jobs.models import Job

log = structlog.get_logger("offsite")

BEAT_SECONDS = 2.0
BROKEN = "Something broke on our side. It has been noted; nothing was half-saved."
UNKNOWN = "This installation does not know how to do this kind of work. Is its worker up to date?"
NOTHING = "The work ended without a result."

UnitOfWork = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Held:
    """A job that this process has taken."""

    job_id: int
    attempt: int
    kind: JobKind


@dataclass(frozen=True)
class Runner:
    """Runs jobs of ``kinds``.

    ``unit_of_work`` gives a session that commits at its end and may be used in any thread.
    ``stopping`` says that this process must end soon: the job is given back then.
    ``on_hung`` is called when the work has not reported for longer than its patience.
    """

    kinds: Mapping[str, JobKind]
    unit_of_work: UnitOfWork
    clock: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False
    on_hung: Callable[[], None] = lambda: None
    beat_seconds: float = BEAT_SECONDS

    def run(self, job_id: int) -> None:
        """Run the job if it still waits.  Never raises for what the job did wrong."""
        held = self._take(job_id)
        if held is None:
            return
        try:
            self._carry_out(held)
        except services.AttemptLost:
            log.warning("job_lost", job=job_id, attempt=held.attempt)
        except OffsiteError as error:
            self._fail(held, str(error))
        except Exception as error:
            log.error("job_broke", job=job_id, kind=held.kind.name, exc_info=error)
            self._fail(held, BROKEN)
        except BaseException:
            self.release(held)
            raise

    def _take(self, job_id: int) -> Held | None:
        with self.unit_of_work() as session:
            job = services.take(session, job_id=job_id, now=self.clock())
            if job is None:
                return None
            kind = self.kinds.get(job.kind)
            if kind is None:
                services.fail(session, job=job, sentence=UNKNOWN, now=self.clock())
                return None
            return Held(job.id, job.attempt, kind)

    def _carry_out(self, held: Held) -> None:
        with self.unit_of_work() as session:
            values = held.kind.prepare(session, self._hold(session, held))
        with Pulse(self, held) as pulse:
            result = held.kind.work(values, pulse.report)
        if pulse.is_lost:
            raise services.AttemptLost("This work was taken over by another worker.")
        self._save(held, result, early=pulse.is_asked_to_stop)

    def _save(self, held: Held, result: Any, *, early: bool) -> None:
        with self.unit_of_work() as session:
            job = self._hold(session, held)
            now = self.clock()
            if result is not None:
                kept = held.kind.save(session, job, result, now)
                services.finish(session, job=job, result=kept, now=now, early=early)
            elif early:
                services.cancel(session, job=job, now=now)
            else:
                services.fail(session, job=job, sentence=NOTHING, now=now)

    def _fail(self, held: Held, sentence: str) -> None:
        try:
            with self.unit_of_work() as session:
                job = self._hold(session, held)
                services.fail(session, job=job, sentence=sentence, now=self.clock())
        except services.AttemptLost:
            log.warning("job_lost", job=held.job_id, attempt=held.attempt)

    def release(self, held: Held) -> None:
        try:
            with self.unit_of_work() as session:
                services.release(session, job_id=held.job_id, attempt=held.attempt)
        except services.AttemptLost:
            log.warning("job_lost", job=held.job_id, attempt=held.attempt)

    def _hold(self, session: Session, held: Held) -> Job:
        return services.hold(session, job_id=held.job_id, attempt=held.attempt)


class Pulse:
    """Signs of life from a thread of its own, because a solver may block for long.

    It carries the latest report to the row and the wish to stop back.
    """

    def __init__(self, runner: Runner, held: Held) -> None:
        self.is_lost = False
        self.is_asked_to_stop = False
        self._runner = runner
        self._held = held
        self._progress: dict[str, Any] = {}
        self._silent_seconds = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_over, daemon=True)

    def report(self, progress: dict[str, Any]) -> bool:
        """Note how far the work is; returns whether it should stop."""
        self._progress = dict(progress)
        self._silent_seconds = 0.0
        return self.is_asked_to_stop

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat_until_over(self) -> None:
        every = self._runner.beat_seconds
        while not self._over.wait(every):
            # Seconds are counted here, not read from a clock: a clock may jump.
            self._silent_seconds += every
            if self._silent_seconds > self._held.kind.patience.total_seconds():
                log.error("job_hung", job=self._held.job_id, kind=self._held.kind.name)
                self._runner.on_hung()
                return
            if not self._beat():
                return

    def _beat(self) -> bool:
        """One sign of life; returns whether to go on giving them."""
        try:
            if self._runner.stopping():
                self._runner.release(self._held)
                self._lose()
            elif self._send():
                self.is_asked_to_stop = True
        except services.AttemptLost:
            self._lose()
        except Exception as error:
            # The database may be away for a moment; the next beat may reach it.
            log.warning("job_beat_failed", job=self._held.job_id, reason=str(error))
        return not self.is_lost

    def _send(self) -> bool:
        with self._runner.unit_of_work() as session:
            return services.beat(
                session,
                job_id=self._held.job_id,
                attempt=self._held.attempt,
                progress=self._progress,
                now=self._runner.clock(),
            )

    def _lose(self) -> None:
        # Whoever works on has nothing to work for: the report says stop.
        self.is_lost = self.is_asked_to_stop = True
