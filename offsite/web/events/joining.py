"""Joining an event by an invitation link.  Looking changes nothing; pressing joins."""

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.events import invitations as services
from offsite.events.models import Event
from offsite.events.queries import membership_of
from offsite.people.models import Person
from offsite.people.secrets import hash_of
from offsite.people.services import find_or_create_person, start_sign_in
from offsite.web import cookies
from offsite.web.access import current_actor, forget_actor, public, unit_of_work, utc_now
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import JoinForm
from offsite.web.limits import limiter
from offsite.web.people.mails import mail_link
from offsite.web.people.views import ASKED_AS, typed_address

Answer = Response | str | tuple[str, int]


def this_link() -> str:
    """One link is one crowd in one hotel: its strangers share a limit."""
    return "invitation:" + hash_of((request.view_args or {}).get("token", ""))[:32]


@bp.get("/join/<token>")
@public
def join(token: str) -> Answer:
    invitation = services.usable_invitation(db.read_session(), token=token, now=utc_now())
    if _is_in(invitation.event):
        return redirect(url_for(".home", event_slug=invitation.event.slug), 303)
    cookies.browser_secret()
    return _page(invitation.event, token, JoinForm(formdata=None))


def _is_in(event: Event) -> bool:
    person_id = current_actor().person_id
    session = db.read_session()
    return (
        person_id is not None
        and membership_of(session, event_id=event.id, person_id=person_id) is not None
    )


def _page(invited_to: Event, token: str, form: JoinForm) -> str:
    return render_template("events/join.html", invited_to=invited_to, token=token, form=form)


@bp.post("/join/<token>")
@public
def accept(token: str) -> Response:
    person_id = current_actor().person_id
    if person_id is None:
        return redirect(url_for("people.sign_in", next=url_for(".join", token=token)), 303)
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        member = services.accept_invitation(session, token=token, person=person, now=utc_now())
        slug, name = member.event.slug, member.event.name
    forget_actor()
    flash(_("Welcome to %(event)s!", event=name), "success")
    return redirect(url_for(".home", event_slug=slug), 303)


@bp.post("/join/<token>/ask")
@public
@limiter.limit("5 per 15 minutes", key_func=typed_address)
@limiter.limit("300 per hour", key_func=this_link)
def ask_to_join(token: str) -> Answer:
    """Mail a way in; it leads back to the invitation.  Known or not, all see the same."""
    invitation = services.usable_invitation(db.read_session(), token=token, now=utc_now())
    form = JoinForm()
    if not form.validate_on_submit():
        return _page(invitation.event, token, form), 400
    with unit_of_work() as session:
        services.usable_invitation(session, token=token, now=utc_now())
        email = form.email.data or ""
        find_or_create_person(session, email=email, name=form.name.data or "", now=utc_now())
        asked = start_sign_in(
            session,
            email=email,
            browser=cookies.browser_secret(),
            next_path=url_for(".join", token=token),
            now=utc_now(),
        )
        mail_link(session, asked)
    cookie[ASKED_AS] = email
    return redirect(url_for("people.sign_in_sent"), 303)
