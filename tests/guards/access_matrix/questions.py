"""Questions: a free queue with one question that the host asked by name."""

from offsite.questions.models import QuestionAuthor, QueuePanelist
from tests.factories import NOON, make_question, make_queue
from tests.guards.access_matrix.audiences import (
    FACILITATOR,
    HOST,
    HOSTS,
    MEMBERS,
    PROGRAMMERS,
    VIEWERS,
)

LEADERS = PROGRAMMERS | {FACILITATOR}
PANEL = LEADERS | HOSTS

AUDIENCE = {
    "questions.index": VIEWERS,
    "questions.show": VIEWERS,
    "questions.show_live": VIEWERS,
    "questions.projector": VIEWERS,
    "questions.projector_live": VIEWERS,
    "questions.ask": MEMBERS,
    "questions.similar": MEMBERS,
    "questions.vote": MEMBERS,
    "questions.seen": MEMBERS,
    "questions.change": HOSTS,
    "questions.withdraw": HOSTS,
    "questions.desk": LEADERS,
    "questions.desk_live": LEADERS,
    "questions.move": LEADERS,
    "questions.decline": LEADERS,
    "questions.edit": LEADERS,
    "questions.pin": LEADERS,
    "questions.assign": LEADERS,
    "questions.merge": LEADERS,
    "questions.unmerge": LEADERS,
    "questions.answer": PANEL,
    "questions.open_queue": PROGRAMMERS,
    "questions.open_for_session": HOSTS | PROGRAMMERS,
    "questions.settings": PROGRAMMERS,
    "questions.save_settings": PROGRAMMERS,
    "questions.save_panel": PROGRAMMERS,
    "questions.go_live": PROGRAMMERS,
    "questions.close": PROGRAMMERS,
    "questions.export": LEADERS,
}

NOT_THERE = {"questions.merge"}
"""An empty request names no question to merge into."""


def things(session, event, people, found):
    queue = make_queue(session, event, slug="ama", title="AMA dinner")
    session.add(QueuePanelist(queue_id=queue.id, person_id=people[HOST].id))
    question = make_question(session, queue, "Why?", is_anonymous=False, asked_at=NOON)
    session.add(QuestionAuthor(question_id=question.id, person_id=people[HOST].id))
    session.flush()
    return {"queue_slug": queue.slug, "question_id": question.id}
