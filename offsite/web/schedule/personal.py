"""A member's own agenda."""

from collections.abc import Mapping
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import agenda as services
from offsite.schedule.models import ReleasedItem
from offsite.schedule.personal import Agenda, Own, agenda_of
from offsite.schedule.seats.queries import Place, Standing
from offsite.web.access import current_actor, load_by, load_event, unit_of_work, utc_now
from offsite.web.mixing.on_agenda import days_together
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.public import calendar_links
from offsite.web.schedule.seating import tell
from offsite.web.schedule.shown import ShownItem, item_url, shown_released


@bp.get("/<event_slug>/my/")
def agenda(event_slug: str) -> str:
    event = load_event(Permission.AGENDA_OWN)
    person_id = _person_id()
    found = agenda_of(db.read_session(), event, person_id=person_id)
    picked = frozenset(
        own.item.proposal_id
        for own in _own(found)
        if own.because == "picked" and own.item.proposal_id
    )

    found_places = {ident: one.place_of(person_id) for ident, one in found.standings.items()}
    places = {ident: one for ident, one in found_places.items() if one is not None}
    moment = utc_now()

    def shown(own: Own) -> ShownItem:
        return shown_released(event, own.item, picked=picked, person_id=person_id, places=places)

    def offered(item: ReleasedItem) -> ShownItem:
        return shown_released(event, item, person_id=person_id)

    def seats_of(item: ReleasedItem) -> Standing | None:
        standing = found.standings.get(item.proposal_id or 0)
        return standing if standing and standing.is_scarce else None

    return render_template(
        "schedule/agenda.html",
        event=event,
        agenda=found,
        shown=shown,
        offered=offered,
        seats_of=seats_of,
        waiting=[own for own in _own(found) if _waits(places, own)],
        clashes=sum(stretch.clashes for day in found.days for stretch in day.stretches),
        coming=found.next_after(moment) if _is_on(event, moment) else None,
        today=moment.astimezone(event.zone).date(),
        item_url=lambda one: item_url(event, one),
        can_decide=_can_decide,
        zone=event.zone,
        now=moment,
        calendar=calendar_links(event),
        days=days_together(event, found.days, person_id),
        me=person_id,
    )


def _own(found: Agenda) -> list[Own]:
    return [own for day in found.days for stretch in day.stretches for own in stretch.own]


def _waits(places: Mapping[int, Place], own: Own) -> bool:
    place = places.get(own.item.proposal_id or 0)
    return place is not None and place.waits


def _is_on(event: Event, moment: datetime) -> bool:
    return event.starts_on <= moment.astimezone(event.zone).date() <= event.ends_on


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
    now = utc_now()
    with unit_of_work() as session:
        dropped = services.keep(session, proposal=proposal, person_id=_person_id(), now=now)
        tell(session, event, now)
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
