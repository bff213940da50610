"""What an organizer does to drafts: start, place, pin, apply, discard."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import NotFound, RuleBroken, Stale
from offsite.events.models import Event, Room
from offsite.jobs import services as jobs
from offsite.jobs.models import Job
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.proposals.queries import schedulable
from offsite.schedule import queries
from offsite.schedule.models import Draft, DraftChange, Placement

GENERATE = "schedule.generate"
SECONDS = (30, 60, 120, 300)
"""How long an organizer may let the engine think."""


class DraftMoved(Stale):
    """Somebody changed the draft since the page was made."""


class DraftOver(RuleBroken):
    """The draft was discarded."""


class NotSchedulable(RuleBroken):
    """The proposal is not accepted, or is of another event."""


class NothingToSchedule(RuleBroken):
    """There are no slots, rooms or accepted proposals."""


class AlreadyGenerating(RuleBroken):
    """A generation of this event is under way."""


def start_draft(
    session: Session, *, event: Event, name: str, base: Draft | None, actor: Actor, now: datetime
) -> Draft:
    """Begin a draft by hand: empty, or as a copy of ``base``."""
    draft = Draft(
        event_id=event.id, name=name, created_by_id=actor.person_id, created_at=now, updated_at=now
    )
    draft.placements = [copy_of(one) for one in (base.placements if base else ())]
    session.add(draft)
    session.flush()
    return draft


def copy_draft(session: Session, *, draft: Draft, name: str, actor: Actor, now: datetime) -> Draft:
    """The same schedule under another name, with what was proven about it."""
    fresh = start_draft(session, event=draft.event, name=name, base=draft, actor=actor, now=now)
    fresh.plan, fresh.pins = dict(draft.plan), dict(draft.pins)
    fresh.fingerprint, fresh.job_id = draft.fingerprint, draft.job_id
    session.flush()
    return fresh


def copy_of(placement: Placement) -> Placement:
    """The same place for another draft."""
    return Placement(
        proposal_id=placement.proposal_id,
        room_id=placement.room_id,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        pinned_at=placement.pinned_at,
    )


def ask_for_draft(
    session: Session,
    *,
    event: Event,
    name: str,
    base: Draft | None,
    move_cost: int,
    seconds: int,
    seed: int,
    actor: Actor,
    now: datetime,
) -> Job:
    """Let the engine make a draft, in a job.

    Raises:
        NothingToSchedule: something it needs is missing; the text says what.
        AlreadyGenerating: one is under way for this event.
        DraftOver: ``base`` was discarded.
    """
    if base is not None and base.discarded_at is not None:
        raise DraftOver("This draft was discarded. Restore it first.")
    session.refresh(event, with_for_update=True)
    _require_material(session, event)
    if queries.running_generation(session, event) is not None:
        raise AlreadyGenerating("A schedule is being generated already. Wait for it or cancel it.")
    arguments: dict[str, Any] = {
        "event_id": event.id,
        "name": name,
        "base_id": base.id if base else None,
        "move_cost": move_cost,
        "seconds": min(max(seconds, SECONDS[0]), SECONDS[-1]),
        "seed": seed,
    }
    return jobs.enqueue(
        session,
        kind=GENERATE,
        arguments=arguments,
        now=now,
        event_id=event.id,
        created_by_id=actor.person_id,
    )


def _require_material(session: Session, event: Event) -> None:
    if not event.rooms:
        raise NothingToSchedule("Add at least one room first.")
    if not event.slots:
        raise NothingToSchedule("Draw the days and slots first.")
    if not schedulable(session, event):
        raise NothingToSchedule("Accept at least one proposal first.")


def place(
    session: Session,
    *,
    draft: Draft,
    proposal: Proposal,
    room: Room,
    starts_at: datetime,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> Placement:
    """Put ``proposal`` there in the draft, or move it there.

    What the place breaks is not refused: the draft's page lists it, and a release asks
    about it.  Placing it where it is changes nothing.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NotSchedulable: the proposal is not accepted, or of another event.
        NotFound: the room is of another event.
    """
    open_for_change(session, draft, seen_version)
    if proposal.event_id != draft.event_id or proposal.state not in queries.SCHEDULABLE_STATES:
        raise NotSchedulable("Only accepted proposals of this event can be placed.")
    if room.event_id != draft.event_id:
        raise NotFound("There is no such room in this event.")

    ends_at = starts_at + timedelta(minutes=proposal.minutes)
    found = _placement(draft, proposal)
    before = spot_of(found)
    if found is None:
        found = Placement(proposal_id=proposal.id)
        draft.placements.append(found)
    elif (found.room_id, found.starts_at, found.ends_at) == (room.id, starts_at, ends_at):
        return found
    found.room_id, found.starts_at, found.ends_at = room.id, starts_at, ends_at
    note(session, draft, proposal.id, before, spot_of(found), actor=actor, now=now)
    return found


def unplace(
    session: Session,
    *,
    draft: Draft,
    proposal: Proposal,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Take ``proposal`` out of the draft; quiet when it is not in it.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
    """
    open_for_change(session, draft, seen_version)
    found = _placement(draft, proposal)
    if found is None:
        return
    draft.placements.remove(found)
    note(session, draft, proposal.id, spot_of(found), {}, actor=actor, now=now)


