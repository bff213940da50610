"""Team tourism."""

from datetime import date

from offsite.tourism.models import Stay, StayHost, StayRequest
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBER, MEMBERS, ORGANIZERS

EDITORS = HOSTS | ORGANIZERS

AUDIENCE = {
    "tourism.index": MEMBERS,
    "tourism.show": MEMBERS,
    "tourism.new": MEMBERS,
    "tourism.create": MEMBERS,
    "tourism.edit": EDITORS,
    "tourism.save": EDITORS,
    "tourism.close": EDITORS,
    "tourism.reopen": EDITORS,
    "tourism.add_host": EDITORS,
    "tourism.ask": MEMBERS,
    "tourism.answer": HOSTS,
    "tourism.withdraw": frozenset({MEMBER}),
}


def things(session, event, people, found):
    days = {"from_on": date(2026, 11, 2), "to_on": date(2026, 11, 6)}
    stay = Stay(event_id=event.id, team="Search", guests=1, created_at=NOON, **days)
    stay.hosts.append(StayHost(person_id=people[HOST].id))
    session.add(stay)
    session.flush()
    request = StayRequest(
        stay_id=stay.id,
        person_id=people[MEMBER].id,
        uid="a-visit",
        asked_at=NOON,
        changed_at=NOON,
        **days,
    )
    session.add(request)
    session.flush()
    return {"stay_id": stay.id, "request_id": request.id}
