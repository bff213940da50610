"""One job: how far it is, how to stop it, where its result is."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite.jobs import services
from offsite.jobs.models import Job
from offsite.policy import Permission
from offsite.web import live
from offsite.web.access import load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.jobs.kinds import page_of

bp = Blueprint("jobs", __name__)


@bp.get("/<event_slug>/organize/jobs/<int:job_id>")
def show(event_slug: str, job_id: int) -> str:
    job = load(Job, job_id, Permission.JOB_SEE)
    return render_template("jobs/show.html", **_shown(job))


@bp.get("/<event_slug>/organize/jobs/<int:job_id>/live")
def live_fragment(event_slug: str, job_id: int) -> Response:
    job = load(Job, job_id, Permission.JOB_SEE)
    parts = (job.id, job.state, job.attempt, job.progress, job.cancel_asked_at, job.result)
    return live.answer(parts, lambda: render_template("jobs/_job.html", **_shown(job)), seconds=2)


@bp.post("/<event_slug>/organize/jobs/<int:job_id>/cancel")
def cancel(event_slug: str, job_id: int) -> Any:
    job = load(Job, job_id, Permission.JOB_CANCEL)
    try:
        with unit_of_work() as session:
            services.ask_cancel(session, job=job, now=utc_now())
    except services.AlreadyOver as refusal:
        flash(sentence(refusal), "info")
    if request.headers.get("HX-Request"):
        return render_template("jobs/_job.html", **_shown(job))
    return redirect(url_for(".show", event_slug=event_slug, job_id=job_id), 303)


def _shown(job: Job) -> dict[str, Any]:
    event = load_event(Permission.EVENT_SEE)
    page = page_of(job)
    # The navigation marks the page from which the work was asked for.
    g.stands_under = back_url = page.back_url(job, event)
    return {
        "job": job,
        "page": page,
        "facts": page.facts(job),
        "percent": _percent(job),
        "text": _text(job),
        "result_url": page.result_url(job, event) if job.state == "done" else None,
        "back_url": back_url,
        "press": None if job.is_over else page.press(job, event),
    }


def _percent(job: Job) -> float | None:
    percent = job.progress.get("percent")
    return min(max(float(percent), 0.0), 100.0) if isinstance(percent, (int, float)) else None


def _text(job: Job) -> str:
    if job.is_over:
        return ""
    if job.cancel_asked_at is not None:
        return str(_("Stopping; the best so far is kept."))
    if job.state == "queued":
        again = _("It was interrupted and will start again in a moment.")
        return str(again if job.attempt else _("It starts in a moment."))
    return str(job.progress.get("text") or _("It is running."))
