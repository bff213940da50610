"""The next event: shown first, then made."""

import hashlib
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import NotFound, OffsiteError
from offsite.events import rules
from offsite.events.moving import Move, plan_move
from offsite.events.services import check_details
from offsite.planning import next_event, queries
from offsite.planning.models import Plan
from offsite.planning.next_event import Wish
from offsite.policy import Permission
from offsite.web.access import allow, current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.planning.blueprint import Answer, bp
from offsite.web.planning.forms import NextEventForm


@bp.get("/<event_slug>/plan/next")
def next_event_form(event_slug: str) -> str:
    plan = _settled_plan()
    event = plan.event
    form = NextEventForm(plan, formdata=None)
    form.name.data, form.venue.data, form.timezone.data = event.name, event.venue, event.timezone
    form.visibility.data, form.description.data = event.visibility, event.description
    # A year later on the same days of the week.
    form.starts_on.data = event.starts_on + timedelta(weeks=52)
    form.ends_on.data = event.ends_on + timedelta(weeks=52)
    form.call_text.data = event.call_text
    form.topics.data = [one.value for one in form.topics.choices[:10]]
    return _page(plan, form)


def _settled_plan() -> Plan:
    event = load_event(Permission.PLAN_EDIT)
    allow(Permission.EVENT_CREATE)
    plan = queries.plan_of(db.read_session(), event)
    if plan is None:
        raise NotFound("There is no plan yet.")
    return plan


@bp.post("/<event_slug>/plan/next")
def make_next_event(event_slug: str) -> Answer:
    """The first press shows what would be made; the second, with nothing changed, does it."""
    plan = _settled_plan()
    form = NextEventForm(plan)
    form.name_address()
    if not form.validate():
        return _page(plan, form), 400
    wish = form.wish()
    try:
        check_details(db.read_session(), wish.details)
        move = _move(plan, wish)
        if request.form.get("shown") != _shown(wish, move):
            return _page(plan, form, move)
        with unit_of_work() as session:
            event = next_event.make_next_event(
                session, plan=plan, wish=wish, actor=current_actor(), now=utc_now()
            )
            slug = event.slug
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _page(plan, form), status_of(fault)
    flash(_("The event is there, and its call is open."), "success")
    return redirect(url_for("events.organize", event_slug=slug), 303)


def _move(plan: Plan, wish: Wish) -> Move:
    details = wish.details
    return plan_move(
        plan.event,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        timezone=details.timezone,
    )


def _shown(wish: Wish, move: Move) -> str:
    """A fingerprint of what the preview said: only that is done."""
    return hashlib.sha256(repr((wish, move)).encode()).hexdigest()[:32]


def _page(plan: Plan, form: NextEventForm, move: Move | None = None) -> str:
    return render_template(
        "planning/next.html",
        event=plan.event,
        plan=plan,
        form=form,
        move=move,
        mix=queries.mix_of(plan),
        sentence=sentence,
        shown=_shown(form.wish(), move) if move else "",
        zones=rules.zone_names(),
    )


@bp.post("/<event_slug>/plan/next/named")
def name_next_event(event_slug: str) -> Answer:
    """The next event was cloned by hand: say which it is."""
    plan = _settled_plan()
    later = queries.later_events(db.read_session(), plan.event)
    chosen = next((one for one in later if one.slug == request.form.get("slug")), None)
    if chosen is None:
        raise NotFound("That is no later event of this series.")
    with unit_of_work() as session:
        next_event.name_next_event(session, plan=plan, event=chosen)
    return redirect(url_for("planning.show", event_slug=event_slug), 303)
