"""Votes without names: a tag for each, unique for person and question."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from offsite.anonymity.tags import tag_of
from offsite.errors import BadInput, RuleBroken
from offsite.questions import rules
from offsite.questions.models import CHOICES, PUBLIC, Question, QuestionVote, Queue
from offsite.questions.services.locking import QueueClosed, changed, lock

MOST_SEEN = 50
"""So many questions a phone may report at once."""


class UnknownChoice(BadInput):
    """A vote is up, pass, or taken back."""


class NotVotable(RuleBroken):
    """The question takes no votes in its state."""


def vote_tag(key: bytes, *, person_id: int, question_id: str) -> str:
    return tag_of(key, "vote", person_id, question_id)


def cast_vote(
    session: Session, *, question: Question, person_id: int, key: bytes, choice: str
) -> None:
    """Want it answered (``up``), say that it is not for you (``pass``), or take that back
    (empty).  The same again changes nothing.

    A question that was merged passes the vote on to the one that it was merged into.

    Raises:
        UnknownChoice: ``choice`` is none of these.
        NotVotable, QueueClosed: it takes no votes now.
    """
    if choice not in ("", *CHOICES):
        raise UnknownChoice("Vote for it, or say that it is not for you.")
    if question.merged_into_id is not None:
        question = session.get_one(Question, question.merged_into_id)
    lock(session, question)
    if question.queue.closed_at is not None:
        raise QueueClosed("These questions are closed.")
    if not rules.takes_votes(question.state):
        raise NotVotable("This question takes no votes now.")
    tag = vote_tag(key, person_id=person_id, question_id=question.id)
    before = session.get(QuestionVote, (question.id, tag))
    old = before.choice if before else ""
    _put(session, question, before, tag, choice)
    if "up" in (old, choice) and old != choice:
        question.up += 1 if choice == "up" else -1
        changed(session, question)
    session.flush()


def _put(
    session: Session, question: Question, before: QuestionVote | None, tag: str, choice: str
) -> None:
    if before is None:
        if choice:
            session.add(QuestionVote(question_id=question.id, tag=tag, choice=choice))
    elif choice:
        before.choice = choice
    else:
        session.delete(before)


def note_seen(session: Session, *, queue: Queue, question_ids: Iterable[str]) -> None:
    """A device had these on screen for a second.  It says so once each; nobody is noted."""
    wanted = list(dict.fromkeys(question_ids))[:MOST_SEEN]
    session.execute(
        update(Question)
        .where(Question.id.in_(wanted), Question.queue_id == queue.id, Question.state.in_(PUBLIC))
        .values(seen=Question.seen + 1)
    )
