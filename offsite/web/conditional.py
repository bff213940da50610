"""Answers that a client may already have: strong ETag, Last-Modified, 304 on both."""

from datetime import datetime

from flask import Response, request

from offsite.calendars.ical import etag_of


def answer(
    body: bytes,
    *,
    content_type: str,
    changed_at: datetime,
    filename: str | None = None,
    shared: bool = False,
) -> Response:
    """``body``, or 304 when the client has it.

    ``shared`` answers are the same for everybody: other sites may read them and caches may
    keep them for a minute.
    """
    response = Response(body, content_type=content_type)
    response.set_etag(etag_of(body))
    response.last_modified = changed_at
    response.headers["Cache-Control"] = "public, max-age=60" if shared else "private, no-cache"
    if filename:
        response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    if shared:
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response
