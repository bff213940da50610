"""What people get out of a published mix: cards, sheets, history."""

from datetime import timedelta

import pytest

from offsite.mixing import drawing, network, publishing
from offsite.mixing.cards import cards_of
from offsite.mixing.sheets import car_sheets, rooming_list, table_cards
from tests import mixers
from tests.factories import MORNING, NOON, make_event

ACT = {"actor": mixers.NOBODY, "now": NOON}


def publish(session, mix):
    return publishing.publish(
        session, mix=mix, note="", seen_version=mix.version, acknowledged=None, **ACT
    )


def next_event(session, event):
    days = timedelta(days=180)
    return make_event(
        session,
        series=event.series,
        starts_on=event.starts_on + days,
        ends_on=event.ends_on + days,
    )


@pytest.fixture
def stay(session):
    """Four people; two rooms for a night, and one table for all of them."""
    event = make_event(session)
    people = mixers.make_people(session, event, 4)
    for number, member in enumerate(people):
        mixers.say(
            session,
            member,
            pool=mixers.SHARED,
            contact=f"chat {number}",
            access=f"ramp {number}",
            tells_hotel=number == 0,
        )
    rooms = mixers.draw_hotel(session, event, 2, 2)
    rooms.starts_at = MORNING
    mixers.draw_dinner(session, event, size=4)
    publish(session, mixers.mix(session, event))
    return event, people


def test_a_card_shows_mates_with_contact_and_reasons(session, stay):
    event, people = stay

    night, dinner = cards_of(session, event, person_id=people[0].person_id)

    assert (len(night.mates), len(dinner.mates)) == (1, 3)
    mate = night.mates[0]
    assert mate.contact.startswith("chat ")
    assert [one.cause for one in mate.reasons] == ["new", "teams"]
    assert (night.news, dinner.news) == (1, 3)
    assert night.period.starts_at == MORNING
    assert dinner.period is None


def test_whoever_left_is_on_no_card_and_no_sheet(session, stay):
    event, people = stay
    people[1].left_at = NOON
    session.flush()

    dinner = cards_of(session, event, person_id=people[0].person_id)[1]

    assert people[1].person_id not in {mate.person.id for mate in dinner.mates}
    assert people[1].person.name not in {guest.name for guest in rooming_list(session, event)}
    assert people[1].person not in table_cards(session, event)[0].people


def test_the_hotel_reads_access_needs_only_of_those_who_agreed(session, stay):
    event, people = stay

    guests = {guest.name: guest for guest in rooming_list(session, event)}

    assert len(guests) == 4
    assert guests[people[0].person.name].access == "ramp 0"
    assert {guest.access for guest in guests.values()} == {"ramp 0", ""}
    assert guests[people[0].person.name].nights == (MORNING.astimezone(event.zone).date(),)


def test_two_nights_in_one_room_are_one_line(session, stay):
    event, _people = stay
    second = mixers.draw_hotel(session, event, 4, name="Second night")
    second.groups[0].name, second.starts_at = "R1", MORNING + timedelta(days=1)
    publish(session, mixers.mix(session, event))

    guests = [guest for guest in rooming_list(session, event) if guest.room == "R1"]

    assert sorted(len(guest.nights) for guest in guests) == [1, 1, 2, 2]


def test_a_driver_has_a_sheet_with_riders_and_their_contacts(session):
    event = make_event(session)
    people = mixers.make_people(session, event, 3)
    mixers.drive(session, people[0], seats=3)
    mixers.ride(session, people[1])
    mixers.ride(session, people[2])
    drawing.draw_cars(session, event=event, details=drawing.Details("There"), now=NOON)
    publish(session, mixers.mix(session, event))

    sheet = car_sheets(session, event, driver_id=people[0].person_id)[0]

    assert sheet.driver == people[0].person
    assert {one.id for one, _contact in sheet.riders} == {people[n].person_id for n in (1, 2)}
    assert (sheet.group.meeting_point, sheet.free) == ("Station", 1)
    assert car_sheets(session, event, driver_id=people[1].person_id) == []


def test_the_next_edition_knows_who_met_and_counts_them_once(session, stay):
    event, people = stay
    later = next_event(session, event)
    for one in people:
        mixers.make_member(session, later, one.person)

    found = network.network_of(session, later)
    counts = network.counts_of(session, later)

    assert len(found.before) == 6
    assert found.now == frozenset()
    assert found.strangers(people[0].person_id) == []
    assert [(one.event, dict(one.pairs), one.fresh) for one in counts] == [
        (event, {"beds": 2, "tables": 6}, 6)
    ]


def test_who_met_before_is_no_new_face(session, stay):
    event, people = stay
    later = next_event(session, event)
    for one in people:
        mixers.make_member(session, later, one.person)
    mixers.draw_dinner(session, later, size=4)
    publish(session, mixers.mix(session, later))

    card = cards_of(session, later, person_id=people[0].person_id)[0]

    assert card.news == 0
    assert {mate.reasons[0].cause for mate in card.mates} == {"again"}
    assert [one.fresh for one in network.counts_of(session, later)] == [0, 6]
