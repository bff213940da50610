from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from offsite.schedule.timetable import Pause, clusters_of, days_of

NINE = datetime(2026, 10, 1, 7, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True)
class Item:
    name: str
    starts_at: datetime
    ends_at: datetime
    room: str = "A"


def item(name, start=0, end=45, room="A"):
    """From and until so many minutes after nine."""
    return Item(name, NINE + timedelta(minutes=start), NINE + timedelta(minutes=end), room)


def pause(title, start, end, room=None):
    return Pause(title, NINE + timedelta(minutes=start), NINE + timedelta(minutes=end), room)


def drawn(items, rooms=("A", "B"), **values):
    """Each row as text: a name, its spans when above one, "." free, "-" covered."""
    (day,) = days_of(items, rooms=rooms, zone=ZONE, **values)
    return [[text_of(cell) for cell in row.cells] for row in day.rows]


def text_of(cell):
    if cell is None:
        return "-"
    text = cell.item.name if cell.item else cell.label or "."
    spans = (cell.rowspan, cell.colspan)
    return text if spans == (1, 1) else f"{text}{spans[0]}x{spans[1]}"


def test_items_stand_in_the_column_of_their_room():
    assert drawn([item("x"), item("y", room="B")]) == [["x", "y"]]


def test_a_long_item_covers_the_rows_of_shorter_ones_beside_it():
    assert drawn([item("long", 0, 90), item("x", 0, 45, "B"), item("y", 45, 90, "B")]) == [
        ["long2x1", "x"],
        ["-", "y"],
    ]


def test_a_break_without_a_room_is_one_wide_cell():
    assert drawn([item("x"), item("y", 60, 90)], pauses=[pause("Tea", 45, 60)]) == [
        ["x", "."],
        ["Tea1x2", "-"],
        ["y", "."],
    ]


def test_a_break_beside_an_item_fills_only_what_is_free():
    assert drawn([item("x", 0, 60)], pauses=[pause("Tea", 45, 60)]) == [
        ["x2x1", "."],
        ["-", "Tea"],
    ]


def test_a_blocker_of_one_room_stands_in_its_column():
    assert drawn([item("x", room="B")], pauses=[pause("Locked", 0, 45, "A")]) == [["Locked", "x"]]


def test_a_blocker_of_a_room_that_is_not_shown_is_left_out():
    assert drawn([item("x")], rooms=["A"], pauses=[pause("Locked", 0, 45, "Z")]) == [["x"]]


def test_two_items_in_one_room_at_once_get_a_column_each():
    (day,) = days_of([item("x"), item("y", 20, 60)], rooms=["A"], zone=ZONE)

    assert day.columns == ("A", "A")
    assert [[text_of(cell) for cell in row.cells] for row in day.rows] == [
        ["x2x1", "."],
        ["-", "y2x1"],
        [".", "-"],
    ]


def test_an_item_in_a_room_that_is_gone_gets_a_column_at_the_end():
    (day,) = days_of([item("x", room="Old")], rooms=["A"], zone=ZONE)

    assert day.columns == ("A", "Old")


def test_time_that_nothing_covers_has_no_row():
    assert len(drawn([item("x"), item("y", 200, 245)])) == 2


def test_slots_make_rows_also_where_nothing_stands():
    assert drawn([], slots=[item("slot 1"), item("slot 2", 45, 90)]) == [[".", "."], [".", "."]]


def test_days_are_those_of_the_zone():
    late = Item("x", NINE + timedelta(hours=14), NINE + timedelta(hours=16))  # 23:00 to 01:00
    (first, second) = days_of([late, item("y", 16 * 60, 17 * 60)], rooms=["A"], zone=ZONE)

    assert [len(first.items), len(second.items)] == [1, 1]


def test_items_that_overlap_in_a_chain_are_one_cluster():
    found = clusters_of(
        [item("a", 0, 60), item("b", 45, 90), item("c", 80, 120), item("d", 120, 130)]
    )

    assert [[one.name for one in group] for group in found] == [["a", "b", "c"], ["d"]]


def test_the_list_names_the_rooms_of_one_pause_in_one_line():
    lunch = [pause("Lunch", 60, 90, room) for room in ("A", "B")]
    (day,) = days_of(
        [item("x")], rooms=("A", "B"), zone=ZONE, pauses=[*lunch, pause("Tea", 60, 90)]
    )

    listed = [(one.title, one.room) for _start, found in day.by_start()[1:] for one in found]

    assert listed == [("Lunch", "A, B"), ("Tea", None)]
