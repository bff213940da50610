"""A person's own agenda: picks, and taking them back."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.proposals.models import Proposal
from offsite.schedule import queries
from offsite.schedule.models import Pick


def pick(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> Pick:
    """Put ``proposal`` on the person's agenda.  Picking twice is one pick."""
    found = queries.pick_of(session, proposal=proposal, person_id=person_id)
    if found is None:
        found = Pick(person_id=person_id, proposal_id=proposal.id, picked_at=now, changed_at=now)
        session.add(found)
    elif found.dropped_at is not None:
        found.dropped_at = None
        _mark_change(found, now=now)
    session.flush()
    return found


def drop(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> None:
    """Take the proposal off the person's agenda; quiet when it is not on it.

    The row stays: the person's calendar must show the item as cancelled to let it go.
    """
    found = queries.pick_of(session, proposal=proposal, person_id=person_id)
    if found is None or found.dropped_at is not None:
        return
    found.dropped_at = now
    _mark_change(found, now=now)
    session.flush()


def _mark_change(found: Pick, *, now: datetime) -> None:
    found.flips += 1
    found.changed_at = now
