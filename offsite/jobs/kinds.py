"""What a feature gives so that its long work can run as a job."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from offsite.jobs.models import Job

Report = Callable[[dict[str, Any]], bool]
"""``report(progress)`` notes how far the work is (plain JSON values) and returns whether
to stop now with the best so far.  It touches no database: call it as often as you like,
from any thread.  Pages know the keys ``percent`` (0 to 100) and ``text``; what stands under
``best`` is the best so far, and is forgotten when the job ends."""


class JobKind(Protocol):
    """One kind of long work, in three steps; only the middle one may take long.

    An `OffsiteError` of any step ends the job as failed, with that sentence.
    """

    name: str
    """What `enqueue` calls it, for instance ``schedule.generate``."""

    patience: timedelta = timedelta(minutes=15)
    """Without any report for so long the work counts as hung."""

    def prepare(self, session: Session, job: Job) -> Any:
        """Copy the input into plain values, in a short transaction."""

    def work(self, values: Any, report: Report) -> Any:
        """Do the long part, with no transaction open, on values alone.

        Returns None when there is nothing to keep.  Told to stop by ``report``, it returns
        its best so far soon.
        """

    def save(self, session: Session, job: Job, result: Any, now: datetime) -> dict[str, Any]:
        """Write ``result``; returns what the job's row keeps of it (plain JSON values).

        Runs in one transaction with the end of the job: it happens once or not at all.
        """
