"""Challenges from the phones of a room: raise, give voices, count, pick."""

from typing import Any

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from offsite import db
from offsite.errors import NotFound, OffsiteError
from offsite.facilitation import queries, rules
from offsite.facilitation.models import Challenge
from offsite.facilitation.pulse import topic_of
from offsite.facilitation.services import picking
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import can, current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.facilitation.blueprint import RUN, Stage, bp, load_stage, values_of
from offsite.web.once import is_queued, unit_of_work_once

CHALLENGE = f"{RUN}/challenges/<int(max=2147483647):challenge_id>"

Answer = AnyResponse | str | tuple[str, int]


@bp.get(f"{RUN}/challenges")
def challenges(event_slug: str, code: str) -> str:
    return _page(load_stage(code, Permission.RUN_TAKE_PART))


@bp.get(f"{RUN}/challenges/live")
def challenges_live(event_slug: str, code: str) -> Response:
    stage = load_stage(code, Permission.RUN_TAKE_PART)
    return live.answer(
        live.version_of(stage.event.id, topic_of(stage.item.code)),
        lambda: render_template("facilitation/_challenges.html", **_values(stage)),
        seconds=live.PHONE,
    )


def _page(stage: Stage, **typed: Any) -> str:
    return render_template("facilitation/challenges.html", **typed, **_values(stage))


def _values(stage: Stage) -> dict[str, Any]:
    person_id = current_actor().person_id or 0
    session = db.read_session()
    mine = queries.voices_of(session, stage.run, person_id=person_id) if stage.run else set[int]()
    return {
        **values_of(stage),
        "mine": mine,
        "voices_left": rules.voices_left(len(mine)),
        "person_id": person_id,
        "may_lead": can(Permission.RUN_LEAD, stage.proposal),
    }


@bp.post(f"{RUN}/challenges")
def raise_challenge(event_slug: str, code: str) -> Answer:
    stage = load_stage(code, Permission.RUN_TAKE_PART)
    text, told_by = request.form.get("text", ""), request.form.get("told_by", "")
    may_type = can(Permission.RUN_LEAD, stage.proposal)
    try:
        with unit_of_work_once() as work:
            if work.is_first:
                picking.raise_challenge(
                    work.session,
                    run=stage.begun,
                    text=text,
                    person_id=current_actor().person_id or 0,
                    told_by=told_by if may_type else "",
                    now=utc_now(),
                )
    except OffsiteError as refusal:
        if is_queued():
            raise
        page = _page(load_stage(code), refusal=sentence(refusal), text=text, told_by=told_by)
        return page, status_of(refusal)
    return redirect(stage.url("challenges"), 303)


def _load_challenge(
    code: str, challenge_id: int, permission: Permission
) -> tuple[Stage, Challenge]:
    """A challenge of this session; ``permission`` is asked of it, or of the session."""
    of_challenge = permission == Permission.CHALLENGE_EDIT
    stage = load_stage(code, Permission.RUN_TAKE_PART if of_challenge else permission)
    found = load(Challenge, challenge_id, permission if of_challenge else Permission.RUN_SEE)
    if stage.run is None or found.run_id != stage.run.id:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return stage, found


@bp.post(f"{CHALLENGE}/withdraw")
def withdraw(event_slug: str, code: str, challenge_id: int) -> AnyResponse:
    stage, found = _load_challenge(code, challenge_id, Permission.CHALLENGE_EDIT)
    with unit_of_work() as session:
        picking.withdraw(session, challenge=found)
    return redirect(stage.url("challenges"), 303)


@bp.post(f"{CHALLENGE}/voice")
def voice(event_slug: str, code: str, challenge_id: int) -> Answer:
    stage, found = _load_challenge(code, challenge_id, Permission.RUN_TAKE_PART)
    change = picking.give_voice if request.form.get("give") else picking.take_voice
    try:
        with unit_of_work() as session:
            change(session, challenge=found, person_id=current_actor().person_id or 0)
    except OffsiteError as refusal:
        if is_queued():
            raise
        return _page(load_stage(code), refusal=sentence(refusal)), status_of(refusal)
    if is_queued():
        return render_template("facilitation/_challenges.html", **_values(load_stage(code)))
    return redirect(stage.url("challenges"), 303)


@bp.post(f"{RUN}/voices")
def count_voices(event_slug: str, code: str) -> AnyResponse:
    """Count them; with ``again`` everybody gives them anew."""
    stage = load_stage(code, Permission.RUN_LEAD)
    with unit_of_work() as session:
        if request.form.get("again"):
            picking.vote_again(session, run=stage.begun)
        else:
            picking.count(session, run=stage.begun, now=utc_now())
    return redirect(stage.url("lead", _anchor="challenges"), 303)


@bp.post(f"{CHALLENGE}/pick")
def pick(event_slug: str, code: str, challenge_id: int) -> AnyResponse:
    stage, found = _load_challenge(code, challenge_id, Permission.RUN_LEAD)
    with unit_of_work() as session:
        if request.form.get("pick") == "0":
            picking.drop_pick(session, challenge=found)
        else:
            picking.pick(session, challenge=found, now=utc_now())
    return redirect(stage.url("lead", _anchor="challenges"), 303)
