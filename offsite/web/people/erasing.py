"""Erasing an account: a page that says what goes and what stays, and the deed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.erasure import services
from offsite.errors import OffsiteError
from offsite.people.models import Person
from offsite.policy import Permission
from offsite.schedule.seats.telling import tell_moved_up
from offsite.web import cookies
from offsite.web.access import current_actor, forget_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.schedule.letters import seat_desk

bp = Blueprint("erasing", __name__, url_prefix="/people")


@bp.get("/<int(max=2147483647):person_id>/erase")
def show(person_id: int) -> str:
    return _page(load(Person, person_id, Permission.PERSON_ERASE))


def _page(person: Person, fault: str = "") -> str:
    return render_template(
        "people/erase.html",
        person=person,
        fault=fault,
        typed=request.form.get("address", "")[:254],
        is_me=person.id == current_actor().person_id,
    )


@bp.post("/<int(max=2147483647):person_id>/erase")
def erase(person_id: int) -> Response | tuple[str, int]:
    person = load(Person, person_id, Permission.PERSON_ERASE)
    if request.form.get("address", "").strip().lower() != person.email:
        return _page(person, _("Type the mail address of the account, so that no other goes.")), 400
    is_me = person.id == current_actor().person_id
    try:
        with unit_of_work() as session:
            now = utc_now()
            for event in services.erase_person(session, person=person, now=now):
                tell_moved_up(session, event=event, desk=seat_desk(event), now=now)
    except OffsiteError as fault:
        return _page(person, sentence(fault)), status_of(fault)
    db.empty_log()
    if is_me:
        cookies.forget_sign_in()
        forget_actor()
    flash(_("Erased. Thank you for having been here.") if is_me else _("Erased."), "success")
    return redirect(url_for("site.home"), 303)
