"""Writing an action down, and giving it other words."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from offsite import db
from offsite.actions import queries, services
from offsite.actions.models import Action
from offsite.actions.rules import MOST_PER_SESSION, usual_due_date
from offsite.errors import NotFound, OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.proposals.queries import proposal_by_code
from offsite.web.access import can, current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.actions.blueprint import Answer, address, bp
from offsite.web.actions.forms import ChangeForm, NewActionForm
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.rendering import local


@bp.get("/<event_slug>/actions/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.ACTION_CREATE)
    session = _session_of(event, request.args.get("session", ""))
    today = local(utc_now(), event.timezone).date()
    form = NewActionForm(
        formdata=None,
        session=session.code if session else "",
        due_on=usual_due_date(event.ends_on, today),
    )
    return _new_page(event, form, session)


@bp.post("/<event_slug>/actions/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.ACTION_CREATE)
    form = NewActionForm()
    session = _session_of(event, form.session.data or "")
    if not form.validate() or form.due_on.data is None:
        return _new_page(event, form, session), 400
    actor = current_actor()
    try:
        with unit_of_work() as unit:
            action = services.write_down(
                unit,
                event=event,
                title=form.title.data or "",
                details=form.details.data or "",
                due_on=form.due_on.data,
                proposal=session,
                person_id=actor.person_id,
                now=utc_now(),
            )
            if form.owner.data:
                services.ask_owner(
                    unit,
                    action=action,
                    text=form.owner.data,
                    by=actor.name,
                    person_id=actor.person_id or 0,
                    desk=desk(),
                    now=utc_now(),
                )
            target = address(action)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _new_page(event, form, session), status_of(fault)
    flash(_("Written down."), "success")
    return redirect(target, 303)


def _session_of(event: Event, code: str) -> Proposal | None:
    if not code:
        return None
    found = proposal_by_code(db.read_session(), event_id=event.id, code=code.upper()[:6])
    if found is None or not can(Permission.PROPOSAL_SEE, found):
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _new_page(event: Event, form: NewActionForm, session: Proposal | None) -> str:
    siblings = queries.of_session(db.read_session(), session) if session else ()
    return render_template(
        "actions/new.html",
        event=event,
        form=form,
        session=session,
        siblings=[one for one in siblings if one.state != "dropped"],
        most=MOST_PER_SESSION,
    )


@bp.get("/<event_slug>/actions/<int(max=2147483647):action_id>/edit")
def edit(event_slug: str, action_id: int) -> str:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    return _edit_page(action, ChangeForm(formdata=None, obj=action, seen=action.sequence))


def _edit_page(action: Action, form: ChangeForm) -> str:
    return render_template("actions/edit.html", event=action.event, action=action, form=form)


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/edit")
def save(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    form = ChangeForm()
    if not form.validate() or form.due_on.data is None:
        return _edit_page(action, form), 400
    try:
        with unit_of_work() as unit:
            services.change(
                unit,
                action=action,
                title=form.title.data or "",
                details=form.details.data or "",
                due_on=form.due_on.data,
                seen=form.seen.data or 0,
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        # What the reader now knows of: saving once more is a decision.
        form.seen.data = action.sequence
        form.seen.raw_data = None
        return _edit_page(action, form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(address(action), 303)
