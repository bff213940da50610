"""Releases as an Atom feed (RFC 4287)."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.config import Settings
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule.models import Release
from offsite.schedule.rules import Changes, Comparable, Move
from offsite.web.access import load_event
from offsite.web.rendering import local_stamp
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.public import history

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 20


@bp.get("/<event_slug>/schedule/feed.xml")
def feed(event_slug: str) -> AnyResponse:
    event = load_event(Permission.SCHEDULE_SEE)
    answer = Response(atom_of(event), content_type="application/atom+xml; charset=utf-8")
    answer.add_etag()
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer.make_conditional(request)


def atom_of(event: Event) -> bytes:
    """The feed of the newest releases; the same bytes as long as nothing was released."""
    entries = history(event)[:NEWEST]
    root = ET.Element("feed", {"xmlns": ATOM})
    own, page = _absolute("schedule.feed", event), _absolute("schedule.changelog", event)
    _text(root, "id", own)
    _text(root, "title", _("Schedule of %(event)s", event=event.name))
    _text(root, "updated", _stamp(entries[0][0].released_at if entries else event.created_at))
    _link(root, "self", own, "application/atom+xml")
    _link(root, "alternate", page, "text/html")
    _text(ET.SubElement(root, "author"), "name", event.name)
    for release, changes in entries:
        _add_entry(root, event, release, changes)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _add_entry(root: ET.Element, event: Event, release: Release, changes: Changes) -> None:
    # A release never changes, so its address names it for ever.
    url = _absolute("schedule.show_release", event, slug=release.slug)
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", url)
    _text(entry, "title", release.name)
    _text(entry, "published", _stamp(release.released_at))
    _text(entry, "updated", _stamp(release.released_at))
    _link(entry, "alternate", url, "text/html")
    _text(entry, "content", "\n".join(_lines(event, release, changes)), type="text")


def _lines(event: Event, release: Release, changes: Changes) -> list[str]:
    note = [release.note, ""] if release.note else []
    new = [_("New: %(item)s, %(place)s", item=i.title, place=_place(event, i)) for i in changes.new]
    gone = [_("Canceled: %(item)s", item=one.title) for one in changes.canceled]
    return [*note, *new, *(_moved(event, one) for one in changes.moved), *gone]


def _moved(event: Event, move: Move) -> str:
    return str(
        _(
            "Moved: %(item)s, from %(old)s to %(new)s",
            item=move.new.title,
            old=_place(event, move.old),
            new=_place(event, move.new),
        )
    )


def _place(event: Event, item: Comparable) -> str:
    return f"{local_stamp(item.starts_at, event.timezone)}, {item.room_name}"


def _absolute(endpoint: str, event: Event, **values: Any) -> str:
    settings: Settings = current_app.extensions["offsite"]
    return settings.base_url + url_for(endpoint, event_slug=event.slug, **values)


def _stamp(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    # Characters that XML forbids would make the whole feed unreadable.
    kept = "".join(
        one for one in str(text) if one in "\n\t" or " " <= one <= "\ud7ff" or one >= "\ue000"
    )
    ET.SubElement(parent, name, attributes).text = kept


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "href": href, "type": kind})
