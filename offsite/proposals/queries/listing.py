"""Proposals as lists: for members, for one's own, for organizers, and similar ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.engines import ranking
from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.people.models import Person
from offsite.proposals.models import LISTED, Comment, Proposal, ProposalHost, Wanted

PAGE_SIZE = 25


@dataclass(frozen=True)
class Viewer:
    """Who reads: organizers of the programme see every state but others' drafts."""

    person_id: int
    is_programme: bool = False


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty values narrow nothing."""

    text: str = ""
    format_id: int | None = None
    track_id: int | None = None
    leadership: str = ""
    state: str = ""
    mine: bool = False
    pending: bool = False


@dataclass(frozen=True)
class Row:
    """A proposal in a list, with the number of its comments."""

    proposal: Proposal
    comments: int
    is_mine: bool


def proposals_page(
    session: Session,
    event: Event,
    viewer: Viewer,
    filters: Filters,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[Row]:
    """What the viewer may find, the newest first.  Three statements, four with a text.

    Everybody finds what is submitted or on the programme, and hosts find their own in
    every state; organizers of the programme find all but drafts of others.
    """
    ids = list(
        session.scalars(
            select(Proposal.id)
            .where(Proposal.event_id == event.id, *_conditions(viewer, filters))
            .order_by(Proposal.submitted_at.desc(), Proposal.id.desc())
        )
    )
    if filters.text:
        hits = _hits(session, event, filters.text)
        ids = [ident for ident in ids if ident in hits]
    shown = page_of(ids, page=page, size=size)
    rows = _rows(session, shown.items, viewer)
    return Page(tuple(rows), shown.page, shown.pages, shown.total)


def _conditions(viewer: Viewer, filters: Filters) -> list[ColumnElement[bool]]:
    own = Proposal.id.in_(_hosted_by(viewer.person_id))
    if filters.mine:
        found: list[ColumnElement[bool]] = [own]
    elif viewer.is_programme:
        found = [Proposal.state != "draft"]
    else:
        found = [Proposal.state.in_(LISTED)]
    if filters.format_id is not None:
        found.append(Proposal.format_id == filters.format_id)
    if filters.track_id is not None:
        found.append(Proposal.track_id == filters.track_id)
    if filters.leadership:
        found.append(Proposal.leadership == filters.leadership)
    if filters.state:
        found.append(Proposal.state == filters.state)
    if filters.pending:
        found.append(Proposal.pending_state.is_not(None))
    return found


def _hosted_by(person_id: int) -> CompoundSelect[int]:
    return (
        select(ProposalHost.proposal_id)
        .where(ProposalHost.person_id == person_id)
        .union(select(Proposal.id).where(Proposal.created_by_id == person_id))
    )


def _hits(session: Session, event: Event, text: str) -> set[int]:
    """Proposals in which every word of ``text`` occurs, whatever its case and accents.

    Databases disagree about both beyond ASCII, so the words are compared here.
    """
    names = (
        select(ProposalHost.proposal_id, Person.name)
        .join(Person, Person.id == ProposalHost.person_id)
        .where(ProposalHost.accepted_at.is_not(None))
        .subquery()
    )
    found = session.execute(
        select(Proposal.id, Proposal.title, Proposal.abstract, names.c.name)
        .outerjoin(names, names.c.proposal_id == Proposal.id)
        .where(Proposal.event_id == event.id)
    )
    texts: dict[int, str] = {}
    for ident, title, abstract, name in found:
        texts[ident] = f"{texts.get(ident) or f'{title} {abstract}'} {name or ''}"
    words = ranking.plain(text).split()
    return {
        ident
        for ident, whole in texts.items()
        if all(word in ranking.plain(whole) for word in words)
    }


def _rows(session: Session, ids: Sequence[int], viewer: Viewer) -> list[Row]:
    found = {
        one.id: one
        for one in session.scalars(
            select(Proposal)
            .where(Proposal.id.in_(ids))
            .options(
                joinedload(Proposal.format),
                joinedload(Proposal.track),
                selectinload(Proposal.hosts).joinedload(ProposalHost.person),
            )
        )
    }
    counts = dict(
        session.execute(
            select(Comment.proposal_id, func.count(Comment.id))
            .where(Comment.proposal_id.in_(ids), Comment.removed_at.is_(None))
            .group_by(Comment.proposal_id)
        ).all()
    )
    return [
        Row(
            proposal=found[ident],
            comments=counts.get(ident, 0),
            is_mine=is_hosted_by(found[ident], viewer.person_id),
        )
        for ident in ids
    ]


def is_hosted_by(proposal: Proposal, person_id: int | None) -> bool:
    """Whether the person hosts it: accepted the invitation, or wrote it."""
    return person_id is not None and any(
        host.person_id == person_id and host.accepted_at is not None for host in proposal.hosts
    )


def my_drafts(session: Session, event: Event, person_id: int) -> list[Proposal]:
    """Drafts that wait for their author, and those the person is asked to host."""
    return list(
        session.scalars(
            select(Proposal)
            .where(
                Proposal.event_id == event.id,
                Proposal.state == "draft",
                Proposal.id.in_(_hosted_by(person_id)),
            )
            .options(joinedload(Proposal.format))
            .order_by(Proposal.updated_at.desc(), Proposal.id.desc())
        )
    )


def my_questions(session: Session, event: Event, person_id: int) -> list[Proposal]:
    """Proposals that wait for the person's word: to host along, or to confirm."""
    asked = select(ProposalHost.proposal_id).where(
        ProposalHost.person_id == person_id, ProposalHost.accepted_at.is_(None)
    )
    hosted = select(ProposalHost.proposal_id).where(
        ProposalHost.person_id == person_id, ProposalHost.accepted_at.is_not(None)
    )
    return list(
        session.scalars(
            select(Proposal)
            .where(
                Proposal.event_id == event.id,
                or_(
                    Proposal.id.in_(asked) & Proposal.state.in_(("draft", *LISTED)),
                    Proposal.id.in_(hosted) & (Proposal.state == "accepted"),
                ),
            )
            .options(joinedload(Proposal.format))
            .order_by(Proposal.title, Proposal.id)
        )
    )


@dataclass(frozen=True)
class Similar:
    """Something close to what is being typed: a proposal, or a wanted topic."""

    title: str
    code: str | None
    wanted_id: int | None


def similar(session: Session, event: Event, title: str, *, without_code: str = "") -> list[Similar]:
    """The three nearest listed proposals and open topics; none for less than four letters."""
    if len(ranking.plain(title)) < 4:
        return []
    proposals = session.execute(
        select(Proposal.code, Proposal.title).where(
            Proposal.event_id == event.id,
            Proposal.state.in_(LISTED),
            Proposal.code != without_code,
        )
    )
    wanted = session.execute(
        select(Wanted.id, Wanted.title).where(
            Wanted.event_id == event.id, Wanted.closed_at.is_(None), Wanted.proposal_id.is_(None)
        )
    )
    found = {f"p{code}": Similar(text, code, None) for code, text in proposals}
    found |= {f"w{ident}": Similar(text, None, ident) for ident, text in wanted}
    close = ranking.nearest(title, ((key, one.title) for key, one in found.items()))
    return [found[key] for key, _ in close]
