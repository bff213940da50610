"""Formats and their run sheets."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import OffsiteError
from offsite.events import formats as services
from offsite.events.models import Event, Format
from offsite.events.queries import formats_of
from offsite.policy import Permission
from offsite.web.access import load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import FormatForm
from offsite.web.seeded import seeded

Answer = Response | str | tuple[str, int]
SPARE_ROWS = 2


@bp.get("/<event_slug>/organize/formats")
def formats(event_slug: str) -> str:
    event = load_event(Permission.EVENT_EDIT)
    return render_template(
        "events/formats.html", formats=formats_of(db.read_session(), event_id=event.id)
    )


@bp.get("/<event_slug>/organize/formats/new")
def new_format(event_slug: str) -> str:
    event = load_event(Permission.EVENT_EDIT)
    form = FormatForm(formdata=None, minutes=45, open_to_proposals=True, hue=1)
    return _page(event, None, form)


@bp.post("/<event_slug>/organize/formats/new")
def add_format(event_slug: str) -> Answer:
    return _save(load_event(Permission.EVENT_EDIT), None)


@bp.get("/<event_slug>/organize/formats/<int:format_id>")
def format(event_slug: str, format_id: int) -> str:
    found = load(Format, format_id, Permission.EVENT_EDIT)
    return _page(found.event, found, FormatForm(obj=found))


@bp.post("/<event_slug>/organize/formats/<int:format_id>")
def change_format(event_slug: str, format_id: int) -> Answer:
    found = load(Format, format_id, Permission.EVENT_EDIT)
    return _save(found.event, found)


def _save(event: Event, found: Format | None) -> Answer:
    form = FormatForm()
    if request.form.get("move"):
        _move_row(form, request.form["move"])
        return _page(event, found, form)
    if request.form.get("more"):
        return _page(event, found, form)
    if not form.validate_on_submit():
        return _page(event, found, form), 400
    try:
        with unit_of_work() as session:
            if found is None:
                services.add_format(session, event=event, details=form.details())
            else:
                services.change_format(session, format=found, details=form.details())
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _page(event, found, form), status_of(refusal)
    flash(_("Saved."), "success")
    return redirect(url_for(".formats", event_slug=event.slug), 303)


def _move_row(form: FormatForm, wish: str) -> None:
    """``up-2`` puts the third row of the form before the second; nothing is saved yet."""
    way, _dash, number = wish.partition("-")
    rows = form.phases.data
    old = int(number) if number.isdigit() else 0
    new = old + (-1 if way == "up" else 1)
    if old < len(rows) and 0 <= new < len(rows):
        rows[old], rows[new] = rows[new], rows[old]
        form.phases.process(None, rows)


def _page(event: Event, found: Format | None, form: FormatForm) -> str:
    """With two empty rows at the end, so that there is always room for more."""
    spare = sum(not entry.form.name.data for entry in form.phases)
    for _row in range(SPARE_ROWS - min(spare, SPARE_ROWS)):
        form.phases.append_entry()
    return render_template(
        "events/format.html",
        form=form,
        format=found,
        phase_sum=sum(step.minutes for step in form.steps()),
        has_steps=bool(form.steps()),
    )


@bp.post("/<event_slug>/organize/formats/<int:format_id>/retire")
def retire_format(event_slug: str, format_id: int) -> Response:
    found = load(Format, format_id, Permission.EVENT_EDIT)
    with unit_of_work() as session:
        services.retire_format(session, format=found, now=utc_now())
    flash(_("“%(name)s” is not offered any more.", name=seeded(found.name)), "success")
    return redirect(url_for(".formats", event_slug=event_slug), 303)


@bp.post("/<event_slug>/organize/formats/<int:format_id>/restore")
def restore_format(event_slug: str, format_id: int) -> Response:
    found = load(Format, format_id, Permission.EVENT_EDIT)
    with unit_of_work() as session:
        services.restore_format(session, format=found)
    flash(_("“%(name)s” is offered again.", name=seeded(found.name)), "success")
    return redirect(url_for(".formats", event_slug=event_slug), 303)


@bp.get("/<event_slug>/formats/<int:format_id>/sheet")
def run_sheet(event_slug: str, format_id: int) -> str:
    found = load(Format, format_id, Permission.MEMBER_LIST)
    return render_template("events/sheet.html", format=found, lines=_lines(found))


def _lines(found: Format) -> list[tuple[int, int, str, str]]:
    """(minute it starts at, minutes, name, note) of every phase."""
    lines, minute = [], 0
    for phase in found.phases:
        lines.append((minute, phase.minutes, phase.name, phase.note))
        minute += phase.minutes
    return lines
