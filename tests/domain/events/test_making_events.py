from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from offsite.events.catalogue import CATALOGUE
from offsite.events.cloning import clone_event
from offsite.events.grid import Pause, add_pause, add_slot, draw_days
from offsite.events.models import Event, Membership, Slot
from offsite.events.moving import CannotMove, move_event, plan_move
from offsite.events.queries import roles_of, series_of_owner
from offsite.events.rules import BadValue, BreakTime, DayTemplate, days_of
from offsite.events.services import (
    AddressTaken,
    EventDetails,
    add_series,
    adopt_events,
    archive_event,
    change_details,
    create_event,
    unarchive_event,
)
from offsite.policy import Role
from tests.factories import (
    FIRST_DAY,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_series,
    make_track,
)

DETAILS = EventDetails(
    name="Leaders' Meeting 2027",
    slug="tlm-2027",
    timezone="Europe/Warsaw",
    starts_on=date(2027, 10, 7),
    ends_on=date(2027, 10, 8),
)
DAY = DayTemplate(time(9), time(12), 45, 0, (BreakTime(time(10, 30), time(11), "Coffee"),))


def make_with(session, **values):
    ada = make_person(session, "Ada")
    details = replace(DETAILS, **values)
    return ada, create_event(
        session, details=details, series=make_series(session), creator_id=ada.id, now=NOON
    )


def test_the_creator_owns_a_new_event(session):
    ada, event = make_with(session)

    assert roles_of(session, person_id=ada.id)[event.id] == {Role.OWNER, Role.MEMBER}


def test_a_new_event_has_the_formats_of_the_catalogue(session):
    _, event = make_with(session)

    assert [one.key for one in event.formats] == [plan.key for plan in CATALOGUE]
    assert all(one.minutes == sum(phase.minutes for phase in one.phases) for one in event.formats)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "needs a name"),
        ({"slug": "new"}, "used by the site"),
        ({"timezone": "Mars/Base"}, "not a time zone"),
        ({"ends_on": date(2027, 10, 6)}, "before the first"),
        ({"visibility": "secret"}, "who can read"),
    ],
)
def test_an_event_that_cannot_be_is_refused_and_not_saved(session, values, sentence):
    with pytest.raises(BadValue, match=sentence):
        make_with(session, **values)

    assert session.scalars(select(Event)).all() == []


def test_two_events_cannot_have_one_address(session):
    make_with(session)

    with pytest.raises(AddressTaken, match="“tlm-2027”"):
        make_with(session)


def test_an_event_keeps_its_own_address(session):
    _, event = make_with(session)

    change_details(session, event=event, details=replace(DETAILS, venue="Hotel"), now=NOON)

    assert (event.slug, event.venue) == ("tlm-2027", "Hotel")


def test_series_of_one_name_get_addresses_of_their_own(session):
    first = add_series(session, name="Leaders", now=NOON)
    second = add_series(session, name="Leaders", now=NOON)

    assert (first.slug, second.slug) == ("leaders", "leaders-2")


def test_a_series_whose_name_has_no_letters_we_know_gets_an_address(session):
    assert add_series(session, name="技術", now=NOON).slug == "series"


def test_owners_make_events_in_their_own_series_and_the_founder_in_all(session):
    ada, event = make_with(session)
    other = make_series(session)
    bob = make_member(session, event).person

    def series(person, founder):
        return series_of_owner(session, person_id=person.id, is_founder=founder)

    assert series(ada, False) == [event.series]
    assert series(bob, False) == []
    assert set(series(bob, True)) == {event.series, other}


def test_an_archived_event_can_come_back(session):
    _, event = make_with(session)

    archive_event(session, event=event, now=NOON)
    archive_event(session, event=event, now=NOON + timedelta(days=1))
    archived_at = event.archived_at
    unarchive_event(session, event=event)

    assert (archived_at, event.archived_at) == (NOON, None)


def make_full_event(session, **values):
    event = make_event(session, **values)
    aula = make_room(session, event, "Aula", seats=120, features=["stage"])
    make_format(session, event, name="Talk")
    make_track(session, event, "Platform")
    draw_days(session, event=event, template=DAY, days=days_of(event.starts_on, event.ends_on))
    add_pause(
        session,
        event=event,
        pause=Pause("blocker", "Sound check", event.starts_on, time(9), time(9, 45), aula),
    )
    session.expire(event)
    return event


def walls(event):
    return [f"{one.starts_at.astimezone(event.zone):%m-%d %H:%M}" for one in event.slots]


def test_a_clone_keeps_the_time_on_the_wall_in_another_zone_and_season(session):
    source = make_full_event(session)
    ada = make_person(session, "Ada")
    details = replace(
        DETAILS,
        timezone="Asia/Kathmandu",
        starts_on=date(2027, 1, 14),
        ends_on=date(2027, 1, 15),
    )

    event = clone_event(
        session, source=source, details=details, creator_id=ada.id, with_members=False, now=NOON
    )

    assert walls(event) == [
        f"01-{day} {clock}" for day in (14, 15) for clock in ("09:00", "09:45", "11:00")
    ]
    assert event.slots[0].starts_at == datetime(2027, 1, 14, 3, 15, tzinfo=UTC)
    assert [one.title for one in event.blockers] == ["Sound check", "Coffee", "Coffee"]


