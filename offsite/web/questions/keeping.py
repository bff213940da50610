"""Queues: opened, changed, rehearsed, closed, exported."""

import csv
import io

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from offsite import db
from offsite.errors import NotFound, OffsiteError
from offsite.exchange.writers.table import guarded
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.questions import queries
from offsite.questions.models import Question, Queue
from offsite.questions.services import queues
from offsite.questions.services.queues import QueuePlan
from offsite.web.access import load_by, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.questions.blueprint import (
    Answer,
    address,
    bp,
    load_queue,
    may_open_questions,
    question_state,
)
from offsite.web.questions.forms import PanelForm, QueueForm, queue_values
from offsite.web.questions.reading import index_page
from offsite.web.untraced import key_folder


@bp.post("/<event_slug>/questions/")
def open_queue(event_slug: str) -> Answer:
    event = load_event(Permission.QUEUE_EDIT)
    form = QueueForm()
    if not form.validate():
        return index_page(form), 400
    with unit_of_work() as session:
        queue = queues.open_queue(
            session,
            event=event,
            plan=form.plan(),
            now=utc_now(),
            is_rehearsal=bool(form.is_rehearsal.data),
        )
        goal = address(queue, endpoint="settings")
    return redirect(goal, 303)


@bp.post("/<event_slug>/questions/for/<code>")
def open_for_session(event_slug: str, code: str) -> Answer:
    """Questions of a session, opened by whoever hosts it; opened twice, they are the same."""
    event = load_event(Permission.QUESTION_SEE)
    proposal = load_by(Proposal, Permission.PROPOSAL_SEE, event_id=event.id, code=code)
    if not may_open_questions(proposal):
        raise NotFound("There is nothing here, or it is not yours to see.")
    with unit_of_work() as session:
        plan = QueuePlan(title=proposal.title, is_moderated=False)
        queue = queues.open_queue(session, event=event, plan=plan, now=utc_now(), proposal=proposal)
        goal = address(queue)
    return redirect(goal, 303)


@bp.get("/<event_slug>/questions/<queue_slug>/settings")
def settings(event_slug: str, queue_slug: str) -> str:
    queue = load_queue(queue_slug, Permission.QUEUE_EDIT)
    return settings_page(queue, QueueForm(formdata=None, data=queue_values(queue)))


def settings_page(queue: Queue, form: QueueForm) -> str:
    chosen = {one.person_id for one in queue.panelists}
    everybody = queries.panel_candidates(db.read_session(), queue.event_id)
    members = sorted(everybody, key=lambda one: one.id not in chosen)
    return render_template(
        "questions/settings.html",
        event=queue.event,
        queue=queue,
        form=form,
        panel=PanelForm(members, formdata=None, data={"panel": chosen}),
        counts=queries.counts_of(db.read_session(), queue),
    )


@bp.post("/<event_slug>/questions/<queue_slug>/settings")
def save_settings(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUEUE_EDIT)
    form = QueueForm()
    if not form.validate():
        return settings_page(queue, form), 400
    try:
        with unit_of_work() as session:
            queues.change_queue(session, queue=queue, plan=form.plan())
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return settings_page(load_queue(queue_slug, Permission.QUEUE_EDIT), form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(address(queue, endpoint="settings"), 303)


@bp.post("/<event_slug>/questions/<queue_slug>/panel")
def save_panel(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUEUE_EDIT)
    asked = [one for one in request.form.getlist("panel") if one.isascii() and one.isdigit()]
    with unit_of_work() as session:
        queues.seat_panel(session, queue=queue, person_ids=[int(one[:9]) for one in asked])
    flash(_("Saved."), "success")
    return redirect(address(queue, endpoint="settings"), 303)


@bp.post("/<event_slug>/questions/<queue_slug>/go-live")
def go_live(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUEUE_EDIT)
    with unit_of_work() as session:
        queues.go_live(session, queue=queue)
    # Tags of the rehearsal must not be those of the real thing.
    key_folder().destroy(queue.key_file)
    flash(_("This is live now. What was asked in the rehearsal is gone."), "success")
    return redirect(address(queue), 303)


@bp.post("/<event_slug>/questions/<queue_slug>/close")
def close(event_slug: str, queue_slug: str) -> Answer:
    queue = load_queue(queue_slug, Permission.QUEUE_EDIT)
    with unit_of_work() as session:
        queues.close_queue(session, queue=queue, now=utc_now())
    key_folder().destroy(queue.key_file)
    flash(_("Closed. The key is destroyed: nobody can find out any more who voted."), "success")
    return redirect(address(queue), 303)


@bp.get("/<event_slug>/questions/<queue_slug>/questions.csv")
def export(event_slug: str, queue_slug: str) -> Response:
    queue = load_queue(queue_slug, Permission.QUESTION_MODERATE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [_("Question"), _("Asked by"), _("State"), _("Votes"), _("Answer"), _("Answered by")]
    )
    for question in queries.written(db.read_session(), queue):
        writer.writerow([guarded(cell) for cell in _cells(question)])
    answer = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{queue.event.slug}-{queue.slug}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cells(question: Question) -> list[str]:
    """Without a name there is none here, nor a time by which one could be guessed."""
    author = question.author.person.name if question.author else ""
    return [
        question.body,
        author,
        question_state(question.state)[0],
        str(question.up),
        "\n\n".join(one.body for one in question.answers),
        "; ".join(one.person.name for one in question.answers if one.person),
    ]
