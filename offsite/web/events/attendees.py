"""Lists of people as other tools write them: which column is what, and what a row says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from flask_babel import gettext as _

from offsite.errors import BadInput
from offsite.events.directory import plain
from offsite.events.members import MOST_ROWS, PersonRow
from offsite.exchange import intake
from offsite.exchange.readers import delimited, xlsx
from offsite.exchange.readers.table import Table

FIELDS = ("email", "name", "first", "last", "team", "function", "track", "status")
LONGEST_CELL = 300
LARGEST_TABLE = 1_500_000
"""Characters of the table that travels through the form between preview and import."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "email": (
        "email",
        "emailaddress",
        "mail",
        "mailaddress",
        "attendeeemail",
        "workemail",
        "adresemail",
        "adresmailowy",
    ),
    "name": (
        "name",
        "fullname",
        "attendeename",
        "displayname",
        "person",
        "imieinazwisko",
        "vorundnachname",
    ),
    "first": ("firstname", "givenname", "attendeenamegivenname", "forename", "imie", "vorname"),
    "last": ("lastname", "surname", "familyname", "attendeenamefamilyname", "nazwisko", "nachname"),
    "team": ("team", "squad", "department", "zespol", "dzial", "abteilung", "company"),
    "function": (
        "function",
        "jobtitle",
        "position",
        "role",
        "primaryrole",
        "funkcja",
        "stanowisko",
    ),
    "track": ("track", "careertrack", "sciezka"),
    "status": ("attendeestatus", "approvalstatus", "orderstatus", "status"),
}

NOT_COMING = frozenset(
    {
        "refunded",
        "cancelled",
        "canceled",
        "declined",
        "rejected",
        "notattending",
        "waitlist",
        "deleted",
    }
)
"""What ticket tools write beside somebody who is not coming."""


@dataclass(frozen=True)
class Skipped:
    """A row of somebody who is not coming, by the list's own word."""

    number: int
    name: str
    status: str


@dataclass(frozen=True)
class People:
    """What a table says when its columns are read in a certain way."""

    rows: tuple[PersonRow, ...]
    skipped: tuple[Skipped, ...]


def read_upload(content: bytes) -> Table:
    """The table of a CSV or XLSX file; blank rows stay, so that numbers agree with the file.

    Raises:
        BadInput: it is neither, is too large, or holds too many rows.
    """
    if not content.strip():
        raise BadInput(_("Choose a file first; this one is empty."))
    if content.startswith(b"PK"):
        table = xlsx.parse(content)
    else:
        table = delimited.parse(intake.decode(content)[0])
    return clipped(table)


def read_pasted(text: str) -> Table:
    """A table from addresses, one a line or with commas: ``Ada <ada@example.org>``.

    Raises:
        BadInput: there is nothing, or too much.
    """
    parts = [part.strip() for part in text.replace(";", "\n").replace(",", "\n").splitlines()]
    rows = tuple(_pasted(part) for part in parts if part)
    if not rows:
        raise BadInput(_("Paste at least one mail address."))
    return clipped(Table(("E-mail", "Name"), rows, first_line=1))


def _pasted(part: str) -> tuple[str, str]:
    name, address = parseaddr(part)
    return (address, name) if "@" in address else (part, "")


def clipped(table: Table) -> Table:
    """The table with cells of a sane length.

    Raises:
        BadInput: there are too many rows.
    """
    filled = [row for row in table.rows if any(cell.strip() for cell in row)]
    if len(filled) > MOST_ROWS:
        raise BadInput(_("That is more than %(most)s people. Split the list.", most=MOST_ROWS))
    rows = tuple(tuple(cell.strip()[:LONGEST_CELL] for cell in row) for row in table.rows)
    return Table(tuple(one[:100] for one in table.headings), rows, table.first_line)


def guess_columns(headings: Sequence[str]) -> dict[str, int]:
    """Field to number of the column whose heading says so; earlier words are surer."""
    names = ["".join(one for one in plain(text) if one.isalnum()) for text in headings]
    guessed: dict[str, int] = {}
    for field, words in HEADINGS.items():
        found = next((names.index(word) for word in words if word in names), None)
        if found is not None and found not in guessed.values():
            guessed[field] = found
    if "first" in guessed and "last" in guessed:
        guessed.pop("name", None)
    return guessed


def people_of(table: Table, columns: Mapping[str, int]) -> People:
    """The rows read by ``columns``; blank ones are passed over.

    Raises:
        BadInput: no column has the mail addresses, or nobody is listed.
    """
    if "email" not in columns:
        raise BadInput(_("Say which column has the mail addresses."))
    rows, skipped = [], []
    for number, cells in enumerate(table.rows, start=table.first_line):
        if not any(cells):
            continue
        row = _person(number, cells, columns)
        status = _cell(cells, columns, "status")
        if "".join(one for one in plain(status) if one.isalnum()) in NOT_COMING:
            skipped.append(Skipped(number, row.name or row.email, status))
        else:
            rows.append(row)
    if not rows and not skipped:
        raise BadInput(_("The list has headings, but nobody below them."))
    return People(tuple(rows), tuple(skipped))


def _person(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> PersonRow:
    values = {field: _cell(cells, columns, field) for field in FIELDS}
    name = values["name"] or f"{values['first']} {values['last']}".strip()
    return PersonRow(
        number=number,
        email=values["email"],
        name=" ".join(name.split()),
        team=values["team"],
        function=values["function"],
        track=values["track"],
    )


def _cell(cells: Sequence[str], columns: Mapping[str, int], field: str) -> str:
    column = columns.get(field)
    return cells[column] if column is not None and column < len(cells) else ""


def pack(table: Table) -> str:
    """The table as text that travels through the form.

    Raises:
        BadInput: it is too large for that.
    """
    text = json.dumps([table.headings, table.rows, table.first_line], ensure_ascii=False)
    if len(text) > LARGEST_TABLE:
        raise BadInput(_("The list is too large. Remove columns that are not needed, or split it."))
    return text


def unpack(text: str) -> Table:
    """What `pack` made.

    Raises:
        BadInput: somebody changed it.
    """
    try:
        headings, rows, first_line = json.loads(text)
        table = Table(
            tuple(str(one) for one in headings),
            tuple(tuple(str(cell) for cell in row) for row in rows),
            int(first_line),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput(_("The list got lost on the way. Choose the file again.")) from error
    return clipped(table)
