"""Notes, the news wall, and one report as a page."""

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import BadInput, NotFound, RuleBroken, Stale
from offsite.openspace.models import Board, Topic
from offsite.openspace.pulse import TOPIC as PULSE
from offsite.openspace.queries import news as reading
from offsite.openspace.queries.wall import names_of
from offsite.openspace.services import reporting
from offsite.openspace.services.reporting import Notes
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.forms import clean_text
from offsite.web.openspace.blueprint import Answer, attempt, bp, load_board
from offsite.web.openspace.posting import TOPIC


@bp.get("/<event_slug>/board/news")
def news(event_slug: str) -> str:
    event, board = load_board(Permission.BOARD_SEE)
    return render_template("openspace/news.html", event=event, **_news(board))


@bp.get("/<event_slug>/board/news/live")
def news_live(event_slug: str) -> FlaskResponse:
    event, board = load_board(Permission.BOARD_SEE)
    return live.answer(
        (live.version_of(event.id, PULSE),),
        lambda: render_template("openspace/_news.html", event=event, **_news(board)),
        seconds=live.CALM,
    )


def _news(board: Board) -> dict[str, object]:
    session = db.read_session()
    return {
        "board": board,
        "reports": reading.published_reports(session, board),
        "drafts": reading.drafts(session, board),
        "unreported": reading.unreported(session, board, now=utc_now()),
        "names_of": names_of,
    }


@bp.get(f"{TOPIC}/report")
def report(event_slug: str, topic_id: int) -> str:
    topic = load(Topic, topic_id, Permission.BOARD_SEE)
    found = reading.report_of(db.read_session(), topic)
    return render_template(
        "openspace/report.html",
        event=topic.board.event,
        topic=topic,
        report=found if found and found.published_at else None,
        names=names_of(topic),
    )


@bp.get(f"{TOPIC}/notes")
def notes(event_slug: str, topic_id: int) -> str:
    topic = load(Topic, topic_id, Permission.BOARD_TAKE_PART)
    return _notes_page(topic)


def _notes_page(topic: Topic, typed: Notes | None = None, refusal: str = "") -> str:
    found = reading.report_of(db.read_session(), topic)
    kept = Notes(**{name: getattr(found, name) for name in vars(Notes())}) if found else Notes()
    return render_template(
        "openspace/notes.html",
        event=topic.board.event,
        topic=topic,
        report=found,
        kept=kept,
        notes=typed or kept,
        refusal=refusal,
    )


@bp.post(f"{TOPIC}/notes")
def save_notes(event_slug: str, topic_id: int) -> Answer:
    """Keep the draft; with ``go=publish`` it goes on the news wall, too.

    The script asks with ``go=auto`` and gets the number of the revision alone.
    """
    topic = load(Topic, topic_id, Permission.BOARD_TAKE_PART)
    typed = Notes(**{name: clean_text(request.form.get(name, "")) for name in vars(Notes())})
    go, seen = request.form.get("go", ""), request.form.get("seen", "")
    now = utc_now()
    try:
        with unit_of_work() as session:
            found = reporting.write_notes(
                session,
                topic=topic,
                notes=typed,
                seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
                person_id=current_actor().person_id or 0,
                now=now,
            )
            if go == "publish":
                reporting.publish(session, report=found, now=now)
            revision = found.revision
    except (BadInput, RuleBroken, Stale) as fault:
        return _notes_page(topic, typed, sentence(fault)), status_of(fault)
    if go == "auto":
        return FlaskResponse(str(revision), mimetype="text/plain")
    endpoint = "openspace.report" if go == "publish" else "openspace.notes"
    return redirect(url_for(endpoint, event_slug=event_slug, topic_id=topic_id), 303)


@bp.post(f"{TOPIC}/unpublish")
def unpublish(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    found = reading.report_of(db.read_session(), topic)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return attempt(
        lambda session: reporting.take_back(session, report=found),
        back=url_for("openspace.notes", event_slug=event_slug, topic_id=topic_id),
        said=_("It is a draft again."),
    )
