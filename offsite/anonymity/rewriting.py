"""Rows written anew in random order, so that where they lie tells nothing."""

import secrets
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select
from sqlalchemy.orm import Session

_BATCH = 500


def rewrite(session: Session, table: Any, *criteria: ColumnElement[bool]) -> int:
    """Take the rows of ``table`` that fit and write them again, shuffled; how many it were.

    All of them then belong to one transaction, and neither ``ctid`` nor the place in a page
    of SQLite's file follows the order in which they came.  Foreign keys that point at the
    table must be ``DEFERRABLE INITIALLY DEFERRED`` and must not cascade: they are looked at
    when the transaction ends, when every row is back.

    Objects that were loaded stay usable; what waits to be flushed is flushed first.
    """
    session.flush()
    assert isinstance(table, Table)
    rows = [dict(row) for row in session.execute(select(table).where(*criteria)).mappings()]
    session.execute(delete(table).where(*criteria))
    secrets.SystemRandom().shuffle(rows)
    for start in range(0, len(rows), _BATCH):
        session.execute(insert(table), rows[start : start + _BATCH])
    return len(rows)
