"""Texts that wait for what a member thinks."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.rfc import queries
from offsite.web.rendering import local_stamp
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    for rfc in queries.uncommented(db.read_session(), event, person_id=person_id)[:3]:
        ends_at = rfc.last_call_ends_at
        if ends_at is not None and ends_at <= now:
            continue
        note = (
            _("Last call: until %(when)s", when=local_stamp(ends_at, event.timezone))
            if ends_at
            else _("Open for comments.")
        )
        url = url_for("rfc.show", event_slug=event.slug, rfc_id=rfc.id)
        yield Turn(rfc.title, url, "chat-square-text", note, order=30 if ends_at else 60)
