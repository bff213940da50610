"""Seats of small items, on both databases."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from offsite.outbox.models import Mail
from offsite.people import privacy
from offsite.policy import Actor
from offsite.schedule import agenda, releases
from offsite.schedule.seats import organizing, queries, services
from offsite.schedule.seats.models import SeatClaim
from offsite.schedule.seats.rules import limit_of, next_up
from offsite.schedule.seats.telling import SeatDesk, tell_moved_up
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_vote,
)

LATER = NOON + timedelta(hours=1)
ADA = Actor(name="Ada")
DESK = SeatDesk(
    address_of=lambda item: f"https://offsite.example/{item.code}",
    when=lambda item, locale: "Thu 1 Oct, 09:00",
    translate=lambda template, locale: template,
)


class Stage:
    """A released workshop with ``seats`` seats, one of them its host's."""

    def __init__(self, session, *, seats=3, room_seats=None):
        self.session = session
        self.event = make_event(session)
        self.host = make_person(session, "Hana")
        make_member(session, self.event, self.host)
        self.room = make_room(session, self.event, seats=room_seats)
        self.kind = make_format(session, self.event)
        self.draft = make_draft(session, self.event, applied_at=NOON)
        self.item = make_proposal(
            session, self.event, self.host, state="confirmed", format=self.kind, seats=seats
        )
        make_placement(session, self.draft, self.item, self.room)

    def release(self, name="v1"):
        self.session.flush()
        self.session.expire_all()
        releases.release(self.session, draft=self.draft, name=name, note="", actor=ADA, now=NOON)
        return self

    def member(self, name, choice=None):
        member = make_member(self.session, self.event, make_person(self.session, name))
        if choice:
            make_vote(self.session, self.item, member, choice)
        return member.person

    def pick(self, *people):
        for person in people:
            agenda.pick(self.session, proposal=self.item, person_id=person.id, now=LATER)

    def drop(self, person):
        agenda.drop(self.session, proposal=self.item, person_id=person.id, now=LATER)

    @property
    def list(self):
        return queries.list_of(self.session, proposal_id=self.item.id)

    def names(self):
        found = queries.standing_of(self.session, proposal_id=self.item.id)
        return (
            [one.person.name for one in found.seated],
            [one.person.name for one in found.waiting],
        )

    def tell(self):
        return tell_moved_up(self.session, event=self.event, desk=DESK, now=LATER)

    def mails(self):
        return self.session.scalars(select(Mail).order_by(Mail.id)).all()

    def place(self, person, to):
        return organizing.place(
            self.session,
            seat_list=self.list,
            person_id=person.id,
            to=to,
            actor=ADA,
            now=LATER,
        )

    def undo(self):
        return organizing.undo(self.session, seat_list=self.list, now=LATER)


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


# --- By hand ------------------------------------------------------------------------------


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


# --- People who go ------------------------------------------------------------------------


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


@given(st.lists(st.integers()), st.integers(-3, 40))
def test_never_more_move_up_than_seats_are_free(waiting, free):
    moved = next_up(waiting, free=free)

    assert len(moved) <= max(0, free)
    assert list(moved) == waiting[: len(moved)]


@pytest.mark.parametrize(
    ("own", "room", "limit"), [(None, None, None), (5, None, 5), (None, 8, 8), (5, 8, 5), (9, 8, 8)]
)
def test_the_smaller_limit_counts(own, room, limit):
    assert limit_of(own, room) == limit


def test_a_claim_says_its_state():
    assert SeatClaim(seated_at=None).state == "waiting"
    assert SeatClaim(seated_at=NOON).state == "seated"
    assert SeatClaim(seated_at=NOON, left_at=LATER).state == "gone"
