"""Reading the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from offsite.outbox.models import Mail

PER_PAGE = 50

IS: dict[str, ColumnElement[bool]] = {
    "waiting": and_(
        Mail.discarded_at.is_(None),
        Mail.sent_at.is_(None),
        Mail.failed_at.is_(None),
        Mail.let_go_at.is_(None),
    ),
    "sending": and_(
        Mail.discarded_at.is_(None),
        Mail.sent_at.is_(None),
        Mail.failed_at.is_(None),
        Mail.let_go_at.is_not(None),
    ),
    "sent": and_(Mail.discarded_at.is_(None), Mail.sent_at.is_not(None)),
    "failed": and_(
        Mail.discarded_at.is_(None), Mail.sent_at.is_(None), Mail.failed_at.is_not(None)
    ),
    "discarded": Mail.discarded_at.is_not(None),
}
"""`Mail.state` as conditions: of each mail exactly one holds."""


@dataclass(frozen=True)
class MailPage:
    """One page of a list of mails."""

    mails: tuple[Mail, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class WaitingKind:
    """How many mails of one kind wait, up to the newest that was counted."""

    kind: str
    count: int
    newest_id: int


def mail_by_key(session: Session, key: str) -> Mail | None:
    """The mail written under ``key``, whatever became of it."""
    return session.scalars(select(Mail).where(Mail.key == key)).one_or_none()


def mails_in(
    session: Session, *, event_id: int, state: str, search: str = "", page: int = 1
) -> MailPage:
    """The event's mails in ``state``, the newest first; ``search`` is in name, address or subject.

    A page beyond the last is the last.
    """
    wanted = [Mail.event_id == event_id, IS[state], *_matching(search)]
    total = session.scalar(select(func.count()).select_from(Mail).where(*wanted)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    statement = (
        select(Mail)
        .where(*wanted)
        .order_by(Mail.id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return MailPage(tuple(session.scalars(statement)), page, pages, total)


def _matching(search: str) -> Iterable[ColumnElement[bool]]:
    words = search.split()
    columns = (Mail.to_name, Mail.to_address, Mail.subject)
    return [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words]


def counts(session: Session, *, event_id: int) -> dict[str, int]:
    """How many of the event's mails are in each state."""
    columns = [func.count(case((condition, 1))).label(state) for state, condition in IS.items()]
    row = session.execute(select(*columns).where(Mail.event_id == event_id)).one()
    return dict(row._mapping)


def waiting_kinds(session: Session, *, event_id: int) -> list[WaitingKind]:
    """What could be let go together."""
    statement = (
        select(Mail.kind, func.count(), func.max(Mail.id))
        .where(Mail.event_id == event_id, IS["waiting"])
        .group_by(Mail.kind)
        .order_by(Mail.kind)
    )
    return [WaitingKind(*row) for row in session.execute(statement)]


def event_mails(session: Session, *, event_id: int, mail_ids: Iterable[int]) -> list[Mail]:
    """Those of ``mail_ids`` that are mails of the event, locked for a change."""
    statement = (
        select(Mail)
        .where(Mail.event_id == event_id, Mail.id.in_(list(mail_ids)))
        .order_by(Mail.id)
        .with_for_update()
    )
    return list(session.scalars(statement))


def waiting_ids(session: Session, *, event_id: int, kind: str, up_to_id: int) -> list[int]:
    """Waiting mails of ``kind`` that were there when ``up_to_id`` was the newest."""
    statement = select(Mail.id).where(
        Mail.event_id == event_id, Mail.kind == kind, Mail.id <= up_to_id, IS["waiting"]
    )
    return list(session.scalars(statement))


def discarded_together(
    session: Session, *, event_id: int, person_id: int | None, at: datetime
) -> list[int]:
    """The mails that ``person_id`` discarded in one go."""
    statement = select(Mail.id).where(
        Mail.event_id == event_id, Mail.discarded_by_id == person_id, Mail.discarded_at == at
    )
    return list(session.scalars(statement))


def is_due(now: datetime, abandoned_since: datetime) -> ColumnElement[bool]:
    """Mails to deliver at ``now``: nobody has them, or somebody since too long."""
    return and_(
        Mail.next_try_at <= now, or_(Mail.taken_at.is_(None), Mail.taken_at < abandoned_since)
    )
