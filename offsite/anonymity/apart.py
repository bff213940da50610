"""Two transactions for one act: that somebody acts, and what was said."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import Table, event, inspect
from sqlalchemy.orm import Session

UnitOfWork = Callable[[], AbstractContextManager[Session]]
"""As `db.unit_of_work`: everything done inside is saved together."""

Said = TypeVar("Said")

NAMES_A_PERSON = frozenset({"person", "membership", "sign_in"})
"""Tables whose rows are people: a row that points at one is not anonymous."""


class NamesAPerson(RuntimeError):
    """A programming fault: a row with a person in it was about to be written here."""


def act_apart(
    unit: UnitOfWork,
    *,
    claim: Callable[[Session], str],
    say: Callable[[Session], Said],
    give_back: Callable[[Session, str], None],
) -> Said:
    """Claim the right to act in one unit of work, then write what was said in another.

    Written together, both rows would carry the same transaction (PostgreSQL shows it as
    ``xmin``) and stand side by side in the write-ahead log: whoever reads one finds the
    other.

    ``claim`` returns the slot that it used.  When ``say`` fails, ``give_back`` frees it in
    a third unit of work.  When the process dies between the two, the slot stays used and
    nothing was said: the person has one less, and nobody can act twice.  The other order
    would let a crash make room for a second answer.
    """
    with unit() as session:
        slot = claim(session)
    try:
        with unit() as session, without_people(session):
            return say(session)
    except Exception:
        with unit() as session:
            give_back(session, slot)
        raise


@contextmanager
def without_people(session: Session) -> Iterator[None]:
    """Nothing that names a person is written inside.

    Raises:
        NamesAPerson: such a row was added, changed or deleted.
    """

    def refuse(session: Session, context: Any, instances: Any) -> None:
        for row in (*session.new, *session.dirty, *session.deleted):
            if session.is_modified(row) or row in session.new or row in session.deleted:
                _refuse_person(inspect(row).mapper.local_table)

    event.listen(session, "before_flush", refuse)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "before_flush", refuse)


def _refuse_person(table: Table) -> None:
    pointed_at = {key.column.table.name for key in table.foreign_keys} | {table.name}
    if pointed_at & NAMES_A_PERSON:
        raise NamesAPerson(f"A row of {table.name} names a person.")
