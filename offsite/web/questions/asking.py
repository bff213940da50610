"""Asking, voting, and what one does with one's own questions.

These requests leave no line in the log, and no message that is kept on the way: what is
said back stands on the page itself.
"""

from flask import Response, make_response, redirect, render_template, request

from offsite import db
from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.questions import queries, rules
from offsite.questions.models import Question
from offsite.questions.services import asking, voting
from offsite.web.access import current_actor, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.once import is_queued, queued_key
from offsite.web.questions.blueprint import (
    Answer,
    address,
    bp,
    key_of,
    load_question,
    load_queue,
    reader_of,
)
from offsite.web.questions.forms import AskForm
from offsite.web.questions.reading import card_values, show_page
from offsite.web.untraced import make_device_secret, untraced

SHORTEST = 5
"""Fewer letters are like everything."""


@bp.post("/<event_slug>/questions/<queue_slug>/ask")
@untraced
def ask(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUESTION_ASK)
    form = AskForm()
    if not form.validate():
        return show_page(queue, form), 400
    asker = asking.Asker(current_actor().person_id or 0, make_device_secret(), key_of(queue))
    with_name = bool(form.with_name.data) or not queue.allows_anonymous
    goal = address(queue, "asked")
    try:
        asking.ask(
            unit_of_work,
            queue_id=queue.id,
            asker=asker,
            form_key=queued_key() or form.form_key.data or "",
            body=form.body.data or "",
            is_anonymous=not with_name,
            now=utc_now(),
        )
    except OffsiteError as fault:
        form.body.errors = [sentence(fault)]
        return show_page(load_queue(queue_slug, Permission.QUESTION_ASK), form), status_of(fault)
    return redirect(goal, 303)


@bp.post("/<event_slug>/questions/<queue_slug>/similar")
@untraced
def similar(event_slug: str, queue_slug: str) -> Answer:
    """What others asked like this.  Typed words go in no address: servers keep those."""
    queue = load_queue(queue_slug, Permission.QUESTION_ASK)
    text = request.form.get("body", "")[: rules.LONGEST]
    found = queries.similar(db.read_session(), queue, text) if len(text) > SHORTEST else []
    return render_template("questions/_similar.html", event=queue.event, queue=queue, similar=found)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/vote")
@untraced
def vote(event_slug: str, queue_slug: str, question_id: str) -> Answer | Response:
    question = load_question(queue_slug, question_id, Permission.QUESTION_ASK)
    with unit_of_work() as session:
        voting.cast_vote(
            session,
            question=question,
            person_id=current_actor().person_id or 0,
            key=key_of(question.queue),
            choice=request.form.get("choice", ""),
        )
    if is_queued():
        return card_alone(question)
    return redirect(address(question.queue, f"q-{question_id}"), 303)


def card_alone(question: Question) -> Response:
    queue = question.queue
    card = queries.card_of(db.read_session(), question, reader_of(queue))
    return make_response(
        render_template(
            "questions/_card.html",
            event=queue.event,
            queue=queue,
            card=card,
            **card_values(queue),
        )
    )


@bp.post("/<event_slug>/questions/<queue_slug>/seen")
@untraced
def seen(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUESTION_ASK)
    with unit_of_work() as session:
        voting.note_seen(session, queue=queue, question_ids=request.form.getlist("id"))
    return "", 204


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/change")
@untraced
def change(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    question = own_question(queue_slug, question_id)
    with unit_of_work() as session:
        asking.change_own(session, question=question, body=request.form.get("body", ""))
    return redirect(address(question.queue, "asked"), 303)


@bp.post("/<event_slug>/questions/<queue_slug>/<question_id>/withdraw")
@untraced
def withdraw(event_slug: str, queue_slug: str, question_id: str) -> Answer:
    question = own_question(queue_slug, question_id)
    with unit_of_work() as session:
        asking.withdraw_own(session, question=question)
    return redirect(address(question.queue), 303)


def own_question(queue_slug: str, question_id: str) -> Question:
    """The question, if it is the actor's by name or by their device.

    Raises:
        NotFound: it is not, or there is none.
    """
    question = load_question(queue_slug, question_id, Permission.QUESTION_ASK)
    asking.require_own(queries.is_own(question, reader_of(question.queue)))
    return question
