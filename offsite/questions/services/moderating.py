"""What those do who lead the questions."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.anonymity.moments import rounded
from offsite.errors import BadInput, RuleBroken, Sentence
from offsite.questions import rules
from offsite.questions.models import Question, QuestionAnswer, QuestionAssignment
from offsite.questions.services.asking import checked
from offsite.questions.services.locking import changed, lock


class NoSuchMove(RuleBroken):
    """The question cannot go there from where it is."""


class NeedsReason(BadInput):
    """Whoever asked is told why."""


class NotOnPanel(RuleBroken):
    """Only those who sit on the panel are given questions."""


class BadAnswer(BadInput):
    """The text cannot be an answer."""


def move(session: Session, *, question: Question, to: str) -> Question:
    """Approve, put on stage, tick off, park, or bring back.  Twice is once.

    One question at a time is on stage: the one before is answered by that.

    Raises:
        NoSuchMove: it is somewhere else by now.
        NeedsReason: declining goes by `decline`.
    """
    if to == "declined":
        raise NeedsReason("Say why, in a sentence: whoever asked can read it.")
    _move(session, question, to)
    return question


def _move(session: Session, question: Question, to: str) -> None:
    lock(session, question.queue)
    lock(session, question)
    if question.state == to:
        return
    if question.merged_into_id is not None or not rules.may_move(question.state, to):
        raise NoSuchMove("Somebody else moved this question. Look at the list again.")
    if to == "answering":
        _clear_stage(session, question)
    question.state = to
    session.flush()
    changed(session, question)


def _clear_stage(session: Session, question: Question) -> None:
    on_stage = select(Question).where(
        Question.queue_id == question.queue_id, Question.state == "answering"
    )
    for other in session.scalars(on_stage):
        other.state = "answered"


def decline(session: Session, *, question: Question, reason: str) -> Question:
    """Do not show it; whoever asked can read why.

    Raises:
        NeedsReason: no reason, or one that is too long.
        NoSuchMove: as `move`.
    """
    reason = reason.strip()
    if not reason:
        raise NeedsReason("Say why, in a sentence: whoever asked can read it.")
    if len(reason) > rules.LONGEST_REASON:
        raise NeedsReason(
            Sentence("A reason has at most %(most)s characters.", most=rules.LONGEST_REASON)
        )
    _move(session, question, "declined")
    question.reason = reason
    session.flush()
    return question


def edit(session: Session, *, question: Question, body: str) -> Question:
    """Say it in other words; the page says so, and shows the asker's own beside it.

    Raises:
        BadQuestion: as `asking.ask`.
    """
    body = checked(body)
    lock(session, question)
    if question.state == "withdrawn":
        raise NoSuchMove("This question was taken back.")
    if body != question.body:
        question.original = question.original or question.body
        question.body = body
        if question.body == question.original:
            question.original = ""
        session.flush()
        changed(session, question)
    return question


def pin(session: Session, *, question: Question, is_pinned: bool, now: datetime) -> None:
    """Keep it on top of everybody's list, or let it go."""
    lock(session, question)
    question.pinned_at = rounded(now) if is_pinned else None
    session.flush()
    changed(session, question)


def assign(session: Session, *, question: Question, person_id: int | None) -> None:
    """Give it to a panelist, or to nobody.

    Raises:
        NotOnPanel: the person does not answer here.
    """
    lock(session, question)
    panel = {one.person_id for one in question.queue.panelists}
    if person_id is not None and person_id not in panel:
        raise NotOnPanel("Only those who answer here can be given a question.")
    session.execute(delete(QuestionAssignment).where(QuestionAssignment.question_id == question.id))
    if person_id is not None:
        session.add(QuestionAssignment(question_id=question.id, person_id=person_id))
    session.flush()
    session.expire(question, ["assignment"])
    changed(session, question)


def write_answer(
    session: Session, *, question: Question, person_id: int, body: str, now: datetime
) -> QuestionAnswer:
    """Answer in writing, with one's name; a second text replaces one's first.

    Raises:
        BadAnswer: nothing was written, or too much.
        NoSuchMove: nobody else can read the question.
    """
    body = body.strip()
    if not body:
        raise BadAnswer("Write your answer first.")
    if len(body) > rules.LONGEST_ANSWER:
        raise BadAnswer(
            Sentence("An answer has at most %(most)s characters.", most=rules.LONGEST_ANSWER)
        )
    lock(session, question)
    if question.state not in ("shown", "answering", "answered", "parked"):
        raise NoSuchMove("Nobody can read this question: approve it first.")
    answer = session.scalars(
        select(QuestionAnswer).where(
            QuestionAnswer.question_id == question.id, QuestionAnswer.person_id == person_id
        )
    ).first()
    if answer is None:
        answer = QuestionAnswer(question_id=question.id, person_id=person_id)
        session.add(answer)
    answer.body, answer.written_at = body, now
    if question.state in ("shown", "parked"):
        question.state = "answered"
    session.flush()
    session.expire(question, ["answers"])
    changed(session, question)
    return answer