def test_a_clone_has_rooms_formats_and_tracks_of_its_own(session):
    source = make_full_event(session)
    ada = make_person(session, "Ada")

    event = clone_event(
        session, source=source, details=DETAILS, creator_id=ada.id, with_members=False, now=NOON
    )

    (old,), (new,) = source.rooms, event.rooms
    assert (new.name, new.seats, new.features) == ("Aula", 120, ["stage"])
    assert new.guid != old.guid
    assert [one.name for one in event.formats] == ["Talk"]
    assert [one.name for one in event.tracks] == ["Platform"]
    assert next(one for one in event.blockers if one.room_id).room is new
    assert event.series_id == source.series_id


def test_what_has_no_place_on_fewer_days_is_left_out_of_a_clone(session):
    source = make_full_event(session)
    ada = make_person(session, "Ada")
    one_day = replace(DETAILS, ends_on=DETAILS.starts_on)

    move = plan_move(
        source,
        starts_on=one_day.starts_on,
        ends_on=one_day.ends_on,
        timezone=one_day.timezone,
    )
    event = clone_event(
        session, source=source, details=one_day, creator_id=ada.id, with_members=False, now=NOON
    )

    assert len(move.lost) == 4
    assert walls(event) == ["10-07 09:00", "10-07 09:45", "10-07 11:00"]


def test_members_come_along_without_their_roles_but_a_screen_stays_one(session):
    source = make_event(session)
    ada = make_member(session, source, make_person(session, "Ada"), Role.OWNER).person
    bob = make_member(session, source, None, Role.TRAVEL).person
    wall = make_member(session, source, make_person(session, "Wall"), Role.DISPLAY).person
    gone = make_member(session, source, make_person(session, "Gone"))
    gone.left_at = NOON

    event = clone_event(
        session, source=source, details=DETAILS, creator_id=ada.id, with_members=True, now=NOON
    )

    assert roles_of(session, person_id=ada.id)[event.id] == {Role.OWNER, Role.MEMBER}
    assert roles_of(session, person_id=bob.id)[event.id] == {Role.MEMBER}
    assert roles_of(session, person_id=wall.id)[event.id] == {Role.DISPLAY}
    assert event.id not in roles_of(session, person_id=gone.person_id)


def details_of(event, **values):
    kept = EventDetails(event.name, event.slug, event.timezone, event.starts_on, event.ends_on)
    return replace(kept, **values)


def test_another_zone_keeps_the_time_on_the_wall(session):
    event = make_full_event(session, call_opens_at=datetime(2026, 9, 1, 6, 0, tzinfo=UTC))
    before = walls(event)
    first = event.slots[0].id

    move_event(
        session, event=event, details=details_of(event, timezone="America/New_York"), now=NOON
    )
    session.expire(event)

    assert walls(event) == before
    assert event.slots[0].id == first
    assert event.slots[0].starts_at == datetime(2026, 10, 1, 13, tzinfo=UTC)
    assert event.call_opens_at == datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def test_other_days_take_the_grid_along_even_onto_itself(session):
    event = make_full_event(session)
    tomorrow = FIRST_DAY + timedelta(days=1)

    move_event(
        session,
        now=NOON,
        event=event,
        details=details_of(event, starts_on=tomorrow, ends_on=tomorrow + timedelta(days=1)),
    )
    session.expire(event)

    assert walls(event)[0] == "10-02 09:00"
    assert walls(event)[-1] == "10-03 11:00"


def test_placements_of_drafts_move_along(session):
    event = make_full_event(session)
    placement = make_placement(
        session, make_draft(session, event), make_proposal(session, event), event.rooms[0]
    )

    move_event(
        session,
        now=NOON,
        event=event,
        details=details_of(event, timezone="Asia/Tokyo"),
        along=[placement],
    )

    assert placement.starts_at == datetime(2026, 10, 1, 0, tzinfo=UTC)


def test_a_move_that_would_lose_times_is_refused_and_changes_nothing(session):
    event = make_full_event(session)
    before = walls(event)

    with pytest.raises(CannotMove, match="4 times"):
        move_event(session, event=event, details=details_of(event, ends_on=FIRST_DAY), now=NOON)

    session.expire(event)
    assert walls(event) == before
    assert event.ends_on == FIRST_DAY + timedelta(days=1)


def test_a_slot_has_no_place_where_the_clocks_jump(session):
    event = make_event(session)
    add_slot(session, event=event, day=FIRST_DAY, starts=time(2), ends=time(2, 45))
    session.expire(event)

    move = plan_move(
        event,
        starts_on=date(2027, 3, 28),
        ends_on=date(2027, 3, 29),
        timezone="Europe/Warsaw",
    )

    (lost,) = move.lost
    assert "does not exist" in str(lost.refusal)
    assert session.scalar(select(Slot.starts_at)).astimezone(ZoneInfo("Europe/Warsaw")).hour == 2


def test_a_refused_event_leaves_no_membership(session):
    with pytest.raises(BadValue):
        make_with(session, slug="x")

    assert session.scalars(select(Membership)).all() == []


def test_whoever_founds_the_installation_owns_what_was_imported_before(session):
    ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
    orphan = create_event(
        session, details=DETAILS, series=make_series(session), creator_id=None, now=NOON
    )
    owned = make_event(session)
    make_member(session, owned, bob, Role.OWNER)

    assert adopt_events(session, person_id=ada.id, now=NOON) == 1
    assert roles_of(session, person_id=ada.id) == {orphan.id: frozenset({Role.OWNER, Role.MEMBER})}
