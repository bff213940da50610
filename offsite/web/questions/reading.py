"""Pages that show questions: the list of queues, a queue, the projector."""

import segno
from flask import Response, render_template, request, url_for

from offsite import db
from offsite.policy import Permission
from offsite.questions import queries, rules
from offsite.questions.models import Queue
from offsite.web import live
from offsite.web.access import can, load_event
from offsite.web.questions.blueprint import address, bp, load_queue, reader_of
from offsite.web.questions.forms import AskForm, QueueForm


@bp.get("/<event_slug>/questions/")
def index(event_slug: str) -> str:
    return index_page(QueueForm(formdata=None))


def index_page(form: QueueForm) -> str:
    event = load_event(Permission.QUESTION_SEE)
    return render_template(
        "questions/index.html",
        event=event,
        queues=queries.queues_of(db.read_session(), event),
        form=form,
        may_open=can(Permission.QUEUE_EDIT, event),
    )


@bp.get("/<event_slug>/questions/<queue_slug>/")
def show(event_slug: str, queue_slug: str) -> str:
    queue = load_queue(queue_slug, Permission.QUESTION_SEE)
    return show_page(queue, AskForm(formdata=None))


def show_page(queue: Queue, form: AskForm) -> str:
    session = db.read_session()
    return render_template(
        "questions/show.html",
        event=queue.event,
        queue=queue,
        board=queries.board(session, queue, reader_of(queue)),
        form=form,
        longest=rules.LONGEST,
        moderates=can(Permission.QUESTION_MODERATE, queue),
        **card_values(queue),
    )


def card_values(queue: Queue) -> dict[str, object]:
    """What every card of the queue needs to know of its reader."""
    return {
        "asks": can(Permission.QUESTION_ASK, queue) and queue.closed_at is None,
        "answers": can(Permission.QUESTION_ANSWER, queue),
        "may_change": rules.may_be_changed_by_asker,
        "may_withdraw": rules.may_be_withdrawn,
    }


@bp.get("/<event_slug>/questions/<queue_slug>/live")
def show_live(event_slug: str, queue_slug: str) -> Response:
    """What is on stage now, and whether there is more than the page shows."""
    queue = load_queue(queue_slug, Permission.QUESTION_SEE)
    since = request.args.get("since", "")[:20]

    def render() -> str:
        session = db.read_session()
        board = queries.board(session, queue, reader_of(queue))
        return render_template(
            "questions/_live.html", event=queue.event, queue=queue, board=board, since=since
        )

    version = live.version_of(queue.event_id, queue.topic)
    return live.answer((version, since), render, seconds=live.PHONE)


@bp.get("/<event_slug>/questions/<queue_slug>/show")
def projector(event_slug: str, queue_slug: str) -> str:
    queue = load_queue(queue_slug, Permission.QUESTION_SEE)
    link = request.host_url.rstrip("/") + address(queue)
    return render_template(
        "questions/projector.html",
        event=queue.event,
        queue=queue,
        stage=queries.stage(db.read_session(), queue),
        short=link.partition("://")[2].rstrip("/"),
        code=_qr(link),
        live_url=url_for(".projector_live", event_slug=event_slug, queue_slug=queue_slug),
    )


@bp.get("/<event_slug>/questions/<queue_slug>/show/live")
def projector_live(event_slug: str, queue_slug: str) -> Response:
    queue = load_queue(queue_slug, Permission.QUESTION_SEE)

    def render() -> str:
        stage = queries.stage(db.read_session(), queue)
        return render_template(
            "questions/_stage.html",
            event=queue.event,
            queue=queue,
            stage=stage,
            live_url=url_for(".projector_live", event_slug=event_slug, queue_slug=queue_slug),
        )

    version = live.version_of(queue.event_id, queue.topic)
    return live.answer((version,), render, seconds=live.PROJECTOR)


def _qr(link: str) -> str:
    """The address as a picture; a Micro QR code is unreadable for phones."""
    code = segno.make_qr(link, error="m")
    return str(code.svg_data_uri(border=4, dark="#000", light="#fff"))
