"""What anonymous pages need of the web: no line in a log, a secret on the device, the keys."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, after_this_request, current_app, g, request

from offsite.anonymity.devices import new_secret
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.config import Settings

View = TypeVar("View", bound=Callable[..., Any])

KEPT_SECONDS = 180 * 24 * 3600
HEX = frozenset("0123456789abcdef")


def untraced(view: View) -> View:
    """Mark a view whose requests leave no line in the log: not even that somebody acted."""
    view.is_untraced = True  # type: ignore[attr-defined]
    return view


def is_untraced() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "is_untraced", False))


def key_folder() -> KeyFolder:
    """The keys of this installation: in its folder, never in the database or a backup."""
    return KeyFolder(_settings().instance_dir / FOLDER)


def device_secret() -> str:
    """The secret of this device, or an empty text.

    It has a cookie of its own: signing out ends a sign-in and not what the device can prove.
    """
    known: str = g.get("device_secret") or request.cookies.get(_cookie_name(), "")
    return known if len(known) == 2 * 32 and set(known) <= HEX else ""


def make_device_secret() -> str:
    """The secret of this device; a new one goes with the answer.  Never for a GET."""
    if known := device_secret():
        return known
    g.device_secret = new_secret()

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(),
            g.device_secret,
            max_age=KEPT_SECONDS,
            secure=_settings().is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response

    return str(g.device_secret)


def _settings() -> Settings:
    found: Settings = current_app.extensions["offsite"]
    return found


def _cookie_name() -> str:
    return "__Host-offsite-device" if _settings().is_secure else "offsite-device"
