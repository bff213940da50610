"""Rate limits: per person or browser, never per address (a whole hotel shares one)."""

from flask import Flask, request
from flask_limiter import Limiter

from offsite.config import Settings
from offsite.web import cookies
from offsite.web.access import current_actor


def who() -> str:
    """The person, else the browser that asked for a link, else the address."""
    actor = current_actor()
    if actor.is_signed_in:
        return f"person:{actor.person_id}"
    return f"browser:{cookies.known_browser_secret() or request.remote_addr}"


limiter = Limiter(who, headers_enabled=True, strategy="fixed-window")


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["offsite"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_limit_url
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)
