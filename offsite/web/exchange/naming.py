"""Imported speakers without an address: tell us one, and they can sign in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.exchange import speakers
from offsite.policy import Permission
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.exchange.blueprint import bp
from offsite.web.exchange.bringing import Answer
from offsite.web.exchange.forms import AddressForm
from offsite.web.exchange.preview import asked_page, here


@bp.get("/<event_slug>/organize/exchange/speakers")
def without_address(event_slug: str) -> str:
    return _page(load_event(Permission.EVENT_EXCHANGE))


def _page(event: Event, *, refused: int | None = None, error: str = "", typed: str = "") -> str:
    people = speakers.placeholders_in(db.read_session(), event)
    return render_template(
        "exchange/speakers.html",
        event=event,
        page=asked_page(people),
        here=here,
        refused=refused,
        error=error,
        typed=typed,
    )


@bp.post("/<event_slug>/organize/exchange/speakers/<int:person_id>")
def give_address(event_slug: str, person_id: int) -> Answer:
    event = load_event(Permission.EVENT_EXCHANGE)
    form = AddressForm()
    typed = form.email.data or ""
    if not form.validate_on_submit():
        error = next(iter(form.email.errors), "")
        return _page(event, refused=person_id, error=str(error), typed=typed), 400
    try:
        with unit_of_work() as session:
            person = speakers.give_address(
                session, event=event, person_id=person_id, email=typed, now=utc_now()
            )
            name = person.name
    except BadInput as refusal:
        return _page(event, refused=person_id, error=sentence(refusal), typed=typed), 400
    flash(_("%(name)s can sign in now.", name=name), "success")
    return redirect(url_for(".without_address", event_slug=event_slug), 303)
