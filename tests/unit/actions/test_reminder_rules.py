"""When a reminder is due, from values alone."""

from datetime import date, timedelta

import pytest

from offsite.actions.rules import reminder_due, usual_due_date
from tests.factories import NOON


@pytest.mark.parametrize(
    ("weeks", "reminded", "due"),
    [
        (0, 0, None),
        (1.99, 0, None),
        (2, 0, 2),
        (2.5, 2, None),
        (3.9, 0, 2),
        (4, 0, None),
        (6, 2, 6),
        (6, 0, 6),
        (7, 6, None),
        (12, 6, 12),
        (13.9, 0, 12),
        (14, 0, None),
        (60, 12, None),
    ],
)
def test_a_reminder_is_due_once_and_not_long_after(weeks, reminded, due):
    assert reminder_due(NOON, NOON + timedelta(weeks=weeks), reminded) == due


def test_the_usual_day_is_six_weeks_after_the_event_or_from_today():
    last = date(2026, 10, 2)

    assert usual_due_date(last, date(2026, 9, 1)) == date(2026, 11, 13)
    assert usual_due_date(last, date(2026, 12, 1)) == date(2027, 1, 12)
