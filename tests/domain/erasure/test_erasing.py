"""Erasing a person on both databases."""

import pytest
from sqlalchemy import func, select

from offsite.erasure import services
from offsite.erasure.rules import GONE, without
from offsite.events.members import LastOwner
from offsite.events.models import Membership
from offsite.openspace.models import Board, Convener, Topic
from offsite.outbox.models import Mail
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.policy import Actor, Role
from offsite.proposals.models import Proposal, ProposalVote
from offsite.schedule import releases
from offsite.schedule.models import ReleasedItem
from tests.domain.schedule.seat_stage import Stage
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_vote,
)


def erase(session, person):
    services.erase_person(session, person=person, now=MORNING)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bob Ross wrote to you.", f"{GONE} wrote to you."),
        ("Bob Rossi wrote to you.", "Bob Rossi wrote to you."),
        ("By Bob Ross, bob@example.org", f"By {GONE}, {GONE}"),
    ],
)
def test_only_whole_names_are_taken_out(text, left):
    assert without(text, "bob@example.org", "Bob Ross") == left


def test_whoever_waits_for_a_seat_of_theirs_moves_up(session):
    stage = Stage(session).release()
    ann, ben, cid = (stage.member(name) for name in ("Ann", "Ben", "Cid"))
    stage.pick(ann, ben, cid)
    assert stage.names() == (["Ann", "Ben"], ["Cid"])

    left = services.erase_person(session, person=ann, now=MORNING)

    assert left == [stage.event]
    assert stage.names() == (["Ben", "Cid"], [])


def test_an_empty_account_stays_and_nobody_can_enter_it(session):
    bob = make_person(session, "Bob", team="Paint", about="Happy trees", oidc_issuer="x")

    for _ in range(2):
        erase(session, bob)

    assert (bob.name, bob.email, bob.team, bob.about) == (
        GONE,
        f"erased-{bob.id}@invalid",
        "",
        "",
    )
    assert bob.oidc_issuer is None
    assert not bob.can_sign_in()


def test_what_is_theirs_goes_and_what_they_wrote_stays(session):
    event = make_event(session)
    bob, eve = make_person(session, "Bob"), make_person(session, "Eve")
    member = make_member(session, event, bob)
    make_member(session, event, eve)
    proposal = make_proposal(session, event, created_by_id=bob.id)
    make_vote(session, proposal, member)

    erase(session, bob)

    assert session.scalar(select(func.count(ProposalVote.id))) == 0
    assert session.scalars(select(Membership.person_id)).all() == [eve.id]
    assert session.get(Proposal, proposal.id).created_by_id is None


def test_letters_to_them_go_and_letters_about_them_lose_the_name(session):
    bob = make_person(session, "Bob Ross")
    for number, (address, body) in enumerate(
        [(bob.email, "Hello"), ("eve@example.org", f"Bob Ross ({bob.email}) commented.")]
    ):
        write_mail(
            session,
            key=f"k{number}",
            kind="x",
            to_name="",
            to_address=address,
            subject="News of Bob Ross",
            body=body,
            now=NOON,
        )

    erase(session, bob)

    (left,) = session.scalars(select(Mail)).all()
    assert (left.subject, left.body) == (f"News of {GONE}", f"{GONE} ({GONE}) commented.")


def test_a_name_that_a_colleague_bears_too_stays_in_texts(session):
    bob = make_person(session, "Bob")
    make_person(session, "Bob Ross")
    write_mail(
        session,
        key="k",
        kind="x",
        to_name="",
        to_address="eve@example.org",
        subject="News",
        body=f"Bob Ross commented, and {bob.email}.",
        now=NOON,
    )

    erase(session, bob)

    assert session.scalars(select(Mail.body)).one() == f"Bob Ross commented, and {GONE}."


def test_a_topic_says_that_its_convener_left(session):
    event, bob = make_event(session), make_person(session, "Bob")
    board = Board(event_id=event.id, mode="open", dots_per_person=5, created_at=NOON)
    session.add(board)
    session.flush()
    topic = Topic(board_id=board.id, title="Trees", posted_at=NOON, posted_by_id=bob.id)
    topic.conveners.append(Convener(person_id=bob.id))
    session.add(topic)
    session.flush()

    erase(session, bob)

    assert [one.shown_name for one in topic.conveners] == [GONE]


def test_a_release_keeps_the_session_and_its_other_hosts(session):
    event = make_event(session)
    bob, eve = make_person(session, "Bob"), make_person(session, "Eve")
    proposal = make_proposal(session, event, bob, eve, state="confirmed")
    draft = make_draft(session, event)
    make_placement(session, draft, proposal, make_room(session, event))
    released = releases.release(
        session, draft=draft, name="v1", note="", actor=Actor(is_founder=True), now=NOON
    )

    erase(session, bob)

    (item,) = session.scalars(select(ReleasedItem).filter_by(release_id=released.id)).all()
    assert [one["name"] for one in item.hosts] == ["Eve"]


def test_the_last_owner_and_the_founder_stay(session):
    event = make_event(session)
    ada, bob = make_person(session, "Ada", founded_at=NOON), make_person(session, "Bob")
    make_member(session, event, bob, Role.OWNER)

    with pytest.raises(services.CannotBeErased):
        erase(session, ada)
    with pytest.raises(LastOwner):
        erase(session, bob)

    assert session.scalars(select(Person.name).order_by(Person.id)).all() == ["Ada", "Bob"]
