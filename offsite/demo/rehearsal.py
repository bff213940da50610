"""A roundtable that is tried out before the meeting: people just choose what to talk about."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.demo.filling import Stage
from offsite.facilitation import queries
from offsite.facilitation.services import picking, running
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.schedule.queries import latest_release

FORMAT = "roundtable"
TOOK = timedelta(minutes=5), timedelta(minutes=9), timedelta(minutes=1, seconds=40)
"""The welcome, the challenges, and so far the choice between them."""

CHALLENGES = (
    ("My best engineer wants to lead, and I would lose my best engineer.", (1, 2, 4)),
    ("We agree in every meeting, and afterwards nothing happens.", (0, 2, 3, 4)),
    ("I inherited a team that still asks what my predecessor would say.", (3,)),
    ("How do I say no to a product owner whom I like?", (0, 1)),
)
"""What was raised, and the numbers of those in the room who want it."""
IN_THE_ROOM = 5


def rehearse(session: Session, *, stage: Stage, now: datetime) -> None:
    """Run the first roundtable of the schedule up to a pause in its third phase."""
    proposal = _roundtable(session, stage)
    if proposal is None:
        return
    people = _room(stage, proposal)
    begins = now - sum(TOOK, timedelta())
    run = running.start(session, proposal=proposal, seen=0, now=begins)
    running.advance(session, run=run, seen=1, now=begins + TOOK[0])
    for number, (text, _fans) in enumerate(CHALLENGES):
        picking.raise_challenge(
            session,
            run=run,
            text=text,
            person_id=people[number].id,
            now=begins + TOOK[0] + timedelta(minutes=number + 1),
        )
    running.advance(session, run=run, seen=2, now=begins + TOOK[0] + TOOK[1])
    raised = queries.run_of(session, proposal_id=proposal.id)
    assert raised is not None
    for challenge, (_text, fans) in zip(raised.challenges, CHALLENGES, strict=True):
        for fan in fans:
            picking.give_voice(session, challenge=challenge, person_id=people[fan].id)
    running.pause(session, run=run, seen=3, now=now)


def _roundtable(session: Session, stage: Stage) -> Proposal | None:
    release = latest_release(session, stage.event)
    items = release.items if release else []
    released = [one.proposal for one in items if one.proposal and one.canceled_at is None]
    return next((one for one in released if one.format.key == FORMAT), None)


def _room(stage: Stage, proposal: Proposal) -> list[Person]:
    """Five who came, none of them a host."""
    hosts = {one.person_id for one in proposal.hosts} | {proposal.created_by_id}
    members = {one.person_id for one in stage.members.values()}
    there = [one for one in stage.people if one.id in members and one.id not in hosts]
    return there[-IN_THE_ROOM:]
