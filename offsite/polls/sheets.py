"""What one person answers, and what can be kept of it, from values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.polls.models import GROUPS, NEXT, ROOM_FITS, WORTH

LONGEST_REMARK = 2_000
LONGEST_LINE = 300


class BadAnswer(BadInput):
    """The answer cannot be kept as it is."""


@dataclass(frozen=True)
class RowAnswer:
    """What one person says about one format, or about the whole meeting.

    ``worth`` is 1 (waste) to 5 (very worth it), None when not said; ``next`` is one of
    `NEXT` or empty.  Who did not attend says nothing else.
    """

    attended: bool = True
    worth: int | None = None
    next: str = ""
    better: str = ""

    @property
    def is_empty(self) -> bool:
        return self.attended and self.worth is None and not self.next and not self.better


@dataclass(frozen=True)
class Sheet:
    """Everything one person answers: rows and lines by the keys of the poll's items."""

    group: str = ""
    rows: Mapping[str, RowAnswer] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.lines.values()) and all(one.is_empty for one in self.rows.values())


def payload_of(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON values; what was not said is left out."""
    rows = {key: _row_values(one) for key, one in sheet.rows.items() if not one.is_empty}
    return {
        "group": sheet.group,
        "rows": rows,
        "lines": {key: text for key, text in sheet.lines.items() if text},
    }


def _row_values(row: RowAnswer) -> dict[str, Any]:
    if not row.attended:
        return {"attended": False}
    said = {"worth": row.worth, "next": row.next, "better": row.better}
    return {name: value for name, value in said.items() if value}


def sheet_of(payload: Mapping[str, Any]) -> Sheet:
    """The sheet that `payload_of` made."""
    rows = {key: RowAnswer(**values) for key, values in payload.get("rows", {}).items()}
    return Sheet(payload.get("group", ""), rows, payload.get("lines", {}))


def check_sheet(sheet: Sheet, *, rows: Iterable[str], lines: Iterable[str], split: str) -> None:
    """Return if a poll with these items can take ``sheet``.

    Raises:
        BadAnswer: nothing was said, or something that the poll does not ask.
    """
    faults = [*_unknown(sheet, set(rows), set(lines), split), *_too_long(sheet)]
    if faults:
        raise BadAnswer(*faults)
    if sheet.is_empty:
        raise BadAnswer("Answer at least one question; all others may stay empty.")


def _unknown(sheet: Sheet, rows: set[str], lines: set[str], split: str) -> list[str]:
    said = [one for one in sheet.rows.values() if not one.is_empty]
    known = (
        sheet.rows.keys() <= rows
        and sheet.lines.keys() <= lines
        and all(one.worth is None or one.worth in WORTH for one in said)
        and all(one.next in ("", *NEXT) for one in said)
        and sheet.group in ("", *GROUPS[split])
    )
    return [] if known else ["This form is older than the poll. Load it again, then answer."]


def _too_long(sheet: Sheet) -> list[str]:
    faults: list[str] = []
    if any(len(one.better) > LONGEST_LINE for one in sheet.rows.values()):
        faults.append(Sentence("One line has at most %(most)s characters.", most=LONGEST_LINE))
    if any(len(text) > LONGEST_REMARK for text in sheet.lines.values()):
        faults.append(Sentence("A text has at most %(most)s characters.", most=LONGEST_REMARK))
    return faults


def check_rating(worth: int, room: str, remark: str) -> None:
    """Return if this can be said of a session.

    Raises:
        BadAnswer: a step is missing, or the remark is too long.
    """
    if worth not in WORTH:
        raise BadAnswer("Say whether the session was worth your time; the rest may stay empty.")
    if room not in ("", *ROOM_FITS):
        raise BadAnswer("Say of the room: too full, just right or too empty.")
    if len(remark) > LONGEST_LINE:
        raise BadAnswer(Sentence("One line has at most %(most)s characters.", most=LONGEST_LINE))
