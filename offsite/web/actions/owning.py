"""Who owns an action: asking, yes, no, giving back."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite.actions import services
from offsite.actions.models import Action
from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.actions.blueprint import Answer, address, bp
from offsite.web.actions.listing import show_page
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of


def act(action: Action, deed: Callable[[Session], object], said: str = "") -> Answer:
    """Do ``deed`` to the action and go back to it; a refusal is told on its page."""
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        return show_page(action, sentence(fault)), status_of(fault)
    if said:
        flash(said, "success")
    return redirect(address(action), 303)


def word() -> str:
    """The line that came with the button."""
    return " ".join(request.form.get("word", "")[:500].split())


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/ask")
def ask(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_TAKE)
    actor = current_actor()

    def deed(session: Session) -> None:
        services.ask_owner(
            session,
            action=action,
            text=request.form.get("owner", "")[:254],
            by=actor.name,
            person_id=actor.person_id or 0,
            desk=desk(),
            now=utc_now(),
        )

    return act(action, deed)


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/take")
def take(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_TAKE)
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.take_on(
            session, action=action, person_id=person_id, now=utc_now()
        ),
        _("It is yours. Thank you."),
    )


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/decline")
def decline(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_TAKE)
    actor = current_actor()
    return act(
        action,
        lambda session: services.decline(
            session,
            action=action,
            person_id=actor.person_id or 0,
            word=word(),
            by=actor.name,
            desk=desk(),
            now=utc_now(),
        ),
        _("Declined. It waits for somebody else."),
    )


@bp.post("/<event_slug>/actions/<int(max=2147483647):action_id>/give-back")
def give_back(event_slug: str, action_id: int) -> Answer:
    action = load(Action, action_id, Permission.ACTION_TAKE)
    person_id = current_actor().person_id or 0
    return act(
        action,
        lambda session: services.give_back(
            session, action=action, person_id=person_id, word=word(), now=utc_now()
        ),
        _("Given back. It waits for somebody else."),
    )
