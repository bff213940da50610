"""A programme of somebody else becomes an event."""

import json

import pytest
from sqlalchemy import func, select

from offsite.events.models import Format, Membership, Room, Slot, Track
from offsite.events.services import EventDetails
from offsite.exchange.importing import (
    ChangedMeanwhile,
    Intake,
    NothingInside,
    create_from_programme,
    import_programme,
)
from offsite.exchange.incoming import plan_import
from offsite.exchange.readers import read
from offsite.people.models import Person, SignInLink
from offsite.people.services import CannotSignIn, open_sign_in, start_sign_in
from offsite.policy import Actor
from offsite.proposals.models import Proposal, ProposalHost
from offsite.schedule import queries as schedule
from offsite.schedule.models import Draft, Placement
from tests.factories import (
    FIRST_DAY,
    NOON,
    make_event,
    make_format,
    make_person,
    make_proposal,
    make_room,
    make_series,
    make_slot,
)

GUID = "29aecfd7-2e44-4f49-ab86-29b5e0877325"
ROOM = "b379c473-93b9-4eae-9a09-d482e86cede3"
SPEAKER = "7cbd2a9e-9f0e-4c3f-8f2c-2f3f3a5d1c11"
ADA = Actor(name="Ada")
ROWS = (Proposal, ProposalHost, Person, Membership, Room, Track, Format, Slot, Draft, Placement)


def talk(number=1, **values):
    """One event of a schedule.json, at 9:00 plus ``number`` hours on the first day."""
    row = {
        "id": number,
        "guid": f"{GUID[:-2]}{number:02}",
        "title": f"Talk {number}",
        "date": f"2026-10-01T{8 + number:02}:00:00+02:00",
        "duration": "00:45",
        "room": "Aula",
        "type": "Lecture",
        "track": "Platform",
        "abstract": "About it.",
        "persons": [{"name": "Hana", "guid": SPEAKER}],
    }
    return {**row, **values}


def reading(*talks):
    rooms = {}
    for one in talks or (talk(),):
        rooms.setdefault(one["room"], []).append(one)
    conference = {
        "title": "Elsewhere",
        "acronym": "elsewhere",
        "time_zone_name": "Europe/Warsaw",
        "rooms": [{"name": "Aula", "guid": ROOM}],
        "days": [{"index": 1, "date": "2026-10-01", "rooms": rooms}],
    }
    document = {"schedule": {"version": "1", "conference": conference}}
    return read(json.dumps(document).encode())


def bring(session, event, found=None, **values):
    intake = Intake(found or reading(), "elsewhere.json", values.pop("only_clean", False))
    return import_programme(session, event=event, intake=intake, actor=ADA, now=NOON, **values)


def counts(session):
    session.flush()
    return [session.scalar(select(func.count()).select_from(one)) for one in ROWS]


def only(session, model):
    return session.scalars(select(model)).one()


def test_a_session_arrives_with_everything_around_it(session):
    event = make_event(session)

    done = bring(session, event)

    proposal = only(session, Proposal)
    (placement,) = schedule.placements_of(session, done.draft)
    assert (done.new, done.updated, done.unchanged, done.left_out) == (1, 0, 0, 0)
    assert (proposal.title, proposal.state, proposal.uid) == (
        "Talk 1",
        "confirmed",
        f"{GUID[:-2]}01",
    )
    assert (proposal.format.name, proposal.track.name) == ("Lecture", "Platform")
    assert [host.name for host in proposal.active_hosts] == ["Hana"]
    assert (placement.room.name, placement.room.guid) == ("Aula", ROOM)
    assert placement.starts_at.isoformat() == "2026-10-01T07:00:00+00:00"
    assert [slot.starts_at for slot in event.slots] == [placement.starts_at]
    assert schedule.working_draft(session, event).name == "Imported from elsewhere.json"


def test_the_same_file_again_changes_nothing(session):
    event = make_event(session)
    found = reading(talk(1), talk(2, persons=[{"id": 7, "name": "Nobody's guid"}], room="Hall"))
    bring(session, event, found)
    before = counts(session)

    done = bring(session, event, found)

    assert (done.new, done.updated, done.unchanged) == (0, 0, 2)
    assert done.draft is None
    assert counts(session) == before


def test_a_changed_file_changes_only_what_it_says(session):
    event = make_event(session)
    bring(session, event, reading(talk(1), talk(2)))
    first = schedule.working_draft(session, event)

    done = bring(session, event, reading(talk(1), talk(2, title="Other", room="Hall")))

    titles = sorted(session.scalars(select(Proposal.title)))
    assert (done.updated, done.unchanged) == (1, 1)
    assert titles == ["Other", "Talk 1"]
    assert [one.room.name for one in schedule.placements_of(session, done.draft)] == [
        "Aula",
        "Hall",
    ]
    assert done.draft.id != first.id


def test_what_is_not_in_the_file_keeps_its_place(session):
    event = make_event(session)
    bring(session, event, reading(talk(1), talk(2)))

    done = bring(session, event, reading(talk(1, title="Other", room="Hall")))

    placed = {one.proposal.title for one in schedule.placements_of(session, done.draft)}
    assert placed == {"Other", "Talk 2"}


