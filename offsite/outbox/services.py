"""Writing mails and deciding about them.  Delivery is in `delivery`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Sentence
from offsite.orm import nudge_after_commit
from offsite.outbox import queries
from offsite.outbox.models import Mail

NUDGE = "outbox"
LONGEST_NAME = 200
LONGEST_SUBJECT = 250
LONGEST_ADDRESS = 254
KEPT_WITHOUT_EVENT = timedelta(days=7)


class BadAddress(BadInput):
    """The text cannot be one mail address."""


class NothingToDo(RuleBroken):
    """None of the mails is in a state in which this can be done."""


def write_mail(
    session: Session,
    *,
    key: str,
    kind: str,
    to_name: str,
    to_address: str,
    subject: str,
    body: str,
    now: datetime,
    event_id: int | None = None,
    person_id: int | None = None,
    held: bool = False,
) -> Mail:
    """Put a mail into the outbox, in the caller's transaction.

    The same ``key`` twice is one mail: the first is returned as it is.  A ``held`` mail
    waits until an organizer lets it go; any other leaves as soon as this is committed.
    One to an address that cannot exist (`is_nowhere`) is discarded as it is written.
    Name and subject become one line each, so that no text can add a header.

    Raises:
        BadAddress: ``to_address`` is not one bare address.
    """
    if found := queries.mail_by_key(session, key):
        return found
    address = bare_address(to_address)
    stays = held or is_nowhere(address)
    mail = Mail(
        key=key,
        kind=kind,
        to_name=one_line(to_name)[:LONGEST_NAME],
        to_address=address,
        subject=one_line(subject)[:LONGEST_SUBJECT],
        body=body,
        event_id=event_id,
        person_id=person_id,
        created_at=now,
        let_go_at=None if stays else now,
        next_try_at=None if stays else now,
        discarded_at=now if is_nowhere(address) else None,
    )
    return _add_once(session, mail)


def _add_once(session: Session, mail: Mail) -> Mail:
    key = mail.key
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:
        # Another transaction wrote the same key between our look and our insert.
        if found := queries.mail_by_key(session, key):
            return found
        raise
    if mail.let_go_at is not None:
        nudge_after_commit(session, NUDGE)
    return mail


def one_line(text: str) -> str:
    """``text`` with every run of blanks, line breaks and control characters as one blank."""
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.split())


def bare_address(text: str) -> str:
    """``text`` if it is one bare address (``name@host``).

    Raises:
        BadAddress: it is empty, too long, more than one, or holds a character that mail
            headers give a meaning.
    """
    address = text.strip()
    name, at, host = address.rpartition("@")
    broken = any(not one.isprintable() or one in ' ,;:<>()[]"\\' for one in address)
    if broken or not (name and at and host) or "@" in name or len(address) > LONGEST_ADDRESS:
        shown = one_line(text)[:80]
        raise BadAddress(
            Sentence("“%(address)s” is not a mail address that we can write to.", address=shown)
        )
    return address


def is_nowhere(address: str) -> bool:
    """Whether the address is kept free of hosts for ever (RFC 2606, section 2).

    People who came with a programme have such a one until somebody tells us theirs.
    """
    return address.lower().endswith(".invalid")


def let_go(
    session: Session,
    *,
    event_id: int,
    mail_ids: Iterable[int],
    now: datetime,
    person_id: int | None = None,
) -> int:
    """Send waiting mails of the event; returns how many leave.

    Others among ``mail_ids`` (of another event, gone already, discarded) are passed over.

    Raises:
        NothingToDo: none of them waits.
    """
    waiting = [one for one in _locked(session, event_id, mail_ids) if one.state == "waiting"]
    if not waiting:
        raise NothingToDo("None of these mails is waiting any more.")
    for mail in waiting:
        mail.let_go_at = mail.next_try_at = now
        mail.let_go_by_id = person_id
    session.flush()
    nudge_after_commit(session, NUDGE)
    return len(waiting)


def let_kind_go(
    session: Session,
    *,
    event_id: int,
    kind: str,
    up_to_id: int,
    now: datetime,
    person_id: int | None = None,
) -> int:
    """Send every waiting mail of ``kind`` that the person could see; returns how many.

    A mail written since (its id is above ``up_to_id``) goes on waiting.

    Raises:
        NothingToDo: none waits.
    """
    ids = queries.waiting_ids(session, event_id=event_id, kind=kind, up_to_id=up_to_id)
    return let_go(session, event_id=event_id, mail_ids=ids, now=now, person_id=person_id)


def discard(
    session: Session,
    *,
    event_id: int,
    mail_ids: Iterable[int],
    now: datetime,
    person_id: int | None = None,
) -> int:
    """Put mails aside that shall not leave; returns how many.

    A mail that a worker is sending at this moment, or that was sent, is passed over.

    Raises:
        NothingToDo: none of them can be held back any more.
    """
    mails = [one for one in _locked(session, event_id, mail_ids) if _can_stay(one)]
    if not mails:
        raise NothingToDo("None of these mails can be held back any more.")
    for mail in mails:
        mail.discarded_at = now
        mail.discarded_by_id = person_id
        mail.next_try_at = None
    session.flush()
    return len(mails)


def _can_stay(mail: Mail) -> bool:
    return mail.state in {"waiting", "sending", "failed"} and mail.taken_at is None


def take_back(session: Session, *, event_id: int, mail_ids: Iterable[int]) -> int:
    """Let discarded mails wait again, whatever they were before; returns how many.

    Nothing leaves by this: somebody has to let them go.

    Raises:
        NothingToDo: none of them is discarded.
    """
    mails = [one for one in _locked(session, event_id, mail_ids) if one.state == "discarded"]
    mails = [one for one in mails if not is_nowhere(one.to_address)]
    if not mails:
        raise NothingToDo("None of these mails is discarded any more.")
    for mail in mails:
        mail.discarded_at = mail.discarded_by_id = None
        mail.let_go_at = mail.let_go_by_id = mail.failed_at = None
        mail.tries = 0
    session.flush()
    return len(mails)


def retry(session: Session, *, event_id: int, mail_ids: Iterable[int], now: datetime) -> int:
    """Try failed mails from the start; returns how many.

    Raises:
        NothingToDo: none of them failed.
    """
    mails = [one for one in _locked(session, event_id, mail_ids) if one.state == "failed"]
    if not mails:
        raise NothingToDo("None of these mails has failed.")
    for mail in mails:
        mail.failed_at = None
        mail.tries = 0
        mail.next_try_at = now
    session.flush()
    nudge_after_commit(session, NUDGE)
    return len(mails)


def prune(session: Session, *, now: datetime) -> None:
    """Forget mails of no event (ways to sign in) a week after they were written."""
    old = Mail.created_at < now - KEPT_WITHOUT_EVENT
    session.execute(delete(Mail).where(Mail.event_id.is_(None), old))


def _locked(session: Session, event_id: int, mail_ids: Iterable[int]) -> list[Mail]:
    return queries.event_mails(session, event_id=event_id, mail_ids=mail_ids)
