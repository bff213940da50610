"""A programme as a workbook in which every cell is text, never a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from offsite.exchange.programme import Programme, Writing
from offsite.exchange.texts import clean
from offsite.exchange.writers.table import HEADINGS, rows_of

LONGEST_CELL = 32_767
WIDTHS = {"Title": 48, "Speakers": 30, "Room": 20, "Start": 26, "End": 26, "GUID": 12}


def write(programme: Programme) -> Writing:
    """One row for each session, as in the CSV, with a heading that stays in sight."""
    widths = [WIDTHS.get(heading, 16) for heading in HEADINGS]
    return Writing(book_of("Sessions", HEADINGS, rows_of(programme), widths))


def book_of(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
) -> bytes:
    """A workbook of one sheet, every cell text; ``widths`` of the columns in characters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append([_cell(sheet, text, bold=True) for text in headings])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=clean(text)[:LONGEST_CELL])
    # What begins with "=" was taken for a formula just now; it is somebody's title.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
