"""What a session left behind, on its page."""

from collections.abc import Iterator
from datetime import datetime

from offsite import db
from offsite.actions import queries
from offsite.actions.rules import MOST_PER_SESSION
from offsite.proposals.models import Proposal
from offsite.web.rendering import local
from offsite.web.session_parts import Part, offers_parts

REVIEW = "last-years-actions"
"""The key of the format whose sessions go through what earlier events left."""
WITHOUT = frozenset({"ama-dinner", "one-to-ones", "mentor-selection"})
"""Formats that leave other things behind; nobody is asked there for action points."""


@offers_parts
def part(proposal: Proposal, person_id: int, now: datetime) -> Iterator[Part]:
    session = db.read_session()
    left = queries.of_session(session, proposal)
    key = proposal.format.key
    if key in WITHOUT and not left:
        return
    living = sum(one.state != "dropped" for one in left)
    values = {
        "left": left,
        "may_add": living < MOST_PER_SESSION and key not in WITHOUT | {REVIEW},
        "carried": len(queries.carried_into(session, proposal.event)) if key == REVIEW else None,
        "today": local(now, proposal.event.timezone).date(),
    }
    yield Part("actions/_on_session.html", values, order=60, css="css/actions.css")
