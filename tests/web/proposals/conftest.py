"""An event with a call, in which Ada organizes and Bob is a member; Cleo is outside."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from offsite.policy import Role
from offsite.proposals.models import Proposal
from tests.factories import (
    make_event,
    make_format,
    make_member,
    make_person,
    make_proposal,
)

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


TOMORROW = datetime.now(UTC) + timedelta(days=1)


class House:
    """An event with an open call, Ada who organizes and Bob who is a member."""

    def __init__(self, session, **values):
        dates = {"call_opens_at": YESTERDAY, "call_closes_at": TOMORROW}
        self.event = make_event(session, slug="tlm", **{**dates, **values})
        self.format = make_format(session, self.event, name="Presentation")
        self.ada = make_person(session, "Ada")
        self.bob = make_person(session, "Bob")
        self.cleo = make_person(session, "Cleo")
        self.ada_member = make_member(session, self.event, self.ada, Role.ORGANIZER)
        self.bob_member = make_member(session, self.event, self.bob)

    def proposal(self, session, *hosts, **values):
        return make_proposal(
            session, self.event, *(hosts or (self.ada,)), **{"format": self.format, **values}
        )


@pytest.fixture
def house(rows):
    with rows() as session:
        return House(session)


@pytest.fixture
def voting(rows):
    with rows() as session:
        return House(session, voting_opens_at=YESTERDAY, voting_closes_at=TOMORROW)


@pytest.fixture
def closed(rows):
    with rows() as session:
        return House(
            session,
            voting_opens_at=YESTERDAY - timedelta(days=1),
            voting_closes_at=YESTERDAY,
            call_closes_at=YESTERDAY + timedelta(hours=1),
        )


def proposals_in(rows):
    with rows() as session:
        return session.scalars(select(Proposal).order_by(Proposal.id)).all()
