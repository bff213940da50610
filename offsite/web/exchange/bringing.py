"""A programme into an event that is there: look, then import."""

from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import BadInput, OffsiteError
from offsite.events import rules
from offsite.events.models import Event
from offsite.exchange.importing import Imported, Intake, import_programme
from offsite.exchange.incoming import Plan, plan_import
from offsite.exchange.programme import Reading
from offsite.policy import Permission
from offsite.web.access import current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.exchange import uploads
from offsite.web.exchange.blueprint import bp
from offsite.web.exchange.forms import UploadForm, ZoneForm
from offsite.web.exchange.index import index_page
from offsite.web.exchange.preview import ZoneNeeded, asked_page, counts_of, here, reading_of
from offsite.web.exchange.uploads import Upload

Answer = Response | str | tuple[str, int]
LISTS = ("warnings", "new", "updated", "unchanged", "absent")


@bp.post("/<event_slug>/organize/exchange/import")
def upload(event_slug: str) -> Answer:
    """The file is read at once, so that a wrong one is refused here; nothing is saved."""
    event = load_event(Permission.EVENT_EXCHANGE)
    form = UploadForm().offer_kinds()
    if not form.validate_on_submit():
        return index_page(event, form), 400
    try:
        kept = put_aside(form, purpose=event.slug)
    except BadInput as refusal:
        return index_page(event, form, refusal), 400
    return redirect(url_for(".preview", event_slug=event_slug, **kept), 303)


def put_aside(form: UploadForm, *, purpose: str) -> dict[str, Any]:
    """Look at what the form sent and keep it; what the next page's address says of it.

    Raises:
        BadInput: nothing was chosen, or it cannot be read.
    """
    kind, timezone = form.kind.data or "", form.timezone.data or ""
    found = uploads.taken_from(form.files.data or [])
    with suppress(ZoneNeeded):  # the next page asks for it
        reading_of(found, kind=kind, timezone=timezone)
    token = uploads.keep(found, purpose=purpose, person_id=person_id(), now=utc_now())
    return {"token": token, "kind": kind, "timezone": timezone}


def person_id() -> int:
    found = current_actor().person_id
    assert found is not None  # the permissions ask for somebody signed in
    return found


@bp.get("/<event_slug>/organize/exchange/import/<token>")
def preview(event_slug: str, token: str) -> Answer:
    event = load_event(Permission.EVENT_EXCHANGE)
    try:
        found, reading = kept_reading(token, purpose=event.slug)
    except ZoneNeeded:
        return ask_for_zone(event=event, cancel_url=url_for(".index", event_slug=event.slug))
    except OffsiteError as refusal:
        return index_page(event, refusal=refusal), status_of(refusal)
    return _preview_page(event, token, found, reading)


def kept_reading(token: str, *, purpose: str) -> tuple[Upload, Reading]:
    """What was put aside, and what it says when it is read as the address asks.

    Raises:
        OffsiteError: it is gone, cannot be read, or its zone has to be asked for.
    """
    found = uploads.fetch(token, purpose=purpose, person_id=person_id(), now=utc_now())
    return found, reading_of(found, **asked())


def asked() -> dict[str, str]:
    """Kind and zone, as the address says."""
    return {name: request.args.get(name, "")[:64] for name in ("kind", "timezone")}


def ask_for_zone(**values: Any) -> Answer:
    """A page that asks for the zone of the file, by GET: nothing is changed by it."""
    form = ZoneForm(meta={"csrf": False})
    return render_template(
        "exchange/zone.html", form=form, zones=rules.zone_names(), kind=asked()["kind"], **values
    )


def _preview_page(
    event: Event, token: str, found: Upload, reading: Reading, refusal: OffsiteError | None = None
) -> str:
    session = db.read_session()
    plan = plan_import(session, event=event, reading=reading)
    clean = plan_import(session, event=event, reading=reading, only_clean=True)
    shown = request.args.get("show", "")
    shown = shown if shown in LISTS else ("warnings" if plan.warnings else "new")
    return render_template(
        "exchange/preview.html",
        event=event,
        token=token,
        file_name=found.file_name,
        reading=reading,
        plan=plan,
        marks={"all": plan.mark, "clean": clean.mark},
        counts=counts_of(reading.programme),
        shown=shown,
        page=asked_page(_listed(plan, shown)),
        totals={name: len(_listed(plan, name)) for name in LISTS},
        here=here,
        asked=asked(),
        change_names=change_names(),
        refusal=sentence(refusal) if refusal else "",
    )


def _listed(plan: Plan, name: str) -> list[Any]:
    if name == "warnings":
        return list(plan.warnings)
    if name == "absent":
        return list(plan.absent)
    return [row for row in plan.rows if row.state == name]


def change_names() -> dict[str, str]:
    return {
        "title": _("title"),
        "subtitle": _("subtitle"),
        "abstract": _("abstract"),
        "language": _("language"),
        "state": _("state"),
        "length": _("length"),
        "format": _("format"),
        "track": _("track"),
        "hosts": _("hosts"),
        "place": _("place"),
        "time": _("time"),
        "room": _("room"),
    }


@bp.post("/<event_slug>/organize/exchange/import/<token>")
def bring(event_slug: str, token: str) -> Answer:
    event = load_event(Permission.EVENT_EXCHANGE)
    go = request.form.get("go")
    if go == "cancel":
        uploads.drop(token, purpose=event.slug, person_id=person_id())
        flash(_("Nothing was imported."), "info")
        return redirect(url_for(".index", event_slug=event_slug), 303)
    try:
        found, reading = kept_reading(token, purpose=event.slug)
    except OffsiteError as refusal:
        return index_page(event, refusal=refusal), status_of(refusal)
    try:
        with unit_of_work() as session:
            done = import_programme(
                session,
                event=event,
                intake=Intake(reading, found.file_name, only_clean=go == "clean"),
                actor=current_actor(),
                now=utc_now(),
                seen=request.form.get("mark", ""),
            )
    except OffsiteError as refusal:
        return _preview_page(event, token, found, reading, refusal), status_of(refusal)
    uploads.drop(token, purpose=event.slug, person_id=person_id())
    flash(summary(done), "success")
    return redirect(url_for("schedule.drafts", event_slug=event_slug), 303)


def summary(done: Imported) -> str:
    parts = [ngettext("%(num)s session added.", "%(num)s sessions added.", done.new)]
    if done.updated:
        parts.append(
            ngettext("%(num)s brought up to date.", "%(num)s brought up to date.", done.updated)
        )
    if done.unchanged:
        parts.append(ngettext("%(num)s was the same.", "%(num)s were the same.", done.unchanged))
    if done.left_out:
        parts.append(ngettext("%(num)s left out.", "%(num)s left out.", done.left_out))
    if done.draft:
        parts.append(_("They are in the working draft; release it when it is right."))
    return " ".join(parts)
