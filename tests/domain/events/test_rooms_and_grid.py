from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from offsite.errors import NotFound
from offsite.events.formats import (
    FormatDetails,
    PhaseDetails,
    add_format,
    change_format,
    restore_format,
    retire_format,
)
from offsite.events.grid import (
    OutsideEvent,
    Overlaps,
    Pause,
    add_pause,
    add_slot,
    change_pause,
    change_slot,
    day_now,
    draw_days,
    remove_pause,
    remove_slot,
    restore_days,
)
from offsite.events.models import Blocker, Phase, Room, Slot
from offsite.events.rooms import (
    NameTaken,
    RoomDetails,
    RoomInUse,
    add_room,
    change_room,
    delete_room,
    features_of,
    move_room,
    restore_room,
)
from offsite.events.rules import BadValue, BreakTime, DayTemplate
from offsite.proposals.models import Absence
from tests.factories import (
    FIRST_DAY,
    NOON,
    make_blocker,
    make_event,
    make_format,
    make_member,
    make_room,
    make_slot,
)

LAST_DAY = date(2026, 10, 2)
DAY = DayTemplate(time(9), time(12), 45, 0, (BreakTime(time(10, 30), time(11), "Coffee"),))


def walls(event):
    rows = sorted([*event.slots, *event.blockers], key=lambda one: one.starts_at)
    return [f"{one.starts_at.astimezone(event.zone):%H:%M}" for one in rows]


def test_features_are_what_stands_between_commas():
    assert features_of(" Projector, stage,,projector,\nstep-free ") == (
        "projector",
        "stage",
        "step-free",
    )


def test_rooms_stand_in_the_order_they_were_added_and_can_be_moved(session):
    event = make_event(session)
    aula, oak, elm = (
        add_room(session, event=event, details=RoomDetails(name)) for name in ("Aula", "Oak", "Elm")
    )

    move_room(session, room=elm, by=-1)
    move_room(session, room=aula, by=-1)
    move_room(session, room=oak, by=5)
    session.expire(event)

    assert [one.name for one in event.rooms] == ["Aula", "Elm", "Oak"]


@pytest.mark.parametrize(
    "details",
    [
        RoomDetails(""),
        RoomDetails("x" * 101),
        RoomDetails("Aula", seats=0),
        RoomDetails("Aula", features=("x" * 41,)),
        RoomDetails("Aula", features=tuple(f"f{n}" for n in range(21))),
    ],
)
def test_a_room_that_cannot_be_is_refused(session, details):
    event = make_event(session)

    with pytest.raises(BadValue):
        add_room(session, event=event, details=details)

    assert session.scalars(select(Room)).all() == []


def test_two_rooms_of_an_event_cannot_have_one_name(session):
    event = make_event(session)
    make_room(session, event, "Aula")
    oak = make_room(session, event, "Oak")

    with pytest.raises(NameTaken):
        add_room(session, event=event, details=RoomDetails("Aula"))
    with pytest.raises(NameTaken):
        change_room(session, room=oak, details=RoomDetails("Aula"))
    change_room(session, room=oak, details=RoomDetails("Oak", seats=12))

    assert oak.seats == 12


def test_a_room_in_use_is_not_deleted(session):
    event = make_event(session)
    aula = make_room(session, event, "Aula")
    oak = make_room(session, event, "Oak")
    make_blocker(session, event, room_id=oak.id, kind="blocker")

    with pytest.raises(RoomInUse, match="2 items"):
        delete_room(session, room=aula, items=2)
    with pytest.raises(RoomInUse, match="1 breaks or blockers"):
        delete_room(session, room=oak, items=0)

    assert len(session.scalars(select(Room)).all()) == 2


def test_a_deleted_room_comes_back_as_the_same_one(session):
    event = make_event(session)
    aula = make_room(session, event, "Aula", seats=9, features=["stage"], position=4)
    guid = aula.guid

    removed = delete_room(session, room=aula, items=0)
    room = restore_room(session, event=event, removed=removed)

    assert (room.name, room.seats, room.features) == ("Aula", 9, ["stage"])
    assert (room.guid, room.position) == (guid, 4)


