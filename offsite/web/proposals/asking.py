"""What the request says, for all pages of proposals."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.proposals.queries.listing import Viewer
from offsite.web.access import can, current_actor, load_by, load_event

Answer = AnyResponse | str | tuple[str, int]


def is_htmx() -> bool:
    """Whether the page asks for a fragment only."""
    return "HX-Request" in request.headers


def number(name: str, otherwise: int | None = None) -> int | None:
    """A whole number from the query, or ``otherwise``."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def page_number(name: str = "page") -> int:
    return number(name) or 1


def viewer_of(event: Event) -> Viewer:
    actor = current_actor()
    return Viewer(actor.person_id or 0, can(Permission.PROPOSAL_DECIDE, event))


def load_proposal(code: str, permission: Permission) -> Proposal:
    """The proposal of this address, if the actor may see the event's proposals at all."""
    event = load_event(Permission.WANTED_SEE)
    return load_by(Proposal, permission, event_id=event.id, code=plain_code(code))


def plain_code(text: str) -> str:
    """``text`` as a code in capital letters; empty if it cannot be one."""
    return text.upper() if text.isascii() and text.isalnum() else ""


def whole_query() -> dict[str, Any]:
    """The query of this address, without names that mean something to `url_for`."""
    return {
        key: value
        for key, value in request.args.items()
        if not key.startswith("_") and key not in ("endpoint", "event_slug", "code")
    }


def address(proposal: Proposal, anchor: str | None = None) -> str:
    return url_for(
        "proposals.show",
        event_slug=proposal.event.slug,
        code=proposal.code,
        _anchor=anchor,
    )


def same_page(**changes: object) -> str:
    """This address with some values of its query changed; None takes one away."""
    values = {**whole_query(), **(request.view_args or {}), **changes}
    return url_for(
        request.endpoint or "", **{key: one for key, one in values.items() if one is not None}
    )


def page_links(name: str = "page", anchor: str | None = None) -> Callable[[int], str]:
    """For the pagination macro: the address of a page of this list."""
    return lambda wanted: same_page(**{name: wanted, "_anchor": anchor})
