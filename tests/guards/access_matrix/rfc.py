"""Requests for comments."""

from offsite.rfc import services
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBERS, ORGANIZERS

EDITORS = HOSTS | ORGANIZERS

AUDIENCE = {
    "rfc.index": MEMBERS,
    "rfc.new": MEMBERS,
    "rfc.create": MEMBERS,
    "rfc.show": MEMBERS,
    "rfc.versions": MEMBERS,
    "rfc.follow": MEMBERS,
    "rfc.comment": MEMBERS,
    "rfc.reply": MEMBERS,
    "rfc.resolve": EDITORS,
    "rfc.reopen": EDITORS,
    "rfc.edit": EDITORS,
    "rfc.save": EDITORS,
    "rfc.open_": EDITORS,
    "rfc.last_call": EDITORS,
    "rfc.stop_last_call": EDITORS,
    "rfc.settle": EDITORS,
    "rfc.withdraw": EDITORS,
}


def things(session, event, people, found):
    author = people[HOST].id
    rfc = services.write(
        session, event=event, title="Goals", body="Fewer meetings.", person_id=author, now=NOON
    )
    services.open_for_comments(session, rfc=rfc, now=NOON)
    said = services.comment(session, rfc=rfc, person_id=author, body="Yes.", now=NOON)
    return {"rfc_id": rfc.id, "rfc_comment_id": said.id}
