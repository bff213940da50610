"""Seats that an organizer gives, takes and takes back."""

import pytest

from offsite.schedule import agenda
from offsite.schedule.seats import organizing, services
from tests.domain.schedule.seat_stage import ADA, LATER, Stage


@pytest.fixture
def stage(session):
    return Stage(session).release()


def test_a_seat_given_back_by_hand_waits_for_the_organizer(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    stage.place(ann, "waiting")

    assert stage.names() == (["Ben"], ["Cid", "Ann"])


def test_the_organizer_gives_the_seat_to_whom_they_mean(stage):
    ann, ben, must = stage.member("Ann"), stage.member("Ben"), stage.member("Must", "must")
    dan = stage.member("Dan")
    stage.pick(ann, ben, must, dan)

    stage.place(ann, "gone")
    stage.place(dan, "seated")

    assert stage.names() == (["Ben", "Dan"], ["Must"])
    assert stage.tell() == 1


def test_no_hand_gives_one_seat_too_many(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    with pytest.raises(organizing.NoFreeSeat, match="All 3 seats"):
        stage.place(cid, "seated")

    assert stage.names() == (["Ann", "Ben"], ["Cid"])


def test_what_was_done_by_hand_can_be_undone_step_by_step(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    stage.place(ann, "gone")
    stage.place(cid, "seated")

    stage.undo()
    stage.undo()

    assert stage.names() == (["Ann", "Ben"], ["Cid"])
    with pytest.raises(organizing.NothingToUndo):
        stage.undo()


def test_undo_takes_no_seat_from_who_got_it_since(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    stage.place(ann, "waiting")
    organizing.fill(stage.session, seat_list=stage.list, now=LATER)

    with pytest.raises(organizing.NoFreeSeat):
        stage.undo()

    assert stage.names() == (["Ben", "Cid"], ["Ann"])


def test_who_is_not_on_the_list_cannot_be_moved(stage):
    with pytest.raises(organizing.NotOnList):
        stage.place(stage.member("Ann"), "seated")


def test_a_closed_list_takes_nobody_in_and_lets_nobody_move_up(stage):
    ann, ben, cid, dan = (stage.member(name) for name in ("Ann", "Ben", "Cid", "Dan"))
    stage.pick(ann, ben, cid)
    organizing.close(stage.session, seat_list=stage.list, actor=ADA, now=LATER)

    stage.drop(ann)
    with pytest.raises(services.ListClosed):
        stage.pick(dan)

    assert stage.names() == (["Ben"], ["Cid"])
    assert agenda.queries.pick_of(stage.session, proposal=stage.item, person_id=dan.id) is None


def test_an_opened_list_moves_on(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    organizing.close(stage.session, seat_list=stage.list, actor=ADA, now=LATER)
    stage.drop(ann)

    moved = organizing.reopen(stage.session, seat_list=stage.list, now=LATER)

    assert moved == 1
    assert stage.names() == (["Ben", "Cid"], [])


def test_more_seats_by_hand_stay_with_the_proposal(stage):
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)

    moved = organizing.change_seats(stage.session, seat_list=stage.list, seats=4, now=LATER)

    assert (moved, stage.item.seats) == (1, 4)
    with pytest.raises(organizing.BadNumber):
        organizing.change_seats(stage.session, seat_list=stage.list, seats=0, now=LATER)
