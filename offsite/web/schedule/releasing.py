"""What a release would change, releasing it, and the releases there are."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import RuleBroken, Stale
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule import formulation, queries
from offsite.schedule import releases as services
from offsite.schedule.models import Draft
from offsite.schedule.seats.telling import tell_moved_up
from offsite.schedule.telling import affected, tell_affected
from offsite.web.access import current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.schedule.blueprint import bp, url_if
from offsite.web.schedule.forms import ReleaseForm
from offsite.web.schedule.letters import desk, seat_desk
from offsite.web.schedule.public import history
from offsite.web.schedule.shown import item_url
from offsite.web.schedule.studio import names_for


@bp.get("/<event_slug>/organize/releases")
def releases(event_slug: str) -> str:
    return releases_page(load_event(Permission.SCHEDULE_RELEASE))


def releases_page(event: Event, form: ReleaseForm | None = None, refusal: str = "") -> str:
    session = db.read_session()
    draft = queries.working_draft(session, event)
    shared = {
        "event": event,
        "draft": draft,
        "entries": history(event),
        "item_url": lambda one: item_url(event, one),
        "zone": event.zone,
        "refusal": refusal,
    }
    if draft is None:
        return render_template("schedule/releases.html", **shared)
    grid = formulation.grid_of(session, event)
    preview = services.preview(session, draft=draft, now=utc_now(), grid=grid)
    return render_template(
        "schedule/releases.html",
        preview=preview,
        reached=len(affected(session, event=event, changes=preview.changes)),
        names=names_for(
            event, grid, queries.placements_of(session, draft), draft, preview.expected
        ),
        form=_form(event, preview, form),
        confirm_url=url_if("proposals.decide", event_slug=event.slug),
        **shared,
    )


def _form(event: Event, preview: services.Preview, form: ReleaseForm | None) -> ReleaseForm:
    if form is None:
        name = services.suggested_name(db.read_session(), event)
        return ReleaseForm(formdata=None, name=name, seen=preview.mark)
    # The warnings may be others than those that were ticked.
    if form.seen.data != preview.mark:
        form.acknowledged.data = False
    form.seen.data = preview.mark
    return form


@bp.post("/<event_slug>/organize/releases")
def release(event_slug: str) -> Response | tuple[str, int]:
    event = load_event(Permission.SCHEDULE_RELEASE)
    form = ReleaseForm()
    if not form.validate_on_submit():
        return releases_page(event, form), 400
    is_held = form.mails.data != "now"
    try:
        with unit_of_work() as session:
            fresh = services.release(
                session,
                draft=_working_draft(event),
                name=form.name.data or "",
                note=form.note.data or "",
                actor=current_actor(),
                now=utc_now(),
                acknowledged=form.seen.data if form.acknowledged.data else "",
                tell=[partial(tell_affected, desk=desk(event), held=is_held, now=utc_now())],
            )
            tell_moved_up(session, event=event, desk=seat_desk(event), now=utc_now())
            name = fresh.name
    except (RuleBroken, Stale) as refusal:
        return releases_page(event, form, refusal=sentence(refusal)), 409
    flash(_("“%(name)s” is released: everybody sees it now.", name=name), "success")
    return redirect(url_for(".releases", event_slug=event_slug), 303)


def _working_draft(event: Event) -> Draft:
    draft = queries.working_draft(db.read_session(), event)
    if draft is None:
        raise services.NothingToRelease("Apply a draft first: a release shows the working draft.")
    return draft
