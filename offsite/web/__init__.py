"""The pages: `create_app()` puts them together."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from offsite import db, worker
from offsite.config import ROOT, Settings, current_settings
from offsite.web import (
    access,
    errors,
    forms,
    headers,
    languages,
    limits,
    live,
    navigation,
    observe,
    once,
    rendering,
    secret_key,
)
from offsite.web.blueprints import BLUEPRINTS

PARTS = (
    *(observe, errors, access, headers, languages, forms, once, live),
    *(limits, navigation, rendering),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site for ``settings`` (the environment's when left out).

    Raises:
        SettingsError: a setting is wrong or unsafe; the text names it.
    """
    settings = settings or current_settings()
    app = Flask(
        "offsite",
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(settings.instance_dir.resolve()),
    )
    app.extensions["offsite"] = settings
    app.config.update(
        SECRET_KEY=secret_key.of(settings),
        SESSION_COOKIE_NAME="__Host-offsite" if settings.is_secure else "offsite",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        DEBUG=settings.debug,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    db.init_db(app, settings)
    worker.init_app(app, settings)
    for part in PARTS:
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
