"""Notes of a session: anyone may take them, every saved version is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Stale
from offsite.proceedings.models import Notes, NotesVersion
from offsite.proceedings.rules import WITH_NOTES
from offsite.proposals.models import Proposal
from offsite.proposals.services.locking import lock

LONGEST = 50_000


class NoSession(RuleBroken):
    """The proposal is not (any more) a session of the programme."""


class TooLong(BadInput):
    """More than the notes of one session should hold."""


class NotesChanged(Stale):
    """Somebody else saved meanwhile."""


def require_session(proposal: Proposal) -> None:
    """Return if notes can be taken of it.

    Raises:
        NoSession: it is not in the programme.
    """
    if proposal.state not in WITH_NOTES:
        raise NoSession("Notes are taken of sessions in the programme; this is none.")


def save_notes(
    session: Session,
    *,
    proposal: Proposal,
    body: str,
    seen: int,
    person_id: int | None,
    now: datetime,
) -> Notes | None:
    """Save the notes as a new version.  ``seen`` is the revision they were written on, 0 for none.

    The same words again change nothing, and nothing written where nothing was stays nothing
    (None).

    Raises:
        NoSession: the proposal is not in the programme.
        TooLong: more than 50,000 characters.
        NotesChanged: somebody else saved another version meanwhile; nothing is overwritten.
    """
    if len(body) > LONGEST:
        raise TooLong("Notes have at most 50,000 characters.")
    lock(session, proposal)
    require_session(proposal)
    notes = session.scalars(
        select(Notes).where(Notes.proposal_id == proposal.id).with_for_update()
    ).one_or_none()
    if notes is None:
        if not body:
            return None
        notes = Notes(proposal_id=proposal.id, revision=0)
        session.add(notes)
    elif notes.body == body:
        return notes
    elif notes.revision != seen:
        raise NotesChanged(
            "Somebody else saved these notes meanwhile. Nothing is lost: their words and yours "
            "are both here."
        )
    notes.body, notes.revision = body, notes.revision + 1
    notes.updated_at, notes.updated_by_id = now, person_id
    session.flush()
    session.add(
        NotesVersion(
            notes_id=notes.id,
            revision=notes.revision,
            body=body,
            saved_at=now,
            saved_by_id=person_id,
        )
    )
    session.flush()
    return notes


def bring_back(
    session: Session,
    *,
    version: NotesVersion,
    proposal: Proposal,
    seen: int,
    person_id: int | None,
    now: datetime,
) -> Notes | None:
    """Make an older version the newest again; what stood there is kept as a version, too.

    Raises:
        NoSession, NotesChanged: as `save_notes`.
    """
    return save_notes(
        session, proposal=proposal, body=version.body, seen=seen, person_id=person_id, now=now
    )
