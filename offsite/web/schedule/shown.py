"""Items as the schedule's macros want them, and the days they stand on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.schedule.models import Placement, Release, ReleasedItem
from offsite.schedule.rules import Changes, changes_between
from offsite.schedule.seats.queries import Place
from offsite.schedule.timetable import Day, Pause, days_of
from offsite.web.seeded import seeded


@dataclass(frozen=True)
class ShownItem:
    """One item of a grid or list.  ``can_pick`` offers the button; ``on_agenda`` is its state."""

    title: str
    url: str | None
    starts_at: datetime
    ends_at: datetime
    room: str
    hosts: str = ""
    hue: int | None = None
    format: str = ""
    mark: str = ""
    code: str = ""
    track: str = ""
    can_pick: bool = False
    on_agenda: bool = False
    because: str = ""
    waits: int = 0
    """The person's number on the waiting list; 0 for everybody else."""
    has_seat: bool = False
    is_pinned: bool = False
    is_selected: bool = False


def names_of(hosts: Iterable[Mapping[str, object]]) -> str:
    """The names of a released item's hosts, as one text."""
    return ", ".join(str(host.get("name", "")) for host in hosts)


def item_url(event: Event, item: ReleasedItem) -> str:
    return url_for("schedule.item", event_slug=event.slug, code=item.code)


def shown_released(
    event: Event,
    item: ReleasedItem,
    *,
    marks: Mapping[str, str] | None = None,
    picked: frozenset[int] = frozenset(),
    person_id: int | None = None,
    places: Mapping[int, Place] | None = None,
) -> ShownItem:
    """A released item; ``person_id`` None is somebody who cannot pick."""
    place = (places or {}).get(item.proposal_id or 0)
    return ShownItem(
        title=item.title,
        url=item_url(event, item),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        room=item.room_name,
        hosts=names_of(item.hosts),
        hue=item.format_hue,
        format=seeded(item.format_name),
        mark="canceled" if item.canceled_at else (marks or {}).get(item.uid, ""),
        code=item.code,
        track=item.track_name,
        can_pick=person_id is not None and item.proposal_id is not None and not item.canceled_at,
        on_agenda=item.proposal_id in picked,
        because=_because(item, person_id),
        waits=place.number if place and place.waits else 0,
        has_seat=place is not None and not place.waits and place.standing.is_scarce,
    )


def _because(item: ReleasedItem, person_id: int | None) -> str:
    """Why it is on the agenda without being picked, or empty."""
    if person_id is None:
        return ""
    if any(host.get("person_id") == person_id for host in item.hosts):
        return str(_("You host this"))
    return str(_("Everybody attends")) if item.everyone else ""


def shown_placement(
    placement: Placement, *, url: str, is_selected: bool, marked: bool
) -> ShownItem:
    """A placement of a draft; ``marked`` when a rule about it is broken."""
    proposal = placement.proposal
    return ShownItem(
        title=proposal.title,
        url=url,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        room=placement.room.name if placement.room else str(_("No room")),
        hosts=", ".join(host.name for host in proposal.active_hosts),
        hue=proposal.format.hue,
        format=seeded(proposal.format.name),
        mark="broken" if marked else "",
        code=proposal.code,
        is_pinned=placement.pinned_at is not None,
        is_selected=is_selected,
    )


def marks_of(release: Release, before: Release | None) -> dict[str, str]:
    """uid -> "new" or "moved", for what a release changed; a first one marks nothing."""
    if before is None:
        return {}
    changes: Changes = changes_between(before.items, release.items)
    return {one.uid: "new" for one in changes.new} | {one.new.uid: "moved" for one in changes.moved}


def breaks_of(event: Event, *, with_blockers: bool = False) -> list[Pause]:
    """Breaks that everybody sees, and on request what only blocks a room."""
    rooms: dict[int | None, str] = {one.id: one.name for one in event.rooms}
    return [
        Pause(one.title, one.starts_at, one.ends_at, rooms.get(one.room_id))
        for one in event.blockers
        if one.kind == "break" or with_blockers
    ]


def released_days(
    event: Event, items: Sequence[ShownItem], *, rooms: Sequence[str]
) -> list[Day[ShownItem]]:
    """The days of a released schedule: only rooms that are used on any of them."""
    return days_of(items, rooms=rooms, zone=event.zone, pauses=breaks_of(event))


def rooms_of(items: Iterable[ReleasedItem]) -> list[str]:
    """The rooms of released items as they were called then, in their order."""
    ordered = sorted(items, key=lambda one: (one.room_position, one.room_name))
    return list(dict.fromkeys(one.room_name for one in ordered))
