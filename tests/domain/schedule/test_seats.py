"""Seats of small items, on both databases."""

import pytest
from sqlalchemy import event

from offsite.people import privacy
from offsite.schedule import agenda
from offsite.schedule.seats import queries, services
from tests.domain.schedule.seat_stage import LATER, Stage
from tests.factories import (
    NOON,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)


@pytest.fixture
def stage(session):
    return Stage(session).release()


def test_whoever_picks_sits_until_the_seats_are_gone(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))

    stage.pick(ann, ben, cid)

    assert stage.names() == (["Ann", "Ben"], ["Cid"])


def test_an_item_without_a_limit_has_no_list(session):
    stage = Stage(session, seats=None).release()

    stage.pick(stage.member("Ann"))

    assert stage.list is None


def test_a_small_room_limits_an_item_that_has_no_limit_of_its_own(session):
    stage = Stage(session, seats=None, room_seats=2).release()

    stage.pick(stage.member("Ann"), stage.member("Ben"))

    assert stage.names() == (["Ann"], ["Ben"])


def test_an_item_for_everybody_has_no_list(session):
    stage = Stage(session, room_seats=2)
    stage.kind.everyone = True

    stage.release()

    assert stage.list is None


def test_who_waits_stands_by_their_wish(stage):
    stage.pick(stage.member("Ann"), stage.member("Ben"))

    stage.pick(stage.member("None"), stage.member("Would", "would"), stage.member("Must", "must"))

    assert stage.names()[1] == ["Must", "Would", "None"]


def test_a_heavier_wish_takes_no_seat_from_anybody(stage):
    stage.pick(stage.member("Ann"), stage.member("Ben"))

    stage.pick(stage.member("Must", "must"))

    assert stage.names()[0] == ["Ann", "Ben"]


def test_equals_stand_by_a_lottery_that_anybody_can_compute(stage):
    stage.pick(stage.member("Ann"), stage.member("Ben"))
    waiting = [stage.member(f"Wil{n}") for n in range(6)]

    stage.pick(*waiting)

    drawn = sorted(
        waiting,
        key=lambda one: services.draw(stage.list.seed, item=stage.item.code, person=one.guid),
    )
    assert stage.names()[1] == [one.name for one in drawn]


def test_who_leaves_lets_the_next_move_up_and_only_they_hear_of_it(stage):
    ann, ben = stage.member("Ann"), stage.member("Ben")
    must, would = stage.member("Must", "must"), stage.member("Would", "would")
    stage.pick(ann, ben, would, must)

    stage.drop(ann)

    assert stage.names() == (["Ben", "Must"], ["Would"])
    assert stage.tell() == 1
    (mail,) = stage.mails()
    assert mail.to_address == must.email
    assert mail.state == "sending"
    assert stage.item.title in mail.subject


def test_a_seat_is_told_of_once(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    stage.drop(ann)

    stage.tell()

    assert stage.tell() == 0
    assert len(stage.mails()) == 1


def test_a_seat_that_was_free_at_once_is_no_mail(stage):
    stage.pick(stage.member("Ann"))

    assert stage.tell() == 0


def test_who_waits_and_leaves_frees_nothing(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    stage.drop(cid)

    assert stage.names() == (["Ann", "Ben"], [])
    assert stage.tell() == 0


def test_asking_again_after_leaving_is_a_new_place(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    stage.drop(ann)

    stage.pick(ann)

    assert stage.names() == (["Ben", "Cid"], ["Ann"])


def test_asking_twice_is_asking_once(stage):
    ann = stage.member("Ann")

    stage.pick(ann, ann)

    assert stage.names() == (["Ann"], [])


def test_hosts_sit_by_right_and_take_a_seat(stage):
    stage.pick(stage.host)

    standing = queries.standing_of(stage.session, proposal_id=stage.item.id)
    assert (standing.taken, standing.free) == (1, 2)
    assert [one.name for one in standing.hosts] == ["Hana"]
    assert stage.names() == ([], [])


def test_picks_made_before_the_list_take_part_in_one_draw(session):
    stage = Stage(session)
    people = [stage.member(f"Wil{n}") for n in range(4)]
    must = stage.member("Must", "must")
    stage.pick(*people, must)

    stage.release()

    seated, waiting = stage.names()
    assert "Must" in seated
    assert (len(seated), len(waiting)) == (2, 3)
    assert stage.tell() == 0


def test_a_larger_limit_lets_people_move_up_at_the_next_release(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    stage.item.seats = 4
    stage.release("v2")

    assert stage.names() == (["Ann", "Ben", "Cid"], [])
    assert stage.tell() == 1


def test_a_smaller_limit_takes_no_seat_from_anybody(stage):
    ann, ben = stage.member("Ann"), stage.member("Ben")
    stage.pick(ann, ben)

    stage.item.seats = 2
    stage.release("v2")

    standing = queries.standing_of(stage.session, proposal_id=stage.item.id)
    assert stage.names() == (["Ann", "Ben"], [])
    assert (standing.too_many, standing.free) == (1, 0)


def test_keeping_one_of_two_gives_the_other_seat_to_the_next(session):
    stage = Stage(session)
    other = make_proposal(
        session, stage.event, make_person(session), state="confirmed", format=stage.kind
    )
    make_placement(session, stage.draft, other, make_room(session, stage.event))
    stage.release()
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    agenda.pick(session, proposal=other, person_id=ann.id, now=NOON)

    agenda.keep(session, proposal=other, person_id=ann.id, now=LATER)

    assert stage.names() == (["Ben", "Cid"], [])


def test_who_leaves_the_event_gives_the_seat_back(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    services.leave_event(stage.session, event=stage.event, person_id=ann.id, now=LATER)

    assert stage.names() == (["Ben", "Cid"], [])


def test_who_comes_back_asks_again_for_what_they_picked(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    services.leave_event(stage.session, event=stage.event, person_id=ann.id, now=LATER)

    services.come_back(stage.session, event=stage.event, person_id=ann.id, now=LATER)

    assert stage.names() == (["Ben", "Cid"], ["Ann"])


def test_the_export_of_a_person_has_their_seats(stage):
    ann = stage.member("Ann")
    stage.pick(ann)

    (claim,) = privacy.export_of(stage.session, person_id=ann.id)["seats"]

    assert claim["item"] == stage.item.code
    assert claim["seated_at"] == LATER.isoformat()


def statements(session, read):
    """How many SQL statements ``read`` takes."""
    session.expire_all()
    seen = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(session.connection().engine, "before_cursor_execute", note)
    read()
    event.remove(session.connection().engine, "before_cursor_execute", note)
    return len(seen)


def test_places_are_read_in_as_many_statements_for_three_lists_as_for_one(session):
    stage = Stage(session)
    more = [
        make_proposal(
            session, stage.event, stage.host, state="confirmed", format=stage.kind, seats=2
        )
        for _ in range(2)
    ]
    for proposal in more:
        make_placement(session, stage.draft, proposal, make_room(session, stage.event))
    stage.release()
    ann = stage.member("Ann")
    stage.pick(ann)

    def read():
        found = queries.places_of(session, event=stage.event, person_id=ann.id)
        return [one.number for one in found.values()]

    for_one = statements(session, read)
    for proposal in more:
        agenda.pick(session, proposal=proposal, person_id=ann.id, now=NOON)

    assert statements(session, read) == for_one
    assert read() == [1, 1, 1]
