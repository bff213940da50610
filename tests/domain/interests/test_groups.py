"""Interest groups on both databases, and their dates in members' calendars."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from offsite.calendars.feeds import Frame
from offsite.calendars.gatherings import group_dates
from offsite.interests import queries, services
from offsite.interests.services import Meeting
from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from tests.factories import NOON, make_event, make_member, make_person, make_proposal

DESK = Desk("https://offsite.example", lambda template, locale: template)
FRAME = Frame(
    host="offsite.example",
    page_of=lambda item: "",
    schedule_page="",
    cancelled_prefix="Cancelled: ",
    base_url="https://offsite.example",
)
LATER = NOON + timedelta(hours=1)
WEEKLY = Meeting(date(2026, 10, 20), time(12), 60, "Kitchen", "week", 3)


class Club:
    """Ada's group in an event where Bob is a member, too."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.ada, self.bob = make_person(session, "Ada"), make_person(session, "Bob")
        for person in (self.ada, self.bob):
            make_member(session, self.event, person)
        self.topic = make_proposal(session, self.event, self.bob)
        self.group = services.start_group(
            session,
            event=self.event,
            title=" Read  one book ",
            kind="study",
            proposal=self.topic,
            person_id=self.ada.id,
            now=NOON,
        )

    def join(self):
        services.join(self.session, group=self.group, person_id=self.bob.id, now=NOON)

    def leave(self, person=None):
        person = person or self.bob
        services.leave(self.session, group=self.group, person_id=person.id, now=LATER)

    def plan(self, meeting=WEEKLY):
        return services.add_dates(self.session, group=self.group, meeting=meeting, now=NOON)

    def calendar(self, person=None):
        person = person or self.bob
        return [
            (one.sequence, one.cancelled)
            for one in group_dates(self.session, self.event, person.id, FRAME)
        ]

    def mails(self):
        return list(self.session.scalars(select(Mail.kind).order_by(Mail.id)))

    def people(self):
        return [one.name for one in queries.members_of(self.session, self.group)]


@pytest.fixture
def club(session):
    return Club(session)


def test_a_group_grows_out_of_a_topic(club):
    assert club.group.title == "Read one book"
    assert list(queries.grown_from(club.session, proposal_id=club.topic.id)) == [club.group]
    assert club.people() == ["Ada"]


def test_joining_twice_is_once(club):
    club.join()
    club.join()

    assert club.people() == ["Ada", "Bob"]
    (line,) = queries.groups_page(
        club.session, club.event, person_id=club.bob.id, now=NOON, search="book"
    ).items
    assert (line.people, line.is_mine, line.next_at) == (2, True, None)


def test_dates_stand_in_the_calendars_of_members_alone(club):
    club.plan()

    assert club.calendar() == []
    assert club.calendar(club.ada) == [(0, False)] * 3


def test_dates_added_twice_are_there_once(club):
    assert len(club.plan()) == 3
    assert club.plan() == []


def test_who_leaves_has_the_dates_struck_and_who_returns_has_them_again(club):
    club.plan()
    club.join()
    club.leave()

    assert club.calendar() == [(1, True)] * 3
    club.join()
    assert club.calendar() == [(2, False)] * 3


def test_dates_made_after_leaving_never_reach_who_left(club):
    club.join()
    club.leave()
    services.add_dates(
        club.session, group=club.group, meeting=WEEKLY, now=LATER + timedelta(hours=1)
    )

    assert club.calendar() == []


def test_one_date_is_skipped_told_and_taken_back(club):
    _first, second, _third = club.plan()
    club.join()
    for _ in range(2):
        services.skip(club.session, date=second, by_id=club.ada.id, desk=DESK, now=LATER)

    assert club.calendar() == [(0, False), (1, True), (0, False)]
    assert club.mails() == ["group-skipped"]
    services.meet_after_all(club.session, date=second, now=LATER)
    assert club.calendar() == [(0, False), (2, False), (0, False)]


def test_a_convener_hands_on_before_leaving(club):
    club.join()
    with pytest.raises(services.StillConvenes):
        club.leave(club.ada)

    services.hand_on(
        club.session, group=club.group, text=club.bob.email, by="Ada", desk=DESK, now=NOON
    )
    club.leave(club.ada)

    assert club.people() == ["Bob"]
    assert club.mails() == ["group-handed-on"]


def test_only_somebody_of_the_group_convenes_it(club):
    with pytest.raises(services.NotInGroup, match="Bob is not in this group"):
        services.hand_on(
            club.session, group=club.group, text=club.bob.email, by="Ada", desk=DESK, now=NOON
        )

    assert club.group.convener_id == club.ada.id


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting(date(2020, 1, 1), time(12), 60),
        Meeting(date(2026, 10, 20), time(12), 0),
        Meeting(date(2026, 10, 20), time(12), 60, every="week", times=27),
        Meeting(date(2026, 10, 20), time(12), 60, every="day"),
    ],
)
def test_impossible_dates_are_refused(club, meeting):
    with pytest.raises(services.BadDates):
        club.plan(meeting)

    assert club.calendar(club.ada) == []


def test_the_export_knows_the_groups_of_a_person(club):
    club.join()

    found = export_of(club.session, person_id=club.bob.id)["interest_groups"]

    assert len(found["memberships"]) == 1
    assert found["convened"] == []
