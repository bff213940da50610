"""Releasing a schedule: what is frozen then never changes."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.policy import Actor
from offsite.schedule import queries
from offsite.schedule.models import Draft, Placement, Release, ReleasedItem
from offsite.schedule.rules import is_moved


class NothingToRelease(RuleBroken):
    """The draft places no confirmed item."""


class NameTaken(RuleBroken):
    """Another release of this event has this name."""


# What a calendar shows besides time and room: a change of these raises no sequence.
WORDING = (
    "code",
    "title",
    "subtitle",
    "abstract",
    "language",
    "format_name",
    "format_hue",
    "track_name",
    "everyone",
    "hosts",
    "room_name",
)


def release(
    session: Session, *, draft: Draft, name: str, note: str, actor: Actor, now: datetime
) -> Release:
    """Freeze what ``draft`` places as the schedule everybody sees.

    Only confirmed items are released.  Items of the release before that are not in this
    one stay as tombstones, so that calendars let them go.

    Raises:
        NothingToRelease: no confirmed item is placed.
        NameTaken: the event has a release of this name.
    """
    # Two organizers at once must not both become the next number.
    session.refresh(draft.event, with_for_update=True)
    placements = releasable(queries.placements_of(session, draft))
    if not placements:
        raise NothingToRelease("This draft places no confirmed item, so there is nothing to show.")
    slug = slug_of(name)
    if queries.release_by_slug(session, draft.event, slug) is not None:
        raise NameTaken("There is a release called “%(name)s” already.", name=name)

    before = queries.latest_release(session, draft.event)
    fresh = Release(
        event_id=draft.event_id,
        number=queries.next_number(session, draft.event),
        name=name,
        slug=slug,
        note=note,
        released_at=now,
        released_by_id=actor.person_id,
    )
    fresh.items = frozen_items(placements, before, now=now)
    session.add(fresh)
    session.flush()
    return fresh


def releasable(placements: Sequence[Placement]) -> list[Placement]:
    """The placements that may become public."""
    return [one for one in placements if one.proposal.state == "confirmed"]


def frozen_items(
    placements: Sequence[Placement], before: Release | None, *, now: datetime
) -> list[ReleasedItem]:
    """Copies of what is placed, and tombstones of what was released before and is not now.

    Nothing is saved: a preview can ask for them, too.
    """
    earlier = {item.uid: item for item in before.items} if before else {}
    items = [_frozen(one, earlier.get(one.proposal.uid), now=now) for one in placements]
    kept = {item.uid for item in items}
    return items + [_tombstone(old, now=now) for uid, old in earlier.items() if uid not in kept]


def _frozen(placement: Placement, old: ReleasedItem | None, *, now: datetime) -> ReleasedItem:
    proposal, room = placement.proposal, placement.room
    item = ReleasedItem(
        proposal_id=proposal.id,
        uid=proposal.uid,
        code=proposal.code,
        title=proposal.title,
        subtitle=proposal.subtitle,
        abstract=proposal.abstract,
        language=proposal.language,
        format_name=proposal.format.name,
        format_hue=proposal.format.hue,
        track_name=proposal.track.name if proposal.track else "",
        everyone=proposal.format.everyone,
        hosts=[
            {"guid": host.guid, "name": host.name, "person_id": host.id}
            for host in proposal.active_hosts
        ],
        room_id=room.id if room else None,
        room_guid=room.guid if room else "",
        room_name=room.name if room else "",
        room_position=room.position if room else 0,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
    )
    item.sequence, item.changed_at = _revision(item, old, now=now)
    return item


def _revision(
    item: ReleasedItem, old: ReleasedItem | None, *, now: datetime
) -> tuple[int, datetime]:
    """The item's SEQUENCE and time of last change (RFC 5545, 3.8.7.4)."""
    if old is None:
        return 0, now
    if old.canceled_at is not None or is_moved(old, item):
        return old.sequence + 1, now
    if any(getattr(old, name) != getattr(item, name) for name in WORDING):
        return old.sequence, now
    return old.sequence, old.changed_at


def _tombstone(old: ReleasedItem, *, now: datetime) -> ReleasedItem:
    columns = ReleasedItem.__table__.columns.keys()
    copied = {name: getattr(old, name) for name in columns if name not in {"id", "release_id"}}
    if old.canceled_at is None:
        copied |= {"canceled_at": now, "changed_at": now, "sequence": old.sequence + 1}
    return ReleasedItem(**copied)


def slug_of(name: str) -> str:
    """The name as part of an address: plain letters and digits, joined by hyphens.

    Raises:
        RuleBroken: nothing of the name is left.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if not slug:
        raise RuleBroken("A release's name needs a letter or a digit, for its address.")
    return slug
