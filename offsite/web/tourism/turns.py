"""What team tourism asks of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.events.models import Event
from offsite.tourism import queries
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    if waiting := queries.waiting_for(db.read_session(), event, person_id=person_id):
        note = ngettext(
            "Somebody would like to visit your team.",
            "%(num)s people would like to visit your team.",
            waiting,
        )
        url = url_for("tourism.index", event_slug=event.slug)
        yield Turn(_("Answer a guest"), url, "backpack2", note, order=25)
