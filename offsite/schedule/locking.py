"""Days of a draft that stay as they are: everything on them is pinned, and nothing moves."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from offsite.policy import Actor
from offsite.schedule import ledger
from offsite.schedule.ledger import open_for_change
from offsite.schedule.models import DayLock, Draft, DraftChange, Placement


def lock_day(
    session: Session, *, draft: Draft, on: date, seen_version: int, actor: Actor, now: datetime
) -> None:
    """Keep the local day as it is: its items are pinned, nothing moves on it, to it or from it.

    A generation from the draft keeps it, too.  Locking twice is once.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
    """
    open_for_change(session, draft, seen_version)
    if on in draft.locked_days:
        return
    loose = [one for one in _on_day(draft, on) if one.pinned_at is None]
    _change(session, draft, "lock", on, loose, actor=actor, now=now)
    _add(draft, on, (one.proposal_id for one in loose), actor=actor, now=now)
    session.flush()


def unlock_day(
    session: Session, *, draft: Draft, on: date, seen_version: int, actor: Actor, now: datetime
) -> None:
    """Let the day change again; what was pinned before it was locked stays pinned.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
    """
    open_for_change(session, draft, seen_version)
    found = next((one for one in draft.locks if one.on == on), None)
    if found is None:
        return
    held = [one for one in _on_day(draft, on) if one.proposal_id in found.pinned]
    _change(session, draft, "unlock", on, held, actor=actor, now=now)
    draft.locks.remove(found)
    session.flush()


def follow(
    session: Session, *, draft: Draft, done: DraftChange, forth: bool, actor: Actor, now: datetime
) -> None:
    """Let the day's lock follow when ``done`` is undone or redone; other changes have none."""
    if done.kind not in {"lock", "unlock"}:
        return
    on = date.fromisoformat(done.details["day"])
    draft.locks = [one for one in draft.locks if one.on != on]
    # The old row goes first: a day is locked once.
    session.flush()
    if (done.kind == "lock") == forth:
        _add(draft, on, (one.proposal_id for one in done.steps), actor=actor, now=now)
        session.flush()


def _on_day(draft: Draft, on: date) -> list[Placement]:
    zone = draft.event.zone
    return [one for one in draft.placements if one.starts_at.astimezone(zone).date() == on]


def _change(
    session: Session,
    draft: Draft,
    kind: str,
    on: date,
    items: Iterable[Placement],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    stays = kind == "lock"
    targets = {one.proposal_id: {**ledger.spot_of(one), "pinned": stays} for one in items}
    details = {"day": on.isoformat()}
    ledger.change(
        session, draft=draft, kind=kind, targets=targets, details=details, actor=actor, now=now
    )


def _add(draft: Draft, on: date, pinned: Iterable[int], *, actor: Actor, now: datetime) -> None:
    draft.locks.append(
        DayLock(on=on, pinned=list(pinned), locked_at=now, locked_by_id=actor.person_id)
    )
