"""The end of an action: done, dropped, or not yet."""

from datetime import date

from flask import request
from flask_babel import gettext as _

from offsite.actions import services
from offsite.actions.models import Action
from offsite.policy import Permission
from offsite.web.access import current_actor, load, utc_now
from offsite.web.actions.blueprint import Answer, bp
from offsite.web.actions.listing import show_page
from offsite.web.actions.owning import act, word


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/done")
def done(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.finish(
            session, action=action, person_id=person_id, word=word(), now=utc_now()
        ),
        _("Done. Well done."),
    )


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/drop")
def drop(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.drop(
            session, action=action, person_id=person_id, word=word(), now=utc_now()
        ),
        _("Dropped, with the reason. You can open it again."),
    )


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/reopen")
def reopen(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.reopen(session, action=action, person_id=person_id, now=utc_now()),
        _("It is open again."),
    )


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/go-on")
def go_on(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_EDIT)
    due_on = chosen_day()
    if due_on is None:
        return show_page(action, _("Choose the day until which it goes on.")), 400
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.carry_on(
            session, action=action, due_on=due_on, person_id=person_id, word=word(), now=utc_now()
        ),
        _("It goes on."),
    )


def chosen_day() -> date | None:
    """The day of the form, if it is one."""
    try:
        return date.fromisoformat(request.form.get("due_on", ""))
    except ValueError:
        return None
