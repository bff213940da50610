"""Two presses at the same moment, on both databases."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from offsite.events.models import Event, Membership
from offsite.orm import WRITES, Base
from offsite.proposals.models import Comment, MeToo, Proposal, ProposalVote, Wanted
from offsite.proposals.services import comments, voting, wanted, writing
from offsite.proposals.services.content import Content
from tests.factories import (
    NOON,
    make_event,
    make_format,
    make_member,
    make_person,
    make_proposal,
)


@pytest.fixture
def saved(engine):
    """Ids of committed rows; everything goes after the test."""
    with Session(engine) as session:
        event = make_event(session, call_opens_at=NOON, voting_opens_at=NOON)
        member = make_member(session, event)
        proposal = make_proposal(session, event)
        topic = Wanted(
            event_id=event.id,
            title="Ladders",
            person_id=make_person(session).id,
            created_at=NOON,
        )
        session.add(topic)
        session.flush()
        ids = SimpleNamespace(
            event=event.id,
            member=member.id,
            person=member.person_id,
            proposal=proposal.id,
            format=make_format(session, event).id,
            topic=topic.id,
        )
        session.commit()
    yield ids
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


def press_twice(engine, act):
    """``act(session, press)`` in two transactions that begin together; their faults."""
    together = threading.Barrier(2)
    faults = []

    def press(number):
        try:
            with Session(engine.execution_options(**{WRITES: True})) as session:
                together.wait()
                act(session, number)
                session.commit()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=press, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def count(engine, model):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_two_votes_at_once_are_one_vote(engine, saved):
    def vote(session, number):
        voting.cast_vote(
            session,
            proposal=session.get(Proposal, saved.proposal),
            member=session.get(Membership, saved.member),
            choice=("must", "would")[number],
            now=NOON,
        )

    assert press_twice(engine, vote) == []
    assert count(engine, ProposalVote) == 1


def test_one_form_sent_twice_at_once_is_one_proposal(engine, saved):
    def propose(session, number):
        writing.propose(
            session,
            event=session.get(Event, saved.event),
            author=session.get(Membership, saved.member),
            content=Content("Once", saved.format),
            now=NOON + timedelta(seconds=1),
            form_key="c0ffee00-0000-4000-8000-000000000000",
        )

    assert press_twice(engine, propose) == []
    assert count(engine, Proposal) == 2  # this one, and the one that was there


def test_two_comments_at_once_are_one_comment(engine, saved):
    def say(session, number):
        comments.add_comment(
            session,
            proposal=session.get(Proposal, saved.proposal),
            person_id=saved.person,
            body="Yes please",
            now=NOON,
        )

    assert press_twice(engine, say) == []
    assert count(engine, Comment) == 1


def test_two_me_toos_at_once_are_one(engine, saved):
    def me_too(session, number):
        wanted.say_me_too(
            session,
            wanted=session.get(Wanted, saved.topic),
            person_id=saved.person,
            now=NOON,
        )

    assert press_twice(engine, me_too) == []
    assert count(engine, MeToo) == 1