def test_a_template_is_drawn_on_every_day_asked_for(session):
    event = make_event(session)

    draw_days(session, event=event, template=DAY, days=[FIRST_DAY, LAST_DAY])

    assert walls(event) == ["09:00", "09:45", "10:30", "11:00"] * 2
    assert event.slots[0].starts_at == datetime(2026, 10, 1, 7, tzinfo=UTC)


def test_drawing_again_keeps_the_slots_that_stay_and_what_hangs_on_them(session):
    event = make_event(session)
    draw_days(session, event=event, template=DAY, days=[FIRST_DAY])
    slot = event.slots[0]
    member = make_member(session, event)
    session.add(Absence(membership_id=member.id, slot_id=slot.id))
    session.flush()

    longer = DayTemplate(time(9), time(12), 60)
    draw_days(session, event=event, template=longer, days=[FIRST_DAY])

    assert walls(event) == ["09:00", "10:00", "11:00"]
    assert session.scalars(select(Absence.slot_id)).all() == [event.slots[0].id]


def test_blockers_and_breaks_of_single_rooms_survive_a_template(session):
    event = make_event(session)
    oak = make_room(session, event)
    make_blocker(session, event, kind="blocker", title="Set-up")
    make_blocker(session, event, room_id=oak.id, title="Airing")

    draw_days(session, event=event, template=DAY, days=[FIRST_DAY])

    assert {one.title for one in event.blockers} == {"Set-up", "Airing", "Coffee"}


def test_a_drawn_day_can_be_undone(session):
    event = make_event(session)
    draw_days(session, event=event, template=DAY, days=[FIRST_DAY])
    before = day_now(event, FIRST_DAY)

    undo = draw_days(
        session, event=event, template=DayTemplate(time(14), time(16), 30), days=[FIRST_DAY]
    )
    restore_days(session, event=event, days=undo)

    assert day_now(event, FIRST_DAY) == before


def test_a_day_outside_the_event_is_refused_and_nothing_is_drawn(session):
    event = make_event(session)

    with pytest.raises(OutsideEvent):
        draw_days(session, event=event, template=DAY, days=[FIRST_DAY, date(2026, 10, 3)])

    assert session.scalars(select(Slot)).all() == []


def test_slots_may_touch_but_not_overlap(session):
    event = make_event(session)
    add_slot(session, event=event, day=FIRST_DAY, starts=time(9), ends=time(10))
    add_slot(session, event=event, day=FIRST_DAY, starts=time(10), ends=time(11))

    with pytest.raises(Overlaps, match="from 09:00 to 10:00"):
        add_slot(session, event=event, day=FIRST_DAY, starts=time(9, 30), ends=time(9, 45))

    session.expire(event)
    assert walls(event) == ["09:00", "10:00"]


def test_a_slot_can_grow_but_not_into_its_neighbour(session):
    event = make_event(session)
    nine = add_slot(session, event=event, day=FIRST_DAY, starts=time(9), ends=time(10))
    add_slot(session, event=event, day=FIRST_DAY, starts=time(10, 30), ends=time(11))

    change_slot(session, slot=nine, starts=time(9), ends=time(10, 30))
    with pytest.raises(Overlaps):
        change_slot(session, slot=nine, starts=time(9), ends=time(10, 31))

    assert nine.ends_at == datetime(2026, 10, 1, 8, 30, tzinfo=UTC)


