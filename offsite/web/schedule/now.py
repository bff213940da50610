"""What is on now and what comes next, room by room: on a phone, and on a wall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule import now as rules
from offsite.schedule import queries
from offsite.schedule.models import Release, ReleasedItem
from offsite.schedule.now import Change
from offsite.schedule.releases import RELEASED
from offsite.web import live
from offsite.web.access import load_event, utc_now
from offsite.web.rendering import local_time
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.shown import ShownItem, breaks_of, shown_released


@dataclass(frozen=True)
class Told:
    """An item of now with what is said of it: "starts in 5 minutes", "until 10:45", "moved"."""

    item: ShownItem
    when: str
    is_soon: bool = False
    change: str = ""


@dataclass(frozen=True)
class RoomTold:
    """One room of the page."""

    name: str
    now: Told | None
    next: Told | None


@bp.get("/<event_slug>/now")
def now(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    return render_template("schedule/now.html", **_shown(event, this_minute(), "now_live"))


@bp.get("/<event_slug>/now/live")
def now_live(event_slug: str) -> Response:
    return _fragment("schedule/_now.html", "now_live")


@bp.get("/<event_slug>/now/show")
def now_show(event_slug: str) -> str:
    """For a screen in the hallway: dark unless ``?light=1``, and without the frame."""
    event = load_event(Permission.SCHEDULE_SEE)
    moment = this_minute()
    shown = _shown(event, moment, "now_show_live")
    return render_template("schedule/now_show.html", is_light="light" in request.args, **shown)


@bp.get("/<event_slug>/now/show/live")
def now_show_live(event_slug: str) -> Response:
    return _fragment("schedule/_now_show.html", "now_show_live")


def this_minute() -> datetime:
    """Now to the minute: whoever asks within it is told the same."""
    return utc_now().replace(second=0, microsecond=0)


def _fragment(template: str, endpoint: str) -> Response:
    def render(event: Event) -> str:
        return render_template(template, **_shown(event, this_minute(), endpoint))

    # What runs changes with a release, and with the clock.
    return live.watch(Permission.SCHEDULE_SEE, (RELEASED,), render, seconds=live.CALM, tick=60)


def _shown(event: Event, moment: datetime, endpoint: str) -> dict[str, Any]:
    session = db.read_session()
    release = queries.latest_release(session, event)
    items = release.items if release else []
    starts = sorted(one.starts_at for one in items if one.canceled_at is None)
    return {
        "event": event,
        "release": release,
        "rooms": _rooms(event, release, moment),
        "pauses": [
            (one.title, one.room, local_time(one.ends_at, event.timezone))
            for one in breaks_of(event)
            if one.starts_at <= moment < one.ends_at
        ],
        "canceled": [
            (one.title, local_time(one.starts_at, event.timezone))
            for one in rules.canceled_today(items, now=moment, zone=event.zone)
        ],
        "upcoming": next((one for one in starts if one > moment), None),
        "today": moment.astimezone(event.zone).date(),
        "zone": event.zone,
        "now": moment,
        "every": live.CALM,
        "live_url": url_for(f"schedule.{endpoint}", event_slug=event.slug),
    }


def _rooms(event: Event, release: Release | None, moment: datetime) -> list[RoomTold]:
    if release is None:
        return []
    before = queries.release_before(db.read_session(), release)
    old = {one.uid: one for one in before.items} if before else {}
    changes = rules.changes_of_today(release.items, old, now=moment, zone=event.zone)
    return [
        RoomTold(
            one.room,
            _told(event, one.now, moment, changes, runs=True),
            _told(event, one.next, moment, changes, runs=False),
        )
        for one in rules.rooms_now(release.items, now=moment, zone=event.zone)
    ]


def _told(
    event: Event,
    item: ReleasedItem | None,
    moment: datetime,
    changes: Mapping[str, Change],
    *,
    runs: bool,
) -> Told | None:
    if item is None:
        return None
    edge = item.ends_at if runs else item.starts_at
    left = rules.minutes_until(edge, now=moment)
    return Told(
        item=shown_released(event, item),
        when=_when(local_time(edge, event.timezone), left, runs=runs),
        is_soon=left is not None and not runs,
        change=_change(event, changes.get(item.uid)),
    )


def _when(clock: str, left: int | None, *, runs: bool) -> str:
    if runs and left is None:
        return str(_("Running until %(time)s", time=clock))
    if runs:
        return str(ngettext("Ends in %(num)s minute", "Ends in %(num)s minutes", left))
    if left is None:
        return str(_("At %(time)s", time=clock))
    return str(ngettext("Starts in %(num)s minute", "Starts in %(num)s minutes", left))


def _change(event: Event, change: Change | None) -> str:
    """What is different from the release before, as one sentence; empty when nothing is."""
    if change is None:
        return ""
    clock = local_time(change.starts_at, event.timezone) if change.starts_at else ""
    if change.room is not None and clock:
        room = change.room or _("no room")
        return str(_("Moved: it was at %(time)s in %(room)s.", time=clock, room=room))
    if change.room is not None:
        room = change.room or _("no room")
        return str(_("Another room: it was in %(room)s.", room=room))
    return str(_("Another time: it was at %(time)s.", time=clock))
