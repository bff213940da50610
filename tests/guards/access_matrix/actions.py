"""Action points."""

from datetime import date

from offsite.actions.models import Action
from tests.factories import NOON, make_event
from tests.guards.access_matrix.audiences import (
    FACILITATOR,
    HOST,
    HOSTS,
    MEMBERS,
    PROGRAMMERS,
    SIGNED_IN,
)

AUTHORS = HOSTS | PROGRAMMERS

AUDIENCE = {
    "actions.index": MEMBERS,
    "actions.mine": SIGNED_IN,
    "actions.show": MEMBERS,
    "actions.new": MEMBERS,
    "actions.create": MEMBERS,
    "actions.edit": AUTHORS,
    "actions.save": AUTHORS,
    "actions.ask": MEMBERS,
    "actions.take": MEMBERS,
    "actions.decline": MEMBERS,
    "actions.give_back": MEMBERS,
    "actions.done": AUTHORS,
    "actions.drop": AUTHORS,
    "actions.reopen": AUTHORS,
    "actions.go_on": AUTHORS,
    "actions.review": MEMBERS,
    "actions.decide": PROGRAMMERS | {FACILITATOR},
}


def make_action(session, event, uid, **values):
    action = Action(
        event_id=event.id,
        uid=uid,
        title="Write the guide",
        due_on=date(2026, 11, 1),
        created_at=NOON,
        changed_at=NOON,
        **values,
    )
    session.add(action)
    session.flush()
    return action


def things(session, event, people, found):
    earlier = make_event(
        session, series_id=event.series_id, starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 2)
    )
    carried = make_action(session, earlier, "a-carried")
    action = make_action(session, event, "an-action", created_by_id=people[HOST].id)
    return {"action_id": action.id, "carried_id": carried.id}
