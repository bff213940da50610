"""The moment a browser becomes signed in: the same for mail, company, first run and demo."""

from typing import Any

from flask import redirect, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite.config import Settings
from offsite.people import services
from offsite.people.services import OpenedSignIn
from offsite.web import cookies, languages
from offsite.web.access import current_sign_in, forget_actor, utc_now
from offsite.web.local_path import local_path
from offsite.web.people.agents import browser_name


def agent() -> str:
    """What this browser is called on the list of signed-in browsers."""
    return browser_name(request.user_agent.string)


def leave_previous(session: Session) -> None:
    """End what this browser was signed in as before, if anything."""
    if previous := current_sign_in():
        services.sign_out(session, sign_in=previous, now=utc_now())


def enter(opened: OpenedSignIn, next_path: str = "") -> Response:
    """Give the browser a new cookie and lead on.  Call when the sign-in is saved."""
    language = opened.person.locale or cookie.get(languages.COOKIE)
    cookies.keep_sign_in(opened.token)
    if language:
        cookie[languages.COOKIE] = language
    forget_actor()
    return redirect(local_path(next_path or opened.next_path), 303)


def absolute(settings: Settings, endpoint: str, **values: Any) -> str:
    """A full address under the installation's own name, whatever Host a request claims."""
    return settings.base_url + url_for(endpoint, **values)
