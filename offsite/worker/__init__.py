"""Whoever works beside the pages.

The process of the pages only nudges (`init_app`); the process of `offsite worker` works
(`worker_app`, `consumer.serve`).
"""

from collections.abc import Iterable

from flask import Flask

from offsite import db
from offsite.config import ROOT, Settings
from offsite.jobs.kinds import JobKind
from offsite.worker.kinds import KINDS
from offsite.worker.transport import init_mail
from offsite.worker.work import Worker

EXTENSION = "offsite_worker"


def init_app(app: Flask, settings: Settings, kinds: Iterable[JobKind] = KINDS) -> Worker:
    """Let the worker hear of each commit in ``app`` that leaves it something to do."""
    init_mail(app, settings)
    worker = Worker(app, settings, kinds)
    app.extensions[EXTENSION] = worker
    db.nudge_by(app, worker.nudge)
    return worker


def worker_of(app: Flask) -> Worker:
    """The worker that ``init_app`` gave to ``app``."""
    worker: Worker = app.extensions[EXTENSION]
    return worker


def worker_app(settings: Settings, kinds: Iterable[JobKind] = KINDS) -> Worker:
    """A worker without pages: an app that knows the database and the way out for mails."""
    app = Flask("offsite", root_path=str(ROOT))
    app.extensions["offsite"] = settings
    db.init_db(app, settings)
    return init_app(app, settings, kinds)
