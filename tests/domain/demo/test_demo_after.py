"""Groups, visits, mentors and the purse of the demo's editions."""

from random import Random

import pytest
from sqlalchemy import func, select

from offsite.demo import after
from offsite.demo.company import ATTENDEE, PROGRAMME
from offsite.demo.content_after import BOUGHT_NEXT, CIRCLES, PLACES
from offsite.interests.models import InterestGroup
from offsite.mentoring import queries as mentoring
from offsite.mentoring.services import outcome_for
from offsite.purse import queries as purse
from offsite.purse.models import Expense
from offsite.tourism.models import Stay, StayRequest
from tests.domain.demo.test_demo_history import stage

assert stage

HERE = "http://offsite.example"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_attendee_of_a_past_round_got_the_second_choice(session, stage, seed):
    after.look_back(session, stage=stage, base_url=HERE, rng=Random(seed))

    (found,) = mentoring.rounds_of(session, stage.event, with_prepared=False)
    outcome = outcome_for(session, round=found, person_id=stage.people[ATTENDEE].id)
    assert found.state == "published"
    assert outcome.rank == 2
    assert [one.mentor for one in outcome.passed] == [stage.people[PROGRAMME].name]
    left = purse.budget_left(session, stage.event)
    assert 0 < left.amount < left.budget / 10


def test_an_edition_to_come_has_something_on_each_page(session, stage):
    after.look_ahead(session, stage=stage, base_url=HERE, rng=Random(1))

    def count(model):
        return session.scalar(select(func.count()).select_from(model))

    assert count(Expense) == len(BOUGHT_NEXT)
    assert count(InterestGroup) == len(CIRCLES)
    assert count(Stay) == len(PLACES)
    states = set(session.scalars(select(StayRequest.state)))
    assert states == {"asked", "accepted", "declined"}
    (found,) = mentoring.rounds_of(session, stage.event, with_prepared=False)
    assert found.state == "open"
    assert mentoring.count_mentees(session, found) > 1
