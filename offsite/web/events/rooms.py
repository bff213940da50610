"""Rooms: one list, one form."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite.errors import OffsiteError
from offsite.events import rooms as services
from offsite.events.models import Event, Room
from offsite.events.rooms import SUGGESTED_FEATURES, RemovedRoom, RoomDetails
from offsite.policy import Permission
from offsite.schedule.models import Draft, Placement
from offsite.web.access import load, load_event, unit_of_work
from offsite.web.errors import sentence, status_of
from offsite.web.events import undo
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import RoomForm

Answer = Response | str | tuple[str, int]


@bp.get("/<event_slug>/organize/rooms")
def rooms(event_slug: str) -> str:
    return _page(load_event(Permission.EVENT_EDIT), RoomForm())


@bp.post("/<event_slug>/organize/rooms")
def add_room(event_slug: str) -> Answer:
    event = load_event(Permission.EVENT_EDIT)
    form = RoomForm()
    if not form.validate_on_submit():
        return _page(event, form), 400
    try:
        with unit_of_work() as session:
            services.add_room(session, event=event, details=form.details())
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _page(event, form), status_of(refusal)
    flash(_("“%(name)s” is there.", name=form.name.data), "success")
    return _to_list(event_slug)


def _to_list(event_slug: str) -> Response:
    return redirect(url_for(".rooms", event_slug=event_slug), 303)


def _page(event: Event, form: RoomForm) -> str:
    return render_template(
        "events/rooms.html",
        form=form,
        rooms=event.rooms,
        features=offered_features(event),
        undo=undo.offered("room", event.id),
    )


def offered_features(event: Event) -> list[str]:
    """Features to choose from: those in use first, then what rooms often have."""
    used = sorted({feature for room in event.rooms for feature in room.features})
    return list(dict.fromkeys((*used, *SUGGESTED_FEATURES)))


@bp.get("/<event_slug>/organize/rooms/<int:room_id>")
def room(event_slug: str, room_id: int) -> str:
    found = load(Room, room_id, Permission.EVENT_EDIT)
    form = RoomForm(
        name=found.name,
        seats=found.seats,
        features=", ".join(found.features),
        description=found.description,
    )
    return _room_page(found, form)


@bp.post("/<event_slug>/organize/rooms/<int:room_id>")
def change_room(event_slug: str, room_id: int) -> Answer:
    found = load(Room, room_id, Permission.EVENT_EDIT)
    form = RoomForm()
    if not form.validate_on_submit():
        return _room_page(found, form), 400
    try:
        with unit_of_work() as session:
            services.change_room(session, room=found, details=form.details())
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _room_page(found, form), status_of(refusal)
    flash(_("Saved."), "success")
    return _to_list(event_slug)


def _room_page(found: Room, form: RoomForm) -> str:
    return render_template(
        "events/room.html", form=form, room=found, features=offered_features(found.event)
    )


@bp.post("/<event_slug>/organize/rooms/<int:room_id>/move")
def move_room(event_slug: str, room_id: int) -> Response:
    found = load(Room, room_id, Permission.EVENT_EDIT)
    with unit_of_work() as session:
        services.move_room(session, room=found, by=-1 if request.form.get("to") == "up" else 1)
    return _to_list(event_slug)


@bp.post("/<event_slug>/organize/rooms/<int:room_id>/delete")
def delete_room(event_slug: str, room_id: int) -> Response:
    found = load(Room, room_id, Permission.EVENT_EDIT)
    try:
        with unit_of_work() as session:
            removed = services.delete_room(
                session, room=found, items=items_in(session, room_id=found.id)
            )
    except services.RoomInUse as refusal:
        flash(sentence(refusal), "warning")
        return _to_list(event_slug)
    undo.keep("room", load_event(Permission.EVENT_EDIT).id, removed.details.name, asdict(removed))
    return _to_list(event_slug)


def items_in(session: Session, *, room_id: int) -> int:
    """How many items stand in the room in drafts that may still be applied."""
    found = session.scalar(
        select(func.count(Placement.proposal_id.distinct()))
        .join(Draft, Draft.id == Placement.draft_id)
        .where(Placement.room_id == room_id, Draft.discarded_at.is_(None))
    )
    return found or 0


@bp.post("/<event_slug>/organize/rooms/undo")
def restore_room(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EDIT)
    kept = undo.take("room", event.id)
    if kept is None:
        flash(_("There is nothing to bring back any more."), "info")
        return _to_list(event_slug)
    with unit_of_work() as session:
        services.restore_room(session, event=event, removed=_removed(kept))
    flash(_("It is back."), "success")
    return _to_list(event_slug)


def _removed(kept: dict[str, Any]) -> RemovedRoom:
    details = kept["details"]
    return RemovedRoom(
        RoomDetails(**{**details, "features": tuple(details["features"])}),
        kept["guid"],
        kept["position"],
    )
