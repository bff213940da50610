"""What a plan asks of an organizer."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.events.models import Event
from offsite.planning import queries
from offsite.policy import Permission
from offsite.web.access import can
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    if not can(Permission.PLAN_EDIT, event):
        return
    plan = queries.plan_of(db.read_session(), event)
    if plan is None or plan.next_event_id is not None:
        return
    url = url_for("planning.show", event_slug=event.slug)
    if plan.undecided:
        note = ngettext(
            "%(num)s format waits for a decision.",
            "%(num)s formats wait for a decision.",
            plan.undecided,
        )
        yield Turn(_("Next year's plan"), url, "signpost-2", note, order=25)
    elif plan.is_settled:
        note = _("The plan stands. Make the next event of it.")
        yield Turn(_("Next event"), url, "calendar-plus", note, order=25)
