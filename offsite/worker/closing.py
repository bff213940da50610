"""Polls whose time is over are closed even when nobody looks."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.config import Settings
from offsite.outbox.desk import Desk
from offsite.polls.services.running import seal_due
from offsite.worker.chores import Chore


def closing_of(settings: Settings) -> Chore:
    """The chore that closes polls; it needs the keys of this installation."""
    keys = KeyFolder(settings.instance_dir.resolve() / FOLDER)

    def close_polls(session: Session, _desk: Desk, now: datetime) -> object:
        return seal_due(session, keys=keys, now=now)

    return close_polls
