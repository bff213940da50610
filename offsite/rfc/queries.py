"""Reads about requests for comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.people.privacy import columns_of, part
from offsite.rfc.models import Rfc, RfcComment, RfcFollower, RfcReply, RfcVersion

PER_PAGE = 20
COMMENTS_PER_PAGE = 20
OPEN_STATES = ("open", "last_call")


@dataclass(frozen=True)
class Line:
    """A text in the list, and how its comments stand."""

    rfc: Rfc
    comments: int
    waiting: int
    concerns: int


def visible_to(person_id: int, *, edits_all: bool) -> ColumnElement[bool]:
    """Drafts are their author's, and the organizers'."""
    if edits_all:
        return true()
    return or_(Rfc.state != "draft", Rfc.created_by_id == person_id)


def rfcs_page(
    session: Session, event: Event, *, person_id: int, edits_all: bool, page: int = 1
) -> Page[Line]:
    """The event's texts, what is open first, then the newest."""
    ids = session.scalars(
        select(Rfc.id)
        .where(Rfc.event_id == event.id, visible_to(person_id, edits_all=edits_all))
        .order_by(Rfc.state.not_in(OPEN_STATES), Rfc.changed_at.desc(), Rfc.id.desc())
    ).all()
    shown = page_of(ids, page=page, size=PER_PAGE)
    rows = session.scalars(
        select(Rfc)
        .where(Rfc.id.in_(shown.items))
        .options(joinedload(Rfc.created_by), joinedload(Rfc.event))
    )
    found = {one.id: one for one in rows}
    counts = _comment_counts(session, shown.items)
    lines = tuple(Line(found[ident], *counts.get(ident, (0, 0, 0))) for ident in shown.items)
    return Page(lines, shown.page, shown.pages, shown.total)


def _comment_counts(session: Session, idents: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    living = RfcComment.state != "resolved"
    rows = session.execute(
        select(
            RfcComment.rfc_id,
            func.count(),
            func.count().filter(living),
            func.count().filter(living, RfcComment.is_concern),
        )
        .where(RfcComment.rfc_id.in_(idents))
        .group_by(RfcComment.rfc_id)
    )
    return {ident: (every, waiting, concerns) for ident, every, waiting, concerns in rows}


def version_of(session: Session, rfc: Rfc, number: int) -> RfcVersion | None:
    """The wording of that number."""
    return session.scalars(
        select(RfcVersion).where(RfcVersion.rfc_id == rfc.id, RfcVersion.number == number)
    ).one_or_none()


def comments_page(session: Session, rfc: Rfc, *, only: str = "", page: int = 1) -> Page[RfcComment]:
    """Comments with their replies: open concerns first, then by state, the oldest first.

    ``only`` is a state, or empty for all.
    """
    wanted = select(RfcComment.id).where(RfcComment.rfc_id == rfc.id)
    if only:
        wanted = wanted.where(RfcComment.state == only)
    resolved = RfcComment.state == "resolved"
    ids = session.scalars(
        wanted.order_by(resolved, RfcComment.is_concern.is_(False), RfcComment.id)
    ).all()
    shown = page_of(ids, page=page, size=COMMENTS_PER_PAGE)
    rows = session.scalars(
        select(RfcComment)
        .where(RfcComment.id.in_(shown.items))
        .options(
            joinedload(RfcComment.person),
            joinedload(RfcComment.resolved_by),
            joinedload(RfcComment.rfc),
            selectinload(RfcComment.replies).joinedload(RfcReply.person),
        )
    )
    found = {one.id: one for one in rows}
    items = tuple(found[ident] for ident in shown.items)
    return Page(items, shown.page, shown.pages, shown.total)


@dataclass(frozen=True)
class Tally:
    """How a text's comments stand."""

    open: int
    answered: int
    resolved: int
    concerns: int
    """Concerns that are not resolved: with one of them the text cannot stand."""


def tally(session: Session, rfc: Rfc) -> Tally:
    """Counted in one statement."""
    state = RfcComment.state
    row = session.execute(
        select(
            func.count().filter(state == "open"),
            func.count().filter(state == "answered"),
            func.count().filter(state == "resolved"),
            func.count().filter(state != "resolved", RfcComment.is_concern),
        ).where(RfcComment.rfc_id == rfc.id)
    ).one()
    return Tally(*row)


def follower(session: Session, *, rfc_id: int, person_id: int) -> RfcFollower | None:
    return session.scalars(
        select(RfcFollower).where(RfcFollower.rfc_id == rfc_id, RfcFollower.person_id == person_id)
    ).one_or_none()


def uncommented(session: Session, event: Event, *, person_id: int) -> Sequence[Rfc]:
    """Texts that take comments and on which the person has said nothing yet."""
    said = exists().where(and_(RfcComment.rfc_id == Rfc.id, RfcComment.person_id == person_id))
    return session.scalars(
        select(Rfc)
        .where(
            Rfc.event_id == event.id,
            Rfc.state.in_(OPEN_STATES),
            Rfc.created_by_id.is_distinct_from(person_id),
            ~said,
        )
        .order_by(Rfc.last_call_ends_at.is_(None), Rfc.last_call_ends_at, Rfc.id)
    ).all()


def calls_that_ended(session: Session, *, now: datetime) -> Sequence[Rfc]:
    """Texts whose last call is over, locked."""
    return session.scalars(
        select(Rfc)
        .where(Rfc.state == "last_call", Rfc.last_call_ends_at <= now)
        .order_by(Rfc.id)
        .with_for_update()
    ).all()


@dataclass(frozen=True)
class News:
    """What happened to a text since somebody was told."""

    comments: int
    replies: int
    versions: int

    def __bool__(self) -> bool:
        return bool(self.comments or self.replies or self.versions)


def news_for(session: Session, one: RfcFollower) -> News:
    """What others did to the text since ``told_up_to``."""
    since, me = one.told_up_to, one.person_id
    comments = select(func.count(RfcComment.id)).where(
        RfcComment.rfc_id == one.rfc_id,
        RfcComment.created_at > since,
        RfcComment.person_id.is_distinct_from(me),
    )
    replies = (
        select(func.count(RfcReply.id))
        .join(RfcReply.comment)
        .where(
            RfcComment.rfc_id == one.rfc_id,
            RfcReply.created_at > since,
            RfcReply.person_id.is_distinct_from(me),
        )
    )
    versions = select(func.count(RfcVersion.id)).where(
        RfcVersion.rfc_id == one.rfc_id,
        RfcVersion.written_at > since,
        RfcVersion.written_by_id.is_distinct_from(me),
    )
    return News(*(session.scalar(counted) or 0 for counted in (comments, replies, versions)))


@part("requests_for_comments")
def _of_person(session: Session, person_id: int) -> Any:
    def rows(model: Any, column: Any) -> list[Any]:
        found = session.scalars(select(model).where(column == person_id).order_by(model.id))
        return [columns_of(row) for row in found]

    return {
        "texts": rows(Rfc, Rfc.created_by_id),
        "versions": rows(RfcVersion, RfcVersion.written_by_id),
        "comments": rows(RfcComment, RfcComment.person_id),
        "resolved": rows(RfcComment, RfcComment.resolved_by_id),
        "replies": rows(RfcReply, RfcReply.person_id),
        "follows": rows(RfcFollower, RfcFollower.person_id),
    }
