"""Excel workbooks, parsed in a child process that may neither grow nor run for long."""

import json
import re
import subprocess
import sys
from pathlib import Path

from offsite.errors import BadInput
from offsite.exchange import intake
from offsite.exchange.readers.table import Table, is_programme

SECONDS = 60
_CHILD = Path(__file__).with_name("xlsx_rows.py")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(content: bytes) -> Table:
    """The sheet that looks most like a list of sessions.

    Raises:
        BadInput: as `tables`.
    """
    return max(tables(content), key=lambda table: (is_programme(table.headings), len(table.rows)))


def tables(content: bytes) -> list[Table]:
    """Every sheet that has headings, in the workbook's order; at least one.

    Raises:
        BadInput: the workbook is damaged, too large, holds a document type, or no sheet has
            headings.
    """
    _refuse_traps(intake.unpack(content))
    found = [table for rows in _sheets(content) if (table := _table(rows))]
    if not found:
        raise BadInput("The workbook holds no table.")
    return found


def _refuse_traps(parts: dict[str, bytes]) -> None:
    """Refuse document types before any parser sees them, in either width of character."""
    for content in parts.values():
        if _DOCTYPE.search(content) or _DOCTYPE.search(content.replace(b"\0", b"")):
            raise BadInput("The workbook declares a document type, which is refused.")


def _sheets(content: bytes) -> list[list[list[str]]]:
    try:
        # -P: the child must not import from the folder it is called in.
        child = subprocess.run(  # noqa: S603 - our own file, no shell, nothing from outside
            [sys.executable, "-P", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BadInput("The workbook takes too long to read.") from error
    if child.returncode != 0:
        raise BadInput("The workbook is damaged, or too large to be read.")
    sheets: list[list[list[str]]] = json.loads(child.stdout)
    return sheets


def _table(rows: list[list[str]]) -> Table | None:
    """The rows below the first one with at least two cells, which has the headings."""
    for number, row in enumerate(rows):
        if sum(bool(cell.strip()) for cell in row) > 1:
            while row and not row[-1].strip():
                row.pop()
            body = tuple(tuple(cells) for cells in rows[number + 1 :])
            return Table(tuple(cell.strip() for cell in row), body, first_line=number + 2)
    return None
