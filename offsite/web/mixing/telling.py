"""What a member tells about themselves, and what they find out: room, car, table."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput
from offsite.events.models import Event, Membership
from offsite.mixing import needs as services
from offsite.mixing import queries
from offsite.mixing.cards import cards_of
from offsite.mixing.retention import is_due
from offsite.policy import Permission
from offsite.web.access import current_actor, current_member, load_event, unit_of_work, utc_now
from offsite.web.errors import faults
from offsite.web.mixing.blueprint import Answer, bp
from offsite.web.mixing.forms import NeedsForm


@bp.get("/<event_slug>/mixing/")
def mine(event_slug: str) -> str:
    event = load_event(Permission.MIX_SEE)
    session = db.read_session()
    person_id = current_actor().person_id or 0
    member = current_member(event.id)
    return render_template(
        "mixing/mine.html",
        event=event,
        cards=cards_of(session, event, person_id=person_id),
        need=queries.need_of(session, membership_id=member.id),
        is_forgotten=is_due(event, utc_now()),
        me=person_id,
    )


@bp.get("/<event_slug>/mixing/needs")
def needs(event_slug: str) -> str:
    event = load_event(Permission.NEEDS_OWN)
    return needs_page(event, _form_of(event, current_member(event.id)))


def _form_of(event: Event, member: Membership) -> NeedsForm:
    session = db.read_session()
    need = queries.need_of(session, membership_id=member.id)
    apart = queries.apart_from(session, membership_id=member.id)
    values = NeedsForm.values_of(event, need, [services.written(one) for one in apart])
    return NeedsForm(event, queries.pools_of(session, event), formdata=None, data=values)


def needs_page(event: Event, form: NeedsForm) -> str:
    session = db.read_session()
    settings = queries.settings_of(session, event)
    return render_template(
        "mixing/needs.html",
        event=event,
        form=form,
        note=settings.note if settings else "",
        travel=queries.travel_people(session, event_id=event.id),
    )


@bp.post("/<event_slug>/mixing/needs")
def save_needs(event_slug: str) -> Answer:
    event = load_event(Permission.NEEDS_OWN)
    form = NeedsForm(event, queries.pools_of(db.read_session(), event))
    if not form.validate_on_submit():
        return needs_page(event, form), 400
    try:
        with unit_of_work() as session:
            services.tell_needs(
                session,
                member=current_member(event.id),
                said=form.said(),
                apart=form.apart_names(),
                now=utc_now(),
            )
    except BadInput as bad:
        form.form_errors = [*form.form_errors, *faults(bad)]
        return needs_page(event, form), 400
    flash(_("Saved. You can change it here at any time."), "success")
    return redirect(url_for(".mine", event_slug=event_slug), 303)
