"""What mixing asks of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from offsite import db
from offsite.events import queries as events
from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.models import Round
from offsite.web.turns import Turn, offers_turns

PRIVATE = ("beds", "cars")


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    """Rooms or cars are planned, the event is not over, and this member has said nothing."""
    if now.astimezone(event.zone).date() > event.ends_on:
        return
    session = db.read_session()
    kinds = session.scalars(
        select(Round.kind).where(Round.event_id == event.id, Round.kind.in_(PRIVATE)).limit(1)
    ).first()
    member = events.membership_of(session, event_id=event.id, person_id=person_id)
    if kinds is None or member is None:
        return
    if queries.need_of(session, membership_id=member.id) is None:
        url = url_for("mixing.needs", event_slug=event.slug)
        note = _("A minute for your room and your way here; private.")
        yield Turn(_("Tell us what you need"), url, "moon-stars", note, order=42)
