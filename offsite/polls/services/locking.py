"""One row at a time: two people who press at once are served one after the other."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session


def lock(session: Session, row: Any) -> None:
    """Wait for whoever changes ``row`` now, then read it afresh.

    PostgreSQL locks the row; on SQLite the whole transaction already holds the write lock.
    """
    model = type(row)
    session.execute(select(model.id).where(model.id == row.id).with_for_update())
    session.refresh(row)
