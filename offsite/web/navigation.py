"""What the frame around every page offers, for this person in this event."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can, current_actor, shown_event


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
            "nav_items": nav_items(event) if event else [],
            "organize_items": organize_items(event) if event else [],
        }


# Endpoint, label, icon, permission: the order is the order on the page.
def nav_items(event: Event) -> list[Item]:
    rows = [
        ("events.home", _("Home"), "house", Permission.EVENT_SEE),
        ("schedule.now", _("Now"), "broadcast", Permission.SCHEDULE_SEE),
        ("schedule.show", _("Schedule"), "calendar3", Permission.SCHEDULE_SEE),
        ("proposals.index", _("Proposals"), "lightbulb", Permission.MEMBER_LIST),
        ("proposals.vote", _("Vote"), "check2-square", Permission.PROPOSAL_VOTE),
        ("schedule.agenda", _("My agenda"), "bookmark-star", Permission.AGENDA_OWN),
        ("events.people", _("People"), "people", Permission.MEMBER_LIST),
    ]
    return [_item(event, *row[:3]) for row in rows if _exists(row[0]) and can(row[3], event)]


def organize_items(event: Event) -> list[Item]:
    rows = [
        ("events.organize", _("Overview"), "speedometer2", Permission.EVENT_EDIT),
        ("events.settings", _("Event"), "sliders", Permission.EVENT_EDIT),
        ("events.rooms", _("Rooms"), "door-open", Permission.EVENT_EDIT),
        ("events.grid", _("Days and slots"), "grid-3x3", Permission.EVENT_EDIT),
        ("events.formats", _("Formats"), "collection", Permission.EVENT_EDIT),
        ("events.members", _("Members"), "person-gear", Permission.MEMBER_MANAGE),
        ("proposals.decide", _("Decisions"), "clipboard-check", Permission.PROPOSAL_DECIDE),
        ("proposals.demand", _("Demand"), "bar-chart", Permission.DEMAND_SEE),
        ("schedule.drafts", _("Schedule drafts"), "calendar-range", Permission.SCHEDULE_EDIT),
        ("schedule.releases", _("Releases"), "tag", Permission.SCHEDULE_RELEASE),
        ("outbox.index", _("Outbox"), "envelope", Permission.OUTBOX_SEE),
        ("exchange.index", _("Import and export"), "arrow-left-right", Permission.EVENT_EXCHANGE),
    ]
    return [_item(event, *row[:3]) for row in rows if _exists(row[0]) and can(row[3], event)]


def _item(event: Event, endpoint: str, label: str, icon: str) -> Item:
    url = url_for(endpoint, event_slug=event.slug)
    return Item(label, url, icon, request.endpoint == endpoint)


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
