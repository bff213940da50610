"""What is said of now, from values only."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from offsite.schedule.now import Change, canceled_today, changes_of_today, minutes_until, rooms_now

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def item(uid="a", *, at=0, minutes=45, room="Aula", canceled_at=None):
    starts_at = NOW + timedelta(minutes=at)
    return SimpleNamespace(
        uid=uid,
        title=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        room_name=room,
        room_guid=room,
        room_position=0,
        canceled_at=canceled_at,
    )


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, None), (-60, None), (1, 1), (60, 1), (61, 2), (900, 15), (901, None)]
)
def test_minutes_are_said_while_they_are_few(seconds, said):
    assert minutes_until(NOW + timedelta(seconds=seconds), now=NOW) == said


def test_what_began_yesterday_and_runs_is_on():
    late = item(at=-60, minutes=180)
    midnight = datetime(2026, 10, 2, 0, 0, tzinfo=UTC)
    late.starts_at, late.ends_at = midnight - timedelta(hours=1), midnight + timedelta(hours=1)

    (room,) = rooms_now([late], now=midnight + timedelta(minutes=5), zone=UTC)

    assert room.now is late


def test_another_room_and_another_time_are_changes():
    before = {"a": item("a", room="Cellar"), "b": item("b", at=30), "c": item("c")}

    found = changes_of_today([item("a"), item("b"), item("c")], before, now=NOW, zone=UTC)

    assert found == {
        "a": Change(room="Cellar"),
        "b": Change(starts_at=NOW + timedelta(minutes=30)),
    }


def test_what_is_new_or_canceled_or_of_another_day_is_no_change():
    before = {"a": item("a", room="Cellar", canceled_at=NOW), "far": item("far", room="Cellar")}
    far = item("far", at=60 * 24 * 3)

    assert changes_of_today([item("a"), item("new"), far], before, now=NOW, zone=UTC) == {}


def test_what_was_canceled_today_is_told_until_it_would_be_over():
    gone = item("gone", at=10, canceled_at=NOW)
    over = item("over", at=-60, canceled_at=NOW)

    assert canceled_today([item(), over, gone], now=NOW, zone=UTC) == [gone]
