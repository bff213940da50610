"""What happens to the rows about a person when they are erased.

Each table says it itself: a key to a person that is deleted with them marks what is theirs,
one that becomes empty marks what was written for everybody.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table

from offsite.orm import Base
from offsite.people.models import Person

GONE = "somebody who left"
"""Stands in a text where the name was."""


def keys_to_people() -> Iterator[tuple[Table, Column[Any], str | None]]:
    """Every column that leads to a person, and what its table does when they go."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table is Person.__table__:
                    yield table, column, key.ondelete


def without(text: str, *names: str) -> str:
    """``text`` with `GONE` wherever one of ``names`` stands in it as a whole."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, text)
    return text
