"""Moves of several items at once: two that swap, and everything after a time that shifts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.events.models import Room, Slot
from offsite.events.rules import instant_at
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.schedule import ledger
from offsite.schedule.drafts import require_schedulable
from offsite.schedule.evaluation import Spot, spots_of
from offsite.schedule.ledger import open_for_change
from offsite.schedule.models import Draft, Placement


class CannotSwap(RuleBroken):
    """Two different items swap, and one of them has a place."""


class NothingToShift(RuleBroken):
    """Nothing begins then and there."""


class NoSlotThere(RuleBroken):
    """An item would be shifted beyond the day's slots."""


# --- Two that swap --------------------------------------------------------------------------


def swapped(draft: Draft, first: Proposal, second: Proposal) -> dict[int, ledger.Spot]:
    """Where both stand afterwards: each begins where the other did and keeps its length.

    One of them may have no place: it takes the other's, which then has none.

    Raises:
        CannotSwap: they are one item, or neither has a place.
    """
    here, there = (ledger.standing(draft, one.id) for one in (first, second))
    if first.id == second.id or (here is None and there is None):
        raise CannotSwap("Choose another item to swap with; one of the two must have a place.")
    return {
        first.id: _in_place_of(first, here, there),
        second.id: _in_place_of(second, there, here),
    }


def _in_place_of(proposal: Proposal, own: Placement | None, other: Placement | None) -> ledger.Spot:
    if other is None:
        return {}
    ends_at = other.starts_at + timedelta(minutes=proposal.minutes)
    pinned = own is not None and own.pinned_at is not None
    return ledger.spot(other.room_id, other.starts_at, ends_at, pinned=pinned)


def swap(
    session: Session,
    *,
    draft: Draft,
    first: Proposal,
    second: Proposal,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Let two items change places, in one step of history.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NotSchedulable: one of them is not accepted, or of another event.
        CannotSwap: as `swapped`.
        DayLocked: one stands on a locked day.
    """
    open_for_change(session, draft, seen_version)
    for one in (first, second):
        require_schedulable(draft, one)
    targets = swapped(draft, first, second)
    ledger.change(session, draft=draft, kind="swap", targets=targets, actor=actor, now=now)


# --- Everything after a time ----------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """What shifts: all that begins at ``clock`` or later on the local ``day``, in one room or
    in all; and how far: by ``minutes``, or by whole ``slots`` of the day.  Both may be
    negative; one of them is zero."""

    day: date
    clock: time
    room_id: int | None = None
    minutes: int = 0
    slots: int = 0


def shifted(draft: Draft, shift: Shift) -> dict[int, ledger.Spot]:
    """Where everything of ``shift`` stands afterwards; pins go along.

    By minutes items leave the slots, as a delay does; by slots each begins as far into
    another slot as it began into its own.

    Raises:
        NothingToShift: nothing begins then.
        NoSlotThere: an item would leave the day's slots.
        BadInput: the day has no such local time.
    """
    first = instant_at(shift.day, shift.clock, draft.event.zone)
    chosen = [
        one
        for one in sorted(draft.placements, key=lambda one: (one.starts_at, one.id))
        if one.starts_at >= first
        and _local_day(draft, one.starts_at) == shift.day
        and shift.room_id in (None, one.room_id)
    ]
    if not chosen:
        raise NothingToShift("Nothing begins then, so there is nothing to shift.")
    slots = [one for one in draft.event.slots if _local_day(draft, one.starts_at) == shift.day]
    return {one.proposal_id: _shifted(one, shift, slots) for one in chosen}


def _local_day(draft: Draft, instant: datetime) -> date:
    return instant.astimezone(draft.event.zone).date()


def _shifted(placement: Placement, shift: Shift, slots: Sequence[Slot]) -> ledger.Spot:
    by = (
        _as_slots(placement, shift.slots, slots)
        if shift.slots
        else timedelta(minutes=shift.minutes)
    )
    return ledger.spot(
        placement.room_id,
        placement.starts_at + by,
        placement.ends_at + by,
        pinned=placement.pinned_at is not None,
    )


def _as_slots(placement: Placement, number: int, slots: Sequence[Slot]) -> timedelta:
    """How far ``number`` slots on is, from the last slot that began before the item did."""
    begun = [n for n, slot in enumerate(slots) if slot.starts_at <= placement.starts_at]
    aim = begun[-1] + number if begun else -1
    if not 0 <= aim < len(slots):
        raise NoSlotThere(
            "There is no slot that far from “%(title)s” on that day. "
            "Shift by minutes, or move it first.",
            title=placement.proposal.title,
        )
    return slots[aim].starts_at - slots[begun[-1]].starts_at


def shift(
    session: Session,
    *,
    draft: Draft,
    shift: Shift,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Shift everything that ``shift`` names, in one step of history.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToShift, NoSlotThere, BadInput: as `shifted`.
        DayLocked: the day is locked, or an item would reach a locked one.
    """
    open_for_change(session, draft, seen_version)
    targets = shifted(draft, shift)
    details = {
        "day": shift.day.isoformat(),
        "clock": f"{shift.clock:%H:%M}",
        "room_id": shift.room_id,
        "minutes": shift.minutes,
        "slots": shift.slots,
    }
    ledger.change(
        session,
        draft=draft,
        kind="shift",
        targets=targets,
        details=details,
        actor=actor,
        now=now,
    )


# --- A change of several that was proposed --------------------------------------------------


@dataclass(frozen=True)
class Aim:
    """One step of a change: a proposal to a slot and room, or out of the draft (None)."""

    proposal: Proposal
    place: tuple[Slot, Room] | None


def carry_out(
    session: Session,
    *,
    draft: Draft,
    aims: Sequence[Aim],
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Make all steps of a proposed change, as one step of history.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NotSchedulable: an item is not accepted, or of another event.
        DayLocked: one stands on a locked day, or would.
    """
    open_for_change(session, draft, seen_version)
    targets: dict[int, ledger.Spot] = {}
    for one in aims:
        if one.place is not None:
            require_schedulable(draft, one.proposal)
        targets[one.proposal.id] = _aimed(draft, one)
    kind = "move" if len(targets) > 1 or any(targets.values()) else "unplace"
    ledger.change(session, draft=draft, kind=kind, targets=targets, actor=actor, now=now)


def _aimed(draft: Draft, aim: Aim) -> ledger.Spot:
    if aim.place is None:
        return {}
    slot, room = aim.place
    before = ledger.standing(draft, aim.proposal.id)
    ends_at = slot.starts_at + timedelta(minutes=aim.proposal.minutes)
    pinned = before is not None and before.pinned_at is not None
    return ledger.spot(room.id, slot.starts_at, ends_at, pinned=pinned)


# --- Before it is done ----------------------------------------------------------------------


def spots_after(draft: Draft, targets: dict[int, ledger.Spot]) -> list[Spot]:
    """Where everything would stand once ``targets`` are reached, for `evaluation.evaluate`."""
    others = [one for one in spots_of(draft.placements) if one.proposal_id not in targets]
    return others + [
        Spot(
            ident,
            target["room_id"],
            datetime.fromisoformat(target["starts_at"]).astimezone(UTC),
            datetime.fromisoformat(target["ends_at"]).astimezone(UTC),
        )
        for ident, target in targets.items()
        if target
    ]
