from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from offsite.schedule.rules import SlotPeriod, changes_between, length_in_slots

NINE = datetime(2026, 10, 1, 9, tzinfo=UTC)


def periods(*minutes_from_nine: tuple[int, int]) -> list[SlotPeriod]:
    return [
        SlotPeriod(number, NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))
        for number, (start, end) in enumerate(minutes_from_nine, 1)
    ]


def test_an_item_of_one_slot_may_start_anywhere():
    assert length_in_slots(periods((0, 45), (45, 90)), 45) == (1, None)


def test_a_long_item_takes_touching_slots_and_cannot_start_in_the_last():
    assert length_in_slots(periods((0, 45), (45, 90), (120, 165)), 90) == (2, frozenset({1}))


def test_on_an_uneven_grid_only_starts_that_last_long_enough_are_allowed():
    assert length_in_slots(periods((0, 30), (60, 120)), 60) == (1, frozenset({2}))


def test_an_item_that_fits_nowhere_keeps_the_length_it_would_need():
    assert length_in_slots(periods((0, 45)), 100) == (3, None)


@dataclass
class Item:
    uid: str
    title: str = "Talk"
    room_guid: str = "a"
    room_name: str = "Aula"
    starts_at: datetime = NINE
    ends_at: datetime = NINE + timedelta(minutes=45)
    sequence: int = 0
    changed_at: datetime = NINE
    canceled_at: datetime | None = None


def test_a_room_only_move_is_one_change():
    old, new = Item("1"), Item("1", room_guid="b")

    changes = changes_between([old], [new])

    assert (changes.new, changes.canceled) == ((), ())
    assert [(move.old, move.new) for move in changes.moved] == [(old, new)]


def test_a_corrected_title_is_no_change_of_the_schedule():
    assert not changes_between([Item("1")], [Item("1", title="Talk!")])


def test_an_item_is_new_moved_or_canceled_and_only_one_of_them():
    stays, moves, goes, comes = Item("1"), Item("2"), Item("3"), Item("4")
    later = replace(moves, starts_at=NINE + timedelta(hours=1), ends_at=NINE + timedelta(hours=2))

    changes = changes_between([stays, moves, goes], [stays, later, comes])

    assert [item.uid for item in changes.new] == ["4"]
    assert [move.new.uid for move in changes.moved] == ["2"]
    assert [item.uid for item in changes.canceled] == ["3"]


def test_an_item_that_comes_back_after_its_cancellation_is_new():
    gone = Item("1", canceled_at=NINE)

    changes = changes_between([gone], [Item("1")])

    assert [item.uid for item in changes.new] == ["1"]
    assert changes.canceled == ()
