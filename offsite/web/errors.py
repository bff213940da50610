"""From the kind of an error to a status and a page."""

import json
from datetime import date
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from offsite.errors import BadInput, NotAllowed, NotFound, OffsiteError, RuleBroken, Sentence, Stale
from offsite.web.access import current_actor
from offsite.web.observe import log, shown_path

STATUS: tuple[tuple[type[OffsiteError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Stale, 409),
    (RuleBroken, 409),
    (BadInput, 400),
)


def status_of(error: OffsiteError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def sentence(error: OffsiteError) -> str:
    """The error's text in the reader's language."""
    if isinstance(error, BadInput) and not error.values:
        return "\n".join(faults(error))
    return said(Sentence(error.message, **error.values))


def faults(error: BadInput) -> list[str]:
    """Every fault in the reader's language."""
    return [sentence(error)] if error.values else [said(one) for one in error.faults]


def said(text: str) -> str:
    """``text``, which the code says in English, in the reader's language."""
    if not isinstance(text, Sentence):
        return str(_(text)) if text else ""
    values = {name: _inner(one) for name, one in text.values.items()}
    translated = str(_(text.template))
    return translated % values if values else translated


def _inner(value: Any) -> Any:
    if isinstance(value, date):
        return format_date(value, "long")
    if isinstance(value, OffsiteError):
        return sentence(value)
    return said(value) if isinstance(value, Sentence) else value


def init_app(app: Flask) -> None:
    app.jinja_env.filters["said"] = said
    app.register_error_handler(OffsiteError, answer_refusal)
    app.register_error_handler(CSRFError, answer_old_form)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(OperationalError, answer_database)
    app.register_error_handler(Exception, answer_bug)


def answer_refusal(error: OffsiteError) -> Any:
    if isinstance(error, NotFound) and _may_help_to_sign_in():
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)
    return page(status_of(error), sentence(error))


def _may_help_to_sign_in() -> bool:
    # A stranger learns nothing from this: absent and hidden addresses both lead there.
    has_event = bool(request.view_args and "event_slug" in request.view_args)
    is_own = request.blueprint == "me"
    wants_page = request.accept_mimetypes.accept_html and not request.path.endswith(
        (".ics", ".xml", ".json")
    )
    is_reading = request.method == "GET" and (has_event or is_own)
    return is_reading and wants_page and not current_actor().is_signed_in


def answer_old_form(error: CSRFError) -> Any:
    return page(400, _("This form is too old or came from elsewhere. Go back, reload, try again."))


def answer_http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    texts = {
        404: _("There is nothing here, or it is not yours to see."),
        405: _("This address does not take that kind of request."),
        413: _("That is larger than we accept."),
        429: _("That was a lot at once. Wait a moment, then try again."),
    }
    code = error.code or 500
    answer = page(code, texts.get(code, _("Something about this request is wrong.")))
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            answer.headers[name] = value
    return answer


def answer_database(error: OperationalError) -> Any:
    g.pop("actor", None)
    _log("database_unavailable", error)
    answer = page(503, _("We cannot reach our records right now. Nothing was lost; try again."))
    answer.headers["Retry-After"] = "5"
    return answer


def answer_bug(error: Exception) -> Any:
    _log("bug", error)
    return page(500, _("Something broke on our side. It has been noted; nothing was half-saved."))


def _log(what: str, error: Exception) -> None:
    log.error(what, path=shown_path(request.path), exc_info=error)


def page(status: int, text: str) -> Response:
    """The error page, or a JSON sentence for programs."""
    if request.path.startswith("/api/"):
        return Response(
            json.dumps({"code": status, "message": text}),
            status=status,
            content_type="application/json",
        )
    body = render_template("errors/error.html", status=status, message=text)
    return Response(body, status=status, content_type="text/html; charset=utf-8")
