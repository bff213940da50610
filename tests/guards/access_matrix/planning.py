"""Plans and what was done with what people said."""

from offsite.planning.models import Plan, PlanLine
from tests.factories import NOON
from tests.guards.access_matrix.audiences import MEMBERS, ORGANIZERS, OWNERS, VIEWERS

AUDIENCE = {
    "planning.show": MEMBERS,
    "planning.make": ORGANIZERS,
    "planning.decide": ORGANIZERS,
    "planning.undecide": ORGANIZERS,
    "planning.set_minutes": ORGANIZERS,
    "planning.publish": ORGANIZERS,
    "planning.next_event_form": OWNERS,
    "planning.make_next_event": OWNERS,
    "planning.name_next_event": OWNERS,
    "planning.you_said": VIEWERS,
}
NOT_THERE = {"planning.name_next_event"}


def things(session, event, people, found):
    plan = Plan(event_id=event.id, step=45, created_at=NOON)
    line = PlanLine(position=0, key="workshop", label="Workshop", minutes=90, verdict="grow")
    plan.lines = [line]
    session.add(plan)
    session.flush()
    return {"line_id": line.id}
