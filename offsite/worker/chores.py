"""What has to be done from time to time, whether or not somebody opens a page.

A chore is called about once an hour in a transaction of its own.  It finds by its rows
what is due, and writes mails whose key says what they are about, so that a chore that runs
twice, in two workers even, does nothing twice.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from offsite.actions.reminders import remind
from offsite.config import ROOT, Settings
from offsite.mixing.retention import forget
from offsite.outbox.desk import Desk
from offsite.questions.services import queues
from offsite.rfc.telling import settle_what_can, tell_followers
from offsite.translating.catalogues import ready_folder
from offsite.translating.speaking import translate

Chore = Callable[[Session, Desk, datetime], object]


def close_questions(session: Session, desk: Desk, now: datetime) -> None:
    """Questions of meetings that are long over."""
    queues.close_long_over(session, now=now)


CHORES: tuple[Chore, ...] = (close_questions, forget, remind, settle_what_can, tell_followers)


def desk_of(settings: Settings) -> Desk:
    """The desk of a worker, which has no pages."""
    own: Path = settings.instance_dir.resolve() / "translations"
    folder = ready_folder(ROOT / "translations", own)
    return Desk(settings.base_url, lambda template, locale: translate(folder, template, locale))
