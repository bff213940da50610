"""The board, one topic, and what the projector shows."""

from datetime import datetime
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from offsite import db
from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.openspace.models import Board, Topic
from offsite.openspace.pulse import TOPIC
from offsite.openspace.queries import deals, pitches
from offsite.openspace.queries.news import report_of
from offsite.openspace.queries.wall import Wall, board_of, cards_of, wall
from offsite.openspace.services import topics
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import can, current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.once import is_queued
from offsite.web.openspace.blueprint import Answer, bp, load_board
from offsite.web.openspace.paper import code_of_board


@bp.get("/<event_slug>/board/")
def board(event_slug: str) -> str:
    event = load_event(Permission.BOARD_SEE)
    return _page(event)


def _page(event: Event, **typed: Any) -> str:
    found = board_of(db.read_session(), event.id)
    if found is None:
        return render_template("openspace/none_yet.html", event=event)
    return render_template("openspace/board.html", **typed, **_shown(event, found))


@bp.get("/<event_slug>/board/live")
def board_live(event_slug: str) -> Response:
    event, found = load_board(Permission.BOARD_SEE)
    return _live(event, found, "openspace/_wall.html", live.PHONE)


@bp.get("/<event_slug>/board/show")
def show(event_slug: str) -> str:
    event, found = load_board(Permission.BOARD_SEE)
    return render_template("openspace/show.html", code=code_of_board(event), **_shown(event, found))


@bp.get("/<event_slug>/board/show/live")
def show_live(event_slug: str) -> Response:
    event, found = load_board(Permission.BOARD_SEE)
    return _live(event, found, "openspace/_show.html", live.PROJECTOR)


def _live(event: Event, found: Board, template: str, seconds: float) -> Response:
    now = utc_now()
    phases = [(one.id, one.has_begun(now), one.is_over(now)) for one in found.rounds]
    return live.answer(
        (live.version_of(event.id, TOPIC), phases),
        lambda: render_template(template, **_shown(event, found)),
        seconds=seconds,
    )


def _shown(event: Event, found: Board) -> dict[str, Any]:
    session, person_id = db.read_session(), current_actor().person_id
    hung, now = wall(session, found, person_id=person_id), utc_now()
    return {
        "event": event,
        "board": found,
        "wall": hung,
        "now": now,
        "on_stage": pitches.now_pitching(session, found),
        "queue": pitches.waiting_pitches(session, found),
        "asked": deals.asked_of(session, board=found, person_id=person_id) if person_id else [],
        "days": _days(event, hung),
        "is_over": bool(hung.rows) and all(row.is_over(now) for row in hung.rows),
    }


def _days(event: Event, hung: Wall) -> list[tuple[datetime, list[Any]]]:
    """The rows of the wall by local day."""
    found: dict[Any, list[Any]] = {}
    for row in hung.rows:
        found.setdefault(row.starts_at.astimezone(event.zone).date(), []).append(row)
    return list(found.items())


@bp.post("/<event_slug>/board/")
def post_topic(event_slug: str) -> Answer:
    event, found = load_board(Permission.BOARD_TAKE_PART)
    title, for_whom = request.form.get("title", ""), request.form.get("for_whom", "")
    try:
        with unit_of_work() as session:
            topic = topics.post_topic(
                session,
                board=found,
                title=title,
                for_whom=for_whom,
                person_id=current_actor().person_id or 0,
                now=utc_now(),
            )
            ident = topic.id
    except BadInput as fault:
        if is_queued():
            raise
        return _page(event, title=title, for_whom=for_whom, refusal=sentence(fault)), 400
    return redirect(url_for("openspace.places", event_slug=event_slug, topic_id=ident, new=1), 303)


@bp.get("/<event_slug>/board/topics/<int(max=2147483647):topic_id>/")
def topic(event_slug: str, topic_id: int) -> str:
    found = load(Topic, topic_id, Permission.BOARD_SEE)
    session, now = db.read_session(), utc_now()
    card = cards_of(session, found.board, [found], person_id=current_actor().person_id)[found.id]
    begun = found.cell is not None and found.cell.round.has_begun(now)
    return render_template(
        "openspace/topic.html",
        event=found.board.event,
        board=found.board,
        topic=found,
        card=card,
        begun=begun,
        may_edit=can(Permission.TOPIC_EDIT, found),
        pitch=deals.open_pitch(session, found),
        offers=deals.open_offers(session, found),
        report=report_of(session, found),
        into=session.get(Topic, found.merged_into_id) if found.merged_into_id else None,
        now=now,
    )
