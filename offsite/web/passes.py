"""Looks at live pages are answered before the app begins to work, wherever that is possible.

When the app has answered a look, it leaves a pass for this very request, cookie and all.  As
long as nobody lost a right, the same request gets the newest body that is already made, or
304, for the price of one look-up by primary key.  The first look after a change has none and
goes through the app, which makes it.

A pass holds for some minutes at most; whoever is signed out, disabled or loses a role has
none from that moment on (`offsite.live.services.ACCESS`).
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response

LONGEST_SECONDS = 300.0
PASSES_KEPT = 20_000
OF_ONE_BODY = {
    *("content-type", "content-length", "content-encoding", "etag"),
    *("live-interval", "set-cookie", "x-request-id"),
}
ASKED_WITH = ("PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answered:
    """What an allowed look gets now."""

    tag: str
    headers: Headers
    plain: bytes
    packed: bytes


Look = Callable[[], Answered | None]
"""What the request gets now, or None: it must go through the app."""


@dataclass(frozen=True)
class Pass:
    """Holds until then (monotonic).  ``headers`` are those of every answer to the request."""

    look: Look
    until: float
    headers: Headers


def key_of(environ: Environ) -> tuple[str, ...]:
    return tuple(str(environ.get(name, "")) for name in ASKED_WITH)


class Doorman:
    """Stands before the app and answers whoever holds a pass."""

    def __init__(self, app: Application, most: int = PASSES_KEPT) -> None:
        self._app = app
        self._most = most
        self._passes: OrderedDict[tuple[str, ...], Pass] = OrderedDict()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET":
            held = self._passes.get(key_of(environ))
            found = held.look() if held and time.monotonic() < held.until else None
            if held and found:
                status, headers, body = _answer(environ, found)
                start_response(status, held.headers + headers)
                return [body]
        return self._app(environ, start_response)

    def leave(self, environ: Environ, response: Response, *, until: float, look: Look) -> None:
        """Let the request of ``environ``, which ``response`` answers, pass from now on."""
        headers = [one for one in response.headers if one[0].lower() not in OF_ONE_BODY]
        self._passes[key_of(environ)] = Pass(look, until, headers)
        while len(self._passes) > self._most:
            self._passes.popitem(last=False)

    def forget(self) -> None:
        self._passes.clear()


def _answer(environ: Environ, found: Answered) -> tuple[str, Headers, bytes]:
    headers = [*found.headers, ("ETag", found.tag)]
    if environ.get("HTTP_IF_NONE_MATCH") == found.tag:
        return "304 NOT MODIFIED", headers, b""
    headers.append(("Content-Type", "text/html; charset=utf-8"))
    body = found.plain
    if found.packed and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = found.packed
        headers.append(("Content-Encoding", "gzip"))
    return "200 OK", [*headers, ("Content-Length", str(len(body)))], body
