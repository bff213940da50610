"""When a group meets: new dates, one skipped, one not skipped after all."""

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite.errors import OffsiteError
from offsite.interests import services
from offsite.interests.models import GroupDate, InterestGroup
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.desk import desk
from offsite.web.errors import sentence, status_of
from offsite.web.interests.blueprint import Answer, address, bp
from offsite.web.interests.forms import DatesForm
from offsite.web.interests.joining import act
from offsite.web.interests.listing import show_page


@bp.post("/<event_slug>/groups/<int(max=2147483647):group_id>/dates")
def add_dates(event_slug: str, group_id: int) -> Answer:
    group = load(InterestGroup, group_id, Permission.GROUP_EDIT)
    form = DatesForm()
    meeting = form.meeting() if form.validate() else None
    if meeting is None:
        return show_page(group, form), 400
    try:
        with unit_of_work() as session:
            made = services.add_dates(session, group=group, meeting=meeting, now=utc_now())
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return show_page(group, form), status_of(fault)
    said = ngettext(
        "%(num)s date is in everybody's calendar.",
        "%(num)s dates are in everybody's calendar.",
        len(made),
    )
    flash(said, "success")
    return redirect(address(group), 303)


@bp.post("/<event_slug>/groups/dates/<int(max=2147483647):date_id>/skip")
def skip(event_slug: str, date_id: int) -> Answer:
    date = load(GroupDate, date_id, Permission.GROUP_EDIT)
    return act(
        date.group,
        lambda session: services.skip(
            session, date=date, by_id=current_actor().person_id, desk=desk(), now=utc_now()
        ),
        _("Skipped. The others get a mail, and it is struck from their calendars."),
    )


@bp.post("/<event_slug>/groups/dates/<int(max=2147483647):date_id>/meet")
def meet(event_slug: str, date_id: int) -> Answer:
    date = load(GroupDate, date_id, Permission.GROUP_EDIT)
    return act(
        date.group,
        lambda session: services.meet_after_all(session, date=date, now=utc_now()),
        _("It takes place after all."),
    )
