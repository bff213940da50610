"""What the call and the votes ask of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.web.rendering import local_stamp
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    if event.voting_is_open(now):
        closes = event.voting_closes_at
        note = (
            _("Until %(when)s", when=local_stamp(closes, event.timezone))
            if closes
            else _("One thumb: must, would, no.")
        )
        url = url_for("proposals.vote", event_slug=event.slug)
        yield Turn(_("Vote"), url, "check2-square", note, order=40)
    if event.call_is_open(now):
        closes = event.call_closes_at
        note = (
            _("Open until %(when)s", when=local_stamp(closes, event.timezone))
            if closes
            else _("What could we talk about?")
        )
        url = url_for("proposals.index", event_slug=event.slug)
        yield Turn(_("Propose"), url, "lightbulb", note, order=45)
