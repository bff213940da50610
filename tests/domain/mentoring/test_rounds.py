"""Rounds of mentor selection on both databases."""

import pytest
from sqlalchemy import func, select

from offsite.mentoring import queries, services
from offsite.mentoring.models import MentorOrder, MentorRound, MentorSeat, MentorWish
from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from tests.factories import NOON, make_event, make_member, make_person

DESK = Desk("https://offsite.example", lambda template, locale: template)


class Round:
    """Mentors Ada and Mia, one place each; mentees Bob and Eve, who both want Ada first."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        names = ("Ada", "Mia", "Bob", "Eve")
        self.ada, self.mia, self.bob, self.eve = (make_person(session, one) for one in names)
        for person in (self.ada, self.mia, self.bob, self.eve):
            make_member(session, self.event, person)
        self.row = services.prepare_round(
            session, event=self.event, title="Autumn", about="", now=NOON
        )
        self.at_ada, self.at_mia = (
            services.seat_mentor(session, round=self.row, text=one.email, capacity=1)
            for one in (self.ada, self.mia)
        )
        services.open_round(session, round=self.row, now=NOON)
        for person in (self.bob, self.eve):
            self.choose(person, self.at_ada, self.at_mia)

    def choose(self, person, *seats):
        services.choose(
            self.session, round=self.row, person_id=person.id, seat_ids=[one.id for one in seats]
        )

    def order(self, seat, ranked=(), refused=()):
        services.put_in_order(
            self.session,
            seat=seat,
            ranked=[one.id for one in ranked],
            refused=[one.id for one in refused],
        )

    def close(self):
        services.close_round(self.session, round=self.row, now=NOON)

    def pairs(self):
        return {
            one.person.name: one.seat.person.name if one.seat else None
            for one in queries.matches_of(self.session, self.row)
        }

    def outcome(self, person):
        return services.outcome_for(self.session, round=self.row, person_id=person.id)


@pytest.fixture
def round(session):
    return Round(session)


def test_a_mentors_order_decides_at_the_last_place(round):
    round.order(round.at_ada, [round.eve, round.bob])

    round.close()
    round.close()

    assert round.pairs() == {"Bob": "Mia", "Eve": "Ada"}
    told = round.outcome(round.bob)
    assert (told.mentor, told.rank) == (round.mia, 2)
    assert told.passed == (services.Passed("Ada", 1, True),)
    assert round.outcome(round.eve).passed == ()


def test_a_not_is_kept_and_never_called_full(round):
    for seat in (round.at_ada, round.at_mia):
        round.order(seat, refused=[round.bob])

    round.close()

    assert round.pairs() == {"Bob": None, "Eve": "Ada"}
    assert round.outcome(round.bob).passed == (
        services.Passed("Ada", 1, True),
        services.Passed("Mia", 2, False),
    )


def test_without_orders_the_same_lot_decides_each_time(round):
    round.close()
    first = round.pairs()
    services.reopen_round(round.session, round=round.row)
    assert round.pairs() == {}
    round.close()

    assert round.pairs() == first
    assert set(first.values()) == {"Ada", "Mia"}


def test_publishing_tells_each_once_and_nothing_of_the_result(round):
    round.close()
    services.publish(round.session, round=round.row, desk=DESK, now=NOON)

    with pytest.raises(services.NotNow):
        services.publish(round.session, round=round.row, desk=DESK, now=NOON)

    mails = round.session.scalars(select(Mail)).all()
    people = {round.ada.id, round.mia.id, round.bob.id, round.eve.id}
    assert {one.person_id for one in mails} == people
    assert all("Mia" not in one.body for one in mails if one.person_id == round.bob.id)


def test_nobody_chooses_after_the_end(round):
    round.close()

    with pytest.raises(services.NotNow):
        round.choose(round.bob, round.at_mia)

    assert queries.wishes_of(round.session, round.row, person_id=round.bob.id) == {
        round.at_ada.id: 1,
        round.at_mia.id: 2,
    }


def test_choices_name_each_mentor_once_and_never_oneself(round):
    for person, seats in ((round.bob, [round.at_ada] * 2), (round.ada, [round.at_ada])):
        with pytest.raises(services.BadChoice):
            round.choose(person, *seats)


def test_an_order_names_only_those_who_take_part(round):
    with pytest.raises(services.BadChoice):
        round.order(round.at_ada, [round.mia])


def test_a_round_without_mentors_does_not_open(round):
    empty = services.prepare_round(
        round.session, event=round.event, title="Spring", about="", now=NOON
    )

    with pytest.raises(services.BadRound):
        services.open_round(round.session, round=empty, now=NOON)


def test_an_export_holds_what_one_said_and_not_what_was_said_of_one(round):
    round.order(round.at_ada, refused=[round.bob])

    assert export_of(round.session, person_id=round.bob.id)["mentoring"]["order"] == []
    assert len(export_of(round.session, person_id=round.ada.id)["mentoring"]["order"]) == 1
    assert round.session.scalar(select(func.count(Mail.id))) == 0


def test_a_published_round_stays_and_another_goes_with_all_its_choices(round):
    other = services.prepare_round(
        round.session, event=round.event, title="Spring", about="", now=NOON
    )
    services.remove_round(round.session, round=other)
    round.close()
    services.publish(round.session, round=round.row, desk=DESK, now=NOON)

    with pytest.raises(services.NotNow, match="it stays"):
        services.remove_round(round.session, round=round.row)

    assert round.session.scalar(select(func.count(MentorRound.id))) == 1


def test_an_open_round_goes_with_what_people_chose(round):
    round.order(round.at_ada, [round.eve])

    services.remove_round(round.session, round=round.row)

    for model in (MentorRound, MentorSeat, MentorWish, MentorOrder):
        assert round.session.scalar(select(func.count(model.id))) == 0


def test_an_open_round_keeps_its_mentors(round):
    with pytest.raises(services.NotNow):
        services.unseat_mentor(round.session, round=round.row, seat_id=round.at_ada.id)

    assert len(round.row.seats) == 2
