"""Hosts and comments of a proposal, and the topics that wait for a host."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.proposals.models import Comment, MeToo, Proposal, ProposalHost, Wanted
from offsite.proposals.queries.listing import Viewer
from offsite.proposals.queries.single import is_taken

COMMENTS_PER_PAGE = 20
WANTED_PER_PAGE = 20


def comments_page(
    session: Session, proposal: Proposal, viewer: Viewer, *, page: int | None = None
) -> Page[Comment]:
    """Comments, the oldest first; without a number the last page.

    Removed ones are left out, except for whoever removed them: they can undo it.
    """
    ids = list(
        session.scalars(
            select(Comment.id)
            .where(
                Comment.proposal_id == proposal.id,
                or_(Comment.removed_at.is_(None), Comment.removed_by_id == viewer.person_id),
            )
            .order_by(Comment.created_at, Comment.id)
        )
    )
    last = -(-len(ids) // COMMENTS_PER_PAGE)
    shown = page_of(ids, page=last if page is None else page, size=COMMENTS_PER_PAGE)
    rows = session.scalars(
        select(Comment)
        .where(Comment.id.in_(shown.items))
        .options(joinedload(Comment.person), joinedload(Comment.proposal))
        .order_by(Comment.created_at, Comment.id)
    )
    return Page(tuple(rows), shown.page, shown.pages, shown.total)


def hosts_of(session: Session, proposal: Proposal) -> list[ProposalHost]:
    """Who hosts it or was asked to, in their order; the people are loaded."""
    return list(
        session.scalars(
            select(ProposalHost)
            .where(ProposalHost.proposal_id == proposal.id)
            .options(joinedload(ProposalHost.person))
            .order_by(ProposalHost.position, ProposalHost.id)
        )
    )


def count_comments(session: Session, proposal: Proposal) -> int:
    """How many comments everybody sees."""
    return (
        session.scalar(
            select(func.count(Comment.id)).where(
                Comment.proposal_id == proposal.id, Comment.removed_at.is_(None)
            )
        )
        or 0
    )


@dataclass(frozen=True)
class WantedRow:
    """A topic, how many want it (who asked first included), and whether the viewer does."""

    wanted: Wanted
    people: int
    me_too: bool
    is_taken: bool


def wanted_page(
    session: Session, event: Event, viewer: Viewer, *, page: int = 1, closed: bool = False
) -> Page[WantedRow]:
    """Topics, the most wanted first; or the closed ones that the viewer may open again."""
    others = select(func.count(MeToo.id)).where(MeToo.wanted_id == Wanted.id).scalar_subquery()
    mine = exists().where(and_(MeToo.wanted_id == Wanted.id, MeToo.person_id == viewer.person_id))
    shown: ColumnElement[bool] = (
        Wanted.closed_at.is_not(None) if closed else Wanted.closed_at.is_(None)
    )
    if closed and not viewer.is_programme:
        shown = and_(shown, Wanted.person_id == viewer.person_id)
    found = session.execute(
        select(Wanted, others, mine)
        .where(Wanted.event_id == event.id, shown)
        .options(joinedload(Wanted.person), joinedload(Wanted.nominee), joinedload(Wanted.proposal))
        .order_by(others.desc(), Wanted.created_at, Wanted.id)
    ).all()
    rows = [
        WantedRow(wanted, people=1 + count, me_too=said, is_taken=is_taken(wanted))
        for wanted, count, said in found
    ]
    rows.sort(key=lambda row: row.is_taken)
    return page_of(rows, page=page, size=WANTED_PER_PAGE)
