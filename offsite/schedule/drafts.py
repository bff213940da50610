"""What an organizer does to drafts: start, place, pin, apply, discard."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import NotFound, RuleBroken
from offsite.events.models import Event, Room
from offsite.jobs import services as jobs
from offsite.jobs.models import Job
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.proposals.queries import schedulable
from offsite.schedule import ledger, queries
from offsite.schedule.ledger import DraftOver, open_for_change
from offsite.schedule.models import DayLock, Draft, Placement

GENERATE = "schedule.generate"
SECONDS = (30, 60, 120, 300)
"""How long an organizer may let the engine think."""


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
    draft.locks = locks_of(base)
    session.add(draft)
    session.flush()
    return draft


def copy_draft(session: Session, *, draft: Draft, name: str, actor: Actor, now: datetime) -> Draft:
    """The same schedule under another name, with what was proven about it."""
    fresh = start_draft(session, event=draft.event, name=name, base=draft, actor=actor, now=now)
    fresh.plan, fresh.pins = dict(draft.plan), dict(draft.pins)
    fresh.kept_days = list(draft.kept_days)
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


def locks_of(base: Draft | None) -> list[DayLock]:
    """The days locked in ``base``, for another draft that begins as it stands."""
    return [
        DayLock(
            on=one.on,
            pinned=list(one.pinned),
            locked_at=one.locked_at,
            locked_by_id=one.locked_by_id,
        )
        for one in (base.locks if base else ())
    ]


def ask_for_draft(
    session: Session,
    *,
    event: Event,
    name: str,
    base: Draft | None,
    slack: int | None,
    seconds: int,
    seed: int,
    actor: Actor,
    now: datetime,
) -> Job:
    """Let the engine make a draft, in a job.

    With a ``slack`` (per cent of what can be met) as few items of ``base`` move as that
    leaves; without one only what is pinned there stays, and what has begun.

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
        "slack": slack,
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
        DayLocked: it stands on a locked day, or would.
    """
    open_for_change(session, draft, seen_version)
    require_schedulable(draft, proposal)
    if room.event_id != draft.event_id:
        raise NotFound("There is no such room in this event.")

    before = ledger.standing(draft, proposal.id)
    target = ledger.spot(
        room.id,
        starts_at.astimezone(UTC),
        starts_at.astimezone(UTC) + timedelta(minutes=proposal.minutes),
        pinned=before is not None and before.pinned_at is not None,
    )
    kind = "move" if before else "place"
    targets = {proposal.id: target}
    ledger.change(session, draft=draft, kind=kind, targets=targets, actor=actor, now=now)
    placed = ledger.standing(draft, proposal.id)
    assert placed is not None
    return placed


def require_schedulable(draft: Draft, proposal: Proposal) -> None:
    """Refuse what no draft of this event may place.

    Raises:
        NotSchedulable: the proposal is not accepted, or of another event.
    """
    if proposal.event_id != draft.event_id or proposal.state not in queries.SCHEDULABLE_STATES:
        raise NotSchedulable("Only accepted proposals of this event can be placed.")


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
        DayLocked: it stands on a locked day.
    """
    open_for_change(session, draft, seen_version)
    targets: dict[int, ledger.Spot] = {proposal.id: {}}
    ledger.change(session, draft=draft, kind="unplace", targets=targets, actor=actor, now=now)


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
        DayLocked: it stands on a locked day.
    """
    draft = placement.draft
    open_for_change(session, draft, seen_version)
    targets = {placement.proposal_id: {**ledger.spot_of(placement), "pinned": stays}}
    kind = "pin" if stays else "unpin"
    ledger.change(session, draft=draft, kind=kind, targets=targets, actor=actor, now=now)


def place_to_stay(
    session: Session,
    *,
    draft: Draft,
    proposal: Proposal,
    room: Room,
    starts_at: datetime,
    actor: Actor,
    now: datetime,
) -> Placement:
    """Place ``proposal`` and pin it, in a draft that nobody else has open.

    Raises:
        NotSchedulable, NotFound, DayLocked: as `place`.
    """
    placement = place(
        session,
        draft=draft,
        proposal=proposal,
        room=room,
        starts_at=starts_at,
        seen_version=draft.version,
        actor=actor,
        now=now,
    )
    pin(
        session,
        placement=placement,
        stays=True,
        seen_version=draft.version,
        actor=actor,
        now=now,
    )
    return placement


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
