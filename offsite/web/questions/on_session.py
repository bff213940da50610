"""The questions of a session, on its page."""

from collections.abc import Iterator
from datetime import datetime

from offsite import db
from offsite.policy import Permission
from offsite.proposals.models import LISTED, Proposal
from offsite.questions import queries
from offsite.web.access import can
from offsite.web.questions.blueprint import may_open_questions
from offsite.web.session_parts import Part, offers_parts


@offers_parts
def questions(proposal: Proposal, person_id: int, now: datetime) -> Iterator[Part]:
    if not can(Permission.QUESTION_SEE, proposal):
        return
    session = db.read_session()
    queue = queries.queue_of_proposal(session, proposal)
    may_open = proposal.state in LISTED and may_open_questions(proposal)
    if queue is None and not may_open:
        return
    counts = queries.counts_of(session, queue) if queue else queries.Counts()
    values = {"queue": queue, "counts": counts, "may_open": may_open}
    yield Part("questions/_on_session.html", values, order=20)
