"""The review of what earlier events of the series left: one tap an action, in the room."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.actions import queries, services
from offsite.actions.models import Action
from offsite.actions.rules import usual_due_date
from offsite.errors import BadInput, NotFound, OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can, current_actor, load_event, unit_of_work, utc_now
from offsite.web.actions.blueprint import Answer, bp
from offsite.web.actions.closing import chosen_day
from offsite.web.actions.owning import word
from offsite.web.errors import sentence, status_of
from offsite.web.rendering import local


@bp.get("/<event_slug>/actions/review")
def review(event_slug: str) -> str:
    event = load_event(Permission.ACTION_SEE)
    return _review_page(event)


def _review_page(event: Event, faults: dict[int, str] | None = None) -> str:
    today = local(utc_now(), event.timezone).date()
    carried = queries.carried_into(db.read_session(), event)
    return render_template(
        "actions/review.html",
        event=event,
        waiting=[one for one in carried if one.reviewed_in_id != event.id],
        looked_at=[one for one in carried if one.reviewed_in_id == event.id],
        may_decide=can(Permission.ACTION_REVIEW, event),
        next_day=usual_due_date(event.ends_on, today),
        faults=faults or {},
        today=today,
    )


@bp.post("/<event_slug>/actions/review/<int(max=2147483647):carried_id>")
def decide(event_slug: str, carried_id: int) -> Answer:
    event = load_event(Permission.ACTION_REVIEW)
    action = queries.carried_action(db.read_session(), event, action_id=carried_id)
    if action is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    try:
        with unit_of_work() as session:
            _decide(session, action, request.form.get("end", ""))
            services.note_review(session, action=action, event=event)
    except OffsiteError as fault:
        return _review_page(event, {carried_id: sentence(fault)}), status_of(fault)
    return redirect(url_for("actions.review", event_slug=event.slug, _anchor="waiting"), 303)


def _decide(session: Session, action: Action, end: str) -> None:
    person_id, now = current_actor().person_id or 0, utc_now()
    if end == "done":
        services.finish(session, action=action, person_id=person_id, word=word(), now=now)
    elif end == "dropped":
        services.drop(session, action=action, person_id=person_id, word=word(), now=now)
    elif end == "goes_on" and (due_on := chosen_day()):
        services.carry_on(
            session, action=action, due_on=due_on, person_id=person_id, word=word(), now=now
        )
    elif end == "reopen":
        services.reopen(session, action=action, person_id=person_id, now=now)
    else:
        raise BadInput(_("Say whether it is done, goes on until a day, or is dropped."))
