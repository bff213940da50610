"""Who acts in this request, and the only ways a view gets at objects.

Every response below 400 must have asked ``load``, ``load_event``, ``allow`` or stand under
``@public``; otherwise it becomes a 500, so that a forgotten check cannot go live.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import NotFound
from offsite.events import queries as events
from offsite.events.models import Event, Membership
from offsite.people import queries as people
from offsite.people.models import SignIn
from offsite.policy import STRANGER, Actor, Permission, allows, require
from offsite.web import cookies

Thing = TypeVar("Thing")
View = TypeVar("View", bound=Callable[..., Any])


def utc_now() -> datetime:
    """The time of this request: one instant from its start to its end."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    now: datetime = g.now
    return now


def current_actor() -> Actor:
    """Who acts.  Read once per request."""
    if "actor" not in g:
        g.actor = _recognize()
    actor: Actor = g.actor
    return actor


def current_sign_in() -> SignIn | None:
    """The signed-in browser's row, if it is alive and its person not disabled."""
    token = cookies.sign_in_token()
    if not token:
        return None
    return people.live_sign_in(db.read_session(), token=token, now=utc_now())


def _recognize() -> Actor:
    sign_in = current_sign_in()
    if sign_in is None:
        return STRANGER
    person = sign_in.person
    roles = events.roles_of(db.read_session(), person_id=person.id)
    return Actor(
        person_id=person.id,
        name=person.name,
        is_founder=person.founded_at is not None,
        roles=roles,
    )


def forget_actor() -> None:
    """Recognize again: the request signed somebody in or out, or changed roles."""
    g.pop("actor", None)


def public(view: View) -> View:
    """Mark a view that everybody may use."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def allow(permission: Permission, thing: Any = None) -> None:
    """Check a permission that hangs on no loaded object, or on one at hand.

    Raises:
        NotAllowed, NotFound: as `policy.require`.
    """
    g.access_checked = True
    require(current_actor(), permission, thing)


def can(permission: Permission | str, thing: Any = None) -> bool:
    """Whether a page should offer something.  Never instead of ``load`` or ``allow``."""
    return allows(current_actor(), Permission(permission), thing)


def load(model: type[Thing], ident: int, permission: Permission) -> Thing:
    """The row ``ident`` of ``model`` if the actor may do ``permission`` to it.

    Inside an event's pages a row of another event does not exist.

    Raises:
        NotFound, NotAllowed: as `policy.require`; absent and forbidden answer alike.
    """
    return _guarded(db.read_session().get(model, ident), permission)


def load_by(model: type[Thing], permission: Permission, **criteria: Any) -> Thing:
    """Like ``load``, by other columns that name one row (``event_id=…, code=…``)."""
    statement = select(model).filter_by(**criteria)
    return _guarded(db.read_session().scalars(statement).one_or_none(), permission)


def load_event(permission: Permission) -> Event:
    """The event of this address, by its slug."""
    event = _event_of_address()
    return _guarded(event, permission)


def _guarded(thing: Thing | None, permission: Permission) -> Thing:
    g.access_checked = True
    if thing is None or not _belongs_here(thing):
        raise NotFound("There is nothing here, or it is not yours to see.")
    require(current_actor(), permission, thing)
    return thing


def _belongs_here(thing: Any) -> bool:
    slug = (request.view_args or {}).get("event_slug")
    event_id = getattr(thing, "event_id", None)
    if slug is None or event_id is None:
        return True
    event = _event_of_address()
    return event is not None and event.id == event_id


def _event_of_address() -> Event | None:
    if "event" not in g:
        slug = (request.view_args or {}).get("event_slug", "")
        g.event = events.event_by_slug(db.read_session(), slug)
    event: Event | None = g.event
    return event


def shown_event() -> Event | None:
    """The event whose frame the page wears: only one that the actor may see."""
    event = _event_of_address()
    return event if event is not None and can(Permission.EVENT_SEE, event) else None


def current_member(event_id: int) -> Membership:
    """The actor's own membership of the event.

    Raises:
        NotFound: the actor is not a member.
    """
    person_id = current_actor().person_id
    found = (
        events.membership_of(db.read_session(), event_id=event_id, person_id=person_id)
        if person_id is not None
        else None
    )
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """`db.unit_of_work`, refused to a request that never checked access."""
    if not _was_checked():
        raise RuntimeError(f"{request.endpoint} writes without having checked access.")
    with db.unit_of_work() as session:
        yield session


def _was_checked() -> bool:
    if g.get("access_checked"):
        return True
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "is_public", False)) or request.endpoint == "static"


def refuse_unchecked(response: Response) -> Response:
    if response.status_code < 400 and request.endpoint and not _was_checked():
        current_app.logger.error("access was not checked by %s", request.endpoint)
        abort(500)
    return response


def init_app(app: Flask) -> None:
    app.after_request(refuse_unchecked)
    app.jinja_env.globals["can"] = can
