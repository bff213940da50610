"""A new event, from nothing or from an earlier one."""

import hashlib
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import OffsiteError
from offsite.events import rules, services
from offsite.events.cloning import clone_event
from offsite.events.models import Event, Series
from offsite.events.moving import Move, plan_move
from offsite.events.queries import formats_of, series_of_owner, setup_counts
from offsite.policy import Permission
from offsite.web.access import allow, current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import (
    CloneForm,
    EventForm,
    NewEventForm,
    SelectChoice,
    add_refusal,
    given,
)

Answer = Response | str | tuple[str, int]


@bp.get("/new")
def new_event() -> str:
    allow(Permission.EVENT_CREATE)
    form = NewEventForm()
    own = _offer_series(form)
    form.series.data = str(own[0].id) if own else ""
    return _new_page(form)


@bp.post("/new")
def create() -> Answer:
    allow(Permission.EVENT_CREATE)
    form = NewEventForm()
    own = {str(one.id): one for one in _offer_series(form)}
    form.name_address()
    if not form.validate_on_submit():
        return _new_page(form), 400
    try:
        with unit_of_work() as session:
            series = own.get(form.series.data or "") or _new_series(session, form)
            event = services.create_event(
                session,
                details=form.details(),
                series=series,
                creator_id=_own_id(),
                now=utc_now(),
            )
            slug = event.slug
    except OffsiteError as refusal:
        add_refusal(form, "slug", refusal)
        return _new_page(form), status_of(refusal)
    flash(_("The event is there. Next: its rooms."), "success")
    return redirect(url_for(".organize", event_slug=slug), 303)


def _own_id() -> int:
    person_id = current_actor().person_id
    assert person_id is not None  # the permission asks for somebody signed in
    return person_id


def _new_series(session: Session, form: NewEventForm) -> Series:
    return services.add_series(session, name=form.new_series.data or "", now=utc_now())


def _offer_series(form: NewEventForm) -> list[Series]:
    actor = current_actor()
    own = series_of_owner(
        db.read_session(), person_id=actor.person_id or 0, is_founder=actor.is_founder
    )
    form.series.choices = [
        *(SelectChoice(str(one.id), one.name) for one in own),
        SelectChoice("", _("A new series")),
    ]
    form.new_series.flags.required = not own
    return own


def _new_page(form: NewEventForm) -> str:
    return render_template("events/new.html", form=form, zones=rules.zone_names())


@bp.get("/<event_slug>/organize/clone")
def clone(event_slug: str) -> str:
    source = _source()
    form = CloneForm()
    form.name.data = source.name
    form.venue.data, form.timezone.data = source.venue, source.timezone
    form.visibility.data, form.description.data = source.visibility, source.description
    # A year later on the same days of the week.
    form.starts_on.data = source.starts_on + timedelta(weeks=52)
    form.ends_on.data = source.ends_on + timedelta(weeks=52)
    return _clone_page(source, form)


def _source() -> Event:
    event = load_event(Permission.EVENT_EDIT)
    allow(Permission.EVENT_CREATE)
    return event


@bp.post("/<event_slug>/organize/clone")
def make_clone(event_slug: str) -> Answer:
    """The first press shows what would be copied; the second, with nothing changed, does it."""
    source = _source()
    form = CloneForm()
    form.name_address()
    if not form.validate_on_submit():
        return _clone_page(source, form), 400
    try:
        move = _plan(source, form)
        if request.form.get("shown") != _shown(source, form, move):
            return _clone_page(source, form, move)
        with unit_of_work() as session:
            event = clone_event(
                session,
                source=source,
                details=form.details(),
                creator_id=_own_id(),
                with_members=form.with_members.data,
                now=utc_now(),
            )
            slug = event.slug
    except OffsiteError as refusal:
        add_refusal(form, "slug", refusal)
        return _clone_page(source, form), status_of(refusal)
    flash(_("The event is there, with everything that was shown."), "success")
    return redirect(url_for(".organize", event_slug=slug), 303)


def _plan(source: Event, form: EventForm) -> Move:
    services.check_details(db.read_session(), form.details())
    return plan_move(
        source,
        starts_on=given(form.starts_on.data),
        ends_on=given(form.ends_on.data),
        timezone=form.timezone.data or "",
    )


def _shown(source: Event, form: CloneForm, move: Move) -> str:
    """A fingerprint of what the preview said: only that is done."""
    said = (form.details(), form.with_members.data, move, [room.name for room in source.rooms])
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def _clone_page(source: Event, form: CloneForm, move: Move | None = None) -> str:
    session = db.read_session()
    return render_template(
        "events/clone.html",
        form=form,
        source=source,
        move=move,
        sentence=sentence,
        shown=_shown(source, form, move) if move else "",
        zones=rules.zone_names(),
        formats=formats_of(session, event_id=source.id),
        counts=setup_counts(session, event_id=source.id),
    )
