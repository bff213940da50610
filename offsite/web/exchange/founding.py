"""A new event from a file."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput, OffsiteError
from offsite.events import rules, services
from offsite.events.models import Series
from offsite.events.queries import series_of_owner
from offsite.exchange.fitting import days_of_file
from offsite.exchange.importing import Intake, create_from_programme
from offsite.exchange.programme import Reading
from offsite.policy import Permission
from offsite.web.access import allow, current_actor, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.events.forms import NewEventForm, SelectChoice, add_refusal
from offsite.web.exchange import uploads
from offsite.web.exchange.blueprint import bp
from offsite.web.exchange.bringing import (
    Answer,
    ask_for_zone,
    asked,
    kept_reading,
    person_id,
    put_aside,
)
from offsite.web.exchange.forms import UploadForm
from offsite.web.exchange.preview import ZoneNeeded, asked_page, counts_of, here
from offsite.web.exchange.uploads import Upload

PURPOSE = "/new"
"""No event's address begins like this."""


@bp.get("/new/import")
def new_from_file() -> str:
    allow(Permission.EVENT_CREATE)
    return _upload_page(UploadForm().offer_kinds())


def _upload_page(form: UploadForm, refusal: OffsiteError | None = None) -> str:
    return render_template(
        "exchange/new.html",
        form=form,
        zones=rules.zone_names(),
        refusal=sentence(refusal) if refusal else "",
    )


@bp.post("/new/import")
def upload_for_new() -> Answer:
    allow(Permission.EVENT_CREATE)
    form = UploadForm().offer_kinds()
    if not form.validate_on_submit():
        return _upload_page(form), 400
    try:
        kept = put_aside(form, purpose=PURPOSE)
    except BadInput as refusal:
        return _upload_page(form, refusal), 400
    return redirect(url_for(".describe_new", **kept), 303)


@bp.get("/new/import/<token>")
def describe_new(token: str) -> Answer:
    allow(Permission.EVENT_CREATE)
    try:
        found, reading = kept_reading(token, purpose=PURPOSE)
    except ZoneNeeded:
        return ask_for_zone(event=None, cancel_url=url_for(".new_from_file"))
    except OffsiteError as refusal:
        return _upload_page(UploadForm().offer_kinds(), refusal), status_of(refusal)
    form = NewEventForm()
    own = offer_series(form)
    _prefill(form, reading, own)
    return _describe_page(form, token, found, reading)


def offer_series(form: NewEventForm) -> list[Series]:
    actor = current_actor()
    own = series_of_owner(
        db.read_session(), person_id=actor.person_id or 0, is_founder=actor.is_founder
    )
    form.series.choices = [
        *(SelectChoice(str(one.id), one.name) for one in own),
        SelectChoice("", _("A new series")),
    ]
    return own


def _prefill(form: NewEventForm, reading: Reading, own: list[Series]) -> None:
    programme = reading.programme
    form.series.data = str(own[0].id) if own else ""
    form.name.data = programme.title[:200]
    form.slug.data = rules.slug_of(programme.acronym or programme.title)
    known = programme.timezone if programme.timezone in rules.zone_names() else ""
    form.timezone.data = known or ""
    if days := days_of_file(programme):
        form.starts_on.data, form.ends_on.data = days


def _describe_page(form: NewEventForm, token: str, found: Upload, reading: Reading) -> str:
    return render_template(
        "exchange/new_preview.html",
        form=form,
        token=token,
        file_name=found.file_name,
        reading=reading,
        counts=counts_of(reading.programme),
        page=asked_page(reading.warnings),
        zones=rules.zone_names(),
        here=here,
        asked=asked(),
    )


@bp.post("/new/import/<token>")
def create_from_file(token: str) -> Answer:
    allow(Permission.EVENT_CREATE)
    if request.form.get("go") == "cancel":
        uploads.drop(token, purpose=PURPOSE, person_id=person_id())
        return redirect(url_for(".new_from_file"), 303)
    try:
        found, reading = kept_reading(token, purpose=PURPOSE)
    except OffsiteError as refusal:
        return _upload_page(UploadForm().offer_kinds(), refusal), status_of(refusal)
    form = NewEventForm()
    own = {str(one.id): one for one in offer_series(form)}
    form.name_address()
    if not form.validate_on_submit():
        return _describe_page(form, token, found, reading), 400
    try:
        slug = _create(form, own, Intake(reading, found.file_name, _only_clean()))
    except OffsiteError as refusal:
        add_refusal(form, "slug", refusal)
        return _describe_page(form, token, found, reading), status_of(refusal)
    uploads.drop(token, purpose=PURPOSE, person_id=person_id())
    flash(_("The event is there, and the programme is its working draft."), "success")
    return redirect(url_for("events.organize", event_slug=slug), 303)


def _only_clean() -> bool:
    return request.form.get("go") == "clean"


def _create(form: NewEventForm, own: dict[str, Series], intake: Intake) -> str:
    with unit_of_work() as session:
        series = own.get(form.series.data or "") or services.add_series(
            session, name=form.new_series.data or "", now=utc_now()
        )
        event = create_from_programme(
            session,
            details=form.details(),
            series=series,
            creator_id=person_id(),
            intake=intake,
            now=utc_now(),
        )
        return event.slug
