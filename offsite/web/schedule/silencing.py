"""One warning of a draft: what it says, what mends it, and silencing it with a note."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import NotFound
from offsite.policy import Permission
from offsite.schedule import explanations, queries
from offsite.schedule import silences as services
from offsite.schedule.evaluation import Broken, evaluate, spots_of
from offsite.schedule.explanations import Setting
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.schedule.blueprint import bp, is_htmx
from offsite.web.schedule.editing import Answer
from offsite.web.schedule.forms import SilenceForm
from offsite.web.schedule.studio import names_for


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/warnings/<mark>")
def warning(event_slug: str, draft_id: int, mark: str) -> str:
    return _warning_page(load(Draft, draft_id, Permission.SCHEDULE_EDIT), mark)


def _warning_page(found: Draft, mark: str, form: SilenceForm | None = None) -> str:
    session = db.read_session()
    grid = grid_of(session, found.event, base=found)
    judged = evaluate(grid, spots_of(found.placements))
    one = _named(judged.warnings, mark)
    placements = queries.placements_of(session, found)
    return render_template(
        "schedule/_warning.html" if is_htmx() else "schedule/warning.html",
        event=found.event,
        draft=found,
        warning=one,
        mark=mark,
        names=names_for(found.event, grid, placements, found, judged.expected),
        change=explanations.mending(Setting.of(grid, found), one),
        silenced=services.silenced_of(session, found.event).get(mark),
        form=form or SilenceForm(formdata=None),
    )


def _named(warnings: tuple[Broken, ...], mark: str) -> Broken:
    found = next((one for one in warnings if services.mark_of(one) == mark), None)
    if found is None:
        raise NotFound("This draft has no such warning any more.")
    return found


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/warnings/<mark>/silence")
def silence(event_slug: str, draft_id: int, mark: str) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = SilenceForm()
    if not form.validate_on_submit():
        return _warning_page(found, mark, form), 400
    with unit_of_work() as session:
        judged = evaluate(grid_of(session, found.event), spots_of(found.placements))
        services.silence(
            session,
            event=found.event,
            warning=_named(judged.warnings, mark),
            note=form.note.data or "",
            actor=current_actor(),
            now=utc_now(),
        )
    flash(_("Silenced, in every draft. The note stands beside it."), "success")
    return _back(found)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/warnings/<mark>/unsilence")
def unsilence(event_slug: str, draft_id: int, mark: str) -> Response:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.unsilence(session, event=found.event, mark=mark)
    flash(_("The warning is heard again."), "success")
    return _back(found)


def _back(found: Draft) -> Response:
    return redirect(url_for(".draft", event_slug=found.event.slug, draft_id=found.id), 303)
