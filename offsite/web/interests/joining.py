"""Joining, leaving, and handing a group on."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite.errors import OffsiteError
from offsite.interests import services
from offsite.interests.models import InterestGroup
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.interests.blueprint import Answer, address, bp
from offsite.web.interests.forms import DatesForm
from offsite.web.interests.listing import show_page


def act(group: InterestGroup, deed: Callable[[Session], object], said: str) -> Answer:
    """Do ``deed`` and go back to the group; a refusal is told on its page."""
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        return show_page(group, DatesForm(formdata=None), sentence(fault)), status_of(fault)
    flash(said, "success")
    return redirect(address(group), 303)


@bp.post("/<event_slug>/groups/<int(max=2147483647):group_id>/join")
def join(event_slug: str, group_id: int) -> Answer:
    group = load(InterestGroup, group_id, Permission.GROUP_SEE)
    person_id = current_actor().person_id or 0
    return act(
        group,
        lambda session: services.join(session, group=group, person_id=person_id, now=utc_now()),
        _("You are in. Its dates are in your calendar."),
    )


@bp.post("/<event_slug>/groups/<int(max=2147483647):group_id>/leave")
def leave(event_slug: str, group_id: int) -> Answer:
    group = load(InterestGroup, group_id, Permission.GROUP_SEE)
    person_id = current_actor().person_id or 0
    return act(
        group,
        lambda session: services.leave(session, group=group, person_id=person_id, now=utc_now()),
        _("You left the group. You can join again whenever you like."),
    )


@bp.post("/<event_slug>/groups/<int(max=2147483647):group_id>/hand-on")
def hand_on(event_slug: str, group_id: int) -> Answer:
    group = load(InterestGroup, group_id, Permission.GROUP_EDIT)
    return act(
        group,
        lambda session: services.hand_on(
            session,
            group=group,
            text=request.form.get("person", "")[:254],
            by=current_actor().name,
            desk=desk(),
            now=utc_now(),
        ),
        _("Handed on. A mail tells them."),
    )
