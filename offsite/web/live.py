"""Pages that stay current: a small fragment behind an ETag, asked for again and again.

One mechanism for every live page: `offsite.live.services.bump` where something changes,
`version_of` and `answer` here, `data-live` in the template (`static/js/live.js` asks).  The
answer to an unchanged question is 304 without a body.  How often to ask is the server's
word: a busy process slows everybody down.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, make_response, request
from sqlalchemy import Connection, Engine

from offsite import db
from offsite.events.models import Event
from offsite.live import queries
from offsite.live.services import ACCESS
from offsite.policy import Permission
from offsite.web import passes
from offsite.web.access import (
    current_actor,
    current_sign_in,
    forget_actor,
    load_event,
    utc_now,
)
from offsite.web.languages import choose

INTERVAL = "Live-Interval"
"""Header: seconds until the page should ask again; clients add some chance to it."""

PROJECTOR, PHONE, CALM = 2, 3, 15
"""Seconds between two looks: of a projector or moderator, of a phone on a live page, and of
pages where a change is rare."""

EXTENSION = "offsite_live"
HOLD_SECONDS = 1.0
"""A version that was read holds so long: a burst of votes is one new body a second."""
BODIES_KEPT = 256
WORTH_GZIP_BYTES = 400


def version_of(event_id: int, *topics: str) -> tuple[int, ...]:
    """How often each topic of the event changed, for ``parts`` of `answer`.

    It advances at most once a second in this process, however many votes come in.
    """
    return _live().versions.of(
        event_id,
        topics,
        lambda: queries.versions_of(db.read_session(), event_id=event_id, topics=topics),
    )


def answer(
    parts: Iterable[object],
    render: Callable[[], str],
    *,
    seconds: float = PROJECTOR,
    shared: bool = False,
) -> Response:
    """304 if the browser has the fragment of these ``parts``, else ``render()`` with its ETag.

    ``parts`` is everything the fragment depends on, each with a telling ``repr``: versions,
    states, counts.  Language is added here, and the reader unless it is ``shared``.

    A ``shared`` fragment is the same for everybody who may ask this address (the address'
    query included).  It is rendered once per version and language in this process, and
    ``render`` must itself read all that it shows.  Its forms carry no token: the script
    adds the reader's own.
    """
    response = _shared(parts, render) if shared else _own(parts, render)
    response.headers[INTERVAL] = f"{seconds * _live().pressure.factor():g}"
    return response


def watch(
    permission: Permission,
    topics: Sequence[str],
    render: Callable[[Event], str],
    *,
    seconds: float = PROJECTOR,
    tick: int = 0,
) -> Response:
    """A shared fragment of the address' event that changes with ``topics`` and nothing else.

    ``tick``: it also changes with the clock, every so many seconds.  Wherever many phones
    look, use this: another look of the same browser costs next to nothing
    (`offsite.web.passes`).

    Raises:
        NotAllowed, NotFound: as `load_event` with this ``permission``.
    """
    slug = str((request.view_args or {})["event_slug"])
    # In this order: who may look is read after the number that changes with it.
    forget_actor()
    db.read_session().rollback()
    access = queries.version_by_slug(db.read_session(), slug=slug, topic=ACCESS)
    event = load_event(permission)
    watched = Watched(event.id, tuple(topics), tick, seconds)
    parts = watched.parts(version_of(event.id, *topics))
    response = answer(parts, lambda: render(event), seconds=seconds, shared=True)
    _leave_pass(response, watched, access)
    return response


def _leave_pass(response: Response, watched: "Watched", access: int) -> None:
    live, environ, ends = _live(), request.environ, _pass_ends()
    address, language = request.full_path, choose()

    def look() -> passes.Answered | None:
        versions = live.versions_if(watched, access)
        if versions is None:
            return None
        body = live.bodies.made(_key(address, language, watched.parts(versions)))
        if body is None:
            return None
        interval = (INTERVAL, f"{watched.seconds * live.pressure.factor():g}")
        return passes.Answered(f'W/"{body.tag}"', [interval], body.plain, body.packed)

    # Headers are whole only when the answer has left.
    response.call_on_close(lambda: live.doorman.leave(environ, response, until=ends, look=look))


def _pass_ends() -> float:
    """Until when a pass of this reader may hold (monotonic)."""
    sign_in = current_sign_in()
    left = (sign_in.expires_at - utc_now()).total_seconds() if sign_in else passes.LONGEST_SECONDS
    return time.monotonic() + min(left, passes.LONGEST_SECONDS)


def _key(address: str, language: str, parts: Iterable[object]) -> str:
    return repr((address, language, *parts))


def _own(parts: Iterable[object], render: Callable[[], str]) -> Response:
    tag = _digest(repr((current_actor().person_id, choose(), *parts)))
    unchanged = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if unchanged else make_response(render())
    response.set_etag(tag, weak=True)
    return response


def _shared(parts: Iterable[object], render: Callable[[], str]) -> Response:
    key = _key(request.full_path, choose(), parts)
    body = _live().bodies.of(key, lambda: _afresh(render))
    if request.if_none_match.contains_weak(body.tag):
        response = Response(status=304)
    elif body.packed and request.accept_encodings["gzip"]:
        response = Response(body.packed, content_type="text/html; charset=utf-8")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(body.plain, content_type="text/html; charset=utf-8")
    response.vary.add("Accept-Encoding")
    response.set_etag(body.tag, weak=True)
    return response


def _afresh(render: Callable[[], str]) -> bytes:
    # This request may have begun to read before the change whose version it now knows.
    db.read_session().rollback()
    g.is_shared = True
    try:
        return render().encode()
    finally:
        g.is_shared = False


def _digest(seen: str | bytes) -> str:
    raw = seen.encode() if isinstance(seen, str) else seen
    return hashlib.sha256(raw).hexdigest()[:24]


class Versions:
    """What was read of topics, for a second."""

    def __init__(self, hold_seconds: float) -> None:
        self._hold_seconds = hold_seconds
        self._known: dict[tuple[int, tuple[str, ...]], tuple[float, tuple[int, ...]]] = {}

    def of(
        self, event_id: int, topics: tuple[str, ...], read: Callable[[], tuple[int, ...]]
    ) -> tuple[int, ...]:
        key = (event_id, topics)
        now = time.monotonic()
        until, found = self._known.get(key, (0.0, ()))
        if now < until:
            return found
        found = read()
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[key] = (now + self._hold_seconds, found)
        return found

    def forget(self) -> None:
        self._known.clear()


@dataclass(frozen=True)
class Body:
    """One rendered fragment, ready to send."""

    plain: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, plain: bytes) -> "Body":
        is_long = len(plain) >= WORTH_GZIP_BYTES
        packed = gzip.compress(plain, compresslevel=5, mtime=0) if is_long else b""
        return cls(plain, packed, _digest(plain))


class Bodies:
    """Rendered fragments by what they show; the longest unused one goes first.

    Of several who want the same new one, the first makes it and the others wait.
    """

    def __init__(self, most: int = BODIES_KEPT) -> None:
        self._most = most
        self._made: OrderedDict[str, Body] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def made(self, key: str) -> Body | None:
        """The fragment, if it is there already."""
        return self._look(key, to_make=False)[0]

    def of(self, key: str, make: Callable[[], bytes]) -> Body:
        found, turn = self._look(key)
        if found is not None:
            return found
        with turn:
            found, _ = self._look(key)
            if found is None:
                found = self._keep(key, Body.of(make()))
        return found

    def _look(self, key: str, *, to_make: bool = True) -> tuple[Body | None, threading.Lock]:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key], self._lock
            turn = self._making.setdefault(key, threading.Lock()) if to_make else self._lock
            return None, turn

    def _keep(self, key: str, body: Body) -> Body:
        with self._lock:
            self._made[key] = body
            self._making.pop(key, None)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return body

    def forget(self) -> None:
        with self._lock:
            self._made.clear()
            self._making.clear()


class Pressure:
    """How busy this process is: its processor time per second of the last seconds."""

    WINDOW_SECONDS = 2.0
    STEPS = ((0.95, 4.0), (0.85, 3.0), (0.7, 2.0))
    """From this share of one core on, everybody asks so many times less often."""

    def __init__(
        self,
        wall: Callable[[], float] = time.monotonic,
        spent: Callable[[], float] = time.process_time,
    ) -> None:
        self._wall, self._spent = wall, spent
        self._since = (wall(), spent())
        self._factor = 1.0

    def factor(self) -> float:
        """What to multiply intervals by: 1 when there is time for everybody."""
        wall, spent = self._wall(), self._spent()
        passed = wall - self._since[0]
        if passed >= self.WINDOW_SECONDS:
            share = (spent - self._since[1]) / passed
            self._since = (wall, spent)
            self._factor = next((by for least, by in self.STEPS if share >= least), 1.0)
        return self._factor


@dataclass(frozen=True)
class Watched:
    """What a fragment of an event changes with."""

    event_id: int
    topics: tuple[str, ...]
    tick: int
    seconds: float

    def parts(self, versions: tuple[int, ...]) -> tuple[int, ...]:
        return (*versions, int(time.time()) // self.tick if self.tick else 0)


class Live:
    """What one app knows of its live pages."""

    def __init__(
        self, engine: Engine, doorman: passes.Doorman, hold_seconds: float = HOLD_SECONDS
    ) -> None:
        self.engine = engine
        self.doorman = doorman
        self.versions = Versions(hold_seconds)
        self.bodies = Bodies()
        self.pressure = Pressure()

    def versions_if(self, watched: Watched, access: int) -> tuple[int, ...] | None:
        """The public versions, read outside of any request; None once ``access`` changed."""
        with self.engine.connect() as connection:
            now = _numbers(connection, watched.event_id)
        if now.get(ACCESS, 0) != access:
            return None
        fresh = tuple(now.get(one, 0) for one in watched.topics)
        return self.versions.of(watched.event_id, watched.topics, lambda: fresh)

    def forget(self) -> None:
        """Forget all that was read and rendered: other rows stand behind the same ids."""
        self.versions.forget()
        self.bodies.forget()
        self.doorman.forget()


def _numbers(connection: Connection, event_id: int) -> dict[str, int]:
    # A look at a time is too often for anything richer than the driver itself.
    rows = connection.exec_driver_sql(
        f"SELECT topic, number FROM live_topic WHERE event_id = {event_id:d}"  # noqa: S608
    )
    return {topic: number for topic, number in rows}  # noqa: C416 - rows are no pairs to dict()


def _live() -> Live:
    found: Live = current_app.extensions[EXTENSION]
    return found


def init_app(app: Flask) -> None:
    doorman = passes.Doorman(app.wsgi_app)
    app.wsgi_app = doorman  # type: ignore[method-assign]
    with app.app_context():
        app.extensions[EXTENSION] = Live(db.db.engine, doorman)
