"""Writing mails and deciding about them.  Delivery is in `delivery`."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import BadInput
from offsite.orm import nudge_after_commit
from offsite.outbox import queries
from offsite.outbox.models import Mail

NUDGE = "outbox"
LONGEST_NAME = 200
LONGEST_SUBJECT = 250
LONGEST_ADDRESS = 254


class BadAddress(BadInput):
    """The text cannot be one mail address."""


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
    Name and subject become one line each, so that no text can add a header.

    Raises:
        BadAddress: ``to_address`` is not one bare address.
    """
    if found := queries.mail_by_key(session, key):
        return found
    mail = Mail(
        key=key,
        kind=kind,
        to_name=one_line(to_name)[:LONGEST_NAME],
        to_address=bare_address(to_address),
        subject=one_line(subject)[:LONGEST_SUBJECT],
        body=body,
        event_id=event_id,
        person_id=person_id,
        created_at=now,
        let_go_at=None if held else now,
        next_try_at=None if held else now,
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
        raise BadAddress(f"“{shown}” is not a mail address that we can write to.")
    return address
