"""What everybody sees of a running session: the projector, and the session's own page."""

from typing import Any

from flask import Response, render_template

from offsite import db
from offsite.actions.queries import of_session
from offsite.facilitation import queries
from offsite.facilitation.pulse import topic_of
from offsite.policy import Permission
from offsite.web import live
from offsite.web.facilitation.blueprint import RUN, Stage, bp, load_stage, stage_of, values_of
from offsite.web.openspace.paper import code_of

ACTIONS_EVERY = 5
"""Seconds after which written actions are on the projector: they tell no topic."""


@bp.get(f"{RUN}/show")
def show(event_slug: str, code: str) -> str:
    return render_template("facilitation/show.html", **_projected(load_stage(code)))


@bp.get(f"{RUN}/show/live")
def show_live(event_slug: str, code: str) -> Response:
    stage = load_stage(code)
    shows_actions = stage.run and stage.run.has_started and stage.run.step.kind == "actions"
    return live.watch(
        Permission.RUN_SEE,
        [topic_of(stage.item.code)],
        lambda event: render_template(
            "facilitation/_show.html", **_projected(stage_of(event, code))
        ),
        seconds=live.PROJECTOR,
        tick=ACTIONS_EVERY if shows_actions else 0,
    )


@bp.get(f"{RUN}/now")
def part_live(event_slug: str, code: str) -> Response:
    stage = load_stage(code)
    is_near = stage.run is not None and stage.run.is_under_way
    return live.watch(
        Permission.RUN_SEE,
        [topic_of(stage.item.code)],
        lambda event: render_template("facilitation/_now.html", **values_of(stage_of(event, code))),
        seconds=live.PHONE if is_near else live.CALM,
    )


def _projected(stage: Stage) -> dict[str, Any]:
    session = db.read_session()
    return {
        **values_of(stage),
        "voters": queries.count_voters(session, stage.run) if stage.run else 0,
        "left": of_session(session, stage.proposal),
        "code": code_of(stage.url("challenges", _external=True)),
    }
