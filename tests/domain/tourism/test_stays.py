"""Team tourism on both databases: never more guests than there is room."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from offsite.calendars.feeds import Frame
from offsite.calendars.visits import visits
from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from offsite.tourism import queries, services
from offsite.tourism.services import Offer
from tests.factories import NOON, make_event, make_member, make_person

DESK = Desk("https://offsite.example", lambda template, locale: template)
FRAME = Frame(
    host="offsite.example",
    page_of=lambda item: "",
    schedule_page="",
    cancelled_prefix="Cancelled: ",
    base_url="https://offsite.example",
)
MONDAY = date(2026, 11, 2)
WEEK = (MONDAY, MONDAY + timedelta(4))
OFFER = Offer("Search", "Poznań", "Sit with us.", MONDAY, MONDAY + timedelta(18), 1)


class Fair:
    """Ada's team takes one guest at once; Bob and Eve would like to come."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.ada, self.bob, self.eve = (make_person(session, n) for n in ("Ada", "Bob", "Eve"))
        for person in (self.ada, self.bob, self.eve):
            make_member(session, self.event, person)
        self.stay = services.offer_stay(
            session, event=self.event, offer=OFFER, person_id=self.ada.id, now=NOON
        )

    def ask(self, person, days=WEEK, note="I would like to see your tests."):
        return services.ask(
            self.session,
            stay=self.stay,
            person_id=person.id,
            days=days,
            note=note,
            desk=DESK,
            now=NOON,
        )

    def answer(self, request, is_welcome=True, sentence="Come by train."):
        services.answer(
            self.session,
            request=request,
            is_welcome=is_welcome,
            sentence=sentence,
            person_id=self.ada.id,
            desk=DESK,
            now=NOON,
        )

    def withdraw(self, request):
        services.withdraw(self.session, request=request, desk=DESK, now=NOON)

    def mails(self):
        return [
            (one.kind, one.person_id)
            for one in self.session.scalars(select(Mail).order_by(Mail.id))
        ]

    def calendar(self, person):
        found = visits(self.session, self.event, person.id, FRAME)
        return [(one.sequence, one.cancelled) for one in found]


@pytest.fixture
def fair(session):
    return Fair(session)


def test_asked_answered_and_in_both_calendars(fair):
    request = fair.ask(fair.bob)
    assert fair.calendar(fair.bob) == []

    fair.answer(request)

    assert fair.calendar(fair.bob) == fair.calendar(fair.ada) == [(1, False)]
    assert fair.calendar(fair.eve) == []
    assert fair.mails() == [("stay-asked", fair.ada.id), ("stay-accepted", fair.bob.id)]


def test_the_last_place_is_given_once(fair):
    first, second = fair.ask(fair.bob), fair.ask(fair.eve)
    fair.answer(first)

    with pytest.raises(services.NoPlaceLeft):
        fair.answer(second)

    assert second.state == "asked"
    assert queries.accepted_days(fair.session, fair.stay) == [WEEK]


def test_two_fit_one_after_the_other(fair):
    fair.answer(fair.ask(fair.bob))

    fair.answer(fair.ask(fair.eve, (MONDAY + timedelta(5), MONDAY + timedelta(9))))

    assert len(queries.accepted_days(fair.session, fair.stay)) == 2


def test_who_withdraws_frees_the_place_and_the_calendars(fair):
    first = fair.ask(fair.bob)
    fair.answer(first)
    fair.withdraw(first)

    fair.answer(fair.ask(fair.eve))

    assert fair.calendar(fair.bob) == [(2, True)]
    assert ("stay-withdrawn", fair.ada.id) in fair.mails()


def test_an_answer_is_given_once_and_in_a_sentence(fair):
    request = fair.ask(fair.bob)
    with pytest.raises(services.BadRequest):
        fair.answer(request, sentence=" ")
    fair.answer(request, is_welcome=False, sentence="We move house that week.")

    with pytest.raises(services.NotWaiting):
        fair.answer(request)

    assert request.state == "declined"
    assert fair.calendar(fair.bob) == []


@pytest.mark.parametrize(
    ("days", "note"),
    [
        ((MONDAY - timedelta(1), MONDAY), "Hello"),
        ((MONDAY, MONDAY + timedelta(19)), "Hello"),
        ((MONDAY + timedelta(1), MONDAY), "Hello"),
        (WEEK, " "),
    ],
)
def test_what_cannot_be_asked_is_refused(fair, days, note):
    with pytest.raises(services.BadRequest):
        fair.ask(fair.bob, days, note)

    assert fair.mails() == []


def test_nobody_asks_twice_for_the_same_days(fair):
    fair.ask(fair.bob)

    with pytest.raises(services.AskedAlready):
        fair.ask(fair.bob)


def test_a_closed_offer_takes_nobody_more(fair):
    services.close_offer(fair.session, stay=fair.stay, now=NOON)
    with pytest.raises(services.OfferClosed):
        fair.ask(fair.bob)

    services.reopen_offer(fair.session, stay=fair.stay)

    assert fair.ask(fair.bob).state == "asked"


def test_an_offer_cannot_shrink_below_what_was_promised(fair):
    fair.answer(fair.ask(fair.bob))
    shorter = Offer("Search", "", "", MONDAY + timedelta(2), MONDAY + timedelta(18), 1)

    with pytest.raises(services.BadStay):
        services.change_offer(fair.session, stay=fair.stay, offer=shorter)

    assert fair.stay.from_on == MONDAY


def test_others_see_only_their_own_requests(fair):
    mine = fair.ask(fair.bob)
    fair.ask(fair.eve)

    def seen(person, is_host):
        return list(
            queries.requests_of(fair.session, fair.stay, person_id=person.id, is_host=is_host)
        )

    assert seen(fair.bob, False) == [mine]
    assert len(seen(fair.ada, True)) == 2
    exported = export_of(fair.session, person_id=fair.bob.id)["stays"]
    assert [one["note"] for one in exported["requests"]] == [mine.note]
