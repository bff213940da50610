"""Editions of the demo as rows, made by the services that pages use."""

from random import Random

import pytest
from sqlalchemy import select

from offsite.demo import editions, filling, history, promises, venue
from offsite.demo.casting import cast
from offsite.demo.content_history import TENTH
from offsite.demo.editions import Dates
from offsite.demo.filling import Stage
from offsite.events.models import Membership
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.schedule.evaluation import evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft, Release
from tests.factories import NOON

PEOPLE = 12


@pytest.fixture
def stage(session) -> Stage:
    rolled = cast(PEOPLE, 7)
    people = editions.settle(session, rolled.people, now=NOON)
    dates, days = Dates(NOON), venue.upcoming(NOON)
    event = editions.first_edition(
        session, name="10th", days=days, people=PEOPLE, owner=people[0], dates=dates
    )
    places = rolled.editions[0]
    members = editions.gather(session, event=event, people=people, places=places, now=dates.made)
    return Stage(event, people, members, dates, filling.desk_at("http://offsite.example"))


def test_an_edition_has_rooms_a_grid_for_long_items_and_an_evening(stage):
    starts = [slot.starts_at.astimezone(stage.event.zone) for slot in stage.event.slots]

    assert stage.event.rooms[0].name == venue.MAIN_ROOM
    assert len(stage.event.rooms) == 5
    assert {f"{one:%H:%M}" for one in starts} >= {"08:30", "12:00", "19:00"}
    assert stage.event.is_public


def test_everybody_invented_can_be_played(session, stage):
    everybody = session.scalars(select(Person)).all()

    assert len(everybody) == PEOPLE
    assert all(person.is_demo for person in everybody)
    founders = [person for person in everybody if person.founded_at]
    assert founders == [stage.people[0]]


def test_an_earlier_edition_goes_through_its_year_and_breaks_no_rule(session, stage):
    history.hold_edition(session, stage=stage, programme=TENTH, rng=Random(1))

    states = session.scalars(select(Proposal.state)).all()
    assert states == ["confirmed"] * len(TENTH)
    release = session.scalars(select(Release)).one()
    assert len(release.items) == len(TENTH)
    draft = session.scalars(select(Draft)).one()
    found = evaluate(grid_of(session, stage.event), spots_of(draft.placements))
    assert found.broken == ()


def test_the_next_edition_keeps_the_people_of_the_one_before(session, stage):
    dates = Dates(NOON + venue.YEAR)
    days = venue.upcoming(NOON + venue.YEAR)

    event = editions.next_edition(
        session, source=stage.event, name="11th", days=days, owner=stage.people[0], dates=dates
    )

    there = session.scalars(select(Membership.person_id).filter_by(event_id=event.id)).all()
    assert set(there) == {stage.people[place].id for place in stage.members}
    assert event.slug == "tlm-11"
    assert len(event.slots) == len(stage.event.slots)


def test_workshops_of_the_past_left_promises_and_some_are_still_open(session, stage):
    history.hold_edition(session, stage=stage, programme=TENTH, rng=Random(1))

    left = promises.promise(session, stage=stage, rng=Random(1))

    assert {one.state for one in left} == {"open", "done", "dropped"}
    assert any(one.owner_id is None for one in left)
