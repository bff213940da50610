"""Two questions that ask the same become one, and two again if that was wrong."""

import secrets

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.questions import queries
from offsite.questions.models import OPEN, Question, QuestionVote
from offsite.questions.services.locking import changed, lock, lock_open
from offsite.questions.services.voting import vote_tag


class CannotMerge(RuleBroken):
    """The two cannot become one."""


def merge(session: Session, *, question: Question, into: Question, key: bytes) -> None:
    """Let ``question`` stand below ``into``: both texts stay, voters of both count once.

    A tag holds for one question only, so the members of the event are tried with the key:
    who voted for the first and said nothing about the second is given a tag there, which
    an undo can find again.

    Raises:
        CannotMerge: they are one already, are not shown, or belong to two queues.
        QueueClosed: the key is gone.
    """
    lock_open(session, question.queue)
    lock(session, question)
    lock(session, into)
    _check(session, question, into)
    _pass_votes_on(session, question, into, key)
    question.merged_into_id = into.id
    session.flush()
    _count(session, into)
    changed(session, question)


def _pass_votes_on(session: Session, question: Question, into: Question, key: bytes) -> None:
    old, new = _choices(session, question), _choices(session, into)
    rows = []
    for person_id in queries.member_ids(session, question.event_id):
        tag = vote_tag(key, person_id=person_id, question_id=into.id)
        said = old.get(vote_tag(key, person_id=person_id, question_id=question.id))
        if said == "up" and tag not in new:
            rows.append(
                {"question_id": into.id, "tag": tag, "choice": "up", "merged_from": question.id}
            )
    # Written in the order of the members, their places would tell whose they are.
    secrets.SystemRandom().shuffle(rows)
    if rows:
        session.execute(insert(QuestionVote.__table__), rows)  # type: ignore[arg-type]


def _check(session: Session, question: Question, into: Question) -> None:
    if question.id == into.id or question.queue_id != into.queue_id:
        raise CannotMerge("Choose another question of the same list.")
    if question.merged_into_id is not None or into.merged_into_id is not None:
        raise CannotMerge("One of the two is merged already. Undo that first.")
    if {question.state, into.state} - set(OPEN):
        raise CannotMerge("Only questions that are shown and open can be merged.")
    if queries.merged_into(session, question):
        raise CannotMerge("Others are merged into this question. Merge the other way round.")


def unmerge(session: Session, *, question: Question) -> None:
    """Two questions again; votes that came by the merge go back with it.

    Raises:
        CannotMerge: it is not merged.
        QueueClosed: tags are gone, and with them what each of the two had.
    """
    lock_open(session, question.queue)
    lock(session, question)
    if question.merged_into_id is None:
        raise CannotMerge("This question is not merged.")
    into = session.get_one(Question, question.merged_into_id)
    lock(session, into)
    session.execute(
        delete(QuestionVote).where(
            QuestionVote.question_id == into.id, QuestionVote.merged_from == question.id
        )
    )
    question.merged_into_id = None
    session.flush()
    _count(session, into)
    changed(session, question)


def _choices(session: Session, question: Question) -> dict[str, str]:
    rows = session.execute(
        select(QuestionVote.tag, QuestionVote.choice).where(QuestionVote.question_id == question.id)
    )
    return {row.tag: row.choice for row in rows}


def _count(session: Session, question: Question) -> None:
    question.up = (
        session.scalar(
            select(func.count()).where(
                QuestionVote.question_id == question.id, QuestionVote.choice == "up"
            )
        )
        or 0
    )
    session.flush()
