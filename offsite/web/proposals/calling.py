"""The call for proposals, and its dates."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.queries import talk
from offsite.proposals.queries.demand import participation
from offsite.proposals.services import call as calls
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.errors import faults, status_of
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import CallForm, call_values, faults_of, open_formats

SWITCHES = {
    "open-call": calls.open_call,
    "close-call": calls.close_call,
    "open-voting": calls.open_voting,
    "close-voting": calls.close_voting,
}


@bp.get("/<event_slug>/call")
def call(event_slug: str) -> str:
    event = load_event(Permission.WANTED_SEE)
    viewer = asking.viewer_of(event)
    return render_template(
        "proposals/call.html",
        event=event,
        now=utc_now(),
        is_open=event.call_is_open(utc_now()),
        formats=open_formats(event),
        wanted=talk.wanted_page(db.read_session(), event, viewer),
    )


@bp.get("/<event_slug>/organize/call")
def call_settings(event_slug: str) -> str:
    event = load_event(Permission.CALL_EDIT)
    return settings_page(event, CallForm(event, data=call_values(event)))


def settings_page(event: Event, form: CallForm) -> str:
    now = utc_now()
    return render_template(
        "proposals/call_settings.html",
        event=event,
        form=form,
        now=now,
        call_is_open=event.call_is_open(now),
        voting_is_open=event.voting_is_open(now),
        participation=participation(db.read_session(), event),
    )


@bp.post("/<event_slug>/organize/call")
def save_call(event_slug: str) -> Answer:
    event = load_event(Permission.CALL_EDIT)
    form = CallForm(event)
    if not form.validate():
        return settings_page(event, form), 400
    try:
        with unit_of_work() as session:
            calls.plan_call(session, event=event, plan=form.plan())
    except BadInput as fault:
        faults_of(form, faults(fault))
        return settings_page(event, form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("proposals.call_settings", event_slug=event.slug), 303)


@bp.post("/<event_slug>/organize/call/now")
def switch_call(event_slug: str) -> Answer:
    event = load_event(Permission.CALL_EDIT)
    switch = SWITCHES.get(request.form.get("do", ""))
    if switch is not None:
        with unit_of_work() as session:
            switch(session, event=event, now=utc_now())
        flash(_("Done. The dates below say so."), "success")
    return redirect(url_for("proposals.call_settings", event_slug=event.slug), 303)
