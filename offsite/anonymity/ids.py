"""Random names of rows: no sequence, no time in them."""

import hashlib
import re
import secrets

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

ID_LENGTH = 32
WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""Table option: SQLite would number the rows in the order of their coming otherwise."""

_HEX = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_bytes(16).hex()


def id_of(form_key: str) -> str:
    """The id of what the form with this random key writes: sent twice, it is one row.

    A text that is no key of ours (32 hexadecimal digits) gives a new id.
    """
    if not _HEX.fullmatch(form_key):
        return new_id()
    return hashlib.sha256(f"row:{form_key}".encode()).hexdigest()[:ID_LENGTH]


class RandomlyNamed:
    """A row whose key says nothing.  Tables of such rows end their arguments by
    ``WITHOUT_ROWID``.
    """

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
