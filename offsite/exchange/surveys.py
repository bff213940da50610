"""Answers to a survey that was held elsewhere: a table with one row a person, as counts.

What each column holds is guessed from its heading and its values; a person says what is
right before anything is counted.  The rows themselves are never kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from offsite.errors import BadInput, Sentence
from offsite.exchange import intake
from offsite.exchange.readers import delimited, xlsx
from offsite.exchange.readers.table import Table
from offsite.polls.services.past import Counted

KINDS = ("skip", "subject", "rating", "choice", "option", "text")
MAX_COLUMNS, MAX_ROWS = 400, 20_000
MOST_CHOICES = 15
HIGHEST_RATING = 11
PRIVATE = re.compile(r"\b(e-?mail|mail|ip|respondent|collector|user|id)\b", re.IGNORECASE)
WHEN = re.compile(r"\b(date|time|timestamp|started|submitted|completed)\b", re.IGNORECASE)
WHOM = re.compile(r"(session|talk|title|speaker|presenter|workshop)", re.IGNORECASE)
PERSON = re.compile(r"name\b", re.IGNORECASE)
SEATS = re.compile(r"(capacity|seats|places)", re.IGNORECASE)
RATED = re.compile(r"^(\d{1,2})(?:\s*[:.–-]\s+.*|\s*[:.]\s*.*)?$", re.DOTALL)
TICKED = frozenset({"1", "x", "yes", "true", "y"})
UNNAMED = frozenset({"", "response", "open-ended response"})


@dataclass(frozen=True)
class Column:
    """One column: ``group`` is the question that several columns share, ``kind`` the guess."""

    number: int
    group: str
    label: str
    kind: str
    filled: int
    samples: tuple[str, ...]

    @property
    def title(self) -> str:
        if not self.group:
            return self.label
        return self.group if self.label.casefold() in UNNAMED else f"{self.group}: {self.label}"


@dataclass(frozen=True)
class Detail:
    """What another sheet says of a subject: its name for people, and the seats of its room."""

    name: str
    seats: int | None


@dataclass(frozen=True)
class Survey:
    """A table of answers, and what other sheets say of its subjects by their names."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    details: Mapping[str, Detail]


def read_survey(content: bytes) -> Survey:
    """The survey in a CSV file or a workbook; of several sheets the one with most rows.

    Raises:
        BadInput: it is no table, empty, or too large.
    """
    tables = _tables(content)
    main = max(tables, key=lambda one: len(one.rows))
    if not main.rows:
        raise BadInput("The table has headings and no answers.")
    if len(main.rows) > MAX_ROWS or len(main.headings) > MAX_COLUMNS:
        raise BadInput(
            Sentence(
                "A survey may have %(rows)s rows and %(columns)s columns.",
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
            )
        )
    columns, rows = _columns(main)
    others = [one for one in tables if one is not main]
    return Survey(columns, rows, _details(columns, others))


def _tables(content: bytes) -> list[Table]:
    if content.startswith(b"PK"):
        return xlsx.tables(content)
    text, _doubt = intake.decode(content)
    return [delimited.parse(text)]


