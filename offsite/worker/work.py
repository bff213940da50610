"""The work of one installation, and the queue that asks for it."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property

import structlog
from flask import Flask
from huey import Huey
from sqlalchemy.orm import Session

from offsite import db
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.config import Settings
from offsite.jobs import queries as jobs
from offsite.jobs import services as job_services
from offsite.jobs.kinds import JobKind
from offsite.jobs.running import Runner
from offsite.outbox import delivery
from offsite.outbox import services as outbox_services
from offsite.questions.services import queues
from offsite.worker import chores, housekeeping
from offsite.worker.closing import closing_of
from offsite.worker.forgetting import forgetting_of
from offsite.worker.queue import Tasks, open_queue, waiting_messages
from offsite.worker.transport import MailmanTransport

log = structlog.get_logger("offsite")

HUNG = 70
"""Exit code of a worker process whose job hangs; another one takes its place."""
PRUNE_EVERY = timedelta(hours=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """Runs jobs, delivers mails, tidies up; or, beside the pages, only asks for it.

    ``stopping`` is asked while a job runs: once true, the job is given back.
    ``ends_when_hung``: this process does nothing else, so it may end to free a hung job.
    """

    def __init__(self, app: Flask, settings: Settings, kinds: Iterable[JobKind]) -> None:
        self.app = app
        self.settings = settings
        self.stopping: Callable[[], bool] = lambda: False
        self.ends_when_hung = False
        self._pruned_at: datetime | None = None
        self._runner = Runner(
            kinds={kind.name: kind for kind in kinds},
            unit_of_work=self.unit_of_work,
            clock=utc_now,
            stopping=lambda: self.stopping(),
            on_hung=self._end_if_alone,
        )

    @cached_property
    def queue(self) -> Huey:
        """Opened at the first need: pages are served even while it is away."""
        return open_queue(self.settings.resolved_queue_url)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks.of(
            self.queue, run_job=self.run_job, deliver=self.deliver_outbox, prune=self.prune
        )

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session of its own, in any thread, committed at the end."""
        with self.app.app_context(), db.unit_of_work() as session:
            yield session

    def nudge(self, subject: str, ident: int) -> None:
        """Ask for work that has just been committed.  Never raises: a sweep finds it too."""
        try:
            if subject == job_services.NUDGE:
                self.tasks.run_job(ident)
            elif subject == outbox_services.NUDGE:
                self.tasks.deliver()
        except Exception as error:
            log.warning("queue_unreachable", subject=subject, ident=ident, reason=str(error))

    def run_job(self, job_id: int) -> None:
        """Run the job if it still waits."""
        self._runner.run(job_id)

    def deliver_outbox(self) -> int:
        """Send every mail that is due; returns how many left."""
        with self.app.app_context(), MailmanTransport() as transport:
            host = self.settings.host
            return delivery.deliver(self.unit_of_work, transport, utc_now, host=host)

    def prune(self) -> None:
        """Tidy up and do the chores; one that fails is told in the log and tried again later."""
        with self.unit_of_work() as session:
            housekeeping.prune(session, now=utc_now())
        desk = chores.desk_of(self.settings)
        for chore in (*chores.CHORES, closing_of(self.settings), forgetting_of(self.settings)):
            try:
                with self.unit_of_work() as session:
                    chore(session, desk, utc_now())
            except Exception:
                log.exception("chore_failed", chore=chore.__name__)
        # After the chores, which may have closed something.
        with self.unit_of_work() as session:
            keys = KeyFolder(self.settings.instance_dir / FOLDER)
            queues.destroy_keys(session, keys=keys)

    def sweep(self) -> None:
        """Find what no message tells of: jobs of dead workers, rows whose message was lost."""
        now = utc_now()
        job_ids, mails_due = self._look_around(now)
        if (job_ids or mails_due) and waiting_messages(self.queue) == 0:
            for job_id in job_ids:
                self.tasks.run_job(job_id)
            if mails_due:
                self.tasks.deliver()
        if self._pruned_at is None or now - self._pruned_at >= PRUNE_EVERY:
            self._pruned_at = now
            self.tasks.prune()

    def _look_around(self, now: datetime) -> tuple[list[int], bool]:
        with self.app.app_context():
            session = db.read_session()
            has_stale = jobs.has_stale(session, silent_since=now - job_services.SILENCE)
            found = jobs.queued_ids(session), delivery.any_due(session, now=now)
            session.rollback()
        if has_stale:
            with self.unit_of_work() as session:
                for job in job_services.requeue_stale(session, now=now):
                    log.warning("job_worker_lost", job=job.id, attempt=job.attempt, now=job.state)
        return found

    def _end_if_alone(self) -> None:
        if self.ends_when_hung:
            os._exit(HUNG)
