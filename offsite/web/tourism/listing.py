"""What teams offer, and one offer."""

from flask import render_template, request

from offsite import db
from offsite.policy import Permission
from offsite.tourism import queries
from offsite.tourism.models import Stay
from offsite.tourism.rules import most_at_once
from offsite.web.access import can, current_actor, load, load_event, utc_now
from offsite.web.proposals.asking import page_links, page_number
from offsite.web.rendering import local
from offsite.web.tourism.blueprint import bp
from offsite.web.tourism.forms import AskForm


@bp.get("/<event_slug>/tourism/")
def index(event_slug: str) -> str:
    event = load_event(Permission.STAY_SEE)
    session, person_id = db.read_session(), current_actor().person_id or 0
    search = request.args.get("q", "")[:200]
    today = local(utc_now(), event.timezone).date()
    return render_template(
        "tourism/index.html",
        event=event,
        search=search,
        page=queries.stays_page(session, event, today=today, search=search, page=page_number()),
        page_url=page_links(),
        mine=queries.mine(session, event, person_id=person_id),
        hosted=queries.hosted(session, event, person_id=person_id),
    )


@bp.get("/<event_slug>/tourism/<int(max=2147483647):stay_id>")
def show(event_slug: str, stay_id: int) -> str:
    stay = load(Stay, stay_id, Permission.STAY_SEE)
    form = AskForm(formdata=None, from_on=stay.from_on, to_on=stay.to_on)
    return show_page(stay, form)


def show_page(stay: Stay, form: AskForm, fault: str = "") -> str:
    session, person_id = db.read_session(), current_actor().person_id or 0
    is_host = can(Permission.STAY_ANSWER, stay)
    days = queries.accepted_days(session, stay)
    return render_template(
        "tourism/show.html",
        event=stay.event,
        stay=stay,
        form=form,
        fault=fault,
        is_host=is_host,
        person_id=person_id,
        requests=queries.requests_of(session, stay, person_id=person_id, is_host=is_host),
        fullest=most_at_once(days, (stay.from_on, stay.to_on)),
    )
