from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from offsite.people.models import Person
from tests.factories import NOON, make_person


def test_an_instant_comes_back_aware_and_in_utc(session):
    person = make_person(session, created_at=NOON.astimezone(timezone(timedelta(hours=9))))
    session.expire(person)

    assert person.created_at == NOON
    assert person.created_at.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(session):
    with pytest.raises(StatementError, match="has no time zone"):
        make_person(session, created_at=datetime(2026, 9, 1, 12, 0))  # noqa: DTZ001

    session.rollback()
    assert session.query(Person).count() == 0
