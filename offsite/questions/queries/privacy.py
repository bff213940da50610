"""What is kept about a person who asked, answers, or is to answer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.people.privacy import part
from offsite.questions.models import (
    Question,
    QuestionAnswer,
    QuestionAssignment,
    QuestionAuthor,
    QueuePanelist,
)


@part("questions")
def questions_of(session: Session, person_id: int) -> Any:
    """What the person asked by name, answers or is to answer.  Nothing else names anybody."""
    asked = session.execute(
        select(Question.body, Question.state, Question.asked_at)
        .join(QuestionAuthor, QuestionAuthor.question_id == Question.id)
        .where(QuestionAuthor.person_id == person_id)
        .order_by(Question.asked_at, Question.id)
    )
    answers = session.execute(
        select(QuestionAnswer.body, QuestionAnswer.written_at)
        .where(QuestionAnswer.person_id == person_id)
        .order_by(QuestionAnswer.id)
    )
    panels = select(QueuePanelist.queue_id).where(QueuePanelist.person_id == person_id)
    given = select(QuestionAssignment.question_id).where(QuestionAssignment.person_id == person_id)
    return {
        "asked": [
            {"body": row.body, "state": row.state, "asked_at": row.asked_at.isoformat()}
            for row in asked
        ],
        "answered": [
            {"body": row.body, "written_at": row.written_at.isoformat()} for row in answers
        ],
        "panels": list(session.scalars(panels.order_by(QueuePanelist.queue_id))),
        "assigned": list(session.scalars(given.order_by(QuestionAssignment.question_id))),
    }
