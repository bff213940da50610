"""What those do who ask."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.anonymity import slots
from offsite.anonymity.apart import UnitOfWork, act_apart
from offsite.anonymity.devices import kept_proof
from offsite.anonymity.ids import id_of
from offsite.anonymity.moments import rounded
from offsite.errors import BadInput, NotFound, RuleBroken, Sentence
from offsite.questions import rules
from offsite.questions.models import Question, QuestionAuthor, QuestionSlot, Queue
from offsite.questions.services.locking import changed, lock, lock_open


class BadQuestion(BadInput):
    """The text cannot be a question."""


class NamesOnly(RuleBroken):
    """Here people ask with their names."""


class AskedEnough(RuleBroken):
    """The person has asked as often as one person may."""


class TooLate(RuleBroken):
    """The question is no longer its asker's to change."""


class _Said(Exception):
    """The same form was sent before: its question is there."""


@dataclass(frozen=True)
class Asker:
    """Who asks: the person, the device's secret and the queue's key."""

    person_id: int
    secret: str
    key: bytes


def checked(body: str) -> str:
    """``body`` as a question.

    Raises:
        BadQuestion: nothing was written, or too much.
    """
    body = " ".join(body.split())
    if not body:
        raise BadQuestion("Write your question first.")
    if len(body) > rules.LONGEST:
        raise BadQuestion(
            Sentence("A question has at most %(most)s characters.", most=rules.LONGEST)
        )
    return body


def ask(
    unit: UnitOfWork,
    *,
    queue_id: int,
    asker: Asker,
    form_key: str,
    body: str,
    is_anonymous: bool,
    now: datetime,
) -> str:
    """Ask something; the id of the question.

    The same form sent twice (``form_key``) is one question.  A named question and its slot
    are saved together.  Without a name they are not: see `anonymity.apart` for why, and
    what happens when the process dies between the two.

    Raises:
        BadQuestion: nothing was written, or too much.
        QueueClosed, NamesOnly, AskedEnough: the queue does not take it.
    """
    body, row_id = checked(body), id_of(form_key)

    def claim(session: Session) -> str:
        return _claim(session, queue_id, row_id, asker, is_anonymous)

    def say(session: Session) -> str:
        return _say(session, queue_id, row_id, asker, body, is_anonymous, now)

    try:
        if is_anonymous:
            return act_apart(unit, claim=claim, say=say, give_back=_give_back)
        with unit() as session:
            claim(session)
            say(session)
            session.add(QuestionAuthor(question_id=row_id, person_id=asker.person_id))
            session.flush()
    except _Said:
        pass
    return row_id


def _claim(session: Session, queue_id: int, row_id: str, asker: Asker, is_anonymous: bool) -> str:
    queue = session.get_one(Queue, queue_id)
    lock_open(session, queue)
    if session.get(Question, row_id) is not None:
        raise _Said
    if is_anonymous and not queue.allows_anonymous:
        raise NamesOnly("Here questions are asked with a name.")
    try:
        return slots.spend(
            session,
            QuestionSlot,
            key=asker.key,
            person_id=asker.person_id,
            limit=queue.per_person,
            queue_id=queue.id,
        )
    except slots.NothingLeft:
        raise AskedEnough(
            "You have asked %(most)s questions here; more is not possible for one person. "
            "Vote for those of others instead.",
            most=queue.per_person,
        ) from None


def _give_back(session: Session, tag: str) -> None:
    slots.give_back(session, QuestionSlot, tag=tag)


def _say(
    session: Session,
    queue_id: int,
    row_id: str,
    asker: Asker,
    body: str,
    is_anonymous: bool,
    now: datetime,
) -> str:
    queue = session.get_one(Queue, queue_id)
    lock_open(session, queue)
    if session.get(Question, row_id) is not None:
        raise _Said
    proof = kept_proof(asker.secret, person_id=asker.person_id, row_id=row_id)
    session.add(
        Question(
            id=row_id,
            queue_id=queue_id,
            body=body,
            is_anonymous=is_anonymous,
            proof=proof,
            state="waiting" if queue.is_moderated else "shown",
            asked_at=rounded(now),
        )
    )
    session.flush()
    changed(session, queue)
    return row_id


def change_own(session: Session, *, question: Question, body: str) -> Question:
    """Say it better, by whoever asked: before it was approved, or while nobody voted.

    Raises:
        BadQuestion: as `ask`.
        TooLate: others have voted for these words, or it is answered.
    """
    body = checked(body)
    lock(session, question)
    if not rules.may_be_changed_by_asker(question.state, question.up):
        raise TooLate("Others have read or voted for these words: ask anew instead.")
    question.body = body
    session.flush()
    changed(session, question)
    return question


def withdraw_own(session: Session, *, question: Question) -> None:
    """Take a question back, by whoever asked.  Twice is once.  It stays counted as asked.

    Raises:
        TooLate: it is being answered, or was.
    """
    lock(session, question)
    if question.state == "withdrawn":
        return
    if not rules.may_be_withdrawn(question.state):
        raise TooLate("This question is answered or declined already.")
    question.state = "withdrawn"
    question.body = question.original = ""
    session.flush()
    changed(session, question)


def require_own(is_own: bool) -> None:
    """Return if the question is the actor's own; nobody learns whose it is otherwise.

    Raises:
        NotFound: it is somebody else's.
    """
    if not is_own:
        raise NotFound("There is nothing here, or it is not yours to see.")
