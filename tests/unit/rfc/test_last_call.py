"""Three working days by the event's clock, and differences between wordings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.rfc.rules import difference, last_call_end

WARSAW = ZoneInfo("Europe/Warsaw")


def at(text, zone=WARSAW):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-05T10:00", "2026-10-08T10:00"),  # Monday to Thursday
        ("2026-10-07T10:00", "2026-10-12T10:00"),  # Wednesday: the weekend does not count
        ("2026-10-09T18:30", "2026-10-14T18:30"),  # Friday evening
        ("2026-10-10T10:00", "2026-10-15T00:00"),  # Saturday: from Monday's first minute
        ("2026-10-11T23:59", "2026-10-15T00:00"),
        ("2026-10-22T09:00", "2026-10-27T09:00"),  # over the end of summer time: same wall clock
        ("2026-03-26T09:00", "2026-03-31T09:00"),
    ],
)
def test_three_working_days_by_the_wall_clock(start, end):
    assert last_call_end(at(start), WARSAW) == at(end)


def test_the_zone_of_the_event_decides_what_a_weekend_is():
    friday_evening_in_utc = datetime(2026, 10, 9, 22, 0, tzinfo=UTC)
    auckland = ZoneInfo("Pacific/Auckland")

    assert last_call_end(friday_evening_in_utc, auckland) == at("2026-10-15T00:00", auckland)


@given(st.integers(0, 366 * 24 * 60))
def test_it_never_ends_on_a_weekend_and_lasts_three_to_five_days(minutes):
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    end = last_call_end(start, WARSAW)
    days = (end - start).total_seconds() / 86_400

    assert 2.9 < days < 5.1
    assert end.astimezone(WARSAW).weekday() < 5


@given(st.text(), st.text())
def test_a_difference_gives_both_wordings_back(before, after):
    pieces = difference(before, after)

    def joined(*kinds):
        return "".join(piece.text for piece in pieces if piece.kind in kinds)

    assert joined("same", "new") == after.replace("\r\n", "\n")
    assert joined("same", "gone").split() == before.split()


def test_what_changed_is_said_word_by_word():
    pieces = difference("We meet every Monday.", "We meet every second Monday.")

    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("new", "second ")
    ]
