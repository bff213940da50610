"""What a calendar is made of, as plain values.

All times are aware; they are written to the second.  A wrong value here is a
mistake in the program, not in anybody's input, hence ``ValueError``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

EntryStatus = Literal["CONFIRMED", "TENTATIVE"]
TaskStatus = Literal["NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarInfo:
    """The calendar itself: its name, IANA zone, and the page that shows the same."""

    name: str
    timezone: str
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One placed item, ``[starts_at, ends_at)``; becomes a VEVENT.

    ``uid`` is ``<something>@<host>`` and the item's for ever.  ``sequence`` rises with each
    release that moved or cancelled the item, ``changed_at`` with every change.
    ``description`` is plain text; the address in ``url`` is added to it.
    ``is_free`` does not make its time busy, like a bedroom for the night.
    ``alarm_minutes`` before the start, only if this person asked for it.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    status: EntryStatus = "CONFIRMED"
    cancelled: bool = False
    is_free: bool = False
    alarm_minutes: int | None = None

    def __post_init__(self) -> None:
        _check_identity(self.uid, self.sequence)
        _check_aware(self.starts_at, self.ends_at, self.changed_at)
        if self.ends_at < self.starts_at:
            raise ValueError(f"{self.uid} ends before it starts.")
        if self.alarm_minutes is not None and self.alarm_minutes < 0:
            raise ValueError(f"{self.uid} has an alarm after its start.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry:
    """One action point in its owner's calendar; becomes a VTODO.

    ``due_on`` is a day wherever its owner is, not an instant.
    """

    uid: str
    changed_at: datetime
    title: str
    due_on: date | None = None
    sequence: int = 0
    description: str = ""
    url: str = ""
    status: TaskStatus = "NEEDS-ACTION"
    percent_complete: int = 0
    completed_at: datetime | None = None

    def __post_init__(self) -> None:
        _check_identity(self.uid, self.sequence)
        _check_aware(self.changed_at, *filter(None, [self.completed_at]))
        if not 0 <= self.percent_complete <= 100:
            raise ValueError(f"{self.uid} is {self.percent_complete} percent complete.")


def check_distinct(items: Iterable[CalendarEntry | TaskEntry]) -> None:
    """Refuse two items with one UID: a client would show either of them."""
    seen: set[str] = set()
    for item in items:
        if item.uid in seen:
            raise ValueError(f"{item.uid} is twice in one calendar.")
        seen.add(item.uid)


def _check_identity(uid: str, sequence: int) -> None:
    name, at, host = uid.rpartition("@")
    if not (name and at and host and uid.isprintable() and " " not in uid):
        raise ValueError(f"{uid!r} is not a host-qualified UID.")
    if sequence < 0:
        raise ValueError(f"{uid} has a negative sequence.")


def _check_aware(*times: datetime) -> None:
    for time in times:
        if time.utcoffset() is None:
            raise ValueError(f"{time} has no time zone.")
