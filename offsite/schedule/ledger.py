"""A draft's ledger: every change of it is written down as steps that can be walked back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.events.models import Room
from offsite.policy import Actor
from offsite.schedule.models import Draft, DraftChange, DraftStep, Placement

Spot = dict[str, Any]
"""A place as `DraftStep` keeps it; empty for "not placed"."""


class DraftMoved(Stale):
    """Somebody changed the draft since the page was made."""


class DraftOver(RuleBroken):
    """The draft was discarded."""


class DayLocked(RuleBroken):
    """The day is locked: nothing on it moves."""


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


def standing(draft: Draft, proposal_id: int) -> Placement | None:
    """The item's placement in the draft, if it has one."""
    return next((one for one in draft.placements if one.proposal_id == proposal_id), None)


def spot_of(placement: Placement | None) -> Spot:
    """The place as a step keeps it; empty for none."""
    if placement is None:
        return {}
    return spot(
        placement.room_id,
        placement.starts_at,
        placement.ends_at,
        pinned=placement.pinned_at is not None,
    )


def spot(room_id: int | None, starts_at: datetime, ends_at: datetime, *, pinned: bool) -> Spot:
    """A place in the words of a step."""
    return {
        "room_id": room_id,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "pinned": pinned,
    }


def change(
    session: Session,
    *,
    draft: Draft,
    kind: str,
    targets: Mapping[int, Spot],
    actor: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> DraftChange | None:
    """Let every item of ``targets`` (proposal id -> place) stand there: one change.

    None when all of them stand there already and there are no ``details``.  The draft was
    opened by `open_for_change`.

    Raises:
        DayLocked: an item stands on a locked day, or would.
    """
    moved = {
        ident: target
        for ident, target in targets.items()
        if spot_of(standing(draft, ident)) != target
    }
    if not moved and not details:
        return None
    if kind not in {"lock", "unlock"}:
        _refuse_locked(draft, moved)
    return _written(session, draft, kind, moved, actor=actor, now=now, details=details)


def walk_back(
    session: Session, *, draft: Draft, done: DraftChange, forth: bool, actor: Actor, now: datetime
) -> DraftChange:
    """Take ``done`` back, or make it again: a change that says which one it is about."""
    targets = {one.proposal_id: one.after if forth else one.before for one in done.steps}
    written = _written(
        session,
        draft,
        "redo" if forth else "undo",
        targets,
        actor=actor,
        now=now,
        details=done.details,
    )
    written.undoes = None if forth else done.version
    written.redoes = done.version if forth else None
    session.flush()
    return written


def _refuse_locked(draft: Draft, targets: Mapping[int, Spot]) -> None:
    locked = draft.locked_days
    if not locked:
        return
    for ident, target in targets.items():
        for place in (spot_of(standing(draft, ident)), target):
            on = _day(draft, place)
            if on in locked:
                raise DayLocked(
                    "%(day)s is locked in this draft: nothing on it moves. Unlock it first.",
                    day=on,
                )


def _day(draft: Draft, place: Mapping[str, Any]) -> date | None:
    if not place:
        return None
    return datetime.fromisoformat(place["starts_at"]).astimezone(draft.event.zone).date()


def _written(
    session: Session,
    draft: Draft,
    kind: str,
    targets: Mapping[int, Spot],
    *,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Any] | None,
) -> DraftChange:
    """Put the items there and write down what was before; the draft's next version."""
    draft.version += 1
    draft.updated_at = now
    written = DraftChange(
        draft_id=draft.id,
        version=draft.version,
        kind=kind,
        details=dict(details or {}),
        changed_by_id=actor.person_id,
        changed_at=now,
    )
    for position, (ident, target) in enumerate(targets.items()):
        before = spot_of(standing(draft, ident))
        _put(session, draft, ident, target, now)
        after = spot_of(standing(draft, ident))
        written.steps.append(
            DraftStep(position=position, proposal_id=ident, before=before, after=after)
        )
    session.add(written)
    session.flush()
    return written


def _put(
    session: Session, draft: Draft, proposal_id: int, target: Mapping[str, Any], now: datetime
) -> None:
    found = standing(draft, proposal_id)
    if not target:
        if found is not None:
            draft.placements.remove(found)
        return
    placement = found or Placement(proposal_id=proposal_id)
    placement.room_id = _room_left(session, target["room_id"])
    placement.starts_at = datetime.fromisoformat(target["starts_at"])
    placement.ends_at = datetime.fromisoformat(target["ends_at"])
    placement.pinned_at = (placement.pinned_at or now) if target["pinned"] else None
    if found is None:
        draft.placements.append(placement)


def _room_left(session: Session, room_id: int | None) -> int | None:
    # A room may be gone by now: the item then has a time and no room, as when it was removed.
    if room_id is None or session.get(Room, room_id) is None:
        return None
    return room_id
