"""Action points on both databases: one willing owner, at most three a session, never twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from offsite.actions import queries, services
from offsite.actions.models import Action
from offsite.actions.reminders import remind
from offsite.calendars.feeds import Frame
from offsite.calendars.tasks import action_tasks
from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from offsite.proposals.services.hosts import UnknownMember
from tests.factories import NOON, make_event, make_member, make_person, make_proposal

DESK = Desk("https://offsite.example", lambda template, locale: template)
FRAME = Frame(
    host="offsite.example",
    page_of=lambda item: "",
    schedule_page="",
    cancelled_prefix="Cancelled: ",
    base_url="https://offsite.example",
)
DUE = date(2026, 11, 13)
LATER = NOON + timedelta(days=1)


class Room:
    """An event with a workshop, Ada who writes things down, and Bob."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.ada = make_person(session, "Ada")
        self.bob = make_person(session, "Bob")
        make_member(session, self.event, self.ada)
        make_member(session, self.event, self.bob)
        self.workshop = make_proposal(session, self.event, self.ada, state="confirmed")

    def write(self, title="Write the guide", **values):
        values = {"proposal": self.workshop, "due_on": DUE, "now": NOON, **values}
        return services.write_down(
            self.session, event=self.event, title=title, person_id=self.ada.id, **values
        )

    def ask(self, action, person):
        return services.ask_owner(
            self.session,
            action=action,
            text=person.email,
            by="Ada",
            person_id=self.ada.id,
            desk=DESK,
            now=NOON,
        )

    def take(self, action, person=None):
        person = person or self.bob
        services.take_on(self.session, action=action, person_id=person.id, now=NOON)

    def mails(self):
        return self.session.scalars(select(Mail).order_by(Mail.id)).all()


@pytest.fixture
def room(session):
    return Room(session)


def test_a_fourth_action_of_a_session_waits_until_one_is_dropped(room):
    first, *_others = [room.write(f"Step {number}") for number in range(3)]

    with pytest.raises(services.EnoughActions, match="3 action points"):
        room.write("Step 4")
    services.drop(room.session, action=first, person_id=room.ada.id, now=NOON, word="Not worth it")
    room.write("Step 4")

    with pytest.raises(services.EnoughActions):
        services.reopen(room.session, action=first, person_id=room.ada.id, now=NOON)


def test_without_a_session_there_is_no_limit(room):
    for number in range(5):
        room.write(f"Step {number}", proposal=None, source="Corridor")

    assert queries.counts(room.session, room.event, person_id=room.bob.id).open == 5


def test_nobody_owns_what_they_did_not_agree_to(room):
    action = room.write()
    room.ask(action, room.bob)

    assert action.owner_id is None
    (mail,) = room.mails()
    assert mail.to_address == room.bob.email
    assert f"https://offsite.example/{room.event.slug}/actions/{action.id}" in mail.body
    with pytest.raises(services.NotYours):
        room.take(action, room.ada)
    room.take(action)
    room.take(action)
    assert (action.owner_id, action.asked_id) == (room.bob.id, None)


def test_asking_twice_sends_one_mail_and_asking_oneself_is_yes(room):
    action = room.write()
    room.ask(action, room.bob)
    room.ask(action, room.bob)
    other = room.write("Another")
    room.ask(other, room.ada)

    assert len(room.mails()) == 1
    assert other.owner_id == room.ada.id


def test_a_no_tells_who_wrote_it_and_frees_it(room):
    action = room.write()
    room.ask(action, room.bob)
    services.decline(
        room.session,
        action=action,
        person_id=room.bob.id,
        word="On leave",
        by="Bob",
        desk=DESK,
        now=LATER,
    )

    assert [mail.kind for mail in room.mails()] == ["action-asked", "action-declined"]
    assert "On leave" in room.mails()[1].body
    assert queries.counts(room.session, room.event, person_id=room.bob.id).free == 1
    room.take(action, room.ada)
    assert action.owner_id == room.ada.id


def test_only_members_can_be_asked(room):
    action = room.write()

    with pytest.raises(UnknownMember):
        services.ask_owner(
            room.session,
            action=action,
            text="Cleo",
            by="Ada",
            person_id=room.ada.id,
            desk=DESK,
            now=NOON,
        )
    assert action.asked_id is None


def test_a_drop_needs_a_reason_and_what_is_over_stays_so(room):
    action = room.write()

    with pytest.raises(services.BadAction):
        services.drop(room.session, action=action, person_id=room.ada.id, now=NOON, word=" ")
    services.finish(room.session, action=action, person_id=room.ada.id, now=LATER, word="Shipped")
    with pytest.raises(services.ActionClosed):
        services.drop(room.session, action=action, person_id=room.ada.id, now=LATER, word="No")

    assert (action.state, action.reason, action.closed_at) == ("done", "Shipped", LATER)
    services.reopen(room.session, action=action, person_id=room.ada.id, now=LATER)
    assert (action.state, action.reason, action.closed_at) == ("open", "", None)


