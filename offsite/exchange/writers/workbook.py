"""A programme as a workbook in which every cell is text, never a formula."""

import io

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
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sessions")
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(HEADINGS):
        sheet.column_dimensions[chr(ord("A") + number)].width = WIDTHS.get(heading, 16)
    sheet.append([_cell(sheet, text, bold=True) for text in HEADINGS])
    for row in rows_of(programme):
        sheet.append([_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return Writing(out.getvalue())


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=clean(text)[:LONGEST_CELL])
    # What begins with "=" was taken for a formula just now; it is somebody's title.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
