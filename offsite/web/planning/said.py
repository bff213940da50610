"""You said, we did: what an event changed because of what people answered before it."""

from flask import render_template

from offsite import db
from offsite.planning import queries
from offsite.policy import Permission
from offsite.web.access import load_event
from offsite.web.planning.blueprint import bp


@bp.get("/<event_slug>/you-said/")
def you_said(event_slug: str) -> str:
    event = load_event(Permission.CHANGES_SEE)
    session = db.read_session()
    return render_template(
        "planning/you_said.html",
        event=event,
        plan=queries.plan_behind(session, event),
        changed=queries.what_was_changed(session, event),
    )
