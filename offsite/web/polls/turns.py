"""What polls ask of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.polls import queries
from offsite.polls.services.answering import has_answered
from offsite.web.rendering import local_stamp
from offsite.web.turns import Turn, offers_turns
from offsite.web.untraced import key_folder


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    session = db.read_session()
    for poll in queries.open_polls(session, event_id=event.id, now=now):
        if poll.kind == "sessions":
            url = url_for("polls.sessions", event_slug=event.slug)
            note = _("One thumb for each session you saw.")
            yield Turn(_("Rate sessions"), url, "star", note, order=60)
        elif not has_answered(session, poll=poll, person_id=person_id, keys=key_folder()):
            url = url_for("polls.answer", event_slug=event.slug, poll_id=poll.id)
            closes = poll.closes_at
            note = (
                _("Seven minutes, until %(when)s", when=local_stamp(closes, event.timezone))
                if closes
                else _("Seven minutes. It decides what the next meeting looks like.")
            )
            yield Turn(_("Give feedback"), url, "chat-left-heart", note, order=20)
