"""The process of `offsite worker`: a few worker processes, and one that looks around."""

import multiprocessing
import time

import structlog
from huey import Huey
from huey.consumer import Consumer, Scheduler

from offsite import db
from offsite.worker.family import end_with_parent
from offsite.worker.work import Worker

log = structlog.get_logger("offsite")

PROCESSES = 3
"""Two long jobs at once still leave one for mails."""
SWEEP_SECONDS = 5.0
PATIENCE_AT_THE_END = 10


class Sweeper(Scheduler):
    """Huey's clock, which also looks for work that no message tells of."""

    worker: Worker

    def initialize(self) -> None:
        _begin_as_child(self.worker)
        self._swept = 0.0

    def loop(self, now: object = None) -> None:
        super().loop(now)
        if time.monotonic() - self._swept < SWEEP_SECONDS:
            return
        self._swept = time.monotonic()
        try:
            self.worker.sweep()
        except Exception as error:
            # The database or the queue is away; the next look may find them.
            log.warning("sweep_failed", reason=str(error))


class _Consumer(Consumer):
    scheduler_class = Sweeper


def serve(worker: Worker, *, processes: int = PROCESSES) -> None:
    """Work until SIGTERM or SIGINT; unfinished jobs are then given back."""
    queue: Huey = worker.queue
    _ = worker.tasks
    queue.on_startup("child")(lambda: _begin_as_child(worker))
    consumer = _Consumer(
        queue,
        workers=processes,
        worker_type="process",
        periodic=False,
        max_delay=0.5,
        health_check_interval=2,
        graceful_signal="TERM",
        shutdown_timeout=PATIENCE_AT_THE_END,
    )
    Sweeper.worker = worker
    worker.stopping = consumer.stop_flag.is_set
    worker.ends_when_hung = True
    consumer.run()
    _end_the_rest()


def _end_the_rest() -> None:
    # Somebody deep in a solver hears no signal; its job is retaken by another worker.
    for child in multiprocessing.active_children():
        child.kill()


def _begin_as_child(worker: Worker) -> None:
    end_with_parent()
    # A connection made before the fork must not be shared, nor closed for the parent.
    with worker.app.app_context():
        db.db.engine.dispose(close=False)
