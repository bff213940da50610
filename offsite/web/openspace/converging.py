"""Convergence: give dots, see the sums once all is counted, take a step on."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.openspace import rules
from offsite.openspace.models import Candidate
from offsite.openspace.queries.news import candidates, published_reports
from offsite.openspace.services import converging
from offsite.policy import Permission
from offsite.web.access import current_actor, load, utc_now
from offsite.web.openspace.blueprint import attempt, bp, load_board

CANDIDATE = "/<event_slug>/board/dots/<int(max=2147483647):candidate_id>"


@bp.get("/<event_slug>/board/dots")
def dots(event_slug: str) -> str:
    event, board = load_board(Permission.BOARD_SEE)
    session = db.read_session()
    person_id = current_actor().person_id or 0
    mine = converging.own_dots(session, board=board, person_id=person_id)
    return render_template(
        "openspace/dots.html",
        event=event,
        board=board,
        candidates=candidates(session, board),
        reports=len(published_reports(session, board)),
        mine=mine,
        left=rules.dots_left(board.dots_per_person, mine.values()),
        person_id=person_id,
    )


def _back(event_slug: str, anchor: str | None = None) -> str:
    return url_for("openspace.dots", event_slug=event_slug, _anchor=anchor)


@bp.post("/<event_slug>/board/dots/open")
def open_dots(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    return attempt(
        lambda session: converging.open_dots(session, board=board, now=utc_now()),
        back=_back(event_slug),
    )


@bp.post("/<event_slug>/board/dots/close")
def close_dots(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    return attempt(
        lambda session: converging.close_dots(session, board=board, now=utc_now()),
        back=_back(event_slug),
        said=_("Counted. Who gave which dot is forgotten."),
    )


@bp.post("/<event_slug>/board/dots/steps")
def add_step(event_slug: str) -> Response:
    _event, board = load_board(Permission.BOARD_RUN)
    text = request.form.get("text", "")
    return attempt(
        lambda session: converging.add_step(session, board=board, text=text),
        back=_back(event_slug),
    )


@bp.post(f"{CANDIDATE}/dot")
def dot(event_slug: str, candidate_id: int) -> Response:
    found = load(Candidate, candidate_id, Permission.BOARD_TAKE_PART)
    person_id = current_actor().person_id or 0
    change = converging.take_dot if request.form.get("give") == "0" else converging.give_dot
    return attempt(
        lambda session: change(session, candidate=found, person_id=person_id),
        back=_back(event_slug, f"candidate-{candidate_id}"),
    )


@bp.post(f"{CANDIDATE}/own")
def own(event_slug: str, candidate_id: int) -> Response:
    found = load(Candidate, candidate_id, Permission.BOARD_TAKE_PART)
    person_id = current_actor().person_id or 0
    back = _back(event_slug, f"candidate-{candidate_id}")
    if request.form.get("own") == "0":
        return attempt(
            lambda session: converging.give_up(
                session, candidate=found, person_id=person_id, now=utc_now()
            ),
            back=back,
        )
    return attempt(
        lambda session: converging.take_on(
            session, candidate=found, person_id=person_id, now=utc_now()
        ),
        back=back,
        said=_("Thank you: it is yours."),
    )
