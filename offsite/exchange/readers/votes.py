"""Votes as a table: a matrix of attendees by items, or a list of attendee and item."""

import re
from collections.abc import Sequence

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Session, Wish
from offsite.exchange.readers.gathering import Gathering
from offsite.exchange.readers.table import Table
from offsite.exchange.texts import one_line, slug

_VOTERS = frozenset(
    {"attendee", "voter", "person", "participant", "reviewer", "member"}
    | {"uczestnik", "uczestniczka", "osoba", "glosujacy"}
    | {"teilnehmer", "teilnehmerin", "abstimmende"}
)
_ITEMS = frozenset(
    {"session", "item", "proposal", "talk", "poster", "sesja", "propozycja", "vortrag"}
)
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


def recognises(table: Table) -> bool:
    """The first column names voters; the others hold small numbers, or are one of items."""
    if len(table.headings) < 2 or slug(table.headings[0], separator="") not in _VOTERS:
        return False
    if _is_list(table):
        return True
    cells = [cell.strip() for row in table.rows for cell in row[1:]]
    return bool(cells) and all(not cell or _NUMBER.fullmatch(cell) for cell in cells)


def read(table: Table, gathering: Gathering) -> None:
    """Gather voters, items and wishes; 0 and blank are no wish, 1 and more its weight.

    Raises:
        BadInput: it has no rows, or no items.
    """
    if len(table.headings) < 2 or not any(any(map(str.strip, row)) for row in table.rows):
        raise BadInput("The votes need a column of attendees, items and at least one row.")
    gathering.title = "Votes"
    if _is_list(table):
        _read_list(table, gathering)
    else:
        _read_matrix(table, gathering)


def _is_list(table: Table) -> bool:
    names = [slug(heading, separator="") for heading in table.headings]
    return 2 <= len(names) <= 3 and names[1] in _ITEMS


def _read_matrix(table: Table, gathering: Gathering) -> None:
    items = [_item(heading, gathering) for heading in table.headings[1:]]
    seen: set[str] = set()
    for number, row in enumerate(table.rows, start=table.first_line):
        if any(map(str.strip, row)):
            _read_ballot(row, f"row {number}", items, seen, gathering)


def _read_ballot(
    row: Sequence[str], where: str, items: Sequence[str], seen: set[str], gathering: Gathering
) -> None:
    voter = gathering.person(None, row[0])
    if voter is None or voter in seen:
        gathering.warn(where, "The attendee has no name." if voter is None else "Votes twice.")
        return
    seen.add(voter)
    if len(row) != len(items) + 1:
        gathering.warn(
            where,
            Sentence(
                "There are %(row)s votes for %(items)s items.", row=len(row) - 1, items=len(items)
            ),
        )
    for item, cell in zip(items, row[1:], strict=False):
        _add(voter, item, cell, where, gathering)


def _read_list(table: Table, gathering: Gathering) -> None:
    keys: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(table.rows, start=table.first_line):
        name = one_line(row[1]) if len(row) > 1 else ""
        voter = gathering.person(None, row[0]) if row else None
        if voter is None or not name:
            if any(map(str.strip, row)):
                gathering.warn(f"row {number}", Sentence("The attendee or the item is missing."))
            continue
        if name not in keys:
            keys[name] = _item(name, gathering)
        if (voter, name) in seen:
            gathering.warn(
                f"row {number}", Sentence("The same vote is listed twice; it counts once.")
            )
            continue
        seen.add((voter, name))
        weight = row[2] if len(table.headings) > 2 and len(row) > 2 else "1"
        _add(voter, keys[name], weight, f"row {number}", gathering)


def _item(name: str, gathering: Gathering) -> str:
    return gathering.session(Session(key=name, title=name), f"item {one_line(name)}").key


def _add(voter: str, item: str, cell: str, where: str, gathering: Gathering) -> None:
    cell = cell.strip()
    if not cell:
        return
    if not _NUMBER.fullmatch(cell):
        gathering.warn(
            where, Sentence("“%(cell)s” is no vote; a whole number is.", cell=one_line(cell)[:20])
        )
    elif int(cell):
        gathering.wishes.append(Wish(voter, item, int(cell)))