def pin(
    session: Session,
    *,
    placement: Placement,
    stays: bool,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the placement where it is when the engine runs again, or let it go.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
    """
    draft = placement.draft
    open_for_change(session, draft, seen_version)
    if (placement.pinned_at is not None) == stays:
        return
    before = spot_of(placement)
    placement.pinned_at = now if stays else None
    after = spot_of(placement)
    note(session, draft, placement.proposal_id, before, after, actor=actor, now=now)


def spot_of(placement: Placement | None) -> dict[str, Any]:
    """The place as a `DraftChange` keeps it; empty for none."""
    if placement is None:
        return {}
    return {
        "room_id": placement.room_id,
        "starts_at": placement.starts_at.isoformat(),
        "ends_at": placement.ends_at.isoformat(),
        "pinned": placement.pinned_at is not None,
    }


def rename(session: Session, *, draft: Draft, name: str, now: datetime) -> None:
    """Give the draft another name."""
    draft.name = name
    draft.updated_at = now
    session.flush()


def apply(session: Session, *, draft: Draft, now: datetime) -> None:
    """Make the draft the event's working draft: the one that is released next.

    Raises:
        DraftOver: it was discarded.
    """
    if draft.discarded_at is not None:
        raise DraftOver("This draft was discarded. Restore it first.")
    draft.applied_at = now
    draft.updated_at = now
    session.flush()


def discard(session: Session, *, draft: Draft, now: datetime) -> None:
    """Put the draft away; ``restore`` brings it back.  Discarding twice is once."""
    draft.discarded_at = draft.discarded_at or now
    session.flush()


def restore(session: Session, *, draft: Draft) -> None:
    """Bring a discarded draft back."""
    draft.discarded_at = None
    session.flush()


def open_for_change(session: Session, draft: Draft, seen_version: int) -> None:
    """Lock the draft and make sure that the page knew how it stands.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
    """
    # The row's lock makes the check and the change one step.
    session.refresh(draft, with_for_update=True)
    if draft.discarded_at is not None:
        raise DraftOver("This draft was discarded. Restore it first.")
    if draft.version != seen_version:
        raise DraftMoved("Somebody changed this draft meanwhile. Here is how it looks now.")


def _placement(draft: Draft, proposal: Proposal) -> Placement | None:
    return next((one for one in draft.placements if one.proposal_id == proposal.id), None)


def note(
    session: Session,
    draft: Draft,
    proposal_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> DraftChange:
    """Write down a change that was just made; the draft gets its next version."""
    draft.version += 1
    draft.updated_at = now
    change = DraftChange(
        draft_id=draft.id,
        version=draft.version,
        proposal_id=proposal_id,
        before=before,
        after=after,
        changed_by_id=actor.person_id,
        changed_at=now,
    )
    session.add(change)
    session.flush()
    return change
