"""A member's own agenda."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from offsite import db
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import agenda as services
from offsite.schedule.personal import Agenda, Own, agenda_of
from offsite.web.access import current_actor, load_by, load_event, unit_of_work, utc_now
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.public import calendar_links
from offsite.web.schedule.shown import ShownItem, item_url, shown_released


@bp.get("/<event_slug>/my/")
def agenda(event_slug: str) -> str:
    event = load_event(Permission.AGENDA_OWN)
    person_id = _person_id()
    found = agenda_of(db.read_session(), event, person_id=person_id)
    picked = frozenset(
        own.item.proposal_id
        for day in found.days
        for stretch in day.stretches
        for own in stretch.own
        if own.because == "picked" and own.item.proposal_id
    )

    def shown(own: Own) -> ShownItem:
        return shown_released(event, own.item, picked=picked, person_id=person_id)

    def offered(item: object) -> ShownItem:
        return shown_released(event, item, person_id=person_id)  # type: ignore[arg-type]

    return render_template(
        "schedule/agenda.html",
        event=event,
        agenda=found,
        shown=shown,
        offered=offered,
        item_url=lambda one: item_url(event, one),
        can_decide=_can_decide,
        zone=event.zone,
        now=utc_now(),
        calendar=calendar_links(event),
    )


def _can_decide(own: Own, group: tuple[Own, ...]) -> bool:
    """Whether keeping ``own`` would end the clash: all others can be dropped."""
    return all(one.because == "picked" for one in group if one is not own)


def _person_id() -> int:
    person_id = current_actor().person_id
    assert person_id is not None
    return person_id


@bp.post("/<event_slug>/my/keep/<code>")
def keep(event_slug: str, code: str) -> Response:
    event = load_event(Permission.AGENDA_OWN)
    proposal = load_by(Proposal, Permission.AGENDA_OWN, event_id=event.id, code=code.upper())
    with unit_of_work() as session:
        dropped = services.keep(session, proposal=proposal, person_id=_person_id(), now=utc_now())
    text = ngettext(
        "“%(title)s” stays; one other item is off your agenda.",
        "“%(title)s” stays; %(num)s other items are off your agenda.",
        dropped,
        title=proposal.title,
    )
    flash(text, "success")
    return redirect(url_for(".agenda", event_slug=event.slug), 303)


@bp.post("/<event_slug>/my/musts")
def pick_musts(event_slug: str) -> Response:
    event = load_event(Permission.AGENDA_OWN)
    found: Agenda = agenda_of(db.read_session(), event, person_id=_person_id())
    proposals = [one.proposal for one in found.musts if one.proposal]
    with unit_of_work() as session:
        added = services.pick_all(
            session, proposals=proposals, person_id=_person_id(), now=utc_now()
        )
    if added:
        text = ngettext(
            "One item is on your agenda now.", "%(num)s items are on your agenda now.", added
        )
        flash(text, "success")
    else:
        flash(_("There was nothing to add."), "info")
    return redirect(url_for(".agenda", event_slug=event.slug), 303)
