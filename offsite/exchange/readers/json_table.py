"""A JSON list of flat objects, read as a table whose headings are their keys."""

from collections.abc import Mapping
from typing import Any

from offsite.exchange.readers.gathering import text_of
from offsite.exchange.readers.table import Table, is_programme


def recognises(document: Any) -> bool:
    return isinstance(document, list) and is_programme(_headings(document))


def parse(document: list[Any]) -> Table:
    headings = _headings(document)
    rows = [row for row in document if isinstance(row, Mapping)]
    return Table(
        headings=headings,
        rows=tuple(tuple(_cell(row.get(heading)) for heading in headings) for row in rows),
        first_line=1,
    )


def _headings(document: list[Any]) -> tuple[str, ...]:
    keys = (key for row in document if isinstance(row, Mapping) for key in row)
    return tuple(dict.fromkeys(keys))


def _cell(value: Any) -> str:
    """The text of a value; a list of names, or of objects with names, is joined."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_name, value)))
    return text_of(value)


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        names = {str(key).lower(): text for key, text in value.items()}
        return text_of(names.get("name") or names.get("fullname"))
    return text_of(value)
