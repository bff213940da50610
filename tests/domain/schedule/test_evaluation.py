from datetime import timedelta

import pytest

from offsite.proposals.models import Absence
from offsite.schedule.evaluation import Broken, Spot, evaluate
from offsite.schedule.formulation import grid_of
from tests.factories import (
    MORNING,
    make_blocker,
    make_event,
    make_format,
    make_member,
    make_person,
    make_proposal,
    make_room,
    make_slot,
    make_vote,
)

SLOT = timedelta(minutes=45)


@pytest.fixture
def stage(session):
    """Three slots, two rooms, two confirmed items of 45 minutes by different hosts."""
    event = make_event(session)
    for number in range(3):
        make_slot(session, event, MORNING + number * SLOT)
    rooms = [make_room(session, event, name) for name in ("A", "B")]
    kind = make_format(session, event)
    items = [
        make_proposal(session, event, make_person(session), state="confirmed", format=kind)
        for _ in range(2)
    ]
    return event, rooms, items


def spot(proposal, room, starts_at=MORNING):
    ends_at = starts_at + timedelta(minutes=proposal.minutes)
    return Spot(proposal.id, room.id if room else None, starts_at, ends_at)


def judge(session, event, *spots):
    session.flush()
    session.expire_all()
    return evaluate(grid_of(session, event), spots)


def test_two_items_apart_break_nothing(session, stage):
    event, (a, b), (one, two) = stage

    assert judge(session, event, spot(one, a), spot(two, b)).broken == ()


def test_two_items_in_one_room_at_once_are_found(session, stage):
    event, (a, _b), (one, two) = stage

    late = MORNING + timedelta(minutes=20)
    found = judge(session, event, spot(one, a), spot(two, a, late)).broken

    assert Broken("room-once", (one.id, two.id), a.id) in found


def test_an_item_that_runs_into_a_break_has_no_open_room(session, stage):
    event, (a, _b), (one, _two) = stage
    make_blocker(
        session, event, starts_at=MORNING + SLOT, ends_at=MORNING + SLOT + timedelta(minutes=15)
    )

    found = judge(session, event, spot(one, a, MORNING + timedelta(minutes=20))).broken

    assert [one.rule for one in found] == ["length"]


def test_an_item_outside_all_slots_has_no_open_room(session, stage):
    event, (a, _b), (one, _two) = stage

    found = judge(session, event, spot(one, a, MORNING + timedelta(hours=9))).broken

    assert [broken.rule for broken in found] == ["room-open"]


def test_a_host_who_is_away_is_named(session, stage):
    event, (a, _b), (one, _two) = stage
    host = one.hosts[0].person
    member = make_member(session, event, host)
    session.add(Absence(membership_id=member.id, slot_id=event.slots[0].id))

    found = judge(session, event, spot(one, a)).broken

    assert found == (Broken("host-there", (one.id,), a.id, (host.id,)),)


def test_a_host_of_two_items_at_once_is_named(session, stage):
    event, (a, b), (one, _two) = stage
    host = one.hosts[0].person
    other = make_proposal(session, event, host, state="confirmed", format=one.format)

    found = judge(session, event, spot(one, a), spot(other, b)).broken

    assert found == (Broken("host-once", (one.id, other.id), None, (host.id,)),)


def test_an_item_in_a_room_without_what_it_needs_is_found(session, stage):
    event, (a, _b), (one, _two) = stage
    one.needs = ["piano"]

    found = judge(session, event, spot(one, a)).broken

    assert [broken.rule for broken in found] == ["features"]


def test_an_item_that_was_withdrawn_and_one_without_a_room_are_found(session, stage):
    event, (a, _b), (one, two) = stage
    two.state = "withdrawn"

    found = judge(session, event, spot(one, None), spot(two, a)).broken

    assert found == (Broken("gone", (two.id,)), Broken("no-room", (one.id,)))


def test_a_person_gets_the_heavier_of_two_wishes_that_overlap(session, stage):
    event, (a, b), (one, two) = stage
    bob = make_member(session, event)
    make_vote(session, one, bob, "must")
    make_vote(session, two, bob, "would")

    together = judge(session, event, spot(one, a), spot(two, b))
    apart = judge(session, event, spot(one, a), spot(two, b, MORNING + SLOT))

    assert (together.met_by[bob.person_id], apart.met_by[bob.person_id]) == (3, 4)


def test_seats_limit_what_is_met(session, stage):
    event, (a, _b), (one, _two) = stage
    a.seats = 3
    for _ in range(4):
        make_vote(session, one, make_member(session, event), "must")

    score = judge(session, event, spot(one, a)).score

    # The host takes one of the three seats.
    assert (score.met, score.wished, score.below_half) == (6, 12, 2)


def test_a_seat_goes_to_who_has_nothing_else_as_dear(session, stage):
    event, (a, b), (one, two) = stage
    a.seats = 2
    choosy, easy = make_member(session, event), make_member(session, event)
    make_vote(session, one, easy, "must")
    make_vote(session, two, easy, "must")
    make_vote(session, one, choosy, "must")

    assert judge(session, event, spot(one, a), spot(two, b)).score.met == 6
