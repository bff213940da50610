"""A programme as CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable

from offsite.exchange.programme import Programme, Session, Writing
from offsite.exchange.texts import clean

HEADINGS = (
    "ID", "GUID", "Title", "Subtitle", "Speakers", "Room", "Start", "End", "Duration",
    "Track", "Format", "Language", "Status", "URL", "Abstract", "Description",
)  # fmt: skip

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(programme: Programme) -> Writing:
    """One row for each session, timed ones first; times are ISO with their offset."""
    return Writing(rows_as_csv([HEADINGS, *rows_of(programme)]))


def rows_of(programme: Programme) -> list[tuple[str, ...]]:
    """The cells of each session, below ``HEADINGS``; not guarded yet."""
    timed = [session for session in programme.sessions if session.starts_at]
    timed.sort(key=lambda session: (session.starts_at, session.room or "", session.key))
    others = (session for session in programme.sessions if not session.starts_at)
    return [_cells(programme, session) for session in (*timed, *others)]


def rows_as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """``rows`` as CSV, every cell guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


def guarded(cell: str) -> str:
    """``cell`` with an apostrophe in front if a spreadsheet could take it for a formula.

    White space in front is looked through: some programs drop it first.
    """
    cell = clean(cell)
    dangerous = cell.startswith(_DANGEROUS) or cell.lstrip().startswith(_DANGEROUS)
    return f"'{cell}" if dangerous else cell


def _cells(programme: Programme, session: Session) -> tuple[str, ...]:
    start, end = session.starts_at, session.ends_at
    return (
        session.code or session.key,
        session.guid or "",
        session.title,
        session.subtitle,
        "; ".join(programme.names_of(session)),
        session.room or "",
        programme.local(start).isoformat() if start else "",
        programme.local(end).isoformat() if end else "",
        "" if session.minutes is None else _duration(session.minutes),
        session.track or "",
        session.kind,
        session.language,
        session.state,
        session.url or "",
        session.abstract,
        session.description,
    )


def _duration(minutes: int) -> str:
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
