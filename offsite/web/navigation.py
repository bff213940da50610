"""What the frame around every page offers, for this person in this event."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can, current_actor, shown_event, utc_now
from offsite.web.local_path import local_path


@dataclass(frozen=True)
class Item:
    """One link of the frame."""

    label: str
    url: str
    icon: str
    is_current: bool


def init_app(app: Flask) -> None:
    @app.context_processor
    def frame() -> dict[str, object]:
        event = shown_event()
        return {
            "actor": current_actor(),
            "event": event,
            "links": links(event),
            "nav_items": nav_items(event) if event else [],
            "organize_items": organize_items(event) if event else [],
        }


OFFERS_SIGN_IN = {
    "site.home",
    "site.found",
    "people.sign_in",
    "people.ask_for_link",
    "people.sign_in_sent",
    "people.sign_in_by_code",
    "company.start",
    "company.back",
}
"""These pages ask themselves who is there."""


def links(event: Event | None) -> dict[str, str]:
    """The addresses that the frame itself needs."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return {
        "home": url_for("site.home"),
        "event": url_for("events.home", event_slug=event.slug) if event else "",
        "sign_in": ""
        if request.endpoint in OFFERS_SIGN_IN
        else url_for("people.sign_in", next=local_path(wanted, otherwise="") or None),
        "sign_out": url_for("people.sign_out"),
        "profile": url_for("me.show"),
        "set_language": url_for("people.set_language"),
    }


Row = tuple[str, str, str, Permission]
"""Endpoint, label, icon, and the permission without which it is not offered."""


def nav_items(event: Event) -> list[Item]:
    """The main links; the first four are the thumb bar on phones.

    On the event's days people ask what runs now; before and after, what they can say.
    """
    live = [
        ("schedule.now", _("Now"), "broadcast", Permission.SCHEDULE_SEE),
        ("schedule.show", _("Schedule"), "calendar3", Permission.SCHEDULE_SEE),
        ("schedule.agenda", _("My agenda"), "bookmark-star", Permission.AGENDA_OWN),
    ]
    voices = [
        ("proposals.index", _("Proposals"), "lightbulb", Permission.MEMBER_LIST),
        ("proposals.vote", _("Vote"), "check2-square", Permission.PROPOSAL_VOTE),
    ]
    rest = [
        ("events.people", _("People"), "people", Permission.MEMBER_LIST),
        ("events.organize", _("Organize"), "sliders", Permission.SCHEDULE_EDIT),
    ]
    rows = live + voices if _is_on(event) else voices + live[1:] + live[:1]
    return _offered(event, rows + rest)


def _is_on(event: Event) -> bool:
    today = utc_now().astimezone(event.zone).date()
    return event.starts_on <= today <= event.ends_on


def organize_items(event: Event) -> list[Item]:
    return _offered(event, organize_rows())


def may_open(endpoint: str, event: Event) -> bool:
    """Whether the organizers' page is one that the actor may use."""
    return any(row[0] == endpoint and can(row[3], event) for row in organize_rows())


def organize_rows() -> list[Row]:
    return [
        ("events.organize", _("Overview"), "speedometer2", Permission.SCHEDULE_EDIT),
        ("events.settings", _("Event"), "sliders", Permission.EVENT_EDIT),
        ("events.rooms", _("Rooms"), "door-open", Permission.EVENT_EDIT),
        ("events.grid", _("Days and slots"), "grid-3x3", Permission.EVENT_EDIT),
        ("events.formats", _("Formats"), "collection", Permission.EVENT_EDIT),
        ("events.members", _("Members"), "person-gear", Permission.MEMBER_MANAGE),
        ("proposals.call_settings", _("Call and voting"), "megaphone", Permission.CALL_EDIT),
        ("proposals.decide", _("Decisions"), "clipboard-check", Permission.PROPOSAL_DECIDE),
        ("proposals.demand", _("Demand"), "bar-chart", Permission.DEMAND_SEE),
        ("schedule.drafts", _("Schedule drafts"), "calendar-range", Permission.SCHEDULE_EDIT),
        ("schedule.releases", _("Releases"), "tag", Permission.SCHEDULE_RELEASE),
        ("outbox.index", _("Outbox"), "envelope", Permission.OUTBOX_SEE),
        ("exchange.index", _("Import and export"), "arrow-left-right", Permission.EVENT_EXCHANGE),
    ]


def _offered(event: Event, rows: list[Row]) -> list[Item]:
    offered = [row for row in rows if can(row[3], event)]
    urls = [url_for(row[0], event_slug=event.slug) for row in offered]
    here = current_url(urls, request.path)
    return [
        Item(label, url, icon, url == here)
        for url, (_endpoint, label, icon, _permission) in zip(urls, offered, strict=True)
    ]


def current_url(urls: list[str], path: str) -> str | None:
    """The link whose page ``path`` is or lies under: the longest one that fits."""
    fitting = [url for url in urls if path == url or path.startswith(url.rstrip("/") + "/")]
    return max(fitting, key=len, default=None)
