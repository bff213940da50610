"""The blueprint of all pages about questions, and what they share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.anonymity.keys import KeyIsGone
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.questions.models import Question, Queue
from offsite.questions.queries import Reader
from offsite.web.access import can, current_actor, load_by, load_event
from offsite.web.untraced import device_secret, key_folder

bp = Blueprint("questions", __name__)

Answer = AnyResponse | str | tuple[str, int]


def load_queue(slug: str, permission: Permission) -> Queue:
    """The queue of this address, if the actor may see the event's questions at all."""
    event = load_event(Permission.QUESTION_SEE)
    return load_by(Queue, permission, event_id=event.id, slug=slug)


def load_question(slug: str, ident: str, permission: Permission) -> Question:
    """The question of this address; one of another queue does not exist here."""
    queue = load_queue(slug, Permission.QUESTION_SEE)
    return load_by(Question, permission, id=ident, queue_id=queue.id)


def key_of(queue: Queue) -> bytes:
    """The key of an open queue: made with its first use, gone after the close.

    Raises:
        KeyIsGone: the queue is closed.
    """
    if queue.closed_at is not None:
        raise KeyIsGone("These questions are closed.")
    return key_folder().make(queue.key_file)


def reader_of(queue: Queue) -> Reader:
    """Who looks.  Looking makes no key: without one nobody has voted yet."""
    folder = key_folder()
    has_key = queue.closed_at is None and folder.has(queue.key_file)
    key = folder.read(queue.key_file) if has_key else None
    if key is None and queue.closed_at is None:
        key = b""
    return Reader(current_actor().person_id or 0, device_secret(), key)


def address(queue: Queue, anchor: str | None = None, endpoint: str = "show") -> str:
    return url_for(
        f"questions.{endpoint}",
        event_slug=queue.event.slug,
        queue_slug=queue.slug,
        _anchor=anchor,
    )


def may_open_questions(proposal: Proposal | None) -> bool:
    """Whether the reader may open questions for the session: who hosts it, and programme."""
    return proposal is not None and (
        can(Permission.QUEUE_EDIT, proposal) or can(Permission.PROPOSAL_HOST, proposal)
    )


@bp.app_template_global("queue_address")
def queue_address(event: Event, queue: Queue) -> str:
    return url_for("questions.show", event_slug=event.slug, queue_slug=queue.slug)


@bp.app_template_global("question_state")
def question_state(state: str) -> tuple[str, str, str]:
    """The word, tone and icon of a question's state."""
    looks: dict[str, tuple[str, str, str]] = {
        "waiting": (_("Waits for approval"), "info", "hourglass"),
        "shown": (_("Open"), "plain", "chat"),
        "answering": (_("Answering now"), "warn", "mic"),
        "answered": (_("Answered"), "good", "check2"),
        "parked": (_("Parked"), "plain", "pause"),
        "declined": (_("Declined"), "bad", "x-lg"),
    }
    return looks[state]
