"""What the open space asks of a member."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.openspace.models import Board
from offsite.openspace.queries import deals, pitches
from offsite.openspace.queries.wall import board_of
from offsite.web.turns import Turn, offers_turns


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    session = db.read_session()
    board = board_of(session, event.id)
    if board is None:
        return
    on_stage = pitches.now_pitching(session, board)
    if on_stage is not None and on_stage.person_id == person_id:
        url = url_for("openspace.queue", event_slug=event.slug)
        yield Turn(_("You are pitching now"), url, "megaphone", on_stage.topic.title, order=5)
    for offer in deals.asked_of(session, board=board, person_id=person_id):
        label = _("Swap places?") if offer.kind == "swap" else _("Merge two topics?")
        url = url_for("openspace.topic", event_slug=event.slug, topic_id=offer.other_id)
        yield Turn(label, url, "arrow-left-right", offer.topic.title, order=8)
    yield from _own(event, board, person_id, now)
    if board.dots_are_open:
        url = url_for("openspace.dots", event_slug=event.slug)
        yield Turn(_("Give your dots"), url, "record-circle", _("What should go on?"), order=12)


def _own(event: Event, board: Board, person_id: int, now: datetime) -> Iterator[Turn]:
    """Topics of one's own that wait for a place while there are rounds to come."""
    if board.votes_select or all(one.is_over(now) for one in board.rounds):
        return
    for topic in deals.own_topics(db.read_session(), board=board, person_id=person_id):
        if topic.cell is None:
            url = url_for("openspace.places", event_slug=event.slug, topic_id=topic.id)
            yield Turn(_("Choose a place"), url, "grid-3x2-gap", topic.title, order=20)
