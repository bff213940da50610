"""Coming in by a mailed link or its code, and going out."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.config import Settings
from offsite.errors import RuleBroken
from offsite.people import queries, services
from offsite.people.models import Person
from offsite.people.secrets import hash_of
from offsite.people.services import OtherBrowser
from offsite.web import cookies, languages
from offsite.web.access import (
    current_actor,
    current_sign_in,
    forget_actor,
    public,
    unit_of_work,
    utc_now,
)
from offsite.web.errors import sentence, status_of
from offsite.web.limits import limiter
from offsite.web.local_path import local_path
from offsite.web.people.entering import agent, enter, leave_previous
from offsite.web.people.forms import CodeForm, SignInForm
from offsite.web.people.mails import mail_link

bp = Blueprint("people", __name__)

ASKED_AS = "asked_as"
"""The address typed, kept in the browser's own cookie, so that a slip in it is seen."""


def typed_address() -> str:
    """Whose mailbox a flood would hit, known here or not.  Hashed: limits may be kept outside."""
    return "address:" + hash_of(request.form.get("email", "").strip().lower())


@bp.get("/sign-in")
@public
def sign_in() -> Response | str:
    wanted = local_path(request.args.get("next"), otherwise="")
    if current_actor().is_signed_in:
        return redirect(local_path(wanted), 303)
    if not queries.has_anybody(db.read_session()):
        return redirect(url_for("site.home"), 303)
    cookies.browser_secret()
    return sign_in_page(SignInForm(next=wanted))


def sign_in_page(form: SignInForm, refusal: str = "") -> str:
    settings: Settings = current_app.extensions["offsite"]
    return render_template("people/sign_in.html", form=form, refusal=refusal, settings=settings)


@bp.post("/sign-in")
@public
@limiter.limit("5 per 15 minutes", key_func=typed_address)
@limiter.limit("20 per hour")
def ask_for_link() -> Response | tuple[str, int]:
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form), 400
    with unit_of_work() as session:
        asked = services.start_sign_in(
            session,
            email=form.email.data or "",
            browser=cookies.browser_secret(),
            next_path=local_path(form.next.data, otherwise=""),
            now=utc_now(),
        )
        mail_link(session, asked)
    cookie[ASKED_AS] = form.email.data
    return redirect(url_for(".sign_in_sent"), 303)


@bp.get("/sign-in/sent")
@public
def sign_in_sent() -> Response | str:
    if not cookies.known_browser_secret():
        return redirect(url_for(".sign_in"), 303)
    return sent_page(CodeForm())


def sent_page(form: CodeForm) -> str:
    settings: Settings = current_app.extensions["offsite"]
    return render_template(
        "people/sent.html", form=form, asked_as=cookie.get(ASKED_AS, ""), settings=settings
    )


@bp.post("/sign-in/code")
@public
@limiter.limit("30 per hour")
def sign_in_by_code() -> Response | tuple[str, int]:
    form = CodeForm()
    if not form.validate_on_submit():
        return sent_page(form), 400
    browser = cookies.known_browser_secret()
    try:
        # The try is saved before the code is looked at: a wrong one must not undo it.
        with unit_of_work() as session:
            services.spend_code_try(session, browser=browser, now=utc_now())
        with unit_of_work() as session:
            leave_previous(session)
            opened = services.finish_sign_in_by_code(
                session, code=form.code.data or "", browser=browser, agent=agent(), now=utc_now()
            )
    except RuleBroken as refusal:
        form.code.errors = [sentence(refusal)]
        return sent_page(form), status_of(refusal)
    return enter(opened)


@bp.get("/sign-in/link/<token>")
@public
def sign_in_link(token: str) -> tuple[str, int]:
    """Shows a button.  Mail scanners open links: looking must not use them up."""
    refusal, status = "", 200
    try:
        services.usable_link(
            db.read_session(), token=token, browser=cookies.known_browser_secret(), now=utc_now()
        )
    except OtherBrowser as found:
        refusal = sentence(found)
    except RuleBroken as found:
        refusal, status = sentence(found), 410
    return render_template("people/link.html", token=token, refusal=refusal), status


@bp.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> Response | tuple[str, int]:
    try:
        with unit_of_work() as session:
            leave_previous(session)
            opened = services.finish_sign_in(
                session,
                token=token,
                browser=cookies.known_browser_secret(),
                agent=agent(),
                now=utc_now(),
            )
    except RuleBroken as refusal:
        page = render_template("people/link.html", token=token, refusal=sentence(refusal))
        return page, status_of(refusal)
    return enter(opened)


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    with unit_of_work() as session:
        if row := current_sign_in():
            services.sign_out(session, sign_in=row, now=utc_now())
    cookies.forget_sign_in()
    forget_actor()
    flash(_("You are signed out of this browser."), "success")
    return redirect(url_for("site.home"), 303)


@bp.post("/language")
@public
def set_language() -> Response:
    chosen = request.form.get("language", "")
    if chosen in dict(languages.offered()):
        cookie[languages.COOKIE] = chosen
        _remember_language(chosen)
    return redirect(local_path(request.form.get("next")), 303)


def _remember_language(chosen: str) -> None:
    person_id = current_actor().person_id
    if person_id is None:
        return
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        services.choose_language(session, person=person, locale=chosen)
