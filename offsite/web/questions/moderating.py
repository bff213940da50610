"""The moderator's desk: approve, edit, decline, merge, pin, give away, put on stage, answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import BadInput
from offsite.policy import Permission
from offsite.questions import queries, rules
from offsite.questions.models import Question, Queue
from offsite.questions.services import merging, moderating
from offsite.web import live
from offsite.web.access import current_actor, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.questions.blueprint import (
    Answer,
    address,
    bp,
    key_of,
    load_question,
    load_queue,
)


@bp.get("/<event_slug>/questions/<queue_slug>/desk")
def desk(event_slug: str, queue_slug: str) -> str:
    queue = load_queue(queue_slug, Permission.QUESTION_MODERATE)
    return render_template("questions/desk.html", event=queue.event, **desk_values(queue))


def desk_values(queue: Queue) -> dict[str, object]:
    return {
        "queue": queue,
        "desk": queries.desk(db.read_session(), queue),
        "moves": rules.MOVES,
        "panel": [(one.person_id, one.person.name) for one in queue.panelists],
    }


@bp.get("/<event_slug>/questions/<queue_slug>/desk/live")
def desk_live(event_slug: str, queue_slug: str) -> Response:
    """How many wait, and whether the list has changed since it was shown."""
    queue = load_queue(queue_slug, Permission.QUESTION_MODERATE)
    since = request.args.get("since", "")[:20]

    def render() -> str:
        counts = queries.counts_of(db.read_session(), queue)
        return render_template(
            "questions/_news.html", event=queue.event, queue=queue, counts=counts, since=since
        )

    version = live.version_of(queue.event_id, queue.topic)
    return live.answer((version, since), render, seconds=live.PROJECTOR)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/move")
def move(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    with led_question(queue_slug, question_id) as (session, question):
        moderating.move(session, question=question, to=request.form.get("to", ""))
    return back(queue_slug, question_id)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/decline")
def decline(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    return saved(
        queue_slug,
        question_id,
        lambda session, question: moderating.decline(
            session, question=question, reason=request.form.get("reason", "")
        ),
    )


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/edit")
def edit(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    return saved(
        queue_slug,
        question_id,
        lambda session, question: moderating.edit(
            session, question=question, body=request.form.get("body", "")
        ),
    )


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/pin")
def pin(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    with led_question(queue_slug, question_id) as (session, question):
        moderating.pin(
            session,
            question=question,
            is_pinned=request.form.get("pin") == "1",
            now=utc_now(),
        )
    return back(queue_slug, question_id)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/assign")
def assign(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    asked = request.form.get("person_id", "")
    person_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    with led_question(queue_slug, question_id) as (session, question):
        moderating.assign(session, question=question, person_id=person_id)
    return back(queue_slug, question_id)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/merge")
def merge(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    question = load_question(queue_slug, question_id, Permission.QUESTION_MODERATE)
    into = load_question(queue_slug, request.form.get("into", ""), Permission.QUESTION_MODERATE)
    with unit_of_work() as session:
        merging.merge(session, question=question, into=into, key=key_of(question.queue))
    flash(_("Merged. You can undo it below the question that stayed."), "success")
    return back(queue_slug, into.id)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/unmerge")
def unmerge(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    with led_question(queue_slug, question_id) as (session, question):
        merging.unmerge(session, question=question)
    return back(queue_slug, question_id)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/answer")
def answer(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    question = load_question(queue_slug, question_id, Permission.QUESTION_ANSWER)
    try:
        with unit_of_work() as session:
            moderating.write_answer(
                session,
                question=question,
                person_id=current_actor().person_id or 0,
                body=request.form.get("body", "").strip(),
                now=utc_now(),
            )
    except BadInput as fault:
        flash(sentence(fault), "danger")
    return redirect(address(question.queue, f"q-{question_id}"), 303)


@contextmanager
def led_question(queue_slug: str, question_id: str) -> Iterator[tuple[Session, Question]]:
    """A unit of work on a question that the actor moderates."""
    question = load_question(queue_slug, question_id, Permission.QUESTION_MODERATE)
    with unit_of_work() as session:
        yield session, question


def saved(
    queue_slug: str, question_id: str, change: Callable[[Session, Question], object]
) -> Answer:
    """Do it and go back; what was wrong with the text stands on top of the desk."""
    try:
        with led_question(queue_slug, question_id) as (session, question):
            change(session, question)
    except BadInput as fault:
        flash(sentence(fault), "danger")
    return back(queue_slug, question_id)


def back(queue_slug: str, question_id: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUESTION_MODERATE)
    return redirect(address(queue, f"q-{question_id}", "desk"), 303)
