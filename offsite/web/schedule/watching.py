"""Several organizers at one draft: each sees within seconds what the others change."""

from flask import Response, request
from markupsafe import Markup
from sqlalchemy import func, select

from offsite import db
from offsite.policy import Permission
from offsite.schedule import queries
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft, SilencedWarning
from offsite.web import live
from offsite.web.access import current_actor, load
from offsite.web.schedule.blueprint import asked_number, bp
from offsite.web.schedule.recounting import change_sentence
from offsite.web.schedule.studio import Saying, fragment, names_for

MOST_SAID = 2
"""Changes of others that are spoken at once: the newest."""


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/live")
def draft_live(event_slug: str, draft_id: int) -> Response:
    """The part that changes, or 304; ``seen`` is the version of the page that asks."""
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    parts = (found.version, found.updated_at, found.discarded_at, _silences(found))
    return live.answer(parts, lambda: fragment(found, say=_said(found)), seconds=live.PROJECTOR)


def _silences(found: Draft) -> tuple[object, ...]:
    statement = select(func.count(SilencedWarning.id), func.max(SilencedWarning.silenced_at)).where(
        SilencedWarning.event_id == found.event_id
    )
    return tuple(db.read_session().execute(statement).one())


def _said(found: Draft) -> Saying:
    """What others did since the page was made; nothing when the page names no version."""
    if not request.args.get("seen"):
        return Saying()
    session, me = db.read_session(), current_actor().person_id
    told = [
        one
        for one in queries.changes_since(session, found, version=asked_number("seen"))
        if one.changed_by_id != me
    ][-MOST_SAID:]
    if not told:
        return Saying()
    grid = grid_of(session, found.event)
    names = names_for(found.event, grid, queries.placements_of(session, found), found)
    return Saying(Markup(" ").join(change_sentence(one, names) for one in told))
