"""The released schedule, its history, and one item of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import NotFound
from offsite.events.models import Event, Room
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import agenda, queries
from offsite.schedule.models import Release, ReleasedItem
from offsite.schedule.rules import changes_between
from offsite.schedule.seats.queries import Place, Standing, places_of, standing_of
from offsite.web.access import (
    can,
    current_actor,
    load,
    load_by,
    load_event,
    unit_of_work,
    utc_now,
)
from offsite.web.proposals.forms import language_name
from offsite.web.schedule.blueprint import bp, is_htmx, url_if
from offsite.web.schedule.seating import tell
from offsite.web.schedule.shown import (
    item_url,
    marks_of,
    released_days,
    rooms_of,
    shown_released,
)
from offsite.web.seeded import seeded
from offsite.web.session_parts import Part, parts_of

ALL_DAYS = "all"


@dataclass(frozen=True)
class Filters:
    """What the reader asked for: empty narrows nothing."""

    text: str = ""
    track: str = ""
    format: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.text or self.track or self.format)

    def lets(self, item: ReleasedItem) -> bool:
        hosts = " ".join(str(host.get("name", "")) for host in item.hosts)
        found = f"{item.title} {item.subtitle} {item.abstract} {hosts}".casefold()
        return (
            self.track in ("", item.track_name)
            and self.format in ("", item.format_name)
            and self.text.casefold() in found
        )


def asked_filters() -> Filters:
    return Filters(
        text=request.args.get("q", "").strip()[:200],
        track=request.args.get("track", ""),
        format=request.args.get("format", ""),
    )


def picker() -> int | None:
    """The person who may pick here, or None."""
    event = load_event(Permission.SCHEDULE_SEE)
    return current_actor().person_id if can(Permission.AGENDA_OWN, event) else None


def picked_by(event: Event, person_id: int | None) -> frozenset[int]:
    """Ids of the proposals that the person has on the agenda by their own choice."""
    if person_id is None:
        return frozenset()
    picks = queries.picks_of(db.read_session(), event=event, person_id=person_id)
    return frozenset(one.proposal_id for one in picks if one.dropped_at is None)


def _places(event: Event, person_id: int | None) -> dict[int, Place]:
    """Where the person stands on the seat lists of the event."""
    if person_id is None:
        return {}
    return places_of(db.read_session(), event=event, person_id=person_id)


@bp.get("/<event_slug>/schedule/")
def show(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    session = db.read_session()
    release = queries.latest_release(session, event)
    if release is None:
        return render_template("schedule/none_yet.html", event=event)
    before = queries.release_before(session, release)
    return _schedule_page(event, release, before, picker())


@bp.get("/<event_slug>/schedule/v/<slug>/")
def show_release(event_slug: str, slug: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    session = db.read_session()
    release = queries.release_by_slug(session, event, slug)
    if release is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    newest = queries.latest_release(session, event)
    before = queries.release_before(session, release)
    return _schedule_page(event, release, before, None, newest=newest, is_frozen=True)


def _schedule_page(
    event: Event,
    release: Release,
    before: Release | None,
    person_id: int | None,
    **extra: Any,
) -> str:
    filters, marks = asked_filters(), marks_of(release, before)
    picked = picked_by(event, person_id)
    places = _places(event, person_id)
    running = [one for one in release.items if one.canceled_at is None]
    items = [
        shown_released(event, one, marks=marks, picked=picked, person_id=person_id, places=places)
        for one in running
        if filters.lets(one)
    ]
    days = released_days(event, items, rooms=rooms_of(running))
    every_day = sorted({one.starts_at.astimezone(event.zone).date() for one in running})
    chosen = chosen_day(event, every_day, filters)
    return render_template(
        "schedule/show.html",
        event=event,
        release=release,
        days=[one for one in days if chosen is None or one.date == chosen],
        every_day=every_day,
        chosen=chosen,
        filters=filters,
        tracks=_named(one.track_name for one in running),
        formats=[(one, seeded(one)) for one in _named(one.format_name for one in running)],
        dropped=[one for one in release.items if one.canceled_at == release.released_at],
        zone=event.zone,
        now=utc_now(),
        calendar=calendar_links(event),
        day_url=_day_url,
        **extra,
    )


def _named(names: Any) -> list[str]:
    return sorted({name for name in names if name})


def chosen_day(event: Event, days: Sequence[date], filters: Filters) -> date | None:
    """The day that was asked for, else today, else the first; None shows all of them.

    A search looks through all days unless one is named.
    """
    asked = request.args.get("day", "")
    found = next((one for one in days if one.isoformat() == asked), None)
    if found is not None or asked == ALL_DAYS or filters.is_on or not days:
        return found
    today = utc_now().astimezone(event.zone).date()
    return today if today in days else days[0]


def _day_url(on: date | None) -> str:
    values = {**(request.view_args or {}), **request.args.to_dict()}
    values["day"] = on.isoformat() if on else ALL_DAYS
    return url_for(request.endpoint or "", **values)


def calendar_links(event: Event) -> dict[str, str | None]:
    """The pages of calendars, where this installation has them and the reader may use them."""
    own = can(Permission.FEED_OWN, event)
    return {
        "whole": url_if("calendars.whole", event_slug=event.slug),
        "subscribe": url_if("calendars.subscribe", event_slug=event.slug) if own else None,
    }


@bp.get("/<event_slug>/schedule/rooms/<int:room_id>/")
def room(event_slug: str, room_id: int) -> str:
    """What runs in one room: where the code on its door leads."""
    found = load(Room, room_id, Permission.SCHEDULE_SEE)
    event = found.event
    release = queries.latest_release(db.read_session(), event)
    person_id = picker()
    picked, places = picked_by(event, person_id), _places(event, person_id)
    items = [
        shown_released(event, one, picked=picked, person_id=person_id, places=places)
        for one in (release.items if release else ())
        if one.room_id == found.id and one.canceled_at is None
    ]
    return render_template(
        "schedule/room.html",
        event=event,
        room=found,
        days=released_days(event, items, rooms=[found.name]) if items else [],
        zone=event.zone,
        now=utc_now(),
    )


@bp.get("/<event_slug>/schedule/items/<code>/")
def item(event_slug: str, code: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    session = db.read_session()
    release = queries.latest_release(session, event)
    found = _released(release, code)
    assert release is not None
    person_id = picker()
    before = queries.release_before(session, release)
    standing = _standing(found)
    shown = shown_released(
        event,
        found,
        marks=marks_of(release, before),
        picked=picked_by(event, person_id),
        person_id=person_id,
        places=_places(event, person_id),
    )
    earlier, later = _neighbours(release, found)
    return render_template(
        "schedule/item.html",
        event=event,
        item=found,
        shown=shown,
        standing=standing,
        place=standing.place_of(person_id) if standing and person_id else None,
        seats_url=_seats_url(event, found) if standing else None,
        phases=found.proposal.format.phases if found.proposal else [],
        earlier=earlier,
        later=later,
        item_url=lambda one: item_url(event, one),
        language_name=language_name(found.language) if found.language else "",
        zone=event.zone,
        now=utc_now(),
        ics_url=url_if("calendars.item", event_slug=event.slug, code=found.code),
        proposal_url=_proposal_url(event, found),
        proposal=found.proposal,
        parts=_parts(event, found),
    )


def _parts(event: Event, item: ReleasedItem) -> list[Part]:
    """What features add for members; a stranger on a public page sees the session alone."""
    person_id = current_actor().person_id
    if item.proposal is None or person_id is None or not can(Permission.MEMBER_LIST, event):
        return []
    return parts_of(item.proposal, person_id, utc_now())


def _standing(item: ReleasedItem) -> Standing | None:
    """The item's seat list, as long as the item runs."""
    if item.canceled_at is not None or item.proposal_id is None:
        return None
    return standing_of(db.read_session(), proposal_id=item.proposal_id)


