"""Running a session by its sheet."""

from offsite.facilitation.models import Challenge, Run, RunStep
from offsite.proposals.models import Proposal
from tests.factories import NOON
from tests.guards.access_matrix.audiences import (
    FACILITATOR,
    HOST,
    HOSTS,
    MEMBERS,
    ORGANIZERS,
    VIEWERS,
)

LEADERS = HOSTS | ORGANIZERS | {FACILITATOR}

AUDIENCE = {
    "facilitation.lead": LEADERS,
    "facilitation.lead_live": LEADERS,
    "facilitation.press": LEADERS,
    "facilitation.show": VIEWERS,
    "facilitation.show_live": VIEWERS,
    "facilitation.part_live": VIEWERS,
    "facilitation.challenges": MEMBERS,
    "facilitation.challenges_live": MEMBERS,
    "facilitation.raise_challenge": MEMBERS,
    "facilitation.withdraw": LEADERS,
    "facilitation.voice": MEMBERS,
    "facilitation.count_voices": LEADERS,
    "facilitation.pick": LEADERS,
}


def things(session, event, people, found):
    """The session runs, in the phase in which its host's challenge may be picked."""
    proposal = session.query(Proposal).filter_by(event_id=event.id, code=found["code"]).one()
    run = Run(event_id=event.id, proposal_id=proposal.id, version=1, started_at=NOON, since=NOON)
    run.steps = [RunStep(position=0, name="The group picks", kind="pick", minutes=5)]
    run.challenges = [Challenge(person_id=people[HOST].id, text="Why?", raised_at=NOON)]
    session.add(run)
    session.flush()
    return {"challenge_id": run.challenges[0].id}
