"""What organizers do: prepare, open, close, open again, publish, remove."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.mentoring import services
from offsite.mentoring.models import MentorRound
from offsite.policy import Permission
from offsite.web.access import load, load_event, unit_of_work, utc_now
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.mentoring.blueprint import Answer, address, bp
from offsite.web.mentoring.forms import RoundForm
from offsite.web.mentoring.listing import show_page
from offsite.web.once import unit_of_work_once


@bp.get("/<event_slug>/mentoring/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.MENTORING_RUN)
    return _new_page(event, RoundForm(formdata=None))


def _new_page(event: Event, form: RoundForm) -> str:
    return render_template("mentoring/new.html", event=event, form=form)


@bp.post("/<event_slug>/mentoring/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.MENTORING_RUN)
    form = RoundForm()
    if not form.validate():
        return _new_page(event, form), 400
    with unit_of_work_once() as work:
        if work.is_first:
            made = services.prepare_round(
                work.session,
                event=event,
                title=form.title.data or "",
                about=form.about.data or "",
                now=utc_now(),
            )
            work.keep(address(made))
            target = address(made)
        else:
            target = work.answer
    flash(_("Prepared. Add the mentors, then open it."), "success")
    return redirect(target, 303)


def act(round: MentorRound, deed: Callable[[Session], object], said: str) -> Answer:
    """Do ``deed`` and go back to the round; a refusal is told on its page."""
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        return show_page(round, sentence(fault)), status_of(fault)
    flash(said, "success")
    return redirect(address(round), 303)


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/mentors")
def seat_mentor(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    text = request.form.get("capacity", "")
    capacity = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return act(
        round,
        lambda session: services.seat_mentor(
            session, round=round, text=request.form.get("person", "")[:254], capacity=capacity
        ),
        _("Added."),
    )


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/mentors/remove")
def unseat_mentor(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    text = request.form.get("seat_id", "")
    seat_id = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return act(
        round,
        lambda session: services.unseat_mentor(session, round=round, seat_id=seat_id),
        _("Taken out again."),
    )


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/remove")
def remove_round(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    try:
        with unit_of_work() as session:
            services.remove_round(session, round=round)
    except OffsiteError as fault:
        return show_page(round, sentence(fault)), status_of(fault)
    flash(_("The round is gone."), "success")
    return redirect(url_for("mentoring.index", event_slug=event_slug), 303)


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/open")
def open_round(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    return act(
        round,
        lambda session: services.open_round(session, round=round, now=utc_now()),
        _("Open. Everybody in the event can choose now."),
    )


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/close")
def close_round(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    return act(
        round,
        lambda session: services.close_round(session, round=round, now=utc_now()),
        _("Closed and matched. Look at it, then publish."),
    )


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/reopen")
def reopen_round(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    return act(
        round,
        lambda session: services.reopen_round(session, round=round),
        _("Open again. Nobody was told anything."),
    )


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/publish")
def publish(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTORING_RUN)
    return act(
        round,
        lambda session: services.publish(session, round=round, desk=desk(), now=utc_now()),
        _("Published. Everybody who took part gets a mail."),
    )
