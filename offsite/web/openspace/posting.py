"""What people do with a topic: words, interest, conveners, parking, withdrawing."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite.errors import NotFound
from offsite.openspace.models import Convener, Topic
from offsite.openspace.services import topics
from offsite.policy import Permission
from offsite.web.access import current_actor, load, utc_now
from offsite.web.openspace.blueprint import attempt, board_url, bp, topic_url

TOPIC = "/<event_slug>/board/topics/<int(max=2147483647):topic_id>"


def _back(topic: Topic) -> str:
    """Where the tap came from: the board or the topic's page."""
    if request.form.get("from") == "board":
        return board_url(topic.board.event.slug, f"topic-{topic.id}")
    return topic_url(topic)


@bp.post(f"{TOPIC}/reword")
def reword(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    title = request.form.get("title", "")
    return attempt(
        lambda session: topics.reword(session, topic=topic, title=title), back=topic_url(topic)
    )


@bp.post(f"{TOPIC}/withdraw")
def withdraw(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: topics.withdraw(session, topic=topic, now=utc_now()),
        back=topic_url(topic),
        said=_("Withdrawn. You can put it back right here."),
    )


@bp.post(f"{TOPIC}/park")
def park(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: topics.park(session, topic=topic, now=utc_now()),
        back=topic_url(topic),
        said=_("It waits in the parking lot."),
    )


@bp.post(f"{TOPIC}/put-back")
def put_back(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    return attempt(
        lambda session: topics.put_back(session, topic=topic, now=utc_now()),
        back=topic_url(topic),
        said=_("It is on the wall again."),
    )


@bp.post(f"{TOPIC}/interest")
def interest(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.BOARD_TAKE_PART)
    person_id = current_actor().person_id or 0
    said = topics.show_interest if request.form.get("come", "1") == "1" else topics.lose_interest
    return attempt(
        lambda session: said(session, topic=topic, person_id=person_id), back=_back(topic)
    )


@bp.post(f"{TOPIC}/conveners")
def add_convener(event_slug: str, topic_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    text = request.form.get("person", "")[:254]
    return attempt(
        lambda session: topics.add_convener(session, topic=topic, text=text),
        back=topic_url(topic, "conveners"),
        said=_("You convene it together now."),
    )


@bp.post(f"{TOPIC}/conveners/<int(max=2147483647):convener_id>/lead")
def hand_over(event_slug: str, topic_id: int, convener_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    convener = _convener(topic, convener_id)
    return attempt(
        lambda session: topics.hand_over(session, topic=topic, convener=convener),
        back=topic_url(topic, "conveners"),
    )


@bp.post(f"{TOPIC}/conveners/<int(max=2147483647):convener_id>/remove")
def remove_convener(event_slug: str, topic_id: int, convener_id: int) -> Response:
    topic = load(Topic, topic_id, Permission.TOPIC_EDIT)
    convener = _convener(topic, convener_id)
    return attempt(
        lambda session: topics.remove_convener(session, topic=topic, convener=convener),
        back=topic_url(topic, "conveners"),
    )


def _convener(topic: Topic, convener_id: int) -> Convener:
    found = next((one for one in topic.conveners if one.id == convener_id), None)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found
