"""Taking a cell of the grid, and what conveners say while their topic runs."""

from flask import redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.openspace.models import Topic
from offsite.openspace.queries.wall import wall
from offsite.openspace.services import placing
from offsite.openspace.services.placing import CellTaken
from offsite.openspace.values import Free
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.openspace.blueprint import Answer, attempt, board_url, bp, topic_url
from offsite.web.openspace.posting import TOPIC


@bp.get(f"{TOPIC}/place")
def places(event_slug: str, topic_id: int) -> str:
    return _page(load(Topic, topic_id, Permission.TOPIC_EDIT))


def _page(topic: Topic, refusal: str = "", nearest: Free | None = None) -> str:
    now = utc_now()
    hung = wall(db.read_session(), topic.board, person_id=current_actor().person_id)
    free = [(row, one) for row, one in hung.free if not row.is_over(now)]
    wanted = nearest and (nearest.round_id, nearest.room_id)
    return render_template(
        "openspace/places.html",
        event=topic.board.event,
        board=topic.board,
        topic=topic,
        rows=[row for row in hung.rows if not row.is_over(now)],
        free=free,
        refusal=refusal,
        nearest=next((one for one in free if (one[1].round_id, one[1].room_id) == wanted), None),
        is_new=request.args.get("new") == "1",
        now=now,
    )


@bp.post(f"{TOPIC}/place")
def place(event_slug: str, topic_id: int) -> Answer:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    where = _where(request.form.get("cell", ""))
    try:
        with unit_of_work() as session:
            placing.place(
                session,
                topic=topic,
                where=where,
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except CellTaken as fault:
        return _page(topic, sentence(fault), fault.next_free), 409
    return redirect(board_url(event_slug, f"topic-{topic_id}"), 303)


def _where(text: str) -> tuple[int, int]:
    """The round and room of a button; (0, 0), which no board has, for anything else."""
    parts = text.split("-")
    if len(parts) == 2 and all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
        return int(parts[0]), int(parts[1])
    return 0, 0


@bp.post(f"{TOPIC}/take-off")
def take_off(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: placing.take_off(session, topic=topic, now=utc_now()),
        back=topic_url(topic),
        said=_("Its place is free again."),
    )


@bp.post(f"{TOPIC}/pin")
def pin(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    if request.form.get("pin") == "0":
        return attempt(lambda session: placing.unpin(session, topic=topic), back=topic_url(topic))
    return attempt(
        lambda session: placing.pin(session, topic=topic, now=utc_now()), back=topic_url(topic)
    )


@bp.post(f"{TOPIC}/say")
def say(event_slug: str, topic_id: int) -> Response:
    """Running on, moved, finished, or none of it again."""
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    word, now = request.form.get("word", ""), utc_now()
    back = board_url(event_slug, f"topic-{topic_id}") if _from_board() else topic_url(topic)
    if word == "running-on":
        return attempt(lambda s: placing.say_running_on(s, topic=topic, now=now), back=back)
    if word == "finished":
        return attempt(lambda s: placing.say_finished(s, topic=topic, now=now), back=back)
    if word == "moved":
        to = request.form.get("to", "")
        return attempt(lambda s: placing.say_moved(s, topic=topic, to=to), back=back)
    return attempt(lambda s: placing.unsay(s, topic=topic), back=back)


def _from_board() -> bool:
    return request.form.get("from") == "board"
