"""Polls, answers and results."""

from offsite.polls.models import PastResult, Poll
from tests.factories import NOON
from tests.guards.access_matrix.audiences import MEMBERS, ORGANIZERS

AUDIENCE = {
    "polls.feedback": MEMBERS,
    "polls.answer": MEMBERS,
    "polls.save_answer": MEMBERS,
    "polls.withdraw_answer": MEMBERS,
    "polls.sessions": MEMBERS,
    "polls.rate": MEMBERS,
    "polls.all_results": MEMBERS,
    "polls.results": MEMBERS,
    "polls.numbers_csv": MEMBERS,
    "polls.numbers_json": MEMBERS,
    "polls.polls": ORGANIZERS,
    "polls.start": ORGANIZERS,
    "polls.manage": ORGANIZERS,
    "polls.compose": ORGANIZERS,
    "polls.preview": ORGANIZERS,
    "polls.plan": ORGANIZERS,
    "polls.switch": ORGANIZERS,
    "polls.remind": ORGANIZERS,
    "polls.past_upload": ORGANIZERS,
    "polls.look_at_survey": ORGANIZERS,
    "polls.bring_survey": ORGANIZERS,
    "polls.forget_past": ORGANIZERS,
    "polls.past_result": MEMBERS,
}

NOT_THERE = {"polls.rate"}
"""No poll about sessions is open: what can be rated is tested with the pages."""


def things(session, event, people, found):
    poll = Poll(
        event_id=event.id,
        kind="meeting",
        title="How was it?",
        created_at=NOON,
        opens_at=NOON,
        closes_at=NOON,
        sealed_at=NOON,
    )
    past = PastResult(event_id=event.id, title="Before", answered=9, imported_at=NOON)
    session.add_all([poll, past])
    session.flush()
    return {"poll_id": poll.id, "past_id": past.id}
