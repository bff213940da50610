"""Notes of sessions and their versions."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from offsite.paging import Page
from offsite.people.models import Person
from offsite.proceedings.models import Notes, NotesVersion
from offsite.proposals.models import Proposal

PER_PAGE = 20


def notes_of(session: Session, proposal: Proposal) -> Notes | None:
    """The newest notes of a session, with whoever saved them."""
    return session.scalars(
        select(Notes)
        .where(Notes.proposal_id == proposal.id)
        .options(joinedload(Notes.updated_by))
        .execution_options(populate_existing=True)
    ).one_or_none()


def takers_of(session: Session, notes_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Who saved versions of each of the notes, in the order in which they first did."""
    rows = session.execute(
        select(NotesVersion.notes_id, Person.name)
        .join(Person, Person.id == NotesVersion.saved_by_id)
        .where(NotesVersion.notes_id.in_(notes_ids))
        .group_by(NotesVersion.notes_id, Person.id, Person.name)
        .order_by(NotesVersion.notes_id, func.min(NotesVersion.revision))
    )
    found: dict[int, tuple[str, ...]] = {}
    for notes_id, name in rows:
        found[notes_id] = (*found.get(notes_id, ()), name)
    return found


def versions_page(session: Session, notes: Notes, *, page: int = 1) -> Page[NotesVersion]:
    """The saved versions, the newest first."""
    total = notes.revision
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    newest = total - (page - 1) * PER_PAGE
    rows = session.scalars(
        select(NotesVersion)
        .where(
            NotesVersion.notes_id == notes.id,
            NotesVersion.revision <= newest,
            NotesVersion.revision > newest - PER_PAGE,
        )
        .options(joinedload(NotesVersion.saved_by))
        .order_by(NotesVersion.revision.desc())
    )
    return Page(tuple(rows), page, pages, total)


def version_of(session: Session, notes: Notes, *, revision: int) -> NotesVersion | None:
    """The notes as they were at ``revision``."""
    return session.scalars(
        select(NotesVersion)
        .where(NotesVersion.notes_id == notes.id, NotesVersion.revision == revision)
        .options(joinedload(NotesVersion.saved_by))
    ).one_or_none()
