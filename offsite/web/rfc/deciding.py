"""A text's way: open, last call, settled, withdrawn; and whether to hear of it."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.rfc import services, telling
from offsite.rfc.models import Rfc
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.rfc.blueprint import Answer, address, bp
from offsite.web.rfc.forms import CommentForm
from offsite.web.rfc.reading import show_page


def _act(rfc: Rfc, deed: Callable[[Session], object], said: str = "") -> Answer:
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        page = show_page(rfc, CommentForm(formdata=None), {"way": sentence(fault)})
        return page, status_of(fault)
    if said:
        flash(said, "success")
    return redirect(address(rfc), 303)


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/open")
def open_(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    ask = request.form.get("tell") == "1"
    try:
        with unit_of_work() as session:
            services.open_for_comments(session, rfc=rfc, now=utc_now())
            asked = (
                telling.ask_everybody(session, rfc=rfc, desk=desk(), held=True, now=utc_now())
                if ask
                else 0
            )
    except OffsiteError as fault:
        page = show_page(rfc, CommentForm(formdata=None), {"way": sentence(fault)})
        return page, status_of(fault)
    flash(_("Everybody in the event can comment now."), "success")
    if asked:
        flash(
            ngettext(
                "%(num)s mail waits in the outbox until an organizer lets it go.",
                "%(num)s mails wait in the outbox until an organizer lets them go.",
                asked,
            ),
            "info",
        )
    return redirect(address(rfc), 303)


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/last-call")
def last_call(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    return _act(
        rfc,
        lambda session: services.start_last_call(session, rfc=rfc, now=utc_now()),
        _("The last call runs: three working days."),
    )


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/stop-last-call")
def stop_last_call(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    return _act(rfc, lambda session: services.stop_last_call(session, rfc=rfc, now=utc_now()))


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/settle")
def settle(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    return _act(
        rfc,
        lambda session: services.settle(session, rfc=rfc, now=utc_now()),
        _("It stands."),
    )


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/withdraw")
def withdraw(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_EDIT)
    return _act(
        rfc,
        lambda session: services.withdraw(session, rfc=rfc, now=utc_now()),
        _("Withdrawn. Opening it again brings it back."),
    )


@bp.post("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/follow")
def follow(event_slug: str, rfc_id: int) -> Answer:
    rfc = load(Rfc, rfc_id, Permission.RFC_SEE)
    follows = request.form.get("follows") == "1"
    person_id = current_actor().person_id or 0
    return _act(
        rfc,
        lambda session: services.set_following(
            session, rfc=rfc, person_id=person_id, follows=follows, now=utc_now()
        ),
    )
