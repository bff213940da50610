"""Setting up the board, and running it: rounds, circle, voting, filling."""

from datetime import time
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.events.rules import days_of, period_at
from offsite.jobs.models import Job
from offsite.jobs.queries import latest_job
from offsite.openspace import filling
from offsite.openspace.models import BoardRound
from offsite.openspace.queries import wall
from offsite.openspace.services import boards
from offsite.policy import Permission
from offsite.schedule.queries import latest_release
from offsite.web import live
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.openspace.blueprint import Answer, attempt, bp, load_board
from offsite.web.openspace.forms import BoardForm, RoundsForm
from offsite.web.rendering import local

FORMAT = "open-space"


@bp.get("/<event_slug>/organize/open-space")
def settings(event_slug: str) -> str:
    return _page(load_event(Permission.BOARD_RUN))


def _page(event: Event, **forms: Any) -> str:
    session = db.read_session()
    board = wall.board_of(session, event.id)
    values = {
        "form": BoardForm.of(event, board, wall.rooms_of(session, board) if board else []),
        "rounds_form": RoundsForm.of(event, _planned(event)),
        "refusal": "",
        **forms,
    }
    return render_template(
        "openspace/settings.html",
        event=event,
        board=board,
        hung=wall.wall(session, board, person_id=None) if board else None,
        job=_job(event),
        job_sentence=job_sentence,
        **values,
    )


def _planned(event: Event) -> tuple[Any, Any] | None:
    """When the released schedule has the open space, so that rounds are offered for then."""
    release = latest_release(db.read_session(), event)
    names = {one.name for one in event.formats if one.key == FORMAT}
    for item in release.items if release else ():
        if item.format_name in names and item.canceled_at is None:
            return local(item.starts_at, event.timezone), local(item.ends_at, event.timezone)
    return None


@bp.post("/<event_slug>/organize/open-space")
def set_up(event_slug: str) -> Answer:
    event = load_event(Permission.BOARD_RUN)
    form = BoardForm.of(event, None, [], formdata=request.form)
    if not form.validate():
        return _page(event, form=form), 400
    try:
        with unit_of_work() as session:
            boards.set_up_board(session, event=event, plan=form.plan(), now=utc_now())
    except OffsiteError as fault:
        return _page(event, form=form, refusal=sentence(fault)), status_of(fault)
    flash(_("The board hangs."), "success")
    return _back(event_slug)


def _back(event_slug: str) -> Response:
    return redirect(_url(event_slug), 303)


def _url(event_slug: str) -> str:
    return url_for("openspace.settings", event_slug=event_slug)


@bp.post("/<event_slug>/organize/open-space/rounds")
def draw_rounds(event_slug: str) -> Answer:
    event, board = load_board(Permission.BOARD_RUN)
    form = RoundsForm.of(event, None, formdata=request.form)
    if not form.validate():
        return _page(event, rounds_form=form), 400
    try:
        day = days_of(event.starts_on, event.ends_on)[form.day.data]
        period = period_at(day, form.starts.data or time(), form.until.data or time(), event.zone)
        with unit_of_work() as session:
            drawn = boards.draw_rounds(
                session,
                board=board,
                period=period,
                minutes=form.minutes.data or 0,
                pause=form.pause.data or 0,
            )
            count = len(drawn)
    except OffsiteError as fault:
        return _page(event, rounds_form=form, refusal=sentence(fault)), status_of(fault)
    flash(ngettext("%(num)s round drawn.", "%(num)s rounds drawn.", count), "success")
    return _back(event_slug)


@bp.post("/<event_slug>/organize/open-space/rounds/<int(max=2147483647):round_id>/remove")
def remove_round(event_slug: str, round_id: int) -> Response:
    found = load(BoardRound, round_id, Permission.BOARD_RUN)
    return attempt(lambda session: boards.remove_round(session, found=found), back=_url(event_slug))


@bp.post("/<event_slug>/organize/open-space/voting")
def voting(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    if request.form.get("open") == "1":
        return attempt(
            lambda session: boards.reopen_voting(session, board=board), back=_url(event_slug)
        )
    return attempt(
        lambda session: boards.close_voting(session, board=board, now=utc_now()),
        back=_url(event_slug),
    )


@bp.post("/<event_slug>/organize/open-space/fill")
def fill(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    return attempt(
        lambda session: filling.ask_to_fill(
            session, board=board, person_id=current_actor().person_id, now=utc_now()
        ),
        back=_url(event_slug) + "#filling",
    )


@bp.get("/<event_slug>/organize/open-space/fill/live")
def fill_live(event_slug: str) -> FlaskResponse:
    event = load_event(Permission.BOARD_RUN)
    job = _job(event)
    return live.answer(
        (job.id, job.state, job.result) if job else (),
        lambda: render_template(
            "openspace/_filling.html", event=event, job=job, job_sentence=job_sentence
        ),
        seconds=1,
    )


def _job(event: Event) -> Job | None:
    return latest_job(db.read_session(), event_id=event.id, kind=filling.FILL)


def job_sentence(job: Job) -> str:
    """What the last filling came to."""
    if job.state == "failed":
        return str(_(job.error))
    if job.state != "done":
        return ""
    return str(
        _(
            "Placed: %(placed)s. Moved: %(moved)s. Without a place: %(waiting)s.",
            placed=job.result.get("placed", 0),
            moved=job.result.get("moved", 0),
            waiting=job.result.get("waiting", 0),
        )
    )
