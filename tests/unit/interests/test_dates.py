"""Days of a group that meets again and again."""

from datetime import UTC, date, datetime, time

import pytest

from offsite.interests.rules import at, days_from

FIRST = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("every", "second"),
    [
        ("week", date(2026, 10, 27)),
        ("fortnight", date(2026, 11, 3)),
        ("month", date(2026, 11, 20)),
    ],
)
def test_the_second_day(every, second):
    assert list(days_from(FIRST, every, 2)) == [FIRST, second]


def test_once_is_once_however_many_were_asked_for():
    assert list(days_from(FIRST, "once", 6)) == [FIRST]


def test_a_short_month_has_its_last_day_and_the_next_one_the_wanted_day():
    found = days_from(date(2026, 12, 31), "month", 4)

    assert [one.day for one in found] == [31, 31, 28, 31]


def test_the_hour_on_the_wall_stays_when_the_clock_changes():
    before, after = (at(day, time(9), "Europe/Warsaw") for day in days_from(FIRST, "week", 2))

    assert before == datetime(2026, 10, 20, 7, tzinfo=UTC)
    assert after == datetime(2026, 10, 27, 8, tzinfo=UTC)
