"""What is on now and what comes next, room by room."""

from typing import Any

from flask import Response, render_template, url_for

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule import queries
from offsite.schedule.models import Release
from offsite.schedule.personal import rooms_now
from offsite.web import live
from offsite.web.access import load_event, utc_now
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.shown import breaks_of, shown_released

EVERY = 20
"""Seconds between two looks of an open page."""


@bp.get("/<event_slug>/now")
def now(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_SEE)
    release = queries.latest_release(db.read_session(), event)
    return render_template("schedule/now.html", **_shown(event, release))


@bp.get("/<event_slug>/now/live")
def now_live(event_slug: str) -> Response:
    event = load_event(Permission.SCHEDULE_SEE)
    release = queries.latest_release(db.read_session(), event)
    shown = _shown(event, release)
    parts = (
        release.id if release else 0,
        [(one["room"], one["now"], one["next"]) for one in shown["rooms"]],
        shown["pauses"],
        shown["today"],
    )
    return live.answer(parts, lambda: render_template("schedule/_now.html", **shown), seconds=EVERY)


def _shown(event: Event, release: Release | None) -> dict[str, Any]:
    moment = utc_now()
    items = release.items if release else []
    today = moment.astimezone(event.zone).date()
    starts = sorted(one.starts_at for one in items if one.canceled_at is None)
    return {
        "event": event,
        "release": release,
        "rooms": [
            {
                "room": one.room,
                "now": shown_released(event, one.now) if one.now else None,
                "next": shown_released(event, one.next) if one.next else None,
            }
            for one in rooms_now(items, now=moment, zone=event.zone)
        ],
        "pauses": [one for one in breaks_of(event) if one.starts_at <= moment < one.ends_at],
        "upcoming": next((one for one in starts if one > moment), None),
        "today": today,
        "zone": event.zone,
        "now": moment,
        "every": EVERY,
        "live_url": url_for("schedule.now_live", event_slug=event.slug),
    }
