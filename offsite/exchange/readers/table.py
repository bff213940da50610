"""A table of sessions, one a row, whatever file it came from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Session
from offsite.exchange.readers import columns as headings_of
from offsite.exchange.readers.gathering import Gathering, number_of
from offsite.exchange.readers.times import (
    parse_clock,
    parse_date,
    parse_minutes,
    parse_moment,
    slashes_begin_with_month,
)
from offsite.exchange.texts import clean, one_line

MAX_ROWS = 20_000
_SURELY_SECONDS = 300
_SEPARATORS = re.compile(r";\s+|\n")
_COMMAS = re.compile(r"[,|]|\s+&\s+")


@dataclass(frozen=True)
class Table:
    """Headings and rows of text; rows may be shorter or longer than the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int = 2


@dataclass(frozen=True)
class _Layout:
    columns: dict[str, int]
    headings: tuple[str, ...]
    month_first: bool | None
    in_seconds: bool
    between_names: re.Pattern[str]

    def cell(self, row: Sequence[str], field: str) -> str:
        column = self.columns.get(field)
        return row[column].strip() if column is not None and column < len(row) else ""


def read(table: Table, gathering: Gathering) -> None:
    """Gather the rows of a table.

    Raises:
        BadInput: no heading looks like a title, the table lists people, or it is too long.
    """
    layout = _layout(table)
    if layout.in_seconds:
        gathering.warn("file", Sentence("The lengths are so large that they were read as seconds."))
    if len(table.rows) > MAX_ROWS:
        raise BadInput(Sentence("The table has more than %(most)s rows.", most=MAX_ROWS))
    for number, row in enumerate(table.rows, start=table.first_line):
        if any(cell.strip() for cell in row):
            _add_row(row, f"row {number}", layout, gathering)


def is_programme(headings: Sequence[str]) -> bool:
    return headings_of.names_sessions(headings, headings_of.guess(headings))


def _layout(table: Table) -> _Layout:
    columns = headings_of.guess(table.headings)
    if headings_of.is_list_of_people(table.headings, columns):
        raise BadInput("This looks like a list of people, not of sessions.")
    if len(table.headings) < 2:
        raise BadInput("The file is of no kind we know: it is text without columns.")
    if not headings_of.names_sessions(table.headings, columns):
        shown = ", ".join(one_line(heading)[:30] for heading in table.headings[:12])
        raise BadInput(
            Sentence("No column looks like a title; the first row says: %(shown)s.", shown=shown)
        )
    dated = [columns[field] for field in ("start", "start_day", "end") if field in columns]
    texts = [row[column] for row in table.rows for column in dated if column < len(row)]
    return _Layout(
        columns,
        table.headings,
        slashes_begin_with_month(texts),
        _in_seconds(table, columns),
        _between_names(table, columns),
    )


def _between_names(table: Table, columns: dict[str, int]) -> re.Pattern[str]:
    """What separates the names in the column of speakers.

    Commas do where the heading says “speakers” and no cell uses semicolons; a heading that
    says “speaker” may hold “Smith, John”.
    """
    column = columns.get("speakers")
    if column is None or not headings_of.names_several(table.headings[column]):
        return _SEPARATORS
    cells = (row[column] for row in table.rows if column < len(row))
    return _SEPARATORS if any(_SEPARATORS.search(cell.strip()) for cell in cells) else _COMMAS


def _in_seconds(table: Table, columns: dict[str, int]) -> bool:
    """Whether the lengths are plain numbers, whole minutes, and none under five hours."""
    column = columns.get("minutes")
    cells = [row[column].strip() for row in table.rows if column is not None and column < len(row)]
    lengths = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 7]
    whole = len(lengths) == sum(map(bool, cells)) and all(length % 60 == 0 for length in lengths)
    return bool(lengths) and whole and min(lengths) >= _SURELY_SECONDS


def _add_row(row: Sequence[str], where: str, layout: _Layout, gathering: Gathering) -> None:
    if len(row) > len(layout.headings) and any(
        cell.strip() for cell in row[len(layout.headings) :]
    ):
        gathering.warn(where, Sentence("The row has more cells than there are headings."))
    start = _moment(row, "start", where, layout, gathering)
    key = layout.cell(row, "key")
    gathering.session(
        Session(
            key=key,
            title=layout.cell(row, "title"),
            guid=layout.cell(row, "guid") or None,
            code=key or None,
            number=number_of(key),
            subtitle=one_line(layout.cell(row, "subtitle")),
            abstract=clean(layout.cell(row, "abstract")),
            description=clean(layout.cell(row, "description")),
            room=gathering.room(
                layout.cell(row, "room"), capacity=number_of(layout.cell(row, "capacity"))
            ),
            starts_at=start,
            minutes=_minutes(row, start, where, layout, gathering),
            track=gathering.track(layout.cell(row, "track")),
            kind=one_line(layout.cell(row, "kind")),
            language=one_line(layout.cell(row, "language")),
            people=gathering.people(_names(row, layout)),
            url=layout.cell(row, "url") or None,
            state=layout.cell(row, "state").lower(),
        ),
        where,
    )


def _names(row: Sequence[str], layout: _Layout) -> Iterator[str]:
    names = layout.between_names.split(layout.cell(row, "speakers"))
    return (name.strip() for name in names)


def _minutes(
    row: Sequence[str],
    start: datetime | None,
    where: str,
    layout: _Layout,
    gathering: Gathering,
) -> int | None:
    text = layout.cell(row, "minutes")
    if text:
        minutes = parse_minutes(text)
        if minutes is None:
            gathering.warn(
                where, Sentence("The length “%(text)s” cannot be read.", text=one_line(text)[:40])
            )
        return minutes // 60 if minutes and layout.in_seconds else minutes
    end = _moment(row, "end", where, layout, gathering, day=start)
    if start is None or end is None:
        return None
    return (end - start) // timedelta(minutes=1)


def _moment(
    row: Sequence[str],
    edge: str,
    where: str,
    layout: _Layout,
    gathering: Gathering,
    *,
    day: datetime | None = None,
) -> datetime | None:
    """The start or end of a row: one cell with both, or a date and a time of day.

    An end that has only a time of day is on the day of the start, or the next one if it
    would be before the start.
    """
    texts = [layout.cell(row, field) for field in (edge, f"{edge}_day", f"{edge}_clock")]
    shown = " ".join(text for text in texts if text)
    if not shown:
        return None
    for text in texts:
        if moment := parse_moment(text, month_first=layout.month_first):
            return gathering.aware(moment, where, shown)
    clock = next((clock for text in texts if (clock := parse_clock(text))), None)
    on = _first_date(texts, layout) or (day.date() if day else None)
    if clock is None or on is None:
        gathering.warn(
            where, Sentence("The time “%(value)s” cannot be read.", value=one_line(shown)[:40])
        )
        return None
    moment = gathering.aware(datetime.combine(on, clock), where, shown)
    if day and moment and moment < day and _first_date(texts, layout) is None:
        return moment + timedelta(days=1)
    return moment


def _first_date(texts: Sequence[str], layout: _Layout) -> date | None:
    dates = (parse_date(text, month_first=layout.month_first) for text in texts)
    return next((found for found in dates if found), None)
