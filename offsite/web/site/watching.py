"""What those who run the site ask: is it alive, is it ready, what are its numbers?"""

import hmac
from ipaddress import ip_address

from flask import Blueprint, current_app, jsonify, request
from flask import Response as FlaskResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from offsite import db
from offsite.config import Settings
from offsite.errors import NotFound
from offsite.web.access import public
from offsite.web.site import health

bp = Blueprint("watching", __name__)

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


@bp.get("/healthz")
@public
def healthz() -> FlaskResponse:
    """Alive.  Asks nothing of anybody, so that a slow database does not restart the site."""
    return FlaskResponse("ok\n", content_type="text/plain")


@bp.get("/readyz")
@public
def readyz() -> tuple[FlaskResponse, int]:
    checks = {
        "database": health.database_answers(db.db.engine),
        "migrations": health.migrations_are_current(db.db.engine),
        "queue": health.queue_answers(current_app),
    }
    is_ready = all(checks.values())
    return jsonify(ready=is_ready, **checks), 200 if is_ready else 503


@bp.get("/metrics")
@public
def metrics() -> FlaskResponse:
    if not (_has_token() or _is_on_this_machine()):
        raise NotFound("There is nothing here, or it is not yours to see.")
    numbers = generate_latest(current_app.extensions["metrics"].registry)
    return FlaskResponse(numbers, content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    settings: Settings = current_app.extensions["offsite"]
    given = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.metrics_token}".encode()
    return bool(settings.metrics_token) and hmac.compare_digest(given, expected)


def _is_on_this_machine() -> bool:
    # Behind a proxy on the same machine everybody looks local: what was passed on is not.
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
