"""Comma, semicolon or tab separated text as a table."""

import csv
import io
from collections.abc import Iterator

from offsite.errors import BadInput, Sentence
from offsite.exchange.readers.table import Table

_DELIMITERS = ",;\t|"
_LOOKED_AT = 20
_LONGEST_ROW = 2000
_MOST_LINES = 500_000


def parse(text: str) -> Table:
    """The table of a delimited text; its first row that is not blank has the headings.

    Raises:
        BadInput: no table can be made of the text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text[:4096]:
        raise BadInput("The file is no text: it holds zero bytes.")
    rows = list(_rows(text, _delimiter(text)))
    first = next((number for number, row in enumerate(rows) if any(map(str.strip, row))), None)
    if first is None:
        raise BadInput("The file is empty.")
    return Table(
        headings=tuple(cell.strip() for cell in rows[first]),
        rows=tuple(tuple(_unguarded(cell) for cell in row) for row in rows[first + 1 :]),
        first_line=first + 2,
    )


def _delimiter(text: str) -> str:
    """The delimiter under which the first rows have most columns and agree best."""

    def fitness(delimiter: str) -> tuple[int, int]:
        widths = []
        for row in _rows(text[:65536], delimiter):
            widths.append(len(row))
            if len(widths) == _LOOKED_AT:
                break
        first = widths[0] if widths else 0
        return first > 1 and sum(width == first for width in widths), first

    return max(_DELIMITERS, key=fitness)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if reader.line_num > _MOST_LINES:
                raise BadInput(
                    Sentence("The table has more than %(most)s lines.", most=_MOST_LINES)
                )
            if len(row) > _LONGEST_ROW:
                raise BadInput(
                    Sentence(
                        "Row %(line_num)s has more than %(most)s cells.",
                        line_num=reader.line_num,
                        most=_LONGEST_ROW,
                    )
                )
            yield row
    except csv.Error as error:
        raise BadInput(
            Sentence(
                "The table is broken at line %(line_num)s: %(error)s.",
                line_num=reader.line_num,
                error=error,
            )
        ) from error


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that marks it as text (see the CSV writer)."""
    guarded = len(cell) > 1 and cell[0] == "'" and cell[1:].lstrip()[:1] in tuple("=+-@\t\r\n")
    return cell[1:] if guarded else cell
