"""Past results: a survey that was held elsewhere, looked through, brought, and shown."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.exchange.surveys import KINDS, Survey, count, read_survey
from offsite.policy import Permission
from offsite.polls.models import PastResult
from offsite.polls.queries.past import past_results, shown_subjects
from offsite.polls.services import past as bringing
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.exchange import uploads
from offsite.web.polls.blueprint import bp

Answer = AnyResponse | str | tuple[str, int]

PURPOSE = "past-results"


@bp.app_template_global("column_kind_label")
def column_kind_label(kind: str) -> str:
    """What a column of a survey holds, as people read it."""
    labels: dict[str, str] = {
        "skip": _("Leave out"),
        "subject": _("What the answers are about"),
        "rating": _("Ratings"),
        "choice": _("One choice"),
        "option": _("A box that was ticked"),
        "text": _("Free text"),
    }
    return labels[kind]


@bp.get("/<event_slug>/organize/past-results")
def past_upload(event_slug: str) -> str:
    return _upload_page(load_event(Permission.POLL_MANAGE))


def _upload_page(event: Event, fault: str = "") -> str:
    return render_template(
        "polls/past_upload.html",
        event=event,
        fault=fault,
        brought=past_results(db.read_session(), event_id=event.id),
    )


@bp.post("/<event_slug>/organize/past-results")
def look_at_survey(event_slug: str) -> Answer:
    event = load_event(Permission.POLL_MANAGE)
    person_id = current_actor().person_id or 0
    try:
        upload = uploads.taken_from(request.files.getlist("file"))
        survey = read_survey(upload.content)
    except OffsiteError as fault:
        return _upload_page(event, sentence(fault)), status_of(fault)
    token = uploads.keep(upload, purpose=PURPOSE, person_id=person_id, now=utc_now())
    title = upload.file_name.rpartition(".")[0].replace("-", " ").replace("_", " ")
    kinds = [one.kind for one in survey.columns]
    return _look_page(event, survey, kinds, token, title)


def _look_page(
    event: Event, survey: Survey, kinds: list[str], token: str, title: str, fault: str = ""
) -> str:
    return render_template(
        "polls/past_look.html",
        event=event,
        survey=survey,
        kinds=kinds,
        offered=KINDS,
        token=token,
        title=title,
        fault=fault,
    )


@bp.post("/<event_slug>/organize/past-results/bring")
def bring_survey(event_slug: str) -> Answer:
    event = load_event(Permission.POLL_MANAGE)
    person_id = current_actor().person_id or 0
    token, title = request.form.get("token", ""), request.form.get("title", "")
    try:
        upload = uploads.fetch(token, purpose=PURPOSE, person_id=person_id, now=utc_now())
        survey = read_survey(upload.content)
    except OffsiteError as fault:
        return _upload_page(event, sentence(fault)), status_of(fault)
    kinds = [request.form.get(f"kind-{one.number}", "") for one in survey.columns]
    try:
        questions = count(survey, kinds)
        with unit_of_work() as session:
            brought = bringing.bring(
                session,
                event=event,
                title=title,
                file_name=upload.file_name,
                answered=len(survey.rows),
                questions=questions,
                person_id=person_id,
                now=utc_now(),
            )
            past_id = brought.id
    except OffsiteError as fault:
        shown = [one if one in KINDS else "skip" for one in kinds]
        page = _look_page(event, survey, shown, token, title, sentence(fault))
        return page, status_of(fault)
    uploads.drop(token, purpose=PURPOSE, person_id=person_id)
    flash(_("The counts are kept; the rows of the file are not."), "success")
    return redirect(url_for(".past_result", event_slug=event_slug, past_id=past_id), 303)


@bp.post("/<event_slug>/organize/past-results/<int(max=2147483647):past_id>/forget")
def forget_past(event_slug: str, past_id: int) -> Answer:
    past = load(PastResult, past_id, Permission.POLL_MANAGE)
    with unit_of_work() as session:
        bringing.forget(session, past=past)
    flash(_("Gone. The same file brings them back."), "success")
    return redirect(url_for(".past_upload", event_slug=event_slug), 303)


@bp.get("/<event_slug>/results/past/<int(max=2147483647):past_id>")
def past_result(event_slug: str, past_id: int) -> str:
    past = load(PastResult, past_id, Permission.RESULTS_SEE)
    return render_template(
        "polls/past_result.html",
        event=past.event,
        past=past,
        subjects=shown_subjects(db.read_session(), past),
    )
