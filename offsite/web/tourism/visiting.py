"""Asking to come, answering, withdrawing."""

from flask import flash, redirect, request
from flask_babel import gettext as _

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.tourism import services
from offsite.tourism.models import Stay, StayRequest
from offsite.web.access import current_actor, load, utc_now
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.once import unit_of_work_once
from offsite.web.tourism.blueprint import Answer, address, bp
from offsite.web.tourism.forms import AskForm
from offsite.web.tourism.listing import show_page
from offsite.web.tourism.offering import act


@bp.post("/<event_slug>/tourism/<int(max=2147483647):stay_id>/ask")
def ask(event_slug: str, stay_id: int) -> Answer:
    stay = load(Stay, stay_id, Permission.STAY_SEE)
    form = AskForm()
    if not form.validate() or form.from_on.data is None or form.to_on.data is None:
        return show_page(stay, form), 400
    try:
        with unit_of_work_once() as work:
            if work.is_first:
                services.ask(
                    work.session,
                    stay=stay,
                    person_id=current_actor().person_id or 0,
                    days=(form.from_on.data, form.to_on.data),
                    note=form.note.data or "",
                    desk=desk(),
                    now=utc_now(),
                )
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return show_page(stay, form), status_of(fault)
    flash(_("Asked. The team answers in a sentence, by mail and here."), "success")
    return redirect(address(stay), 303)


@bp.post("/<event_slug>/tourism/requests/<int(max=2147483647):request_id>/answer")
def answer(event_slug: str, request_id: int) -> Answer:
    asked = load(StayRequest, request_id, Permission.STAY_ANSWER)
    return act(
        asked.stay,
        lambda session: services.answer(
            session,
            request=asked,
            is_welcome=request.form.get("welcome") == "1",
            sentence=request.form.get("sentence", ""),
            person_id=current_actor().person_id or 0,
            desk=desk(),
            now=utc_now(),
        ),
        _("Answered. They get a mail."),
    )


@bp.post("/<event_slug>/tourism/requests/<int(max=2147483647):request_id>/withdraw")
def withdraw(event_slug: str, request_id: int) -> Answer:
    asked = load(StayRequest, request_id, Permission.STAY_WITHDRAW)
    return act(
        asked.stay,
        lambda session: services.withdraw(session, request=asked, desk=desk(), now=utc_now()),
        _("Withdrawn. The team hears of it, and the place is free again."),
    )