def _seats_url(event: Event, item: ReleasedItem) -> str | None:
    if item.proposal is None or not can(Permission.SEATS_SEE, item.proposal):
        return None
    return url_for("schedule.seat_list", event_slug=event.slug, code=item.code)


def _released(release: Release | None, code: str) -> ReleasedItem:
    items = release.items if release else []
    found = next((one for one in items if one.code == code.upper()), None)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _neighbours(
    release: Release, item: ReleasedItem
) -> tuple[ReleasedItem | None, ReleasedItem | None]:
    """What runs before and after in the same room."""
    same = [one for one in release.items if one.room_name == item.room_name and not one.canceled_at]
    earlier = [one for one in same if one.ends_at <= item.starts_at]
    later = [one for one in same if one.starts_at >= item.ends_at]
    return (earlier[-1] if earlier else None), (later[0] if later else None)


def _proposal_url(event: Event, item: ReleasedItem) -> str | None:
    if item.proposal is None or not can(Permission.PROPOSAL_SEE, item.proposal):
        return None
    return url_if("proposals.show", event_slug=event.slug, code=item.code)


@bp.post("/<event_slug>/schedule/items/<code>/pick")
def pick(event_slug: str, code: str) -> Response | str:
    event = load_event(Permission.AGENDA_OWN)
    found = _released(queries.latest_release(db.read_session(), event), code)
    proposal = load_by(Proposal, Permission.AGENDA_OWN, event_id=event.id, code=found.code)
    person_id = current_actor().person_id
    assert person_id is not None
    wanted = request.form.get("pick") == "1"
    now = utc_now()
    with unit_of_work() as session:
        change = agenda.pick if wanted else agenda.drop
        change(session, proposal=proposal, person_id=person_id, now=now)
        tell(session, event, now)
    if is_htmx():
        shown = shown_released(
            event,
            found,
            picked=frozenset({proposal.id} if wanted else ()),
            person_id=person_id,
            places=places_of(db.read_session(), event=event, person_id=person_id),
        )
        return render_template(
            "schedule/_pick.html",
            event=event,
            item=shown,
            came_from=request.form.get("from", "show"),
            day=request.form.get("day", ""),
            spot="grid" if request.form.get("spot") == "grid" else "list",
        )
    return redirect(_came_from(event), 303)


def _came_from(event: Event) -> str:
    """The page of this event that the button stood on: one of a few, never an address."""
    pages = {"agenda": "schedule.agenda", "item": "schedule.item"}
    endpoint = pages.get(request.form.get("from", ""), "schedule.show")
    values: dict[str, Any] = {"event_slug": event.slug}
    if endpoint == "schedule.item":
        values["code"] = (request.view_args or {})["code"]
    if endpoint == "schedule.show" and (asked := request.form.get("day")):
        values["day"] = asked
    return url_for(endpoint, **values)


@bp.get("/<event_slug>/schedule/changelog/")
def changelog(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    return render_template(
        "schedule/changelog.html",
        event=event,
        entries=history(event),
        zone=event.zone,
        item_url=lambda one: item_url(event, one),
        feed_url=url_for("schedule.feed", event_slug=event.slug),
    )


def history(event: Event) -> list[tuple[Release, Any]]:
    """Every release with what it changed, newest first."""
    releases = list(queries.releases_of(db.read_session(), event))
    older = [*(one.items for one in releases[1:]), []]
    return [
        (release, changes_between(before, release.items))
        for release, before in zip(releases, older, strict=False)
    ]
