"""An event's own pages: its face, its people, and the organizer's overview."""

from flask import render_template, request

from offsite import db
from offsite.errors import NotFound
from offsite.events.directory import FACETS, directory, is_screen
from offsite.events.queries import member_of_event
from offsite.planning.queries import was_planned
from offsite.policy import Permission
from offsite.web.access import can, current_actor, load_event, utc_now
from offsite.web.events.blueprint import bp
from offsite.web.events.overview import steps_of
from offsite.web.turns import turns_of


@bp.get("/<event_slug>/")
def home(event_slug: str) -> str:
    event = load_event(Permission.EVENT_SEE)
    now, person_id = utc_now(), current_actor().person_id
    is_member = can(Permission.MEMBER_LIST, event)
    turns = turns_of(event, person_id, now) if is_member and person_id is not None else []
    return render_template(
        "events/home.html",
        is_member=is_member,
        turns=turns,
        is_on=event.starts_on <= now.astimezone(event.zone).date() <= event.ends_on,
        was_planned=was_planned(db.read_session(), event),
    )


@bp.get("/<event_slug>/people/")
def people(event_slug: str) -> str:
    event = load_event(Permission.MEMBER_LIST)
    search = request.args.get("q", "")[:200]
    chosen = {facet: request.args.get(facet, "") for facet in FACETS}
    found = directory(
        db.read_session(),
        event_id=event.id,
        search=search,
        chosen=chosen,
        page=request.args.get("page", 1, type=int),
    )
    return render_template("events/people.html", found=found, search=search, chosen=chosen)


@bp.get("/<event_slug>/people/<int:person_id>")
def person(event_slug: str, person_id: int) -> str:
    event = load_event(Permission.MEMBER_LIST)
    member = member_of_event(db.read_session(), event_id=event.id, person_id=person_id)
    if member is None or is_screen(member) or not member.person.can_sign_in():
        raise NotFound("There is nobody here by this address.")
    return render_template("events/person.html", person=member.person, member=member)


@bp.get("/<event_slug>/organize/")
def organize(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_EDIT)
    return render_template("events/organize.html", steps=steps_of(event, utc_now()))