def test_a_plan_says_what_would_happen_and_writes_nothing(session):
    event = make_event(session)
    bring(session, event, reading(talk(1), talk(2)))
    before = counts(session)

    plan = plan_import(session, event=event, reading=reading(talk(2, title="New"), talk(3)))

    assert plan.counts == {"new": 1, "updated": 1, "unchanged": 0, "left out": 0}
    assert [row.changes for row in plan.rows] == [("title",), ()]
    assert [one.title for one in plan.absent] == ["Talk 1"]
    assert counts(session) == before


def test_a_plan_that_is_another_one_by_now_is_not_carried_out(session):
    event = make_event(session)
    seen = plan_import(session, event=event, reading=reading()).mark
    make_room(session, event, "Aula")
    session.expire(event)
    before = counts(session)

    with pytest.raises(ChangedMeanwhile):
        bring(session, event, seen=seen)

    assert counts(session) == before


def test_a_file_without_sessions_is_refused(session):
    event = make_event(session)
    empty = read(b'{"schedule": {"conference": {"title": "Empty", "days": []}}}')
    before = counts(session)

    with pytest.raises(NothingInside):
        bring(session, event, empty)

    assert counts(session) == before


def test_only_rows_without_warnings_leaves_the_others_out(session):
    event = make_event(session)
    found = reading(talk(1), talk(2, duration="00:00"), talk(3, duration="soon"))

    done = bring(session, event, found, only_clean=True)

    assert (done.new, done.left_out) == (1, 2)
    assert [one.title for one in session.scalars(select(Proposal))] == ["Talk 1"]


def test_a_session_without_a_length_or_far_away_comes_without_a_place(session):
    event = make_event(session)
    far = talk(3, date="2031-01-01T09:00:00+01:00")
    found = reading(talk(1), talk(2, duration="00:00"), far)

    done = bring(session, event, found)

    placed = [one.proposal.title for one in schedule.placements_of(session, done.draft)]
    assert done.new == 3
    assert placed == ["Talk 1"]
    assert event.ends_on.year == 2026


def test_the_days_of_the_event_grow_to_hold_the_sessions(session):
    event = make_event(session)
    found = reading(talk(1, date="2026-10-04T09:00:00+02:00"))
    extends = plan_import(session, event=event, reading=found).extends

    bring(session, event, found)

    assert extends
    assert event.starts_on == FIRST_DAY
    assert event.ends_on.isoformat() == "2026-10-04"


def test_slots_that_are_there_stay_as_they_are(session):
    event = make_event(session)
    slot = make_slot(session, event)

    bring(session, event)

    assert [one.id for one in event.slots] == [slot.id]


def test_a_format_of_the_same_name_is_used(session):
    event = make_event(session)
    own = make_format(session, event, name="lecture", minutes=90)

    bring(session, event)

    assert only(session, Proposal).format_id == own.id
    assert only(session, Format).minutes == 90


def test_guids_of_other_events_are_not_taken_from_them(session):
    other = make_event(session)
    make_room(session, other, guid=ROOM)
    uid = f"{GUID[:-2]}01"
    make_proposal(session, other, uid=uid)
    stranger = make_person(session, "Hana Elsewhere")
    stranger.guid = SPEAKER
    event = make_event(session)

    done = bring(session, event)

    (placement,) = schedule.placements_of(session, done.draft)
    assert placement.room.guid != ROOM
    assert placement.proposal.uid != uid
    assert [one.id for one in placement.proposal.active_hosts] != [stranger.id]


def test_a_guid_used_twice_in_a_file_makes_two_proposals_once(session):
    event = make_event(session)
    found = reading(talk(1, guid=GUID), talk(2, guid=GUID))
    bring(session, event, found)

    done = bring(session, event, found)

    assert (done.new, done.unchanged) == (0, 2)
    assert session.scalar(select(func.count(Proposal.id))) == 2


def test_an_imported_speaker_is_a_member_who_cannot_sign_in(session):
    event = make_event(session)
    bring(session, event)
    hana = only(session, Person)

    asked = start_sign_in(session, email=hana.email, browser="b", next_path="", now=NOON)

    assert only(session, Membership).person_id == hana.id
    assert asked.person is None
    assert session.scalars(select(SignInLink.person_id)).all() == [None]
    with pytest.raises(CannotSignIn):
        open_sign_in(session, person=hana, method="mail", agent="", now=NOON)


def test_an_event_is_made_from_a_file(session):
    ada = make_person(session, "Ada")
    details = EventDetails("Elsewhere", "elsewhere", "Europe/Warsaw", FIRST_DAY, FIRST_DAY)

    event = create_from_programme(
        session,
        details=details,
        series=make_series(session),
        creator_id=ada.id,
        intake=Intake(reading(), "elsewhere.json"),
        now=NOON,
    )

    placed = schedule.placements_of(session, schedule.working_draft(session, event))
    assert [one.proposal.title for one in placed] == ["Talk 1"]
    assert len(event.rooms) == 1
