"""Links that let people join: made, shown once, revoked."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.events import invitations as services
from offsite.events.models import Event, Invitation
from offsite.events.queries import invitations_of
from offsite.policy import Permission
from offsite.web.access import load, load_event, unit_of_work, utc_now
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import InvitationForm, given
from offsite.web.events.members import own_id
from offsite.web.people.entering import absolute

Answer = Response | str | tuple[str, int]


@bp.get("/<event_slug>/organize/members/links")
def invitations(event_slug: str) -> str:
    return _page(load_event(Permission.MEMBER_MANAGE), InvitationForm(formdata=None))


def _page(event: Event, form: InvitationForm, link: str = "") -> str:
    return render_template(
        "events/invitations.html",
        form=form,
        invitations=invitations_of(db.read_session(), event_id=event.id),
        now=utc_now(),
        link=link,
    )


@bp.post("/<event_slug>/organize/members/links")
def create_invitation(event_slug: str) -> Answer:
    """Answers with the page itself: the link is shown here and never again."""
    event = load_event(Permission.MEMBER_MANAGE)
    form = InvitationForm()
    if not form.validate_on_submit():
        return _page(event, form), 400
    with unit_of_work() as session:
        new = services.create_invitation(
            session,
            event=event,
            lives=timedelta(days=given(form.days.data)),
            created_by_id=own_id(),
            now=utc_now(),
        )
    link = absolute(current_app.extensions["offsite"], "events.join", token=new.token)
    return _page(event, InvitationForm(formdata=None), link)


@bp.post("/<event_slug>/organize/members/links/<int:invitation_id>/revoke")
def revoke_invitation(event_slug: str, invitation_id: int) -> Response:
    found = load(Invitation, invitation_id, Permission.MEMBER_MANAGE)
    with unit_of_work() as session:
        services.revoke_invitation(session, invitation=found, now=utc_now())
    flash(_("The link does not work any more."), "success")
    return redirect(url_for(".invitations", event_slug=event_slug), 303)
