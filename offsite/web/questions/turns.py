"""What questions ask of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.events.models import Event
from offsite.questions import queries
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    for queue, count in queries.waiting_for(db.read_session(), event, person_id):
        url = url_for("questions.desk", event_slug=event.slug, queue_slug=queue.slug)
        note = ngettext("%(num)s question waits", "%(num)s questions wait", count)
        yield Turn(_("Questions for you"), url, "chat-dots", note, order=30)
