"""A worker of its own process for the tests: `python -m tests.domain.worker.kitchen FOLDER`.

Its one kind of job takes until the file ``go`` is there, and leaves a line for each save.
"""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from offsite import worker
from offsite.config import Settings
from offsite.jobs.kinds import JobKind, Report
from offsite.jobs.models import Job
from offsite.worker import consumer
from offsite.worker.work import Worker


class SlowBake(JobKind):
    name = "slow-bake"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, session: Session, job: Job) -> int:
        return job.attempt

    def work(self, values: int, report: Report) -> int:
        (self._folder / f"begun-{values}").touch()
        while not (self._folder / "go").exists() and not report({"text": f"attempt {values}"}):
            time.sleep(0.02)
        return values

    def save(self, session: Session, job: Job, result: int, now: datetime) -> dict[str, Any]:
        with (self._folder / "saves").open("a") as stream:
            stream.write(f"{result}\n")
        return {"attempt": result}


def kitchen(folder: Path, database_url: str = "") -> Worker:
    settings = Settings(
        instance_dir=folder, mail_url="memory:", database_url=database_url, _env_file=None
    )
    return worker.worker_app(settings, kinds=[SlowBake(folder)])


if __name__ == "__main__":
    consumer.serve(kitchen(Path(sys.argv[1])), processes=2)
