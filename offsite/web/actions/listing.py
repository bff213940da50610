"""The event's actions, one action, and everything that is mine."""

from flask import render_template, request

from offsite import db
from offsite.actions import queries
from offsite.actions.models import Action
from offsite.policy import Permission
from offsite.web.access import current_actor, load, load_event, utc_now
from offsite.web.actions.blueprint import bp
from offsite.web.people.profile import load_myself
from offsite.web.proposals.asking import page_links, page_number
from offsite.web.rendering import local


@bp.get("/<event_slug>/actions/")
def index(event_slug: str) -> str:
    event = load_event(Permission.ACTION_SEE)
    person_id = current_actor().person_id or 0
    view = request.args.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    search = request.args.get("q", "")[:200]
    session = db.read_session()
    return render_template(
        "actions/index.html",
        event=event,
        view=view,
        search=search,
        counts=queries.counts(session, event, person_id=person_id),
        page=queries.actions_page(
            session, event, view=view, person_id=person_id, search=search, page=page_number()
        ),
        page_url=page_links(),
        carried=len(queries.carried_into(session, event)),
        today=local(utc_now(), event.timezone).date(),
    )


@bp.get("/<event_slug>/actions/<int(max=2147483647):action_id>")
def show(event_slug: str, action_id: int) -> str:
    action = load(Action, action_id, Permission.ACTION_SEE)
    return show_page(action)


def show_page(action: Action, fault: str = "") -> str:
    return render_template(
        "actions/show.html",
        event=action.event,
        action=action,
        fault=fault,
        steps=queries.with_history(db.read_session(), action),
        person_id=current_actor().person_id,
        today=local(utc_now(), action.event.timezone).date(),
    )


@bp.get("/me/actions")
def mine() -> str:
    person = load_myself()
    found = queries.mine(db.read_session(), person_id=person.id)
    return render_template(
        "actions/mine.html",
        current=[one for one in found if one.is_open],
        past=[one for one in found if not one.is_open],
        today=utc_now().date(),
    )
