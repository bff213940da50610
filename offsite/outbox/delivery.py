"""Taking mails that were let go, one at a time, and what became of them.

A mail is taken in one transaction, sent with none open, and noted in another.  A worker
that dies between sending and noting leaves a mail that is sent again after `ABANDONED`:
no protocol of mail can tell; its Message-ID is the same, so readers drop the second.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from offsite.outbox.models import Mail
from offsite.outbox.queries import is_due

ABANDONED = timedelta(minutes=10)
"""A mail taken for so long has lost its worker: sending one never takes as long."""

PAUSES = tuple(timedelta(minutes=one) for one in (1, 5, 15, 30, 60, 120, 240, 480, 480))
"""Between tries; after the last of them, about a day, we give up."""

UnitOfWork = Callable[[], AbstractContextManager[Session]]


class NotDelivered(Exception):
    """The mail did not leave; the text says why, in a sentence.

    ``for_good``: the other side refuses this mail, trying again is of no use.
    """

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


@dataclass(frozen=True)
class Parcel:
    """A mail in the hands of one worker."""

    mail_id: int
    taken_at: datetime
    message_id: str
    to_name: str
    to_address: str
    subject: str
    body: str
    written_at: datetime


class Transport(Protocol):
    """A way out of the house."""

    def send(self, parcel: Parcel) -> None:
        """Hand the mail over.

        Raises:
            NotDelivered: it did not leave.
        """


def deliver(
    unit_of_work: UnitOfWork, transport: Transport, clock: Callable[[], datetime], *, host: str
) -> int:
    """Send every mail that is due, each on its own; returns how many left.

    ``host`` names this installation in the Message-IDs.
    """
    sent = 0
    while parcel := _take(unit_of_work, clock(), host):
        sent += _send(unit_of_work, transport, clock, parcel)
    return sent


def _send(
    unit_of_work: UnitOfWork, transport: Transport, clock: Callable[[], datetime], parcel: Parcel
) -> int:
    try:
        transport.send(parcel)
    except NotDelivered as fault:
        with unit_of_work() as session:
            note_failed(session, parcel=parcel, fault=fault, now=clock())
        return 0
    with unit_of_work() as session:
        note_sent(session, parcel=parcel, now=clock())
    return 1


def _take(unit_of_work: UnitOfWork, now: datetime, host: str) -> Parcel | None:
    with unit_of_work() as session:
        return take_next(session, now=now, host=host)


def take_next(session: Session, *, now: datetime, host: str) -> Parcel | None:
    """The mail that is due for longest, now taken; two workers never get the same."""
    statement = (
        select(Mail)
        .where(is_due(now, now - ABANDONED))
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = session.scalars(statement).one_or_none()
    if mail is None:
        return None
    mail.taken_at = now
    mail.tries += 1
    session.flush()
    return Parcel(
        mail_id=mail.id,
        taken_at=now,
        message_id=message_id(mail.key, host),
        to_name=mail.to_name,
        to_address=mail.to_address,
        subject=mail.subject,
        body=mail.body,
        written_at=mail.created_at,
    )


def note_sent(session: Session, *, parcel: Parcel, now: datetime) -> None:
    """The mail left.  Also true when it was meanwhile taken for abandoned."""
    mail = session.get(Mail, parcel.mail_id, with_for_update=True, populate_existing=True)
    if mail is None:
        return
    mail.sent_at = mail.sent_at or now
    mail.taken_at = mail.next_try_at = None
    mail.failed_at = None
    mail.last_error = ""
    session.flush()


def note_failed(session: Session, *, parcel: Parcel, fault: NotDelivered, now: datetime) -> None:
    """The mail did not leave: try later, each time after a longer pause, or give up."""
    mail = session.get(Mail, parcel.mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.taken_at != parcel.taken_at:
        return
    mail.taken_at = None
    mail.last_error = str(fault)
    if fault.for_good or mail.tries > len(PAUSES):
        mail.next_try_at = None
        mail.failed_at = now
    else:
        mail.next_try_at = now + PAUSES[mail.tries - 1]
    session.flush()


def any_due(session: Session, *, now: datetime) -> bool:
    """Whether a mail waits for a worker."""
    return bool(session.scalar(select(exists().where(is_due(now, now - ABANDONED)))))


def message_id(key: str, host: str) -> str:
    """The same for each try of the same mail, and no secret of the key in it."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"
