"""People answer once, change their mind on the same device, and nobody knows who said what."""

import pytest
from sqlalchemy import select

from offsite.anonymity.keys import KeyIsGone
from offsite.outbox.models import Mail
from offsite.people.privacy import export_of
from offsite.polls import queries
from offsite.polls.letters import Desk as LetterDesk
from offsite.polls.models import Answer, NamedAnswer, PollSlot
from offsite.polls.services import answering, composing, running
from offsite.polls.services.answering import AnsweredElsewhere, NotAsked, Respondent
from offsite.polls.services.composing import Composition, PollIsFixed
from offsite.polls.services.running import NobodyIsSilent, NotOpen
from offsite.polls.sheets import BadAnswer, RowAnswer, Sheet
from tests.factories import NOON, make_event, make_member, make_person
from tests.polling import LATER, Desk, make_crowd, make_poll, said

LETTERS = LetterDesk(
    address_of=lambda poll: "https://offsite.example/feedback/",
    translate=lambda template, locale: template,
)


@pytest.fixture
def desk(session, tmp_path):
    return Desk(session, tmp_path / "keys")


def open_poll(session, desk, members=6):
    """An open poll and the ids of those who are asked."""
    event = make_event(session)
    people = [one.person_id for one in make_crowd(session, event, members)]
    return desk.open(make_poll(session, event)), people


def answers(session):
    session.flush()
    return session.scalars(select(Answer)).all()


def test_everybody_is_asked_when_it_opens(session, desk):
    poll, people = open_poll(session, desk)

    assert sorted(one.person_id for one in desk.asked(poll)) == sorted(people)
    assert not any(one.done for one in desk.asked(poll))


def test_an_answer_is_kept_beside_no_person(session, desk):
    poll, people = open_poll(session, desk)

    desk.answer(poll, people[0], said(5, "more", "Longer"))

    (answer,) = answers(session)
    assert answer.payload["rows"]["workshop"] == {"worth": 5, "next": "more", "better": "Longer"}
    assert {one.name for one in Answer.__table__.columns} == {"id", "poll_id", "payload"}
    assert not any(one.done for one in desk.asked(poll))
    assert queries.turnout(session, poll) == (1, 6)


def test_the_same_device_changes_its_one_answer(session, desk):
    poll, people = open_poll(session, desk)

    for worth in (1, 1, 5):
        desk.answer(poll, people[0], said(worth))

    assert [one.payload["rows"]["overall"] for one in answers(session)] == [{"worth": 5}]


def test_another_device_cannot_answer_again(session, desk):
    poll, people = open_poll(session, desk)
    desk.answer(poll, people[0], said(1))

    with pytest.raises(AnsweredElsewhere, match="already"):
        desk.answer(poll, people[0], said(5), secret="another device")

    assert [one.payload["rows"]["overall"] for one in answers(session)] == [{"worth": 1}]


def test_two_people_share_a_device(session, desk):
    poll, people = open_poll(session, desk)

    for person_id in people[:2]:
        desk.answer(poll, person_id, secret="one phone")

    assert len(answers(session)) == 2


def test_who_withdraws_may_answer_again_elsewhere(session, desk):
    poll, people = open_poll(session, desk)
    desk.answer(poll, people[0], said(1))
    who = Respondent(people[0], f"device of {people[0]}")

    for _twice in range(2):
        answering.withdraw_answer(desk.unit, poll_id=poll.id, who=who, keys=desk.keys, now=LATER)
    assert answers(session) == []
    desk.answer(poll, people[0], said(5), secret="another device")

    assert len(answers(session)) == 1


def test_who_is_no_member_is_not_asked(session, desk):
    poll, _people = open_poll(session, desk)

    with pytest.raises(NotAsked):
        desk.answer(poll, make_person(session, "Cleo").id)

    assert answers(session) == []
    assert session.query(PollSlot).count() == 0


