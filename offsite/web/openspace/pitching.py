"""The pitch queue: who speaks, who waits, who advances."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from offsite import db
from offsite.events.models import Event
from offsite.openspace import pulse
from offsite.openspace.models import Board, Topic
from offsite.openspace.queries import deals, pitches
from offsite.openspace.services import boards, pitching
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import current_actor, load, utc_now
from offsite.web.openspace.blueprint import attempt, bp, load_board, topic_url
from offsite.web.openspace.posting import TOPIC


@bp.get("/<event_slug>/board/queue")
def queue(event_slug: str) -> str:
    event, board = load_board(Permission.BOARD_SEE)
    return render_template("openspace/queue.html", **_shown(event, board))


@bp.get("/<event_slug>/board/queue/live")
def queue_live(event_slug: str) -> Response:
    event, board = load_board(Permission.BOARD_SEE)
    version = live.version_of(event.id, pulse.TOPIC)
    return live.answer(
        (version,),
        lambda: render_template("openspace/_queue.html", **_shown(event, board)),
        seconds=live.PHONE,
    )


def _shown(event: Event, board: Board) -> dict[str, Any]:
    session, person_id = db.read_session(), current_actor().person_id
    return {
        "event": event,
        "board": board,
        "on_stage": pitches.now_pitching(session, board),
        "queue": pitches.waiting_pitches(session, board),
        "mine": deals.own_topics(session, board=board, person_id=person_id) if person_id else [],
        "person_id": person_id,
    }


def _queue_url(event_slug: str) -> str:
    return url_for("openspace.queue", event_slug=event_slug)


@bp.post("/<event_slug>/board/queue/next")
def call_next(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    seen = request.form.get("seen", "")
    stage = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    return attempt(
        lambda session: pitching.call_next(session, board=board, seen=stage, now=utc_now()),
        back=_queue_url(event_slug),
    )


@bp.post("/<event_slug>/board/queue/circle")
def circle(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    change = boards.close_circle if request.form.get("open") == "0" else boards.open_circle
    return attempt(
        lambda session: change(session, board=board, now=utc_now()), back=_queue_url(event_slug)
    )


@bp.post(f"{TOPIC}/queue")
def queue_up(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    back = _queue_url(event_slug) if request.form.get("from") == "queue" else topic_url(topic)
    if request.form.get("wait") == "0":
        return attempt(lambda session: pitching.leave_queue(session, topic=topic), back=back)
    return attempt(
        lambda session: pitching.queue_up(session, topic=topic, now=utc_now()), back=back
    )


@bp.post(f"{TOPIC}/pitched")
def pitched(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: pitching.finish_pitch(session, topic=topic, now=utc_now()),
        back=url_for("openspace.places", event_slug=event_slug, topic_id=topic_id),
    )
