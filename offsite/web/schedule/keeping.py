"""A draft as a whole: named, copied, applied, put away."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite.policy import Permission
from offsite.schedule import drafts as services
from offsite.schedule.models import Draft
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.editing import Answer
from offsite.web.schedule.forms import RenameForm
from offsite.web.schedule.studio import draft_page


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/rename")
def rename(event_slug: str, draft_id: int) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = RenameForm()
    if not form.validate_on_submit():
        return draft_page(found, rename=form), 400
    with unit_of_work() as session:
        services.rename(session, draft=found, name=form.name.data or "", now=utc_now())
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/copy")
def copy(event_slug: str, draft_id: int) -> Response:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        fresh = services.copy_draft(
            session,
            draft=found,
            name=_("Copy of %(name)s", name=found.name)[:100],
            actor=current_actor(),
            now=utc_now(),
        )
        fresh_id = fresh.id
    flash(_("This is the copy. The other draft stays as it was."), "success")
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=fresh_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/apply")
def apply(event_slug: str, draft_id: int) -> Response:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.apply(session, draft=found, now=utc_now())
    flash(_("This is the working draft now: the next release shows it."), "success")
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/discard")
def discard(event_slug: str, draft_id: int) -> Response:
    event = load_event(Permission.SCHEDULE_EDIT)
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.discard(session, draft=found, now=utc_now())
    return redirect(url_for(".drafts", event_slug=event.slug, discarded=draft_id), 303)
