"""The present phase of a session on its page, and the way to run it."""

from collections.abc import Iterator
from datetime import datetime

from offsite.errors import NotFound
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.web.access import can
from offsite.web.facilitation.blueprint import stage_of, values_of
from offsite.web.session_parts import Part, offers_parts


@offers_parts
def part(proposal: Proposal, person_id: int, now: datetime) -> Iterator[Part]:
    if not proposal.format.phases:
        return
    try:
        stage = stage_of(proposal.event, proposal.code)
    except NotFound:
        # It was cancelled since: nothing runs.
        return
    values = {**values_of(stage), "may_lead": can(Permission.RUN_LEAD, proposal)}
    yield Part("facilitation/_on_session.html", values, order=10, css="css/facilitation.css")
