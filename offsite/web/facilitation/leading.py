"""The facilitator's phone: one clock, one next step."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from offsite import db
from offsite.actions.queries import of_session
from offsite.errors import BadInput, OffsiteError
from offsite.facilitation import queries, rules
from offsite.facilitation.pulse import topic_of
from offsite.facilitation.services import running
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.facilitation.blueprint import RUN, Stage, bp, load_stage, values_of
from offsite.web.once import LEFT, is_queued, unit_of_work_once
from offsite.web.rendering import local

Answer = AnyResponse | str | tuple[str, int]
Pressed = Callable[[Session, Stage, int, datetime], object]

LONGEST_NUMBER = 15


@bp.get(f"{RUN}/")
def lead(event_slug: str, code: str) -> str:
    return _page(load_stage(code, Permission.RUN_LEAD))


@bp.get(f"{RUN}/live")
def lead_live(event_slug: str, code: str) -> Response:
    stage = load_stage(code, Permission.RUN_LEAD)
    minute = int(utc_now().timestamp()) // 60
    parts = (live.version_of(stage.event.id, topic_of(stage.item.code)), minute)
    return live.answer(parts, lambda: _fragment(stage), seconds=live.PROJECTOR)


def _page(stage: Stage, refusal: str = "") -> str:
    return render_template("facilitation/lead.html", refusal=refusal, **_values(stage))


def _fragment(stage: Stage) -> str:
    return render_template("facilitation/_lead.html", **_values(stage))


def _values(stage: Stage) -> dict[str, Any]:
    session = db.read_session()
    return {
        **values_of(stage),
        "voters": queries.count_voters(session, stage.run) if stage.run else 0,
        "left": of_session(session, stage.proposal),
        "today": local(utc_now(), stage.event.timezone).date(),
        "phases": stage.proposal.format.phases,
        "most_picked": rules.MOST_PICKED,
    }


PRESSES: Mapping[str, Pressed] = {
    "start": lambda session, stage, seen, now: running.start(
        session, proposal=stage.proposal, seen=seen, now=now
    ),
    "pause": lambda session, stage, seen, now: running.pause(
        session, run=stage.begun, seen=seen, now=now
    ),
    "go-on": lambda session, stage, seen, now: running.go_on(
        session, run=stage.begun, seen=seen, now=now
    ),
    "next": lambda session, stage, seen, now: running.advance(
        session, run=stage.begun, seen=seen, now=now
    ),
    "back": lambda session, stage, seen, now: running.step_back(
        session, run=stage.begun, seen=seen, now=now
    ),
    "time": lambda session, stage, seen, _now: running.give_time(
        session, run=stage.begun, seen=seen, minutes=_minutes()
    ),
    "end": lambda session, stage, seen, now: running.end(
        session, run=stage.begun, seen=seen, now=now
    ),
    "clear": lambda session, stage, seen, _now: running.clear(session, run=stage.begun, seen=seen),
}
"""What each word of a button does."""


@bp.post(f"{RUN}/press")
def press(event_slug: str, code: str) -> Answer:
    stage = load_stage(code, Permission.RUN_LEAD)
    try:
        left = _press(stage)
    except OffsiteError as refusal:
        # Sent by the script, a refusal is shown with what was pressed.
        if is_queued():
            raise
        said = sentence(refusal)
        return _page(load_stage(code, Permission.RUN_LEAD), said), status_of(refusal)
    if is_queued():
        response = make_response(_fragment(load_stage(code, Permission.RUN_LEAD)))
        if left:
            response.headers[LEFT] = left
        return response
    return redirect(stage.url("lead"), 303)


def _press(stage: Stage) -> str:
    """Do it, unless that was done before; the version that this very press left."""
    pressed = PRESSES.get(request.form.get("word", ""))
    if pressed is None:
        raise BadInput("This button is not known. Reload the page and try again.")
    seen, now = _number(request.form.get("seen", "")), utc_now()
    with unit_of_work_once() as work:
        if work.is_first:
            since = stage.run.since if stage.run else None
            pressed(work.session, stage, seen, rules.moment_of(_pressed_at(), since, now))
            # Kept, since a repeated press must not step over what somebody did in between.
            work.keep(str(seen + 1))
            return str(seen + 1)
        return work.answer


def _number(text: str) -> int:
    """A whole number that was sent; -1, which nothing has, for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) if is_number else -1


def _minutes() -> int:
    text = request.form.get("minutes", "")
    number = _number(text.removeprefix("-"))
    if not 0 < number <= running.LONGEST_STEP:
        raise BadInput("Say how many minutes, as a whole number.")
    return -number if text.startswith("-") else number


def _pressed_at() -> datetime | None:
    """When the button was pressed by the server's clock, as the page's script reckons it."""
    number = _number(request.form.get("pressed_at", ""))
    return datetime.fromtimestamp(number / 1000, UTC) if number > 0 else None
