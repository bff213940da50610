"""Pages that stay current: a small fragment behind an ETag, asked for again and again.

The answer to an unchanged question is 304 without a body, found by what the caller read
with one indexed query.  How often to ask is the server's word: it may slow everybody down.
"""

import hashlib
from collections.abc import Callable, Iterable

from flask import Response, make_response, request

from offsite.web.access import current_actor
from offsite.web.languages import choose

INTERVAL = "Live-Interval"
"""Header: seconds until the page should ask again; clients add some chance to it."""


def answer(parts: Iterable[object], render: Callable[[], str], *, seconds: float = 2) -> Response:
    """304 if the browser has the fragment of these ``parts``, else ``render()`` with its ETag.

    ``parts`` is everything the fragment depends on, each with a telling ``repr``: state,
    version, counts.  Reader and language are added here.
    """
    tag = _tag_of(parts)
    unchanged = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if unchanged else make_response(render())
    response.set_etag(tag, weak=True)
    response.headers[INTERVAL] = f"{seconds:g}"
    return response


def _tag_of(parts: Iterable[object]) -> str:
    seen = repr((current_actor().person_id, choose(), *parts))
    return hashlib.sha256(seen.encode()).hexdigest()[:24]
