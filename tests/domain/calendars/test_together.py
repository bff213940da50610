"""A person's room, car and table in their calendar, from publication to publication."""

from datetime import timedelta

import pytest

from offsite.calendars.feeds import Frame
from offsite.calendars.together import mixing_entries
from offsite.mixing import drafts, drawing, publishing
from offsite.mixing.formulation import seats_of
from tests import mixers
from tests.factories import MORNING, NOON, make_event

FRAME = Frame(
    host="x.example",
    page_of=lambda item: "",
    schedule_page="",
    cancelled_prefix="Cancelled: ",
    base_url="https://x.example",
)
LATER = NOON + timedelta(hours=1)


def publish(session, mix, now=NOON):
    return publishing.publish(
        session,
        mix=mix,
        note="",
        seen_version=mix.version,
        acknowledged=None,
        actor=mixers.NOBODY,
        now=now,
    )


@pytest.fixture
def night(session):
    event = make_event(session)
    people = mixers.make_people(session, event, 6)
    mixers.say_all(session, people)
    rooms = mixers.draw_hotel(session, event, 2, 2, 2)
    rooms.starts_at = MORNING
    mix = mixers.mix(session, event)
    publish(session, mix)
    return event, people, rooms, mix


def entries(session, event, person_id):
    return list(mixing_entries(session, event, person_id, FRAME))


def test_the_feed_has_the_room_with_its_mates_at_its_time(session, night):
    event, people, rooms, mix = night
    me = people[0].person_id

    (found,) = entries(session, event, me)

    group_id = seats_of(session, mix)[rooms.id][me]
    room = next(one for one in rooms.groups if one.id == group_id)
    mate = next(
        one.person
        for one in people[1:]
        if seats_of(session, mix)[rooms.id][one.person_id] == group_id
    )
    assert found.title == f"Night: {room.name}"
    assert found.starts_at == MORNING
    assert found.ends_at.astimezone(event.zone).strftime("%H:%M") == "10:00"
    assert found.description == f"{mate.name}, {mate.team}"
    assert (found.uid, found.sequence, found.changed_at) == (f"{rooms.uid}@x.example", 0, NOON)
    assert found.is_free


def test_a_round_with_an_end_takes_no_usual_length(session, night):
    event, people, rooms, mix = night
    rooms.ends_at = MORNING + timedelta(hours=3)
    publish(session, mix, LATER)

    (found,) = entries(session, event, people[0].person_id)

    assert (found.starts_at, found.ends_at) == (MORNING, MORNING + timedelta(hours=3))
    assert (found.sequence, found.changed_at) == (1, LATER)


def test_a_swap_raises_the_sequence_of_those_who_move_alone(session, night):
    event, _people, rooms, mix = night
    seats = seats_of(session, mix)[rooms.id]
    one, other = next((p, q) for p in seats for q in seats if seats[p] != seats[q])
    mate = next(p for p in seats if p != one and seats[p] == seats[one])
    spared = next(p for p in seats if seats[p] not in (seats[one], seats[other]))
    drafts.swap(
        session,
        mix=mix,
        round=rooms,
        person_id=one,
        other_id=other,
        seen_version=1,
        actor=mixers.NOBODY,
        now=NOON,
    )
    publish(session, mix, LATER)

    found = {p: entries(session, event, p)[0] for p in (one, mate, spared)}

    assert (found[one].sequence, found[one].changed_at) == (1, LATER)
    assert (found[mate].sequence, found[mate].changed_at) == (0, LATER)
    assert (found[spared].sequence, found[spared].changed_at) == (0, NOON)


def test_a_round_that_is_gone_stays_as_cancelled(session, night):
    event, people, rooms, _mix = night
    uid = rooms.uid
    dinner = mixers.draw_dinner(session, event, size=6)
    dinner.starts_at = MORNING
    drawing.delete_round(session, round=rooms)
    session.expire_all()
    publish(session, mixers.mix(session, event), LATER)

    found = {one.uid: one for one in entries(session, event, people[0].person_id)}

    gone = found.pop(f"{uid}@x.example")
    assert (gone.cancelled, gone.sequence, gone.changed_at) == (True, 1, LATER)
    assert [(one.cancelled, one.sequence) for one in found.values()] == [(False, 0)]


def test_somebody_without_a_seat_has_no_entry(session, night):
    event = night[0]
    stranger = mixers.make_member(session, event, mixers.make_person(session, "Zoe"))

    assert entries(session, event, stranger.person_id) == []
