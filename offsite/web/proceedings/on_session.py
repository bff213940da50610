"""The notes of a session, on its page."""

from collections.abc import Iterator
from datetime import datetime

from offsite import db
from offsite.policy import Permission
from offsite.proceedings.queries import notes as reading
from offsite.proceedings.rules import WITH_NOTES
from offsite.proposals.models import Proposal
from offsite.web.access import can
from offsite.web.session_parts import Part, offers_parts


@offers_parts
def part(proposal: Proposal, person_id: int, now: datetime) -> Iterator[Part]:
    if proposal.state not in WITH_NOTES:
        return
    session = db.read_session()
    found = reading.notes_of(session, proposal)
    takers = reading.takers_of(session, [found.id]).get(found.id, ()) if found else ()
    values = {
        "notes": found,
        "takers": takers,
        "may_take": can(Permission.NOTES_TAKE, proposal),
    }
    yield Part("proceedings/_on_session.html", values, order=50, css="css/proceedings.css")
