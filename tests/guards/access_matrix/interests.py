"""Interest groups."""

from datetime import timedelta

from offsite.interests.models import GroupDate, InterestGroup
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBERS, ORGANIZERS

CONVENERS = HOSTS | ORGANIZERS

AUDIENCE = {
    "interests.index": MEMBERS,
    "interests.show": MEMBERS,
    "interests.new": MEMBERS,
    "interests.create": MEMBERS,
    "interests.edit": CONVENERS,
    "interests.save": CONVENERS,
    "interests.join": MEMBERS,
    "interests.leave": MEMBERS,
    "interests.hand_on": CONVENERS,
    "interests.add_dates": CONVENERS,
    "interests.skip": CONVENERS,
    "interests.meet": CONVENERS,
}


def things(session, event, people, found):
    group = InterestGroup(
        event_id=event.id,
        title="Read one book",
        kind="study",
        convener_id=people[HOST].id,
        created_at=NOON,
        changed_at=NOON,
    )
    session.add(group)
    session.flush()
    date = GroupDate(
        group_id=group.id,
        uid="a-date",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        created_at=NOON,
        changed_at=NOON,
    )
    session.add(date)
    session.flush()
    return {"group_id": group.id, "date_id": date.id}