def _columns(table: Table) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    width = len(table.headings)
    rows = [_padded(row, width) for row in table.rows]
    groups, labels = [""] * width, [one.strip() for one in table.headings]
    if rows and _has_second_heading(labels, rows[0]):
        groups, labels = _carried(labels), list(rows.pop(0))
    has_ratings = any(_is_rating(_values(rows, number)) for number in range(width))
    columns = tuple(
        _column(number, groups[number], labels[number], _values(rows, number), has_ratings)
        for number in range(width)
    )
    return columns, tuple(rows)


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    cells = [cell.strip() for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _has_second_heading(headings: Sequence[str], first: Sequence[str]) -> bool:
    """Survey tools write the question once and its options below, so headings have gaps."""
    gaps = [number for number, one in enumerate(headings) if not one]
    filled = sum(bool(first[number]) for number in gaps)
    return len(gaps) >= 2 and 2 * filled > len(gaps)


def _carried(headings: Sequence[str]) -> list[str]:
    """Each column under the last heading that was written."""
    found, last = [], ""
    for one in headings:
        last = one or last
        found.append(last)
    return found


def _values(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    return [row[number] for row in rows if row[number]]


def _column(
    number: int, group: str, label: str, values: Sequence[str], has_ratings: bool
) -> Column:
    common = [one for one, _people in Counter(values).most_common(3)]
    return Column(
        number=number,
        group=group,
        label=label,
        kind=_guess(f"{group} {label}".strip(), label, values, has_ratings),
        filled=len(values),
        samples=tuple(one[:60] for one in common),
    )


def _guess(heading: str, label: str, values: Sequence[str], has_ratings: bool) -> str:
    distinct = set(values)
    if not values:
        return "skip"
    if len(distinct) == 1 and (label in distinct or values[0].casefold() in TICKED):
        return "option"
    repeats = 2 * len(distinct) <= len(values)
    is_short = len(heading) <= 40
    if is_short and has_ratings and repeats and WHOM.search(heading):
        return "subject"
    if is_short and (PRIVATE.search(heading) or WHEN.search(heading) or PERSON.search(heading)):
        return "skip"
    if _is_rating(values):
        return "rating"
    if len(distinct) <= MOST_CHOICES and repeats:
        return "choice"
    return "text"


def _is_rating(values: Sequence[str]) -> bool:
    found = {_rating(one) for one in values}
    return len(found) > 1 and None not in found


def _rating(value: str) -> int | None:
    match = RATED.match(value)
    number = int(match[1]) if match else None
    return number if number is not None and number <= HIGHEST_RATING else None


def _details(columns: Sequence[Column], others: Sequence[Table]) -> dict[str, Detail]:
    """Sheets that list the subjects once each, by the heading of the subject's column."""
    subject = next((one for one in columns if one.kind == "subject"), None)
    found: dict[str, Detail] = {}
    for table in others if subject else ():
        headings = [one.strip() for one in table.headings]
        if subject is None or subject.label not in headings:
            continue
        key = headings.index(subject.label)
        seats = _place(headings, SEATS)
        name = _place([one if one != subject.label else "" for one in headings], WHOM)
        for row in (_padded(one, len(headings)) for one in table.rows):
            if row[key]:
                found[row[key]] = _detail(row, key, name, seats)
    return found


def _place(headings: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((number for number, one in enumerate(headings) if pattern.search(one)), None)


def _detail(row: Sequence[str], key: int, name: int | None, seats: int | None) -> Detail:
    title = row[name] if name is not None else ""
    places = row[seats] if seats is not None else ""
    shown = f"{title} ({row[key]})" if title and title != row[key] else row[key]
    return Detail(shown, int(places) if places.isascii() and places.isdigit() else None)


def count(survey: Survey, kinds: Sequence[str]) -> list[Counted]:
    """The questions that ``kinds`` (one for each column) make of the survey, with their counts.

    Raises:
        BadInput: a kind is unknown, one is missing, two columns are the subject, or a column
            of ratings holds something else.
    """
    if len(kinds) != len(survey.columns) or set(kinds) - set(KINDS):
        raise BadInput("Say for every column what it holds.")
    if kinds.count("subject") > 1:
        raise BadInput("Only one column can say what the answers are about.")
    subject = kinds.index("subject") if "subject" in kinds else None
    rows_of: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in survey.rows:
        rows_of[row[subject] if subject is not None else ""].append(row)
    chosen = [(one, kind) for one, kind in zip(survey.columns, kinds, strict=True)]
    found = []
    for name, rows in rows_of.items():
        detail = survey.details.get(name, Detail(name, None))
        for one in _questions(chosen, rows):
            found.append(_about(one, detail))
    return found


def _about(one: Counted, detail: Detail) -> Counted:
    return Counted(
        kind=one.kind,
        label=one.label,
        n=one.n,
        counts=one.counts,
        texts=one.texts,
        subject=detail.name,
        seats=detail.seats,
    )


def _questions(
    chosen: Sequence[tuple[Column, str]], rows: Sequence[tuple[str, ...]]
) -> Iterator[Counted]:
    ticked: dict[str, list[Column]] = {}
    for column, kind in chosen:
        values = _values(rows, column.number)
        if kind == "option":
            if column.group not in ticked:
                ticked[column.group] = []
            ticked[column.group].append(column)
        elif kind == "text":
            yield Counted("text", column.title, len(values), texts=tuple(values))
        elif kind == "choice":
            counts = tuple(Counter(values).most_common())
            yield Counted("choice", column.title, len(values), counts)
        elif kind == "rating":
            yield _rated(column, values)
    for group, columns in ticked.items():
        people = sum(any(row[one.number] for one in columns) for row in rows)
        counts = tuple((one.label, len(_values(rows, one.number))) for one in columns)
        yield Counted("choice", group, people, counts)


def _rated(column: Column, values: Sequence[str]) -> Counted:
    numbers = [_rating(one) for one in values]
    if None in numbers:
        raise BadInput(
            Sentence(
                "“%(column)s” holds “%(value)s”, which is no rating from 0 to 11.",
                column=column.title[:80],
                value=values[numbers.index(None)][:40],
            )
        )
    counts = Counter(str(one) for one in sorted(one for one in numbers if one is not None))
    return Counted("rating", column.title, len(values), tuple(counts.items()))
