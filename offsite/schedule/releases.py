"""Releasing a schedule: what is frozen then never changes."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.events.models import Event
from offsite.live.services import bump
from offsite.policy import Actor
from offsite.proposals.models import Proposal
from offsite.schedule import queries
from offsite.schedule.evaluation import Broken, evaluate, spots_of
from offsite.schedule.formulation import Grid, grid_of
from offsite.schedule.models import Draft, Placement, Release, ReleasedItem
from offsite.schedule.rules import Changes, changes_between, is_moved
from offsite.schedule.scores import unplaced_of
from offsite.schedule.seats.services import open_lists
from offsite.schedule.silences import Quiet, sift, silenced_of


class NothingToRelease(RuleBroken):
    """The draft places no confirmed item."""


class NameTaken(RuleBroken):
    """Another release of this event has this name."""


class NotAcknowledged(Stale):
    """There are warnings that whoever releases has not seen."""


RELEASED = "released"
"""The topic of open pages that show the released schedule."""

Afterwards = Callable[[Session, Release, Changes], object]

AFTER_RELEASE: list[Afterwards] = []
"""Called with every release and what it changed, in its transaction: who is affected is
told from here, by writing rows that are sent later."""

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


@dataclass(frozen=True)
class Preview:
    """What releasing a draft would change, and what is worth a second thought.

    ``broken`` are hard rules, and rooms that are too small; ``left_out`` are placed and not
    confirmed, so they stay hidden; ``unplaced`` have no place.  ``mark`` names exactly these
    warnings.  ``quiet`` were silenced, and ``expected`` is how many would come to what.
    """

    changes: Changes
    broken: tuple[Broken, ...]
    left_out: tuple[Proposal, ...]
    unplaced: tuple[Proposal, ...]
    quiet: tuple[Quiet, ...] = ()
    expected: Mapping[int, int] = field(default_factory=dict)

    @property
    def has_warnings(self) -> bool:
        return bool(self.broken or self.left_out or self.unplaced)

    @property
    def mark(self) -> str:
        seen = (
            sorted(map(repr, self.broken)),
            sorted(one.id for one in self.left_out),
            sorted(one.id for one in self.unplaced),
        )
        return sha256(repr(seen).encode()).hexdigest()[:16] if self.has_warnings else ""


def preview(session: Session, *, draft: Draft, now: datetime, grid: Grid | None = None) -> Preview:
    """Look at a release of ``draft`` without making it."""
    placements = queries.placements_of(session, draft)
    before = queries.latest_release(session, draft.event)
    items = frozen_items(releasable(placements), before, now=now)
    grid = grid or grid_of(session, draft.event)
    found = evaluate(grid, spots_of(placements))
    warnings = sift(found.warnings, silenced_of(session, draft.event))
    return Preview(
        changes=changes_between(before.items if before else (), items),
        broken=warnings.open,
        quiet=warnings.quiet,
        expected=found.expected,
        left_out=tuple(one.proposal for one in placements if one.proposal.state == "accepted"),
        unplaced=tuple(unplaced_of(grid, draft)),
    )


def suggested_name(session: Session, event: Event) -> str:
    """The next free of v1, v2 ..."""
    taken = {one.slug for one in queries.releases_of(session, event)}
    number = queries.next_number(session, event)
    while f"v{number}" in taken:
        number += 1
    return f"v{number}"


def release(
    session: Session,
    *,
    draft: Draft,
    name: str,
    note: str,
    actor: Actor,
    now: datetime,
    acknowledged: str | None = None,
    tell: Sequence[Afterwards] = (),
) -> Release:
    """Freeze what ``draft`` places as the schedule everybody sees.

    Only confirmed items are released.  Items of the release before that are not in this
    one stay as tombstones, so that calendars let them go.  ``acknowledged`` is the mark of
    the warnings that were seen (`Preview.mark`); None asks for none.  ``tell`` is called
    after `AFTER_RELEASE`, in the same transaction.

    Raises:
        NothingToRelease: no confirmed item is placed.
        NameTaken: the event has a release of this name.
        NotAcknowledged: there are other warnings than those.
    """
    # Two organizers at once must not both become the next number.
    session.refresh(draft.event, with_for_update=True)
    if acknowledged is not None and acknowledged != preview(session, draft=draft, now=now).mark:
        raise NotAcknowledged("Look at the warnings below, then say that you have seen them.")
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
    open_lists(session, fresh, now=now)
    changes = changes_between(before.items if before else (), fresh.items)
    for say in (*AFTER_RELEASE, *tell):
        say(session, fresh, changes)
    bump(session, event_id=draft.event_id, topic=RELEASED)
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
