"""What goes on after a session, on its page."""

from collections.abc import Iterator
from datetime import datetime

from offsite import db
from offsite.interests import queries
from offsite.proposals.models import Proposal
from offsite.web.session_parts import Part, offers_parts


@offers_parts
def part(proposal: Proposal, person_id: int, now: datetime) -> Iterator[Part]:
    groups = queries.grown_from(db.read_session(), proposal_id=proposal.id)
    yield Part("interests/_on_session.html", {"groups": groups}, order=70)
