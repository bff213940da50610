"""What action points ask of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.actions import queries
from offsite.events.models import Event
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    session = db.read_session()
    url = url_for("actions.index", event_slug=event.slug, view="mine")
    if asked := queries.asked_of(session, event, person_id=person_id):
        note = ngettext(
            "Somebody asks you to own an action point.",
            "You were asked to own %(num)s action points.",
            asked,
        )
        yield Turn(_("Say yes or no"), url, "question-circle", note, order=20)
    elif owned := queries.counts(session, event, person_id=person_id).mine:
        note = ngettext("You own %(num)s.", "You own %(num)s.", owned)
        yield Turn(_("My action points"), url, "check2-circle", note, order=70)
