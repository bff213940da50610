"""Writing a text and its next versions."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.rfc import services
from offsite.rfc.models import Rfc
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.rfc.blueprint import Answer, address, bp
from offsite.web.rfc.forms import TextForm, VersionForm


@bp.get("/<event_slug>/rfc/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.RFC_WRITE)
    return _new_page(event, TextForm(formdata=None))


def _new_page(event: Event, form: TextForm) -> str:
    return render_template("rfc/new.html", event=event, form=form)


@bp.post("/<event_slug>/rfc/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.RFC_WRITE)
    form = TextForm()
    if not form.validate():
        return _new_page(event, form), 400
    try:
        with unit_of_work() as session:
            rfc = services.write(
                session,
                event=event,
                title=form.title.data or "",
                body=form.body.data or "",
                kind=form.kind.data,
                person_id=current_actor().person_id,
                now=utc_now(),
            )
            target = address(rfc)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _new_page(event, form), status_of(fault)
    flash(_("Kept as a draft. Read it once more, then open it for comments."), "success")
    return redirect(target, 303)


@bp.get("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/edit")
def edit(event_slug: str, rfc_id: int) -> str:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    form = VersionForm(formdata=None, body=rfc.versions[-1].body, seen=rfc.version)
    return _edit_page(rfc, form)


def _edit_page(rfc: Rfc, form: VersionForm) -> str:
    return render_template("rfc/edit.html", event=rfc.event, rfc=rfc, form=form)


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/edit")
def save(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    form = VersionForm()
    if not form.validate():
        return _edit_page(rfc, form), 400
    try:
        with unit_of_work() as session:
            services.revise(
                session,
                rfc=rfc,
                body=form.body.data or "",
                note=form.note.data or "",
                seen=form.seen.data or 0,
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except services.TextChanged as fault:
        form.form_errors.append(sentence(fault))
        # What the reader now knows of: saving once more is a decision.
        form.seen.data = rfc.version
        return _edit_page(rfc, form), status_of(fault)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _edit_page(rfc, form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(address(rfc), 303)
