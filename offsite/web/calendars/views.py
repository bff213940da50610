from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from offsite import db
from offsite.calendars import feeds, queries, services
from offsite.calendars.extras import extras_of
from offsite.config import Settings
from offsite.errors import NotFound
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule import queries as schedule
from offsite.schedule.models import Release, ReleasedItem
from offsite.web.access import current_actor, load_event, public, unit_of_work, utc_now
from offsite.web.conditional import answer

bp = Blueprint("calendars", __name__)

CONTENT_TYPE = "text/calendar; charset=utf-8"
DEFAULT_LANGUAGE = "en"


@bp.get("/<event_slug>/schedule.ics")
@bp.get("/<event_slug>/schedule/export/schedule.ics", endpoint="whole_alias")
def whole(event_slug: str) -> Response:
    event = load_event(Permission.SCHEDULE_SEE)
    release = schedule.latest_release(db.read_session(), event)
    return _answer(feeds.whole_feed(event, release, frame(event)), event, shared=event.is_public)


@bp.get("/<event_slug>/schedule/v/<slug>/schedule.ics")
@bp.get("/<event_slug>/schedule/v/<slug>.ics", endpoint="release_alias")
def release(event_slug: str, slug: str) -> Response:
    event = load_event(Permission.SCHEDULE_SEE)
    found = release_of_address(event, slug)
    return _answer(feeds.whole_feed(event, found, frame(event)), event, shared=event.is_public)


def release_of_address(event: Event, slug: str) -> Release:
    found = schedule.release_by_slug(db.read_session(), event, slug)
    if found is None:
        raise NotFound("There is no release of that name.")
    return found


@bp.get("/<event_slug>/proposals/<code>.ics")
def item(event_slug: str, code: str) -> Response:
    event = load_event(Permission.SCHEDULE_SEE)
    newest = schedule.latest_release(db.read_session(), event)
    found = next((one for one in newest.items if one.code == code), None) if newest else None
    if found is None:
        raise NotFound("This session is not on the released schedule.")
    feed = feeds.item_feed(event, found, frame(event))
    return _answer(feed, event, shared=event.is_public, name=code)


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    session = db.read_session()
    found = queries.live_feed(session, token)
    if found is None:
        raise NotFound("This calendar address is not in use any more.")
    event = found.event
    newest = schedule.latest_release(session, event)
    language = found.person.locale or DEFAULT_LANGUAGE
    if found.kind == "whole":
        return _answer(feeds.whole_feed(event, newest, frame(event, language)), event)
    kept = queries.personal_items(session, event=event, person_id=found.person_id)
    with force_locale(language):
        name = _("My %(event)s", event=event.name)
    around = frame(event, language)
    extras = extras_of(session, event, found.person_id, around)
    mine = feeds.personal_feed(name, event, kept, newest, around, extras=extras)
    return _answer(mine, event, name="my-agenda")


def frame(event: Event, language: str = DEFAULT_LANGUAGE) -> feeds.Frame:
    """What the feed's entries need.  The language is the feed's, not the request's.

    Calendar programs fetch in no language at all, and two fetches must be equal.
    """
    settings: Settings = current_app.extensions["offsite"]

    def page_of(one: ReleasedItem) -> str:
        return settings.base_url + url_for("schedule.item", event_slug=event.slug, code=one.code)

    with force_locale(language):
        cancelled_prefix = _("Cancelled: ")
    return feeds.Frame(
        host=settings.uid_host,
        page_of=page_of,
        schedule_page=settings.base_url + url_for("schedule.show", event_slug=event.slug),
        cancelled_prefix=cancelled_prefix,
        base_url=settings.base_url,
    )


def _answer(
    found: feeds.Feed, event: Event, *, shared: bool = False, name: str = "schedule"
) -> Response:
    return answer(
        found.body,
        content_type=CONTENT_TYPE,
        changed_at=found.changed_at,
        filename=f"{event.slug}-{name}.ics",
        shared=shared,
    )


@bp.get("/<event_slug>/calendar")
def subscribe(event_slug: str) -> str:
    event = load_event(Permission.FEED_OWN)
    return _subscribe_page(event)


@bp.post("/<event_slug>/calendar/<any(mine, whole):kind>")
def reset(event_slug: str, kind: str) -> Response:
    event = load_event(Permission.FEED_OWN)
    person_id = current_actor().person_id
    assert person_id is not None
    with unit_of_work() as session:
        token = services.reset_feed(
            session, event=event, person_id=person_id, kind=kind, now=utc_now()
        )
    # Shown this once: a redirect would have to carry the secret in its address, and a
    # browser that kept the page would show it again to whoever goes back.
    page = Response(_subscribe_page(event, fresh={kind: token}))
    page.headers["Cache-Control"] = "private, no-store"
    return page


@bp.post("/<event_slug>/calendar/<any(mine, whole):kind>/revoke")
def revoke(event_slug: str, kind: str) -> ResponseReturnValue:
    event = load_event(Permission.FEED_OWN)
    person_id = current_actor().person_id
    assert person_id is not None
    with unit_of_work() as session:
        services.revoke_feed(session, event=event, person_id=person_id, kind=kind, now=utc_now())
    flash(_("That calendar address no longer works."), "success")
    return redirect(url_for(".subscribe", event_slug=event.slug), 303)


def _subscribe_page(event: Event, fresh: dict[str, str] | None = None) -> str:
    person_id = current_actor().person_id
    assert person_id is not None
    settings: Settings = current_app.extensions["offsite"]
    addresses = {
        kind: addresses_of(settings.base_url + url_for(".feed", token=token))
        for kind, token in (fresh or {}).items()
    }
    open_address = settings.base_url + url_for(".whole", event_slug=event.slug)
    return render_template(
        "calendars/subscribe.html",
        feeds=queries.feeds_of(db.read_session(), event=event, person_id=person_id),
        addresses=addresses,
        open_addresses=addresses_of(open_address) if event.is_public else None,
    )


def addresses_of(https: str) -> dict[str, str]:
    """The forms of one address that calendar programs understand."""
    webcal = "webcal:" + https.partition(":")[2]
    return {
        "https": https,
        "webcal": webcal,
        "google": "https://calendar.google.com/calendar/r?" + urlencode({"cid": webcal}),
        "outlook": "https://outlook.office.com/calendar/0/addfromweb?url=" + quote(https, safe=""),
    }
