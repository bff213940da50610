"""A team's offer: made, changed, closed, opened again, and who answers for it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.people.models import Person
from offsite.policy import Permission
from offsite.tourism import services
from offsite.tourism.models import Stay
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.once import unit_of_work_once
from offsite.web.tourism.blueprint import Answer, address, bp
from offsite.web.tourism.forms import AskForm, OfferForm
from offsite.web.tourism.listing import show_page


@bp.get("/<event_slug>/tourism/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.STAY_OFFER)
    person = db.read_session().get(Person, current_actor().person_id)
    return _new_page(event, OfferForm(formdata=None, team=person.team if person else ""))


def _new_page(event: Event, form: OfferForm) -> str:
    return render_template("tourism/new.html", event=event, form=form)


@bp.post("/<event_slug>/tourism/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.STAY_OFFER)
    form = OfferForm()
    offer = form.offer() if form.validate() else None
    if offer is None:
        return _new_page(event, form), 400
    try:
        with unit_of_work_once() as work:
            if work.is_first:
                stay = services.offer_stay(
                    work.session,
                    event=event,
                    offer=offer,
                    person_id=current_actor().person_id or 0,
                    now=utc_now(),
                )
                work.keep(address(stay))
            target = work.answer or address(stay)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _new_page(event, form), status_of(fault)
    flash(_("Offered. You get a mail when somebody asks."), "success")
    return redirect(target, 303)


@bp.get("/<event_slug>/tourism/<int(max=2147483647):stay_id>/edit")
def edit(event_slug: str, stay_id: int) -> str:
    stay = load(Stay, stay_id, Permission.STAY_EDIT)
    return _edit_page(stay, OfferForm(formdata=None, obj=stay))


def _edit_page(stay: Stay, form: OfferForm) -> str:
    return render_template("tourism/edit.html", event=stay.event, stay=stay, form=form)


@bp.post("/<event_slug>/tourism/<int(max=2147483647):stay_id>/edit")
def save(event_slug: str, stay_id: int) -> Answer:
    stay = load(Stay, stay_id, Permission.STAY_EDIT)
    form = OfferForm()
    offer = form.offer() if form.validate() else None
    if offer is None:
        return _edit_page(stay, form), 400
    try:
        with unit_of_work() as session:
            services.change_offer(session, stay=stay, offer=offer)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _edit_page(stay, form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(address(stay), 303)


def act(stay: Stay, deed: Callable[[Session], object], said: str) -> Answer:
    """Do ``deed`` and go back to the offer; a refusal is told on its page."""
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        form = AskForm(formdata=None, from_on=stay.from_on, to_on=stay.to_on)
        return show_page(stay, form, sentence(fault)), status_of(fault)
    flash(said, "success")
    return redirect(address(stay), 303)


@bp.post("/<event_slug>/tourism/<int(max=2147483647):stay_id>/close")
def close(event_slug: str, stay_id: int) -> Answer:
    stay = load(Stay, stay_id, Permission.STAY_EDIT)
    return act(
        stay,
        lambda session: services.close_offer(session, stay=stay, now=utc_now()),
        _("Closed. Who was told yes still comes."),
    )


@bp.post("/<event_slug>/tourism/<int(max=2147483647):stay_id>/reopen")
def reopen(event_slug: str, stay_id: int) -> Answer:
    stay = load(Stay, stay_id, Permission.STAY_EDIT)
    return act(
        stay,
        lambda session: services.reopen_offer(session, stay=stay),
        _("People can ask again."),
    )


@bp.post("/<event_slug>/tourism/<int(max=2147483647):stay_id>/hosts")
def add_host(event_slug: str, stay_id: int) -> Answer:
    stay = load(Stay, stay_id, Permission.STAY_EDIT)
    return act(
        stay,
        lambda session: services.add_host(
            session, stay=stay, text=request.form.get("person", "")[:254]
        ),
        _("They answer for the team, too."),
    )
