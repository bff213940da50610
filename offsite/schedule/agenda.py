"""A person's own agenda: picks, and taking them back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.engines.periods import at_once
from offsite.errors import RuleBroken
from offsite.proposals.models import Proposal
from offsite.schedule import queries
from offsite.schedule.models import Pick
from offsite.schedule.seats import services as seats


class NotReleased(RuleBroken):
    """The item is not in the newest release."""


def pick(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> Pick:
    """Put ``proposal`` on the person's agenda.  Picking twice is one pick.

    Where seats are limited, this asks for one: the person sits or waits.

    Raises:
        ListClosed: the seat list takes nobody in any more.
    """
    seats.ask(session, proposal=proposal, person_id=person_id, now=now)
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
    A seat goes to the next who waits.
    """
    seats.give_up(session, proposal=proposal, person_id=person_id, now=now)
    found = queries.pick_of(session, proposal=proposal, person_id=person_id)
    if found is None or found.dropped_at is not None:
        return
    found.dropped_at = now
    _mark_change(found, now=now)
    session.flush()


def pick_all(
    session: Session, *, proposals: Sequence[Proposal], person_id: int, now: datetime
) -> int:
    """Put all of ``proposals`` on the person's agenda; returns how many were not on it.

    One whose seat list is closed is passed over.
    """
    closed = {
        one.proposal_id
        for one in seats.lock_lists(session, (one.id for one in proposals))
        if one.closed_at is not None
    }
    found = {}
    if proposals:
        picks = queries.picks_of(session, event=proposals[0].event, person_id=person_id)
        found = {one.proposal_id: one for one in picks}
    added = [one for one in proposals if one.id not in closed and _is_open(found.get(one.id))]
    for proposal in added:
        pick(session, proposal=proposal, person_id=person_id, now=now)
    return len(added)


def _is_open(found: Pick | None) -> bool:
    return found is None or found.dropped_at is not None


def keep(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> int:
    """Decide a clash: pick ``proposal`` and drop every other pick that overlaps it.

    What the person hosts and what everyone attends stays.  Returns how many were dropped.

    Raises:
        NotReleased: the newest release does not have it.
    """
    release = queries.latest_release(session, proposal.event)
    running = [one for one in (release.items if release else ()) if one.canceled_at is None]
    kept = next((one for one in running if one.proposal_id == proposal.id), None)
    if kept is None:
        raise NotReleased("This is not in the schedule any more. Look at your agenda again.")
    others = {one.proposal_id for one in running if one is not kept and at_once(one, kept)}
    mine = [
        one
        for one in queries.picks_of(session, event=proposal.event, person_id=person_id)
        if one.proposal_id in others and one.dropped_at is None
    ]
    seats.lock_lists(session, (proposal.id, *(one.proposal_id for one in mine)))
    pick(session, proposal=proposal, person_id=person_id, now=now)
    for one in mine:
        drop(session, proposal=one.proposal, person_id=person_id, now=now)
    return len(mine)


def _mark_change(found: Pick, *, now: datetime) -> None:
    found.flips += 1
    found.changed_at = now
