"""The plan: its verdicts, the mix they give, and what comes with it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.actions.queries import open_of
from offsite.errors import BadInput, NotFound, OffsiteError
from offsite.events.models import Event
from offsite.planning import queries, services
from offsite.planning.models import Plan, PlanLine
from offsite.policy import Permission
from offsite.polls.queries.verdict_counts import verdict_counts
from offsite.web.access import can, current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.planning.blueprint import Answer, bp
from offsite.web.planning.wording import body_of, title_of


@bp.get("/<event_slug>/plan/")
def show(event_slug: str) -> str:
    return plan_page(load_event(Permission.PLAN_SEE))


def plan_page(event: Event, faults: dict[str, str] | None = None) -> str:
    """``faults`` are refusals by the anchor of what they are about."""
    session = db.read_session()
    plan = queries.plan_of(session, event)
    edits = can(Permission.PLAN_EDIT, event)
    if plan is None or not (edits or plan.is_published):
        has_results = edits and verdict_counts(session, event.id) is not None
        return render_template(
            "planning/none.html", event=event, edits=edits, has_results=has_results
        )
    return render_template(
        "planning/show.html",
        event=event,
        plan=plan,
        edits=edits and not plan.is_settled,
        organizes=edits,
        mix=queries.mix_of(plan),
        decisions=[one.value for one in services.DECISIONS],
        topics=queries.topics_without_a_place(session, event),
        misfits=queries.misfits(session, event),
        changed=queries.what_was_changed(session, event),
        open_actions=open_of(session, event),
        later=queries.later_events(session, event) if edits and plan.is_settled else [],
        faults=faults or {},
    )


def _act(event: Event, anchor: str, deed: Callable[[Session], object], said: str = "") -> Answer:
    try:
        with unit_of_work() as session:
            deed(session)
    except OffsiteError as fault:
        return plan_page(event, {anchor: sentence(fault)}), status_of(fault)
    if said:
        flash(said, "success")
    return redirect(url_for("planning.show", event_slug=event.slug, _anchor=anchor), 303)


@bp.post("/<event_slug>/plan/")
def make(event_slug: str) -> Answer:
    event = load_event(Permission.PLAN_EDIT)
    try:
        with unit_of_work() as session:
            services.make_plan(
                session, event=event, person_id=current_actor().person_id, now=utc_now()
            )
    except OffsiteError as fault:
        flash(sentence(fault), "danger")
        return plan_page(event), status_of(fault)
    return redirect(url_for("planning.show", event_slug=event.slug), 303)


def _line(line_id: int) -> PlanLine:
    return load(PlanLine, line_id, Permission.PLAN_EDIT)


@bp.post("/<event_slug>/plan/lines/<int(max=2147483647):line_id>")
def decide(event_slug: str, line_id: int) -> Answer:
    line = _line(line_id)
    return _act(
        line.plan.event,
        f"line-{line_id}",
        lambda session: services.decide(
            session,
            line=line,
            decided=request.form.get("decided", ""),
            reason=request.form.get("reason", "")[: services.LONGEST_REASON],
            person_id=current_actor().person_id,
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/plan/lines/<int(max=2147483647):line_id>/undecide")
def undecide(event_slug: str, line_id: int) -> Answer:
    line = _line(line_id)
    return _act(
        line.plan.event,
        f"line-{line_id}",
        lambda session: services.undecide(session, line=line),
    )


@bp.post("/<event_slug>/plan/lines/<int(max=2147483647):line_id>/minutes")
def set_minutes(event_slug: str, line_id: int) -> Answer:
    line = _line(line_id)
    return _act(
        line.plan.event,
        f"line-{line_id}",
        lambda session: services.set_minutes(session, line=line, minutes=_minutes_of_form()),
    )


def _minutes_of_form() -> int | None:
    text = request.form.get("minutes", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadInput(_("Minutes are a whole number; leave it empty for what the plan gives."))
    return int(text)


@bp.post("/<event_slug>/plan/publish")
def publish(event_slug: str) -> Answer:
    event = load_event(Permission.PLAN_EDIT)
    plan = _plan(event)

    def deed(session: Session) -> None:
        services.publish(
            session,
            plan=plan,
            title=title_of(plan),
            body=body_of(queries.mix_of(plan)),
            note=request.form.get("note", "")[:500],
            person_id=current_actor().person_id,
            now=utc_now(),
        )

    return _act(event, "comments", deed, _("Everybody can comment on the plan now."))


def _plan(event: Event) -> Plan:
    plan = queries.plan_of(db.read_session(), event)
    if plan is None:
        raise NotFound("There is no plan yet.")
    return plan
