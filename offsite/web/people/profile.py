"""One's own page: what others read, which browsers are signed in, what is kept."""

import json

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.people import privacy, queries, services
from offsite.people.models import Person, SignIn
from offsite.policy import Permission
from offsite.web import cookies, languages
from offsite.web.access import (
    current_actor,
    current_sign_in,
    forget_actor,
    load,
    unit_of_work,
    utc_now,
)
from offsite.web.people.forms import TRACKS, ProfileForm

bp = Blueprint("me", __name__, url_prefix="/me")


NOBODY = 0
"""No row has this number."""


def load_myself() -> Person:
    """The account of whoever asks.

    Raises:
        NotFound: a stranger asks; reading, they are led to sign in.
    """
    return load(Person, current_actor().person_id or NOBODY, Permission.PROFILE_EDIT)


@bp.get("")
def show() -> str:
    person = load_myself()
    return profile_page(
        person, ProfileForm(languages.offered(), data=ProfileForm.values_of(person))
    )


def profile_page(person: Person, form: ProfileForm) -> str:
    here = current_sign_in()
    return render_template(
        "people/me.html",
        person=person,
        form=form,
        tracks=TRACKS,
        here=here.id if here else None,
        browsers=queries.live_sign_ins(db.read_session(), person_id=person.id, now=utc_now()),
    )


@bp.post("")
def save() -> Response | tuple[str, int]:
    person = load_myself()
    form = ProfileForm(languages.offered())
    if not form.validate_on_submit():
        return profile_page(person, form), 400
    with unit_of_work() as session:
        services.change_profile(session, person=person, profile=form.profile())
        services.choose_language(session, person=person, locale=form.locale.data)
    _wear_language(form.locale.data)
    forget_actor()
    flash(_("Your profile is saved."), "success")
    return redirect(url_for(".show"), 303)


def _wear_language(locale: str) -> None:
    if locale:
        cookie[languages.COOKIE] = locale
    else:
        cookie.pop(languages.COOKIE, None)


@bp.post("/browsers/<int:sign_in_id>/end")
def end_browser(sign_in_id: int) -> Response:
    row = load(SignIn, sign_in_id, Permission.PROFILE_EDIT)
    with unit_of_work() as session:
        services.sign_out(session, sign_in=row, now=utc_now())
    forget_actor()
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".show", _anchor="browsers"), 303)


@bp.post("/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    person = load_myself()
    with unit_of_work() as session:
        services.sign_out_everywhere(session, person=person, now=utc_now())
    cookies.forget_sign_in()
    forget_actor()
    flash(_("You are signed out of every browser, this one too."), "success")
    return redirect(url_for("site.home"), 303)


@bp.get("/export.json")
def export() -> FlaskResponse:
    person = load_myself()
    kept = privacy.export_of(db.read_session(), person_id=person.id)
    answer = FlaskResponse(
        json.dumps(kept, ensure_ascii=False, indent=2), content_type="application/json"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=offsite-about-me.json"
    return answer
