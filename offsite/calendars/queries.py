"""Reads about feeds: whose address it is, and what a person's calendar has held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.calendars.models import FeedToken
from offsite.events.models import Event
from offsite.events.queries import membership_of
from offsite.people.secrets import hash_of
from offsite.schedule import queries as schedule
from offsite.schedule.models import Pick, Release, ReleasedItem
from offsite.schedule.seats import queries as seats
from offsite.schedule.seats.models import SeatClaim


def live_feed(session: Session, token: str) -> FeedToken | None:
    """The feed at this secret address, while its person is a member and may sign in."""
    found = session.scalars(
        select(FeedToken)
        .where(FeedToken.token_hash == hash_of(token), FeedToken.revoked_at.is_(None))
        .options(joinedload(FeedToken.person), joinedload(FeedToken.event))
    ).one_or_none()
    if found is None or not found.person.can_sign_in():
        return None
    member = membership_of(session, event_id=found.event_id, person_id=found.person_id)
    return found if member else None


def feeds_of(session: Session, *, event: Event, person_id: int) -> dict[str, FeedToken]:
    """The person's live feeds of this event by kind ("mine", "whole")."""
    rows = session.scalars(
        select(FeedToken)
        .where(
            FeedToken.event_id == event.id,
            FeedToken.person_id == person_id,
            FeedToken.revoked_at.is_(None),
        )
        .order_by(FeedToken.id)
    )
    return {row.kind: row for row in rows}


@dataclass(frozen=True)
class Kept:
    """An item of the latest release as one person's calendar must show it.

    ``attends`` False is an item that was in the calendar once and must vanish from it.
    ``turns`` counts how often the person's attendance changed: it raises the SEQUENCE.
    ``waits`` is attendance without a seat so far.
    """

    item: ReleasedItem
    attends: bool
    turns: int
    changed_at: datetime
    waits: bool = False


def personal_items(session: Session, *, event: Event, person_id: int) -> list[Kept]:
    """Everything that is or ever was in the person's calendar of this event."""
    releases = list(reversed(schedule.releases_of(session, event)))
    picks = {
        pick.proposal_id: pick
        for pick in schedule.picks_of(session, event=event, person_id=person_id)
    }
    claims = seats.claims_of(session, event=event, person_id=person_id)
    kept = kept_items(releases, picks, person_id=person_id)
    return [_with_seat(one, claims.get(one.item.proposal_id or 0)) for one in kept]


def _with_seat(kept: Kept, claim: SeatClaim | None) -> Kept:
    """The same item by what the person's seat says of it."""
    if claim is None:
        return kept
    return replace(
        kept,
        waits=kept.attends and claim.state == "waiting",
        turns=kept.turns + claim.turns,
        changed_at=max(kept.changed_at, claim.changed_at),
    )


def kept_items(
    releases: Sequence[Release], picks: dict[int, Pick], *, person_id: int
) -> list[Kept]:
    """What ``personal_items`` decides, from rows; ``releases`` oldest first."""
    if not releases:
        return []
    history: dict[str, list[tuple[Release, ReleasedItem]]] = {}
    for release in releases:
        for item in release.items:
            history.setdefault(item.uid, []).append((release, item))
    found = (_kept(history[item.uid], picks, person_id) for item in releases[-1].items)
    return [one for one in found if one is not None]


def _kept(
    history: Sequence[tuple[Release, ReleasedItem]], picks: dict[int, Pick], person_id: int
) -> Kept | None:
    item = history[-1][1]
    pick = picks.get(item.proposal_id) if item.proposal_id is not None else None
    attended = [_by_right(one, person_id) for _release, one in history]
    picked = pick is not None and pick.dropped_at is None
    if not (attended[-1] or picked or _was_in(history, attended, pick)):
        return None
    turns = [
        release.released_at
        for (release, _item), now, before in zip(history[1:], attended[1:], attended, strict=False)
        if now != before
    ]
    moments = [item.changed_at, *turns, *([pick.changed_at] if pick else [])]
    return Kept(
        item=item,
        attends=attended[-1] or picked,
        turns=len(turns) + _changes_of_mind(history, attended, pick),
        changed_at=max(moments),
    )


def _changes_of_mind(
    history: Sequence[tuple[Release, ReleasedItem]], attended: Iterable[bool], pick: Pick | None
) -> int:
    if pick is None:
        return 0
    # A first pick puts a new item into the calendar.  Where the item was before, by right,
    # it may stand there as cancelled, and only a higher SEQUENCE brings it back.
    was_there = any(
        by_right and release.released_at <= pick.picked_at
        for (release, _item), by_right in zip(history, attended, strict=True)
    )
    return pick.flips + was_there


def _by_right(item: ReleasedItem, person_id: int) -> bool:
    """Whether the person attends without picking: they host it, or everybody attends."""
    return item.everyone or any(host.get("person_id") == person_id for host in item.hosts)


def _was_in(
    history: Sequence[tuple[Release, ReleasedItem]], attended: Iterable[bool], pick: Pick | None
) -> bool:
    if any(attended):
        return True
    # A pick taken back before the item was first released was never in a calendar.
    first = history[0][0].released_at
    return pick is not None and pick.dropped_at is not None and pick.dropped_at >= first