def test_who_joins_later_is_asked_too(session, desk):
    poll, _people = open_poll(session, desk)
    late = make_member(session, poll.event)

    desk.answer(poll, late.person_id)

    assert queries.turnout(session, poll) == (1, 7)


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(),
        Sheet(rows={"unknown": RowAnswer(worth=3)}),
        Sheet(rows={"workshop": RowAnswer(worth=6)}),
        Sheet(rows={"workshop": RowAnswer(next="never")}),
        Sheet(group="first", rows={"workshop": RowAnswer(worth=3)}),
        Sheet(rows={"workshop": RowAnswer(better="x" * 301)}),
    ],
)
def test_what_was_not_asked_is_not_kept(session, desk, sheet):
    poll, people = open_poll(session, desk, 1)

    with pytest.raises(BadAnswer):
        desk.answer(poll, people[0], sheet)

    assert answers(session) == []
    assert session.query(PollSlot).count() == 0


def test_a_closed_poll_takes_nothing(session, desk):
    poll, people = open_poll(session, desk)
    desk.close(poll)

    with pytest.raises(NotOpen):
        desk.answer(poll, people[0])

    assert answers(session) == []


def test_closing_says_who_answered_and_forgets_all_marks(session, desk):
    poll, people = open_poll(session, desk)
    desk.answer(poll, people[0])
    before = answers(session)[0].id

    sealed_at = desk.close(poll).sealed_at
    session.commit()

    assert {one.person_id for one in desk.asked(poll) if one.done} == {people[0]}
    assert session.query(PollSlot).count() == 0
    assert answers(session)[0].id != before
    assert desk.close(poll).sealed_at == sealed_at
    with pytest.raises(KeyIsGone):
        desk.keys.read(running.key_name(poll.id))


def test_its_time_closes_it(session, desk):
    poll = make_poll(session)
    running.plan_poll(session, poll=poll, opens_at=NOON, closes_at=LATER, keys=desk.keys, now=NOON)

    assert running.seal_due(session, keys=desk.keys, now=NOON) == []
    assert running.seal_due(session, keys=desk.keys, now=LATER) == [poll]
    assert poll.state(LATER) == "closed"


def test_an_open_poll_cannot_lose_its_anonymity(session, desk):
    poll, _people = open_poll(session, desk)
    named = Composition("How?", is_anonymous=False)

    with pytest.raises(PollIsFixed):
        composing.compose(session, poll=poll, composition=named, now=LATER)

    assert poll.is_anonymous


@pytest.mark.parametrize(("number", "listed"), [(9, 0), (10, 12)])
def test_the_list_of_who_answered_needs_ten_and_the_close(session, desk, number, listed):
    poll, people = open_poll(session, desk, 12)
    for person_id in people[:number]:
        desk.answer(poll, person_id)
    assert queries.answered_list(session, poll) == []

    desk.close(poll)

    found = queries.answered_list(session, poll)
    assert len(found) == listed
    assert sum(done for _name, done in found) in (0, number)


def test_only_the_silent_are_reminded_and_once_a_day(session, desk):
    poll, people = open_poll(session, desk)
    desk.answer(poll, people[0])

    for _twice in range(2):
        running.remind(session, poll=poll, keys=desk.keys, desk=LETTERS, now=LATER)

    mails = session.scalars(select(Mail)).all()
    assert sorted(one.person_id for one in mails) == sorted(people[1:])
    assert {one.event_id for one in mails} == {None}


def test_nobody_is_reminded_when_all_answered(session, desk):
    poll, people = open_poll(session, desk, 1)
    desk.answer(poll, people[0])

    with pytest.raises(NobodyIsSilent):
        running.remind(session, poll=poll, keys=desk.keys, desk=LETTERS, now=LATER)

    assert session.query(Mail).count() == 0


def test_a_poll_with_names_keeps_and_exports_them(session, desk):
    event = make_event(session)
    (member,) = make_crowd(session, event, 1)
    poll = desk.open(make_poll(session, event, is_anonymous=False))

    for worth in (2, 4):
        answering.give_named_answer(
            session, poll=poll, person_id=member.person_id, sheet=said(worth), now=LATER
        )

    (kept,) = session.scalars(select(NamedAnswer)).all()
    assert kept.payload["rows"]["overall"] == {"worth": 4}
    exported = export_of(session, person_id=member.person_id)
    assert exported["poll_named_answers"][0]["payload"] == kept.payload
    assert exported["poll_participations"][0]["poll_id"] == poll.id
