"""`offsite verdicts`: what a table of answers says about next year."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import click

from offsite.engines.documents import canonical, limited, write_document
from offsite.engines.shares import Headline, Interval, headline
from offsite.engines.verdicts import (
    FEWEST_SHOWN,
    Answers,
    Finding,
    judge,
    to_document,
)
from offsite.errors import BadInput
from offsite.exchange.intake import decode, load_file
from offsite.exchange.readers import delimited
from offsite.exchange.readers.table import Table
from offsite.exchange.texts import one_line, shown

FilePath = click.Path(path_type=Path)
COUNTS = tuple(field.name for field in fields(Answers))
COLUMNS = ("format", *COUNTS)

MOST_PEOPLE = 1_000_000
_FEWEST_FOR_PERCENT = 20
_LONGEST_SHOWN = 40


@click.command()
@click.argument("counts", metavar="COUNTS.csv", type=FilePath)
@click.option(
    "--attended",
    type=click.IntRange(1, MOST_PEOPLE),
    metavar="PEOPLE",
    help="How many were there, answered or not: adds what is true for this crowd.",
)
@click.option(
    "--last-year",
    "last_year",
    type=FilePath,
    help="Last year's answers, the same columns: they count half, at most as 15 answers.",
)
@click.option("-o", "--output", type=FilePath, help="Where to write the JSON; else to stdout.")
def verdicts(
    counts: Path, attended: int | None, last_year: Path | None, output: Path | None
) -> None:
    """Judge every format of COUNTS.csv (columns format, more, same, less, drop).

    The verdicts: hidden, split, drop, grow, shrink, keep, unclear.
    """
    formats = read_counts(counts, attended=attended)
    earlier = read_counts(last_year) if last_year else {}
    findings = judge(formats, last_year=earlier)
    document = to_document(findings, attended=attended)
    if output is None:
        click.echo(canonical(document))
        return
    write_document(output, document)
    for finding in findings:
        click.echo(summary(finding, attended))


# --- The table ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """One row of the table, its cells by column; ``where`` begins a sentence about it."""

    where: str
    cells: dict[str, str]
    surplus: bool


def read_counts(path: Path, *, attended: int | None = None) -> dict[str, Answers]:
    """The answers for each format in ``path``, in the order of its rows.

    Commas, semicolons and tabs are understood; columns of other names are left alone.

    Raises:
        BadInput: the file cannot be read, or one sentence for every fault in it.
    """
    text, note = decode(load_file(path))
    try:
        table = delimited.parse(text)
    except BadInput as error:
        raise BadInput(*(f"{path.name}: {fault}" for fault in error.faults)) from error
    columns = _columns(table.headings, path.name)
    rows = list(_rows(table, columns, path.name))
    if faults := limited(_faults(rows, attended)):
        raise BadInput(*faults)
    if not rows:
        raise BadInput(f"{path.name}: there is no format below the headings.")
    if note:
        click.echo(f"{path.name}: {note}", err=True)
    return {row.cells["format"]: _answers(row) for row in rows}


def _columns(headings: Sequence[str], name: str) -> dict[str, int]:
    """Where each of the five columns stands."""
    found = [heading.strip().casefold() for heading in headings]
    faults = [
        f"{name}: the column '{column}' is missing." for column in COLUMNS if column not in found
    ]
    faults += [
        f"{name}: the column '{column}' is there {found.count(column)} times."
        for column in COLUMNS
        if found.count(column) > 1
    ]
    if faults:
        raise BadInput(*faults)
    return {column: found.index(column) for column in COLUMNS}


def _rows(table: Table, columns: dict[str, int], name: str) -> Iterator[_Row]:
    """The rows that are not blank."""
    width = len(table.headings)
    for number, row in enumerate(table.rows, start=table.first_line):
        if not any(cell.strip() for cell in row):
            continue
        cells = {
            column: one_line(row[place]) if place < len(row) else ""
            for column, place in columns.items()
        }
        surplus = any(cell.strip() for cell in row[width:])
        yield _Row(f"{name}: row {number}", cells, surplus)


def _faults(rows: Iterable[_Row], attended: int | None) -> Iterator[str]:
    seen: dict[str, str] = {}
    for row in rows:
        name = row.cells["format"]
        first = seen.setdefault(name.casefold(), row.where)
        if not name:
            yield f"{row.where} does not name its format."
        elif first != row.where:
            yield f"{row.where}: the format '{_shown(name)}' was there before, in {_place(first)}."
        if row.surplus:
            yield f"{row.where} has more cells than there are headings."
        wrong = [fault for column in COUNTS if (fault := _fault_in_count(row, column))]
        yield from wrong
        if not wrong and attended is not None and _answers(row).n > attended:
            yield f"{row.where}: {_answers(row).n} answered, but only {attended} attended."


def _fault_in_count(row: _Row, column: str) -> str | None:
    text = row.cells[column]
    where = f"{row.where}, column '{column}'"
    if not text:
        return f"{where}: the number of people is missing; write 0 for none."
    if re.fullmatch(r"-[0-9]+", text):
        return f"{where}: a number of people cannot be negative, and this is {_shown(text)}."
    if not re.fullmatch(r"[0-9]+", text):
        return f"{where}: '{_shown(text)}' is not a whole number."
    if len(text) > len(str(MOST_PEOPLE)) or int(text) > MOST_PEOPLE:
        return f"{where}: more than {MOST_PEOPLE:,} people is not believed."
    return None


def _answers(row: _Row) -> Answers:
    return Answers(**{column: int(row.cells[column]) for column in COUNTS})


def _place(where: str) -> str:
    return where.rpartition(": ")[2]


def _shown(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


# --- In words -----------------------------------------------------------------------------


def summary(finding: Finding, attended: int | None) -> str:
    """One line: the verdict, and how many want as much or more with what that may mean.

    Below 20 answers counts stand alone: a percentage would claim more than they say.
    """
    name = shown(finding.format)
    if finding.is_hidden:
        return f"{name}: hidden, fewer than {FEWEST_SHOWN} answered"
    answers = finding.answers
    crowd = "" if attended is None else f" ({attended} attended)"
    counted = f"{answers.again} of {answers.n} who answered{crowd} want as much or more"
    line = f"{name}: {finding.verdict}, {counted}"
    if answers.n < _FEWEST_FOR_PERCENT or attended is None:
        return line
    return f"{line}: {_ranges(headline(answers.again, answers.n, attended=attended))}"


def _ranges(found: Headline) -> str:
    return (
        f"{_percent(found.here)} of this crowd, {_percent(found.next_year)} for next year, "
        f"{_percent(found.silent)} with the silent all one way"
    )


def _percent(interval: Interval) -> str:
    low, high = interval
    return f"{100 * low:.0f}-{100 * high:.0f} %"
