"""What is private vanishes thirty days after the event; that people met does not."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import String, Text, inspect, select

from offsite.mixing import drawing, network, publishing
from offsite.mixing.cards import cards_of
from offsite.mixing.models import Apart, Group, Meeting, Mix, Need, PublishedMix
from offsite.mixing.retention import KEPT, forget
from offsite.orm import Base
from offsite.outbox.desk import Desk
from tests import mixers
from tests.factories import MORNING, NOON, make_event

DESK = Desk("https://x.example", lambda template, locale: template)
CANARY = "canary"


@pytest.fixture
def over(session):
    """An event whose people said everything with a canary in it, mixed and published."""
    event = make_event(session)
    people = mixers.make_people(session, event, 4)
    mixers.say(
        session,
        people[0],
        apart=[people[3].person.name],
        pool=mixers.SHARED,
        access=CANARY,
        diet=CANARY,
        contact=CANARY,
        journey="drive",
        leaves_from=CANARY,
        leaves_at=MORNING,
        car_seats=3,
        meeting_point=CANARY,
    )
    mixers.ride(session, people[1], town=CANARY)
    drawing.draw_cars(session, event=event, details=drawing.Details("There"), now=NOON)
    mixers.draw_dinner(session, event, size=2)
    mix = mixers.mix(session, event)
    publishing.publish(
        session,
        mix=mix,
        note="",
        seen_version=mix.version,
        acknowledged=None,
        actor=mixers.NOBODY,
        now=NOON,
    )
    return event, people


def after(event, days):
    midnight = datetime.combine(event.ends_on + timedelta(days=1), time(), event.zone)
    return midnight + timedelta(days=days)


def canaries(session):
    """Tables in which the word still stands, whatever column it is in."""
    session.flush()
    found = set()
    for mapper in Base.registry.mappers:
        for column in inspect(mapper.class_).columns:
            if isinstance(column.type, (String, Text)):
                rows = session.scalars(select(column).where(column.contains(CANARY)))
                found |= {mapper.class_.__tablename__ for _row in rows}
    return found


def count(session, model):
    return len(session.scalars(select(model)).all())


def test_everything_stays_until_thirty_days_are_over(session, over):
    event, people = over

    forgotten = forget(session, DESK, after(event, KEPT.days) - timedelta(minutes=1))

    assert forgotten == 0
    assert canaries(session) >= {"need", "mix_group", "published_group"}
    assert count(session, Apart) == 1
    assert cards_of(session, event, person_id=people[0].person_id)


def test_then_no_canary_is_left_and_who_met_whom_is(session, over):
    event, people = over
    met = count(session, Meeting)

    forgotten = forget(session, DESK, after(event, KEPT.days))

    assert forgotten == 1
    assert canaries(session) == set()
    assert [count(session, model) for model in (Need, Apart, Mix, PublishedMix)] == [0, 0, 0, 0]
    assert session.scalars(select(Group).where(Group.driver_id.is_not(None))).all() == []
    assert count(session, Meeting) == met == 3
    assert len(network.network_of(session, event).now) == 3
    assert cards_of(session, event, person_id=people[0].person_id) == []


def test_to_forget_twice_does_nothing(session, over):
    event, _people = over
    forget(session, DESK, after(event, KEPT.days))

    assert forget(session, DESK, after(event, KEPT.days + 1)) == 0


def test_other_events_keep_theirs(session, over):
    event, _people = over
    days = timedelta(days=90)
    other = make_event(session, starts_on=event.starts_on + days, ends_on=event.ends_on + days)
    member = mixers.make_people(session, other, 1)[0]
    mixers.say(session, member, pool=mixers.SHARED)

    forget(session, DESK, after(event, KEPT.days))

    assert count(session, Need) == 1
