"""The list of drafts, and how a new one begins."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import RuleBroken
from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.policy import Permission
from offsite.schedule import drafts as services
from offsite.schedule import queries
from offsite.schedule.formulation import Grid, grid_of
from offsite.schedule.models import Draft
from offsite.schedule.scores import Judge
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.schedule.blueprint import asked_number, bp, url_if
from offsite.web.schedule.forms import FREE, GenerateForm, StartForm

DEFAULT_SECONDS = 60


@bp.get("/<event_slug>/organize/schedule/")
def drafts(event_slug: str) -> str:
    event = load_event(Permission.SCHEDULE_EDIT)
    found = queries.drafts_of(db.read_session(), event)
    return list_page(event, found)


def list_page(
    event: Event,
    found: Sequence[Draft],
    generate: GenerateForm | None = None,
    start: StartForm | None = None,
    refusal: str = "",
) -> str:
    session = db.read_session()
    grid = grid_of(session, event)
    judge = Judge.of(grid)
    working = queries.working_draft(session, event)
    return render_template(
        "schedule/drafts.html",
        event=event,
        entries=[(one, judge.score(one)) for one in found],
        working_id=working.id if working else None,
        running=queries.running_generation(session, event),
        missing=missing_for(event, grid),
        voters=len({person for person, _item, _weight in grid.wishes}),
        generate=generate or _generate_form(event, found),
        start=start or StartForm(found, formdata=None, name=_free_name(found, _("By hand"))),
        discarded=_just_discarded(event),
        refusal=refusal,
    )


def _just_discarded(event: Event) -> Draft | None:
    ident = asked_number("discarded")
    return queries.discarded_draft(db.read_session(), event, ident) if ident else None


def missing_for(event: Event, grid: Grid) -> list[tuple[str, str | None]]:
    """What a schedule still needs: a sentence and where that is done."""
    slug = {"event_slug": event.slug}
    needs = [
        (event.rooms, _("Add at least one room."), "events.rooms"),
        (event.slots, _("Draw the days and slots."), "events.grid"),
        (grid.proposals, _("Accept at least one proposal and announce it."), "proposals.decide"),
    ]
    return [(text, url_if(endpoint, **slug)) for have, text, endpoint in needs if not have]


def _generate_form(event: Event, found: Sequence[Draft]) -> GenerateForm:
    """As it was asked for last time when the page was reached from a failed one."""
    again = _asked_before(event)
    return GenerateForm(
        found,
        formdata=None,
        name=again.get("name") or _free_name(found, _("Draft")),
        seconds=again.get("seconds", DEFAULT_SECONDS),
        seed=again.get("seed", len(found) + 1),
        base=str(again.get("base_id") or request.args.get("base", "")),
        slack=FREE if again.get("slack") is None else again["slack"],
    )


def _asked_before(event: Event) -> dict[str, Any]:
    job = db.read_session().get(Job, asked_number("again"))
    known = job is not None and job.event_id == event.id and job.kind == services.GENERATE
    return job.arguments if job is not None and known else {}


def _free_name(found: Sequence[Draft], word: str) -> str:
    taken, number = {one.name for one in found}, len(found) + 1
    while f"{word} {number}" in taken:
        number += 1
    return f"{word} {number}"


@bp.post("/<event_slug>/organize/schedule/generate")
def generate(event_slug: str) -> Response | tuple[str, int]:
    event = load_event(Permission.SCHEDULE_EDIT)
    found = queries.drafts_of(db.read_session(), event)
    form = GenerateForm(found)
    if not form.validate_on_submit():
        return list_page(event, found, generate=form), 400
    try:
        with unit_of_work() as session:
            job = services.ask_for_draft(
                session,
                event=event,
                name=form.name.data or "",
                base=form.chosen(found),
                slack=None if form.slack.data == FREE else form.slack.data,
                seconds=form.seconds.data,
                seed=form.seed.data or 0,
                actor=current_actor(),
                now=utc_now(),
            )
            job_id = job.id
    except RuleBroken as refusal:
        page = list_page(event, found, generate=form, refusal=sentence(refusal))
        return page, status_of(refusal)
    return redirect(url_for("jobs.show", event_slug=event_slug, job_id=job_id), 303)


@bp.post("/<event_slug>/organize/schedule/start")
def start(event_slug: str) -> Response | tuple[str, int]:
    event = load_event(Permission.SCHEDULE_EDIT)
    found = queries.drafts_of(db.read_session(), event)
    form = StartForm(found)
    if not form.validate_on_submit():
        return list_page(event, found, start=form), 400
    with unit_of_work() as session:
        draft = services.start_draft(
            session,
            event=event,
            name=form.name.data or "",
            base=form.chosen(found),
            actor=current_actor(),
            now=utc_now(),
        )
        draft_id = draft.id
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/restore")
def restore(event_slug: str, draft_id: int) -> Response:
    draft = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.restore(session, draft=draft)
        name = draft.name
    flash(_("“%(name)s” is back.", name=name), "success")
    return redirect(url_for(".drafts", event_slug=event_slug), 303)
