"""Swap and merge."""

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.openspace.models import Topic, TopicOffer
from offsite.openspace.queries import deals
from offsite.openspace.services import dealing, placing
from offsite.policy import Permission
from offsite.web.access import can, current_actor, load, utc_now
from offsite.web.openspace.blueprint import attempt, bp, topic_url
from offsite.web.openspace.posting import TOPIC

OFFER = "/<event_slug>/board/offers/<int(max=2147483647):offer_id>"


@bp.get(f"{TOPIC}/deal")
def deal(event_slug: str, topic_id: int) -> str:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return render_template(
        "openspace/deal.html",
        event=topic.board.event,
        topic=topic,
        others=deals.others_of(db.read_session(), topic),
        may_run=can(Permission.BOARD_RUN, topic),
        wanted=request.args.get("with", ""),
    )


@bp.post(f"{TOPIC}/deal")
def ask(event_slug: str, topic_id: int) -> Response:
    """Ask; with ``agreed`` the facilitator does what both have agreed aloud."""
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    other = load(Topic, _number(request.form.get("other", "")), Permission.BOARD_SEE)
    kind = "merge" if request.form.get("kind") == "merge" else "swap"
    if request.form.get("agreed") and can(Permission.BOARD_RUN, topic):
        return _do(kind, topic, other)
    person_id = current_actor().person_id or 0
    return attempt(
        lambda session: dealing.ask(
            session, topic=topic, other=other, kind=kind, person_id=person_id, now=utc_now()
        ),
        back=topic_url(topic),
        said=_("Asked. Once they agree it is done at once."),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _do(kind: str, topic: Topic, other: Topic) -> Response:
    now = utc_now()
    if kind == "merge":
        return attempt(
            lambda session: dealing.merge(session, topic=topic, into=other, now=now),
            back=topic_url(other),
            said=_("They are one topic now."),
        )
    return attempt(
        lambda session: placing.swap_cells(session, topic=topic, other=other, now=now),
        back=topic_url(topic),
        said=_("They have changed places."),
    )


@bp.post(f"{OFFER}/accept")
def accept(event_slug: str, offer_id: int) -> Response:
    offer = load(TopicOffer, offer_id, Permission.BOARD_TAKE_PART)
    load(Topic, offer.other_id, Permission.TOPIC_EDIT)
    said = _("You have changed places.") if offer.kind == "swap" else _("They are one topic now.")
    return attempt(
        lambda session: dealing.accept(session, offer=offer, now=utc_now()),
        back=topic_url(offer.other),
        said=said,
    )


@bp.post(f"{OFFER}/close")
def close_offer(event_slug: str, offer_id: int) -> Response:
    """Decline, or take back what one's own topic asked."""
    offer = load(TopicOffer, offer_id, Permission.BOARD_TAKE_PART)
    mine = offer.topic if can(Permission.TOPIC_EDIT, offer.topic) else offer.other
    load(Topic, mine.id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: dealing.close_offer(session, offer=offer, now=utc_now()),
        back=topic_url(mine),
    )


@bp.post(f"{TOPIC}/take-apart")
def take_apart(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: dealing.take_apart(session, topic=topic, now=utc_now()),
        back=topic_url(topic),
        said=_("It is a topic of its own again."),
    )
