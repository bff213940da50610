"""The event itself: name, place, days, clocks; putting it away."""

import hashlib

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import OffsiteError
from offsite.events import rules, services
from offsite.events.models import Event
from offsite.events.moving import Move, move_event, plan_move
from offsite.policy import Permission
from offsite.schedule.models import Draft, Placement
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import EventForm, add_refusal

Answer = Response | str | tuple[str, int]


@bp.get("/<event_slug>/organize/settings")
def settings(event_slug: str) -> str:
    event = load_event(Permission.EVENT_EDIT)
    return _page(event, EventForm(obj=event))


@bp.post("/<event_slug>/organize/settings")
def save_settings(event_slug: str) -> Answer:
    """When days or zone change, the first press shows what moves; the second moves it."""
    event = load_event(Permission.EVENT_EDIT)
    form = EventForm()
    form.name_address()
    if not form.validate_on_submit():
        return _page(event, form), 400
    details = form.details()
    try:
        services.check_details(db.read_session(), details, event_id=event.id)
        move = plan_move(
            event,
            starts_on=details.starts_on,
            ends_on=details.ends_on,
            timezone=details.timezone,
        )
        if _moves(move) and request.form.get("shown") != shown(form, move):
            return _page(event, form, move)
        with unit_of_work() as session:
            move_event(
                session,
                event=event,
                details=details,
                now=utc_now(),
                along=_placements(session, event),
            )
            if not move.shift.changes_nothing:
                _mark_drafts_changed(session, event)
    except OffsiteError as refusal:
        if isinstance(refusal, services.AddressTaken):
            add_refusal(form, "slug", refusal)
        else:
            form.form_errors = [sentence(refusal)]
        return _page(event, form), status_of(refusal)
    flash(_("Saved."), "success")
    return redirect(url_for(".settings", event_slug=details.slug), 303)


def _moves(move: Move) -> bool:
    return bool(move.times) and (not move.shift.changes_nothing or bool(move.lost))


def shown(form: EventForm, move: Move) -> str:
    return hashlib.sha256(repr((form.details(), move)).encode()).hexdigest()[:32]


def _placements(session: Session, event: Event) -> list[Placement]:
    """What stands in drafts: it keeps its place on the wall.  Releases never change."""
    return list(
        session.scalars(
            select(Placement)
            .join(Draft, Draft.id == Placement.draft_id)
            .where(Draft.event_id == event.id)
            .order_by(Placement.id)
        )
    )


def _mark_drafts_changed(session: Session, event: Event) -> None:
    # A page that shows a draft with its old times must notice that it is stale.
    session.execute(
        update(Draft).where(Draft.event_id == event.id).values(version=Draft.version + 1)
    )


def _page(event: Event, form: EventForm, move: Move | None = None) -> str:
    return render_template(
        "events/settings.html",
        form=form,
        move=move,
        sentence=sentence,
        shown=shown(form, move) if move else "",
        zones=rules.zone_names(),
    )


@bp.post("/<event_slug>/organize/settings/archive")
def archive(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EDIT)
    with unit_of_work() as session:
        services.archive_event(session, event=event, now=utc_now())
    flash(_("The event is archived. Everything stays readable."), "success")
    return redirect(url_for(".settings", event_slug=event_slug), 303)


@bp.post("/<event_slug>/organize/settings/unarchive")
def unarchive(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EDIT)
    with unit_of_work() as session:
        services.unarchive_event(session, event=event)
    flash(_("The event is back among the current ones."), "success")
    return redirect(url_for(".settings", event_slug=event_slug), 303)
