"""Undo and redo: the draft's changes walked back and forth, across reloads and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.events.models import Room
from offsite.policy import Actor
from offsite.schedule import queries
from offsite.schedule.drafts import note, open_for_change, spot_of
from offsite.schedule.models import Draft, Placement


class NothingToUndo(RuleBroken):
    """Every change was undone already, or there was none."""


class NothingToRedo(RuleBroken):
    """No change was undone, or another was made since."""


@dataclass(frozen=True)
class Walk:
    """Versions of the changes that can be undone and redone, the next one last."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]


def walk_of(changes: Iterable[tuple[int, Mapping[str, Any]]]) -> Walk:
    """Read ``changes`` (version and ``before``, the oldest first) as two stacks.

    A new change takes away what could be redone.
    """
    done: list[int] = []
    undone: list[int] = []
    for version, before in changes:
        if before.get("undoes") in done:
            done.remove(before["undoes"])
            undone.append(before["undoes"])
        elif before.get("redoes") in undone:
            undone.remove(before["redoes"])
            done.append(before["redoes"])
        else:
            done.append(version)
            undone.clear()
    return Walk(tuple(done), tuple(undone))


def walk(session: Session, draft: Draft) -> Walk:
    """What can be undone and redone in the draft now."""
    return walk_of(queries.whole_history(session, draft))


def undo(session: Session, *, draft: Draft, seen_version: int, actor: Actor, now: datetime) -> None:
    """Take back the last change that counts, whoever made it.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToUndo: no change is left.
    """
    open_for_change(session, draft, seen_version)
    versions = walk(session, draft).undo
    if not versions:
        raise NothingToUndo("There is nothing left to undo in this draft.")
    change = queries.change_at(session, draft, version=versions[-1])
    before = _put(session, draft, change.proposal_id, change.before, now)
    before["undoes"] = change.version
    after = _spot(draft, change.proposal_id)
    note(session, draft, change.proposal_id, before, after, actor=actor, now=now)


def redo(session: Session, *, draft: Draft, seen_version: int, actor: Actor, now: datetime) -> None:
    """Make the change again that was undone last.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToRedo: nothing was undone, or something else was changed since.
    """
    open_for_change(session, draft, seen_version)
    versions = walk(session, draft).redo
    if not versions:
        raise NothingToRedo("There is nothing to redo in this draft.")
    change = queries.change_at(session, draft, version=versions[-1])
    before = _put(session, draft, change.proposal_id, change.after, now)
    before["redoes"] = change.version
    after = _spot(draft, change.proposal_id)
    note(session, draft, change.proposal_id, before, after, actor=actor, now=now)


def _standing(draft: Draft, proposal_id: int) -> Placement | None:
    return next((one for one in draft.placements if one.proposal_id == proposal_id), None)


def _spot(draft: Draft, proposal_id: int) -> dict[str, Any]:
    return spot_of(_standing(draft, proposal_id))


def _put(
    session: Session, draft: Draft, proposal_id: int, spot: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Let the item stand at ``spot``, or nowhere when that is empty; returns where it stood."""
    found = _standing(draft, proposal_id)
    before = spot_of(found)
    if not spot:
        if found is not None:
            draft.placements.remove(found)
        return before
    room_id = _room_left(session, spot["room_id"])
    placement = found or Placement(proposal_id=proposal_id)
    placement.room_id = room_id
    placement.starts_at = datetime.fromisoformat(spot["starts_at"])
    placement.ends_at = datetime.fromisoformat(spot["ends_at"])
    placement.pinned_at = (placement.pinned_at or now) if spot["pinned"] else None
    if found is None:
        draft.placements.append(placement)
    return before


def _room_left(session: Session, room_id: int | None) -> int | None:
    # A room may be gone by now: the item then has a time and no room, as when it was removed.
    if room_id is None or session.get(Room, room_id) is None:
        return None
    return room_id
