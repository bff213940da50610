"""A day as a table of rooms and times, and as a list; from values only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby, pairwise
from typing import Generic, Protocol, TypeVar


class Timed(Protocol):
    """Something with a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Placed(Timed, Protocol):
    """Something that stands in a room, named by it; an empty name is no room."""

    @property
    def room(self) -> str: ...


Item = TypeVar("Item", bound=Placed)


@dataclass(frozen=True)
class Pause:
    """A break or a blocker; without a room it holds for all of them."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str | None = None


@dataclass(frozen=True)
class Cell(Generic[Item]):
    """One cell: an item, a pause's label, or free."""

    item: Item | None = None
    label: str = ""
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Row(Generic[Item]):
    """One stretch of time; a cell is None where another one covers it."""

    starts_at: datetime
    ends_at: datetime
    cells: tuple[Cell[Item] | None, ...]


@dataclass(frozen=True)
class Day(Generic[Item]):
    """One local date.  ``columns`` are room names; a room in which items overlap has two."""

    date: date
    columns: tuple[str, ...]
    rows: tuple[Row[Item], ...]
    items: tuple[Item, ...]
    pauses: tuple[Pause, ...]

    def by_start(self) -> list[tuple[datetime, list[Item | Pause]]]:
        """What begins when: items and pauses together, by time.

        The same pause in several rooms is one line that names them all.
        """
        everything: list[Item | Pause] = sorted(
            [*self.items, *_merged(self.pauses)],
            key=lambda one: (one.starts_at, isinstance(one, Pause)),
        )
        return [
            (start, list(group)) for start, group in groupby(everything, lambda one: one.starts_at)
        ]


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    rooms: dict[tuple[str, datetime, datetime], list[str]] = defaultdict(list)
    for one in pauses:
        rooms[one.title, one.starts_at, one.ends_at] += [one.room] if one.room else []
    return [Pause(*key, room=", ".join(names) or None) for key, names in rooms.items()]


def days_of(
    items: Iterable[Item],
    *,
    rooms: Sequence[str],
    zone: tzinfo,
    pauses: Sequence[Pause] = (),
    slots: Sequence[Timed] = (),
) -> list[Day[Item]]:
    """Every local date on which something is, in order.

    ``rooms`` become columns from left to right even when empty; ``slots`` become rows.
    Something that goes past midnight belongs to the day on which it begins.
    """
    per_day: dict[date, list[Item]] = defaultdict(list)
    for item in items:
        per_day[_date(item, zone)].append(item)
    dates = set(per_day) | {_date(one, zone) for one in slots}
    return [
        _day(
            on,
            sorted(per_day[on], key=lambda one: (one.starts_at, one.ends_at)),
            rooms,
            [one for one in pauses if _date(one, zone) == on],
            [one for one in slots if _date(one, zone) == on],
        )
        for on in sorted(dates)
    ]


def _date(one: Timed, zone: tzinfo) -> date:
    return one.starts_at.astimezone(zone).date()


def _day(
    on: date,
    items: list[Item],
    rooms: Sequence[str],
    pauses: list[Pause],
    slots: list[Timed],
) -> Day[Item]:
    lanes = _lanes(items, rooms)
    spans = _spans([*items, *pauses, *slots])
    return Day(
        date=on,
        columns=tuple(room for room, _items in lanes),
        rows=_rows(lanes, pauses, spans),
        items=tuple(items),
        pauses=tuple(pauses),
    )


Lane = tuple[str, list[Item]]
Span = tuple[datetime, datetime]


def _lanes(items: Sequence[Item], rooms: Sequence[str]) -> list[Lane[Item]]:
    """Columns in which nothing overlaps: a crowded room gets as many as it needs."""
    names = [*rooms, *sorted({item.room for item in items} - set(rooms))]
    lanes: list[Lane[Item]] = []
    for name in names:
        mine: list[list[Item]] = [[]]
        for item in items:
            if item.room == name:
                free = next(
                    (one for one in mine if not one or one[-1].ends_at <= item.starts_at), None
                )
                if free is None:
                    mine.append([item])
                else:
                    free.append(item)
        lanes.extend((name, lane) for lane in mine)
    return lanes


def _spans(everything: Sequence[Timed]) -> list[Span]:
    """Time cut at every beginning and end, without what nothing covers."""
    bounds = sorted({one.starts_at for one in everything} | {one.ends_at for one in everything})
    return [
        (start, end)
        for start, end in pairwise(bounds)
        if any(one.starts_at <= start and end <= one.ends_at for one in everything)
    ]


def _rows(
    lanes: Sequence[Lane[Item]], pauses: Sequence[Pause], spans: Sequence[Span]
) -> tuple[Row[Item], ...]:
    free: Cell[Item] = Cell()
    table: list[list[Cell[Item] | None]] = [[free] * len(lanes) for _ in spans]
    for column, (_room, items) in enumerate(lanes):
        for item in items:
            _fill(table, _within(item, spans), [column], Cell(item=item))
    for pause in pauses:
        _fill_pause(table, lanes, pause, _within(pause, spans), free)
    return tuple(
        Row(start, end, tuple(cells)) for (start, end), cells in zip(spans, table, strict=True)
    )


def _within(one: Timed, spans: Sequence[Span]) -> list[int]:
    return [
        n for n, (start, end) in enumerate(spans) if one.starts_at <= start and end <= one.ends_at
    ]


def _fill(
    table: list[list[Cell[Item] | None]],
    rows: Sequence[int],
    columns: Sequence[int],
    cell: Cell[Item],
) -> None:
    """Let ``cell`` cover the rectangle; its spans are set here."""
    for row in rows:
        for column in columns:
            table[row][column] = None
    table[rows[0]][columns[0]] = Cell(cell.item, cell.label, len(rows), len(columns))


def _fill_pause(
    table: list[list[Cell[Item] | None]],
    lanes: Sequence[Lane[Item]],
    pause: Pause,
    rows: Sequence[int],
    free: Cell[Item],
) -> None:
    columns = [n for n, (room, _) in enumerate(lanes) if pause.room in (None, room)]
    if not columns:
        return
    whole = pause.room is None and all(table[r][c] is free for r in rows for c in columns)
    if whole:
        _fill(table, rows, columns, Cell(label=pause.title))
        return
    for column in columns:
        for run in _runs([row for row in rows if table[row][column] is free]):
            _fill(table, run, [column], Cell(label=pause.title))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers that follow each other, together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def clusters_of(items: Iterable[Item]) -> list[list[Item]]:
    """Items in groups that touch nobody outside: each overlaps another of its group."""
    clusters: list[list[Item]] = []
    until: datetime | None = None
    for item in sorted(items, key=lambda one: (one.starts_at, one.ends_at)):
        if until is None or item.starts_at >= until:
            clusters.append([])
            until = item.ends_at
        clusters[-1].append(item)
        until = max(until, item.ends_at)
    return clusters
