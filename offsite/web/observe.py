"""Structured logs with a request id, and numbers for those who watch the service."""

import logging
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry
from prometheus_flask_exporter import PrometheusMetrics

from offsite.config import Settings
from offsite.logs import configure_logs
from offsite.web.untraced import is_untraced

log = structlog.get_logger("offsite")

QUIET = {"static", "watching.healthz", "watching.readyz", "watching.metrics"}
"""Machines ask for these all day long."""

SECRET_PATHS = re.compile(r"/(calendar|sign-in/link|join)/[^/\s?]+")
"""The secret is in the path of these addresses: it must not reach a log."""


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["offsite"]
    configure_logs(settings)
    for name in (app.logger.name, "werkzeug"):
        logging.getLogger(name).addFilter(hide_secrets)
    app.extensions["metrics"] = _metrics(app)
    app.before_request(_start)
    app.after_request(_finish)


def _metrics(app: Flask) -> PrometheusMetrics:
    # An own registry: a second create_app() would collide in the shared one.
    metrics = PrometheusMetrics(
        app, path=None, registry=CollectorRegistry(), group_by="endpoint", defaults_prefix="offsite"
    )
    metrics.info("offsite_app", "Offsite", version="0.1.0")
    return metrics


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid.uuid4().hex[:16]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint not in QUIET and not is_untraced():
        log.info(
            "request",
            method=request.method,
            path=shown_path(request.path),
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - g.get("started", time.perf_counter())), 1),
        )
    return response


def hide_secrets(record: logging.LogRecord) -> bool:
    """Let every line of Flask and of its server pass, without a secret path."""
    record.msg, record.args = shown_path(record.getMessage()), ()
    return True


def shown_path(path: str) -> str:
    """The path without a secret that is part of it."""
    return SECRET_PATHS.sub(r"/\1/…", path)
