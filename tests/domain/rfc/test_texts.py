"""A text's way on both databases: comments, concerns, the last call, mails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from offsite.rfc import queries, services, telling
from offsite.rfc.models import Rfc
from tests.factories import NOON, make_event, make_member, make_person

DESK = Desk("https://offsite.example", lambda template, locale: template)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Town:
    """Ada has put up a text; Bob and Cleo are members."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.ada, self.bob, self.cleo = (
            make_person(session, one) for one in ("Ada", "Bob", "Cleo")
        )
        for person in (self.ada, self.bob, self.cleo):
            make_member(session, self.event, person)
        self.rfc = services.write(
            session,
            event=self.event,
            title="Goals",
            body="Fewer meetings.",
            person_id=self.ada.id,
            now=NOON,
        )

    def open(self):
        services.open_for_comments(self.session, rfc=self.rfc, now=NOON)

    def say(self, body="Yes", person=None, now=NOON, **values):
        person = person or self.bob
        return services.comment(
            self.session, rfc=self.rfc, person_id=person.id, body=body, now=now, **values
        )

    def revise(self, body, note="Shorter", seen=None, now=NOON):
        return services.revise(
            self.session,
            rfc=self.rfc,
            body=body,
            note=note,
            seen=seen or self.rfc.version,
            person_id=self.ada.id,
            now=now,
        )

    def resolve(self, comment, word="Agreed with Bob"):
        services.resolve(self.session, comment=comment, person_id=self.ada.id, word=word, now=NOON)

    def mails(self):
        return self.session.scalars(select(Mail).order_by(Mail.id)).all()


@pytest.fixture
def town(session):
    return Town(session)


def test_a_draft_is_its_author_s_and_takes_no_comments(town):
    def seen_by(person):
        page = queries.rfcs_page(town.session, town.event, person_id=person.id, edits_all=False)
        return page.total

    assert (seen_by(town.ada), seen_by(town.bob)) == (1, 0)
    with pytest.raises(services.NotNow):
        town.say()
    town.revise("Fewer and shorter meetings.", note="")
    assert town.rfc.version == 1
    town.open()
    assert seen_by(town.bob) == 1


def test_a_new_version_says_what_changed_and_keeps_the_old_one(town):
    town.open()
    with pytest.raises(services.BadText, match="what changed"):
        town.revise("No meetings.", note=" ")
    town.revise("No meetings.")

    assert [one.body for one in town.rfc.versions] == ["Fewer meetings.", "No meetings."]
    with pytest.raises(services.TextChanged, match="version 2"):
        town.revise("Many meetings.", seen=1)
    assert town.rfc.version == 2


def test_comments_go_from_open_over_answered_to_resolved(town):
    town.open()
    said = town.say("Why?")
    services.reply(town.session, comment=said, person_id=town.bob.id, body="I mean it", now=NOON)
    assert said.state == "open"
    services.reply(town.session, comment=said, person_id=town.ada.id, body="Because", now=NOON)
    assert said.state == "answered"
    with pytest.raises(services.BadText):
        town.resolve(said, " ")
    town.resolve(said)
    assert (said.state, said.resolved_by_id, said.resolution) == (
        "resolved",
        town.ada.id,
        "Agreed with Bob",
    )
    services.reopen(town.session, comment=said, now=NOON)
    assert said.state == "answered"


def test_a_text_with_an_open_concern_cannot_settle(town):
    town.open()
    concern = town.say("This harms us", is_concern=True)
    with pytest.raises(services.OpenConcern):
        services.start_last_call(town.session, rfc=town.rfc, now=NOON)
    town.resolve(concern)
    end = services.start_last_call(town.session, rfc=town.rfc, now=NOON)

    with pytest.raises(services.NotNow, match="still runs"):
        services.settle(town.session, rfc=town.rfc, now=end - HOUR)
    services.settle(town.session, rfc=town.rfc, now=end)
    assert town.rfc.state == "settled"
    with pytest.raises(services.NotNow):
        town.say("Too late")
    with pytest.raises(services.NotNow):
        town.revise("Other words")


@pytest.mark.parametrize("event", ["concern", "reopened", "version"])
def test_what_is_new_ends_the_last_call(town, event):
    town.open()
    old = town.say("Hm", is_concern=True)
    town.resolve(old)
    services.start_last_call(town.session, rfc=town.rfc, now=NOON)

    if event == "concern":
        town.say("Wait", is_concern=True)
    elif event == "reopened":
        services.reopen(town.session, comment=old, now=NOON)
    else:
        town.revise("Other words")

    assert (town.rfc.state, town.rfc.last_call_ends_at) == ("open", None)


def test_a_plain_comment_does_not_end_the_last_call(town):
    town.open()
    services.start_last_call(town.session, rfc=town.rfc, now=NOON)
    town.say("Good")

    assert town.rfc.state == "last_call"


def test_it_settles_by_itself_when_the_last_call_is_over(town):
    town.open()
    end = services.start_last_call(town.session, rfc=town.rfc, now=NOON)

    assert telling.settle_what_can(town.session, DESK, end - HOUR) == 0
    assert telling.settle_what_can(town.session, DESK, end) == 1
    assert (town.rfc.state, town.rfc.settled_at) == ("settled", end)


def test_withdrawn_comes_back_by_opening_it(town):
    town.open()
    services.withdraw(town.session, rfc=town.rfc, now=NOON)
    with pytest.raises(services.NotNow):
        town.say()
    town.open()
    town.say()

    assert town.rfc.state == "open"


def test_everybody_is_asked_once_by_a_mail_that_waits(town):
    town.open()
    for _ in range(2):
        telling.ask_everybody(town.session, rfc=town.rfc, desk=DESK, held=True, now=NOON)

    assert {mail.to_address for mail in town.mails()} == {town.bob.email, town.cleo.email}
    assert all(mail.state == "waiting" for mail in town.mails())
    assert f"https://offsite.example/{town.event.slug}/rfc/{town.rfc.id}" in town.mails()[0].body


def test_followers_get_one_mail_a_day_about_what_others_did(town):
    town.open()
    town.say("One", now=NOON + HOUR)
    town.say("Two", person=town.cleo, now=NOON + 2 * HOUR)

    first = telling.tell_followers(town.session, DESK, NOON + DAY)
    assert first == 2  # Ada hears of both, Bob of Cleo's; nothing is new for Cleo
    for later in (DAY + HOUR, DAY + 2 * HOUR, 5 * DAY):
        assert telling.tell_followers(town.session, DESK, NOON + later) == 0
    ada = [mail for mail in town.mails() if mail.to_address == town.ada.email]
    assert len(ada) == 1
    assert "New comments: 2, answers: 0" in ada[0].body


def test_who_stops_following_hears_nothing(town):
    town.open()
    services.set_following(
        town.session, rfc=town.rfc, person_id=town.ada.id, follows=False, now=NOON
    )
    town.say(now=NOON + HOUR)

    assert telling.tell_followers(town.session, DESK, NOON + 2 * DAY) == 0


def test_the_export_of_a_person_has_their_words(town):
    town.open()
    town.say("My very words")

    kept = export_of(town.session, person_id=town.bob.id)["requests_for_comments"]

    assert [one["body"] for one in kept["comments"]] == ["My very words"]
    assert town.session.scalars(select(Rfc)).one().title == "Goals"
