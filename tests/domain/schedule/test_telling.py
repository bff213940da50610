"""Who gets which mail after a release, and in which language."""

from datetime import timedelta
from functools import partial

import pytest

from offsite.outbox.models import Mail
from offsite.policy import Actor
from offsite.schedule import agenda, releases
from offsite.schedule.letters import Desk
from offsite.schedule.telling import tell_affected
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)

ADA = Actor(person_id=None, name="Ada")
LATER = NOON + timedelta(days=1)

DESK = Desk(
    agenda="https://offsite.example/my/",
    address_of=lambda item: f"https://offsite.example/{item.code}/",
    when=lambda item, locale: f"{item.starts_at:%H:%M}",
    translate=lambda template, locale: f"[pl] {template}" if locale == "pl" else template,
)


class Stage:
    """Two rooms, two talks of one hour, and whoever a test asks for."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session, name="Autumn")
        self.aula = make_room(session, self.event, "Aula")
        self.cellar = make_room(session, self.event, "Cellar")
        self.draft = make_draft(session, self.event)
        self.kind = make_format(session, self.event)
        self.first, self.second = (self.place(title, n) for n, title in enumerate(("A", "B")))

    def member(self, name, **values):
        person = make_person(self.session, name, **values)
        membership = make_member(self.session, self.event, person)
        return person, membership

    def place(self, title, hour, host=None, **values):
        host = host or self.member(f"Host of {title}")[0]
        values.setdefault("format", self.kind)
        proposal = make_proposal(
            self.session, self.event, host, state="confirmed", title=title, **values
        )
        starts_at = MORNING + timedelta(hours=hour)
        make_placement(self.session, self.draft, proposal, self.aula, starts_at=starts_at)
        self.session.expire(self.draft)
        return proposal

    def placement(self, proposal):
        return next(one for one in self.draft.placements if one.proposal_id == proposal.id)

    def move(self, proposal, hours):
        there = self.placement(proposal)
        there.starts_at += timedelta(hours=hours)
        there.ends_at += timedelta(hours=hours)
        there.room = self.cellar

    def take_out(self, proposal):
        self.session.delete(self.placement(proposal))
        self.session.flush()
        self.session.expire(self.draft)

    def picks(self, person, *proposals):
        for one in proposals:
            agenda.pick(self.session, proposal=one, person_id=person.id, now=NOON)

    def release(self, name, *, tells=False, held=True, note=""):
        tell = partial(tell_affected, desk=DESK, held=held, now=LATER)
        return releases.release(
            self.session,
            draft=self.draft,
            name=name,
            note=note,
            actor=ADA,
            now=NOON,
            tell=[tell] if tells else [],
        )

    def mails(self):
        return {one.to_name: one for one in self.session.query(Mail)}


@pytest.fixture
def stage(session):
    return Stage(session)


def test_each_affected_person_hears_of_their_own_changes_and_nobody_else_hears(stage):
    bob, cleo, dora, _eve = (stage.member(name)[0] for name in ("Bob", "Cleo", "Dora", "Eve"))
    stage.picks(bob, stage.first)
    stage.picks(cleo, stage.first, stage.second)
    stage.picks(dora, stage.second)
    third = stage.place("C", 5)
    stage.picks(dora, third)
    stage.release("v1")
    stage.move(stage.first, 3)
    stage.take_out(stage.second)

    stage.release("v2", tells=True)

    heard = {
        name: {title for title in "ABC" if f"- {title}\n" in mail.body}
        for name, mail in stage.mails().items()
    }
    assert heard == {
        "Host of A": {"A"},
        "Host of B": {"B"},
        "Bob": {"A"},
        "Cleo": {"A", "B"},
        "Dora": {"B"},
    }


def test_a_mail_says_old_and_new_time_and_room_the_note_and_where_to_look(stage):
    bob, _membership = stage.member("Bob")
    stage.picks(bob, stage.first, stage.second)
    stage.release("v1")
    stage.move(stage.first, 3)
    stage.take_out(stage.second)

    stage.release("v2", tells=True, note="The aula is being painted.")

    mail = stage.mails()["Bob"]
    assert mail.subject == "Your schedule changed: Autumn, v2"
    assert mail.body == (
        "Hello Bob,\n\n"
        "there is a new schedule of Autumn, “v2”. This is all that it changes for you.\n\n"
        "Moved\n"
        f"- A\n  Before: {MORNING:%H:%M}, Aula\n"
        f"  Now: {MORNING + timedelta(hours=3):%H:%M}, Cellar\n"
        f"  https://offsite.example/{stage.first.code}/\n\n"
        "Canceled\n"
        f"- B\n  It was: {MORNING + timedelta(hours=1):%H:%M}, Aula\n\n"
        "From the organizers:\nThe aula is being painted.\n\n"
        "Your whole agenda:\nhttps://offsite.example/my/\n"
    )


def test_everybody_present_hears_of_an_item_for_everyone(stage):
    stage.member("Bob")
    _gone, membership = stage.member("Gone")
    membership.left_at = NOON
    stage.member("Locked out", disabled_at=NOON)
    stage.release("v1")
    kind = make_format(stage.session, stage.event, everyone=True)
    stage.place("C", 6, format=kind)

    stage.release("v2", tells=True)

    assert set(stage.mails()) == {"Host of A", "Host of B", "Host of C", "Bob"}


def test_a_pick_taken_back_is_no_reason_for_a_mail(stage):
    bob, _membership = stage.member("Bob")
    stage.picks(bob, stage.first)
    agenda.drop(stage.session, proposal=stage.first, person_id=bob.id, now=NOON)
    stage.release("v1")
    stage.move(stage.first, 3)

    stage.release("v2", tells=True)

    assert set(stage.mails()) == {"Host of A"}


def test_a_release_that_changes_no_place_writes_no_mail(stage):
    stage.release("v1")

    stage.release("v2", tells=True)

    assert stage.mails() == {}


def test_mails_are_in_the_language_of_the_person(stage):
    bob, _membership = stage.member("Bob", locale="pl")
    stage.picks(bob, stage.first)
    stage.release("v1")
    stage.move(stage.first, 3)

    stage.release("v2", tells=True)

    mails = stage.mails()
    assert mails["Bob"].subject.startswith("[pl] Your schedule changed")
    assert mails["Host of A"].subject.startswith("Your schedule changed")


@pytest.mark.parametrize(("held", "state"), [(True, "waiting"), (False, "sending")])
def test_mails_wait_or_leave_as_it_was_chosen(stage, held, state):
    stage.release("v1")
    stage.move(stage.first, 3)

    stage.release("v2", tells=True, held=held)

    assert [one.state for one in stage.mails().values()] == [state]
