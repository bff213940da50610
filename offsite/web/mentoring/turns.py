"""What mentor selection asks of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.mentoring import queries
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    if found := queries.waiting_for(db.read_session(), event, person_id=person_id):
        url = url_for("mentoring.show", event_slug=event.slug, round_id=found.id)
        yield Turn(_("Choose a mentor"), url, "compass", _("If you would like one."), order=60)
