"""How often somebody has acted, without saying who.

A person has ``limit`` slots in a scope (a queue of questions, a poll).  Each is a tag; using
one writes its row.  Two slots of one person have nothing in common without the key, so a
slot that was used beside a name says nothing about the others.
"""

from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from offsite.anonymity.tags import TAG_LENGTH, tag_of
from offsite.errors import RuleBroken


class NothingLeft(RuleBroken):
    """The person has used every slot of this scope."""


class SpentSlot:
    """A slot that was used.  The table adds its scope and ends by ``WITHOUT_ROWID``."""

    tag: Mapped[str] = mapped_column(String(TAG_LENGTH), primary_key=True)


def slots_of(key: bytes, person_id: int, limit: int) -> list[str]:
    return [tag_of(key, "slot", person_id, number) for number in range(limit)]


def spend(
    session: Session, model: Any, *, key: bytes, person_id: int, limit: int, **scope: Any
) -> str:
    """Use a slot of the person and return it.  The caller holds the lock of the scope.

    Raises:
        NothingLeft: all of them are used.
    """
    tags = slots_of(key, person_id, limit)
    spent = set(session.scalars(select(model.tag).where(model.tag.in_(tags))))
    free = next((tag for tag in tags if tag not in spent), None)
    if free is None:
        raise NothingLeft(
            "You have used everything that one person has here: %(limit)s.", limit=limit
        )
    session.add(model(tag=free, **scope))
    session.flush()
    return free


def give_back(session: Session, model: Any, *, tag: str) -> None:
    """Free a slot whose act did not come about."""
    session.execute(delete(model).where(model.tag == tag))