def test_an_edit_of_an_old_page_overwrites_nothing(room):
    action = room.write()
    seen = action.sequence
    room.take(action)

    with pytest.raises(services.ActionChanged, match="Write the guide"):
        services.change(
            room.session,
            action=action,
            title="Something else",
            details="",
            due_on=DUE,
            seen=seen,
            person_id=room.ada.id,
            now=LATER,
        )
    assert action.title == "Write the guide"


def test_everything_that_happened_is_kept_with_its_words(room):
    action = room.write()
    room.take(action)
    services.give_back(
        room.session, action=action, person_id=room.bob.id, word="New job", now=LATER
    )

    steps = [(step.kind, step.note) for step in queries.with_history(room.session, action)]
    assert steps == [("given_back", "New job"), ("accepted", ""), ("written", "")]


def test_a_calendar_shows_the_owner_s_actions_and_drops_one_given_back(room):
    action = room.write()
    room.take(action)

    def status():
        tasks = list(action_tasks(room.session, room.event, room.bob.id, FRAME))
        return [(task.status, task.due_on, task.sequence) for task in tasks]

    assert list(action_tasks(room.session, room.event, room.ada.id, FRAME)) == []
    assert status() == [("NEEDS-ACTION", DUE, 1)]
    services.give_back(room.session, action=action, person_id=room.bob.id, word="", now=LATER)
    assert status() == [("CANCELLED", DUE, 2)]
    room.take(action)
    services.finish(room.session, action=action, person_id=room.bob.id, now=LATER)
    assert status() == [("COMPLETED", DUE, 4)]


def test_reminders_come_at_2_6_and_12_weeks_once_each_in_one_mail(room):
    for title in ("One", "Two"):
        room.take(room.write(title))
    room.write("Without an owner")
    end = NOON.replace(month=10, day=3, hour=0)

    counts = [
        remind(room.session, DESK, end + timedelta(weeks=weeks))
        for weeks in (0, 1, 2, 2.1, 5, 6, 6.5, 12, 12.5, 13, 30)
    ]

    assert counts == [0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0]
    assert all("- One" in mail.body and "- Two" in mail.body for mail in room.mails())
    assert all("Without an owner" not in mail.body for mail in room.mails())


def test_who_is_done_hears_nothing_more(room):
    action = room.write()
    room.take(action)
    services.finish(room.session, action=action, person_id=room.bob.id, now=LATER)

    assert remind(room.session, DESK, NOON + timedelta(weeks=8)) == 0


def test_the_next_event_of_the_series_reviews_what_is_open(room):
    open_one, closed_one = room.write("Open"), room.write("Closed")
    services.finish(room.session, action=closed_one, person_id=room.ada.id, now=LATER)
    following = make_event(
        room.session,
        series_id=room.event.series_id,
        starts_on=date(2027, 10, 1),
        ends_on=date(2027, 10, 2),
    )
    elsewhere = make_event(room.session, starts_on=date(2027, 10, 1), ends_on=date(2027, 10, 2))

    assert queries.carried_into(room.session, following) == [open_one]
    assert queries.carried_into(room.session, elsewhere) == []
    services.carry_on(
        room.session,
        action=open_one,
        due_on=date(2027, 11, 1),
        person_id=room.ada.id,
        now=NOON + timedelta(days=365),
    )
    services.note_review(room.session, action=open_one, event=following)
    services.finish(room.session, action=open_one, person_id=room.ada.id, now=LATER)
    assert queries.carried_into(room.session, following) == [open_one]


def test_search_finds_words_sources_and_owners(room):
    room.take(room.write("Write the guide"))
    room.write("Buy a percent sign 100%")

    def found(text):
        page = queries.actions_page(
            room.session, room.event, view="open", person_id=room.ada.id, search=text
        )
        return [one.title for one in page.items]

    assert found("guide bob") == ["Write the guide"]
    assert found("0%") == ["Buy a percent sign 100%"]
    assert found("nothing such") == []


def test_the_export_of_a_person_names_what_they_own(room):
    room.take(room.write())

    kept = export_of(room.session, person_id=room.bob.id)["actions"]

    assert [one["title"] for one in kept["actions"]] == ["Write the guide"]
    assert [one["kind"] for one in kept["steps"]] == ["accepted"]
    assert room.session.scalars(select(Action)).one().owner_id == room.bob.id