def test_a_common_break_and_a_slot_exclude_each_other_but_a_blocker_may_lie_over(session):
    event = make_event(session)
    oak = make_room(session, event)
    make_slot(session, event)
    coffee = Pause("break", "Coffee", FIRST_DAY, time(9, 30), time(10))

    with pytest.raises(Overlaps, match="slot from 09:00"):
        add_pause(session, event=event, pause=coffee)
    add_pause(
        session,
        event=event,
        pause=Pause("blocker", "Set-up", FIRST_DAY, time(9), time(9, 45)),
    )
    add_pause(
        session,
        event=event,
        pause=Pause("break", "Airing", FIRST_DAY, time(9), time(9, 45), oak),
    )
    lunch = Pause("break", "Lunch", FIRST_DAY, time(12), time(13))
    add_pause(session, event=event, pause=lunch)
    with pytest.raises(Overlaps, match="“Lunch”"):
        add_slot(session, event=event, day=FIRST_DAY, starts=time(12, 30), ends=time(13, 30))

    assert len(session.scalars(select(Blocker)).all()) == 3


def test_a_room_of_another_event_cannot_be_blocked(session):
    event = make_event(session)
    elsewhere = make_room(session, make_event(session))

    with pytest.raises(NotFound):
        add_pause(
            session,
            event=event,
            pause=Pause("blocker", "X", FIRST_DAY, time(9), time(10), elsewhere),
        )


def test_a_break_can_be_changed_where_it_stands_and_taken_away_and_back(session):
    event = make_event(session)
    row = add_pause(
        session, event=event, pause=Pause("break", "Coffee", FIRST_DAY, time(10), time(10, 30))
    )

    change_pause(
        session,
        blocker=row,
        pause=Pause("break", "Tea", FIRST_DAY, time(10), time(10, 45)),
    )
    removed = remove_pause(session, blocker=row)
    add_pause(session, event=event, pause=removed)

    (back,) = session.scalars(select(Blocker)).all()
    assert (back.title, back.ends_at) == ("Tea", datetime(2026, 10, 1, 8, 45, tzinfo=UTC))


def test_a_removed_slot_is_gone(session):
    event = make_event(session)
    slot = make_slot(session, event)

    remove_slot(session, slot=slot)

    assert session.scalars(select(Slot)).all() == []


def test_a_format_of_ones_own_has_a_run_sheet(session):
    event = make_event(session)
    details = FormatDetails(
        "Fishbowl", 60, phases=(PhaseDetails("Open", 10), PhaseDetails("Talk", 50))
    )

    row = add_format(session, event=event, details=details)
    other = add_format(session, event=event, details=details)

    assert [(one.name, one.minutes) for one in row.phases] == [("Open", 10), ("Talk", 50)]
    assert (row.key, other.key) == ("fishbowl", "fishbowl-2")


def test_changed_phases_take_the_place_of_the_old_ones(session):
    event = make_event(session)
    row = make_format(session, event)
    row.phases = [Phase(position=0, name="Old", minutes=5), Phase(position=1, name="B", minutes=5)]
    session.flush()

    change_format(
        session, format=row, details=FormatDetails("Talk", 30, phases=(PhaseDetails("New", 30),))
    )

    assert [one.name for one in session.scalars(select(Phase))] == ["New"]


@pytest.mark.parametrize(
    "details",
    [
        FormatDetails("", 30),
        FormatDetails("Talk", 0),
        FormatDetails("Talk", 30, hue=13),
        FormatDetails("Talk", 30, default_seats=0),
        FormatDetails("Talk", 30, phases=(PhaseDetails("", 3),)),
        FormatDetails("Talk", 30, phases=(PhaseDetails("A", 0),)),
    ],
)
def test_a_format_that_cannot_be_is_refused_and_not_changed(session, details):
    row = make_format(session, make_event(session))

    with pytest.raises(BadValue):
        change_format(session, format=row, details=details)

    assert (row.name, row.minutes) == ("Presentation", 45)


def test_a_retired_format_can_come_back(session):
    row = make_format(session, make_event(session))

    retire_format(session, format=row, now=NOON)
    retired_at = row.retired_at
    restore_format(session, format=row)

    assert (retired_at, row.retired_at) == (NOON, None)
