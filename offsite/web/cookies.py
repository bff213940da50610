"""What is kept in the browser's signed cookie, by name.

The cookie never signs anybody in by itself: it carries a token whose row in the database
can be ended (facts in the row, not in the cookie).
"""

import secrets

from flask import session as cookie

SIGN_IN = "sign_in"
BROWSER = "browser"


def sign_in_token() -> str:
    return str(cookie.get(SIGN_IN, ""))


def keep_sign_in(token: str) -> None:
    """Start a new cookie for a signed-in person: nothing from before survives."""
    cookie.clear()
    cookie.permanent = True
    cookie[SIGN_IN] = token


def forget_sign_in() -> None:
    cookie.clear()


def browser_secret() -> str:
    """A secret that ties a mailed link to the browser which asked for it."""
    if BROWSER not in cookie:
        cookie[BROWSER] = secrets.token_urlsafe(32)
    return str(cookie[BROWSER])


def known_browser_secret() -> str:
    """The secret if this browser asked for a link, else an empty text."""
    return str(cookie.get(BROWSER, ""))
