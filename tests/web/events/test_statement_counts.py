"""Lists cost the same number of SQL statements, however long they are."""

import pytest
from sqlalchemy import event as sql_event

from offsite import db
from offsite.events.invitations import create_invitation
from offsite.events.models import Event, Phase
from offsite.policy import Role
from tests.factories import (
    MORNING,
    NOON,
    make_blocker,
    make_format,
    make_member,
    make_person,
    make_room,
    make_slot,
    make_track,
)

PAGES = [
    "/tlm/",
    "/tlm/people/",
    "/tlm/organize/",
    "/tlm/organize/settings",
    "/tlm/organize/clone",
    "/tlm/organize/rooms",
    "/tlm/organize/grid",
    "/tlm/organize/formats",
    "/tlm/organize/members",
    "/tlm/organize/members/links",
]


def add_one_of_each(session, event, number):
    room = make_room(session, event)
    at = MORNING.replace(hour=7 + number)
    make_slot(session, event, at, 30)
    make_blocker(session, event, room_id=room.id, starts_at=at, ends_at=at.replace(minute=30))
    make_track(session, event, f"Track {number}")
    row = make_format(session, event)
    session.add(Phase(format_id=row.id, position=0, name="Talk", minutes=45))
    make_member(session, event, make_person(session), Role.PROGRAMME)
    create_invitation(session, event=event, lives=MORNING - NOON, created_by_id=None, now=NOON)


def statements(app, work):
    seen = []

    def count(*_):
        seen.append(1)

    with app.app_context():
        engine = db.db.engine
    sql_event.listen(engine, "before_cursor_execute", count)
    answer = work()
    sql_event.remove(engine, "before_cursor_execute", count)
    assert answer.status_code == 200
    return len(seen)


CLONE = {
    "name": "Next",
    "slug": "next",
    "timezone": "Asia/Kathmandu",
    "starts_on": "2027-10-07",
    "ends_on": "2027-10-08",
    "visibility": "members",
}


@pytest.mark.parametrize("page", [*PAGES, "preview of a clone"])
def test_one_and_three_rows_cost_the_same(app, house, sign_in, rows, page):
    ada = sign_in(house["ada"])

    def work():
        if page.startswith("/"):
            return ada.get(page)
        return ada.post("/tlm/organize/clone", data=CLONE)

    with rows() as session:
        add_one_of_each(session, session.get(Event, house["event_id"]), 0)
    one = statements(app, work)
    with rows() as session:
        for number in (1, 2):
            add_one_of_each(session, session.get(Event, house["event_id"]), number)

    assert statements(app, work) == one
