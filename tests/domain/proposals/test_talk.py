"""Comments and wanted topics."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from offsite.outbox.models import Mail
from offsite.proposals.models import Comment, MeToo, Wanted
from offsite.proposals.queries import talk
from offsite.proposals.queries.listing import Viewer
from offsite.proposals.services import comments, wanted
from tests.factories import DESK, NOON, make_event, make_member, make_person, make_proposal

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def ada(session, event):
    return make_member(session, event, make_person(session, "Ada")).person


@pytest.fixture
def bob(session, event):
    return make_member(session, event).person


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def say(session, proposal, person, body="Yes please", now=NOON):
    return comments.add_comment(session, proposal=proposal, person_id=person.id, body=body, now=now)


def test_a_double_click_is_one_comment_and_an_hour_later_it_is_another(session, event, ada, bob):
    proposal = make_proposal(session, event, ada)

    for now in (NOON, NOON + timedelta(seconds=1), LATER):
        say(session, proposal, bob, now=now)

    assert count(session, Comment) == 2


@pytest.mark.parametrize("state", ["draft", "withdrawn", "rejected", "canceled"])
def test_closed_proposals_take_no_comments(session, event, ada, state):
    with pytest.raises(comments.TalkIsOver):
        say(session, make_proposal(session, event, ada, state=state), ada)

    assert count(session, Comment) == 0


@pytest.mark.parametrize(("body", "sentence"), [(" \n", "Write something"), ("x" * 5001, "5000")])
def test_empty_and_endless_comments_are_refused(session, event, ada, body, sentence):
    with pytest.raises(comments.BadComment, match=sentence):
        say(session, make_proposal(session, event, ada), ada, body)


def test_only_who_removed_a_comment_puts_it_back(session, event, ada, bob):
    comment = say(session, make_proposal(session, event, ada), bob)
    comments.remove_comment(session, comment=comment, person_id=ada.id, now=NOON)

    with pytest.raises(comments.TalkIsOver):
        comments.put_back_comment(session, comment=comment, person_id=bob.id)
    comments.put_back_comment(session, comment=comment, person_id=ada.id)

    assert comment.removed_at is None


def test_a_removed_comment_is_shown_to_the_remover_alone(session, event, ada, bob):
    proposal = make_proposal(session, event, ada)
    comment = say(session, proposal, bob)
    comments.remove_comment(session, comment=comment, person_id=bob.id, now=NOON)

    def seen_by(person):
        return talk.comments_page(session, proposal, Viewer(person.id)).total

    assert (seen_by(bob), seen_by(ada)) == (1, 0)


def ask(session, event, person, title="Career ladders"):
    return wanted.want(session, event=event, person_id=person.id, title=title, now=NOON)


def test_the_same_topic_again_is_a_me_too(session, event, ada, bob):
    first = ask(session, event, ada)

    again = ask(session, event, bob, "career  LADDERS")

    assert again is first
    assert (count(session, Wanted), count(session, MeToo)) == (1, 1)


def test_me_too_twice_is_once_and_can_be_taken_back(session, event, ada, bob):
    topic = ask(session, event, ada)

    for _ in range(2):
        wanted.say_me_too(session, wanted=topic, person_id=bob.id, now=NOON)
    assert count(session, MeToo) == 1
    for _ in range(2):
        wanted.take_back_me_too(session, wanted=topic, person_id=bob.id)

    assert count(session, MeToo) == 0


def test_the_most_wanted_comes_first_and_the_taken_last(session, event, ada, bob):
    quiet, loud, taken = (ask(session, event, ada, title) for title in ("Quiet", "Loud", "Taken"))
    for topic in (loud, taken):
        wanted.say_me_too(session, wanted=topic, person_id=bob.id, now=NOON)
    wanted.take(session, wanted=taken, proposal=make_proposal(session, event, ada))

    page = talk.wanted_page(session, event, Viewer(bob.id))

    assert [(row.wanted, row.people, row.me_too) for row in page.items] == [
        (loud, 2, True),
        (quiet, 1, False),
        (taken, 2, True),
    ]


def test_who_is_slower_keeps_their_proposal_but_not_the_topic(session, event, ada, bob):
    topic = ask(session, event, ada)
    first, second = make_proposal(session, event, ada), make_proposal(session, event, bob)

    assert wanted.take(session, wanted=topic, proposal=first) is True
    assert wanted.take(session, wanted=topic, proposal=second) is False

    assert topic.proposal_id == first.id


def test_a_proposal_that_fell_through_sets_the_topic_free(session, event, ada, bob):
    topic = ask(session, event, ada)
    wanted.take(
        session, wanted=topic, proposal=make_proposal(session, event, ada, state="withdrawn")
    )
    second = make_proposal(session, event, bob)

    assert wanted.take(session, wanted=topic, proposal=second) is True


def test_a_nominee_gets_one_mail(session, event, ada, bob):
    topic = ask(session, event, ada)

    for now in (NOON, LATER):
        wanted.nominate(session, wanted=topic, text=bob.email, by="Ada", desk=DESK, now=now)

    assert topic.nominee_id == bob.id
    (mail,) = session.scalars(select(Mail))
    assert (mail.to_address, mail.kind) == (bob.email, "nominated")


def test_a_closed_topic_can_be_opened_again(session, event, ada, bob):
    topic = ask(session, event, ada)
    wanted.close_wanted(session, wanted=topic, now=NOON)

    with pytest.raises(wanted.NoLongerWanted):
        wanted.say_me_too(session, wanted=topic, person_id=bob.id, now=NOON)
    wanted.reopen_wanted(session, wanted=topic)
    wanted.say_me_too(session, wanted=topic, person_id=bob.id, now=NOON)

    assert count(session, MeToo) == 1
