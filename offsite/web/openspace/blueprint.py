"""The blueprint of all pages of the open space, and what they share."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import BadInput, NotFound, RuleBroken, Stale
from offsite.events.models import Event
from offsite.openspace import rules
from offsite.openspace.models import Board, Topic
from offsite.openspace.queries import wall
from offsite.policy import Permission
from offsite.web.access import load_event
from offsite.web.errors import sentence
from offsite.web.once import is_queued, unit_of_work_once

bp = Blueprint("openspace", __name__)

Answer = Response | str | tuple[str, int]


def load_board(permission: Permission) -> tuple[Event, Board]:
    """The event of this address and its board.

    Raises:
        NotFound: there is no board, or it is not the actor's to see.
    """
    event = load_event(permission)
    board = wall.board_of(db.read_session(), event.id)
    if board is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return event, board


def attempt(action: Callable[[Session], object], *, back: str, said: str = "") -> Response:
    """Do one thing in a unit of work and go ``back``, where ``said`` or the refusal is shown.

    On a live board a refusal is news about what others just did: the page that is shown
    again is the answer to it.  To what waited on a phone it is shown with what was tapped.
    """
    try:
        with unit_of_work_once() as work:
            if work.is_first:
                action(work.session)
    except (RuleBroken, Stale, BadInput) as fault:
        if is_queued():
            raise
        flash(sentence(fault), "danger")
    else:
        if said:
            flash(said, "success")
    if is_queued() and request.form.get("from") == "board":
        # The wall is live: it stays where it is and shows what changed.
        return Response(status=204)
    return redirect(back, 303)


def topic_url(topic: Topic, anchor: str | None = None) -> str:
    slug = topic.board.event.slug
    return url_for("openspace.topic", event_slug=slug, topic_id=topic.id, _anchor=anchor)


def board_url(event_slug: str, anchor: str | None = None) -> str:
    return url_for("openspace.board", event_slug=event_slug, _anchor=anchor)


@bp.app_template_global("mode_name")
def mode_name(board: Board) -> str:
    """The name of the way the open space is held."""
    return str(_("Vote selects") if board.votes_select else _("Open Space"))


@bp.app_template_global("mode_sentence")
def mode_sentence(board: Board) -> str:
    """What the mode means for people."""
    if board.votes_select:
        return str(_("Say what you want to hear: the most wanted topics get the places."))
    return str(_("Whoever cares takes a place. No approval, no votes: one voice is enough."))


@bp.app_template_filter("people_about")
def people_about(count: int) -> str:
    """How many come, as a glance into the room tells."""
    seen = rules.about(count)
    if seen == 0:
        return str(_("nobody yet"))
    if seen == rules.A_FEW:
        return str(_("a few people"))
    return str(_("about %(count)s people", count=seen))


@bp.app_template_filter("voices")
def voices(count: int) -> str:
    """How many voted for it, once that is shown."""
    return str(ngettext("%(num)s voice", "%(num)s voices", count))
