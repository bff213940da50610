"""Rounds and groups, drawn and kept in step with people."""

import pytest

from offsite.mixing import drawing
from offsite.mixing.drawing import Details, GroupDetails
from offsite.mixing.formulation import stage_of
from offsite.mixing.models import Group, Round
from tests import mixers
from tests.factories import MORNING, NOON, make_event, make_member, make_person


def test_tables_are_as_many_as_people_need_and_grow_with_them(session):
    event = make_event(session)
    mixers.make_people(session, event, 8)
    dinner = mixers.draw_dinner(session, event, size=4)
    assert [one.name for one in dinner.groups] == ["Table 1", "Table 2"]

    make_member(session, event, make_person(session, "Late"))
    drawing.keep_in_step(session, stage=stage_of(session, event))

    assert [(one.name, one.least, one.most) for one in dinner.groups] == [
        ("Table 1", 2, 4),
        ("Table 2", 2, 4),
        ("Table 3", 2, 4),
    ]


def test_pairs_are_drawn_once_for_each_break(session):
    event = make_event(session)
    mixers.make_people(session, event, 5)

    rounds = drawing.draw_pairs(
        session, event=event, details=Details("Walk"), times=2, now=NOON, words={"pairs": "Para"}
    )

    assert [one.name for one in rounds] == ["Walk 1", "Walk 2"]
    assert [(one.name, one.most) for one in rounds[0].groups] == [("Para 1", 2), ("Para 2", 3)]


def test_cars_follow_their_drivers(session):
    event = make_event(session)
    ada, bob, *_others = mixers.make_people(session, event, 4)
    mixers.drive(session, ada, town=" lodz ", seats=2)
    mixers.drive(session, bob)
    cars = drawing.draw_cars(session, event=event, details=Details("There"), now=NOON)
    first, second = cars.groups
    assert (first.driver_id, first.most, first.leaves_from) == (ada.person_id, 3, "Lodz")
    assert (first.leaves_at, first.meeting_point) == (MORNING, "Station")

    mixers.ride(session, ada)
    mixers.drive(session, bob, seats=1)
    drawing.keep_in_step(session, stage=stage_of(session, event))

    assert [(one.id, one.most) for one in cars.groups] == [(second.id, 2)]


def test_a_name_is_taken_once(session):
    event = make_event(session)
    mixers.make_people(session, event, 4)
    night = mixers.draw_hotel(session, event, 2, 2)

    with pytest.raises(drawing.NameTaken):
        mixers.draw_dinner(session, event, name="Night")
    with pytest.raises(drawing.NameTaken):
        drawing.change_group(
            session, group=night.groups[0], details=GroupDetails(name="R2", least=1, most=2)
        )
    with pytest.raises(drawing.BadSizes):
        drawing.change_group(
            session, group=night.groups[0], details=GroupDetails(name="R1", least=3, most=2)
        )
    assert session.query(Round).count() == 1
    assert (night.groups[0].name, night.groups[0].least) == ("R1", 1)


def test_somebody_who_takes_no_part_is_not_seated(session):
    event = make_event(session)
    ada, bob, *_others = mixers.make_people(session, event, 4)
    dinner = mixers.draw_dinner(session, event)

    drawing.set_absences(session, round=dinner, person_ids=[bob.person_id])
    stage = stage_of(session, event)
    assert bob.person_id not in stage.taking_part[dinner.id]
    assert ada.person_id in stage.taking_part[dinner.id]

    drawing.set_absences(session, round=dinner, person_ids=[])
    assert bob.person_id in stage_of(session, event).taking_part[dinner.id]


def test_a_round_takes_its_groups_along(session):
    event = make_event(session)
    mixers.make_people(session, event, 4)
    night = mixers.draw_hotel(session, event, 2, 2)

    drawing.delete_round(session, round=night)

    assert session.query(Group).count() == 0
