"""Writes calendars and invitations (RFC 5545, 5546, 7986) from plain values.

Same values, same bytes: nothing here reads a clock, and the order does not
depend on the order of the input.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from offsite.calendars.entries import (
    CalendarAddress,
    CalendarEntry,
    CalendarInfo,
    TaskEntry,
    check_distinct,
)
from offsite.calendars.lines import Parameters, clean, encode, line, text, text_list, uri
from offsite.calendars.vtimezone import is_utc, vtimezone_lines, zone_named

Method = Literal["REQUEST", "CANCEL"]

PRODID = "-//Offsite//Offsite//EN"
CANCELLED_PREFIX = "Cancelled: "

_REFRESH = "PT1H"
# A calendar without entries still needs a component to be valid.
_YEAR_OF_EMPTY = 1970


def render_calendar(
    info: CalendarInfo,
    entries: Iterable[CalendarEntry],
    *,
    tasks: Iterable[TaskEntry] = (),
    cancelled_prefix: str = CANCELLED_PREFIX,
) -> bytes:
    """The feed: one VEVENT for each entry by start, one VTODO for each task by day due.

    Items of equal time stand in the order of their UIDs.  ``cancelled_prefix`` is the
    reader's word for "Cancelled: ", put before the titles of cancelled items.

    Raises:
        UnknownZone: ``info.timezone`` is not an IANA zone.
        ValueError: two items have the same UID.
    """
    zone = zone_named(info.timezone)
    events = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    todos = sorted(tasks, key=lambda task: (task.due_on or date.max, task.uid))
    check_distinct([*events, *todos])

    lines = [*_opening_lines(), *_naming_lines(info, zone)]
    if not is_utc(zone) or not (events or todos):
        lines += vtimezone_lines(zone, _years(events))
    for event in events:
        lines += _event_lines(event, zone, cancelled_prefix)
    for todo in todos:
        lines += _task_lines(todo, cancelled_prefix)
    return encode([*lines, "END:VCALENDAR"])


def render_invitation(
    info: CalendarInfo,
    entry: CalendarEntry,
    organizer: CalendarAddress,
    attendee: CalendarAddress,
    method: Method,
    *,
    cancelled_prefix: str = CANCELLED_PREFIX,
) -> bytes:
    """One entry as an iTIP message to one attendee, with the UID and SEQUENCE it has in feeds.

    The MIME part that carries it must name the same ``method``.  The calendar's name
    is left out: some clients make a new calendar of it for each mail.

    Raises:
        UnknownZone: ``info.timezone`` is not an IANA zone.
        ValueError: a request for a cancelled entry.
    """
    if method == "REQUEST" and entry.cancelled:
        raise ValueError(f"{entry.uid} is cancelled; nobody can be invited to it.")
    zone = zone_named(info.timezone)
    if method == "CANCEL":
        entry = replace(entry, cancelled=True)

    people = _people_lines(organizer, attendee, method)
    lines = [*_opening_lines(), line("METHOD", method)]
    if not is_utc(zone):
        lines += vtimezone_lines(zone, _years([entry]))
    lines += _event_lines(entry, zone, cancelled_prefix, people)
    return encode([*lines, "END:VCALENDAR"])


def etag_of(body: bytes) -> str:
    """A strong entity tag for ``body``, without the quotes that HTTP puts around it."""
    return hashlib.sha256(body).hexdigest()[:32]


def _opening_lines() -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield line("VERSION", "2.0")
    yield line("PRODID", PRODID)
    yield line("CALSCALE", "GREGORIAN")


def _naming_lines(info: CalendarInfo, zone: ZoneInfo) -> Iterator[str]:
    """The name, address and pace, in the standard's words and in those clients know."""
    yield line("NAME", text(info.name))
    yield line("X-WR-CALNAME", text(info.name))
    if info.description:
        yield line("DESCRIPTION", text(info.description))
        yield line("X-WR-CALDESC", text(info.description))
    yield line("X-WR-TIMEZONE", text(zone.key))
    if info.url:
        yield line("URL", uri(info.url))
    yield line("REFRESH-INTERVAL", _REFRESH, (("VALUE", "DURATION"),))
    yield line("X-PUBLISHED-TTL", _REFRESH)


def _years(entries: Iterable[CalendarEntry]) -> set[int]:
    years = {
        time.astimezone(UTC).year for entry in entries for time in (entry.starts_at, entry.ends_at)
    }
    return years or {_YEAR_OF_EMPTY}


def _event_lines(
    entry: CalendarEntry, zone: ZoneInfo, cancelled_prefix: str, people: Iterable[str] = ()
) -> Iterator[str]:
    title = cancelled_prefix + entry.title if entry.cancelled else entry.title
    yield "BEGIN:VEVENT"
    yield from _identity_lines(entry)
    yield from _period_lines(entry, zone)
    yield line("SUMMARY", text(title))
    yield from _detail_lines(entry)
    if entry.location:
        yield line("LOCATION", text(entry.location))
    if categories := [category for category in entry.categories if clean(category)]:
        yield line("CATEGORIES", text_list(categories))
    yield line("STATUS", "CANCELLED" if entry.cancelled else entry.status)
    yield line("TRANSP", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    yield from people
    if entry.alarm_minutes is not None and not entry.cancelled:
        yield from _alarm_lines(title, entry.alarm_minutes)
    yield "END:VEVENT"


def _task_lines(task: TaskEntry, cancelled_prefix: str) -> Iterator[str]:
    title = cancelled_prefix + task.title if task.status == "CANCELLED" else task.title
    yield "BEGIN:VTODO"
    yield from _identity_lines(task)
    if task.due_on:
        yield line("DUE", f"{task.due_on:%Y%m%d}".rjust(8, "0"), (("VALUE", "DATE"),))
    yield line("SUMMARY", text(title))
    yield from _detail_lines(task)
    yield line("STATUS", task.status)
    yield line("PERCENT-COMPLETE", str(task.percent_complete))
    if task.completed_at:
        yield line("COMPLETED", _utc(task.completed_at))
    yield "END:VTODO"


def _identity_lines(item: CalendarEntry | TaskEntry) -> Iterator[str]:
    """Which item this is and how new; DTSTAMP is the last change, not the time of the request."""
    yield line("UID", text(item.uid))
    yield line("DTSTAMP", _utc(item.changed_at))
    yield line("LAST-MODIFIED", _utc(item.changed_at))
    yield line("SEQUENCE", str(item.sequence))


def _detail_lines(item: CalendarEntry | TaskEntry) -> Iterator[str]:
    """The description ends with the address, because many clients never show the URL."""
    description = item.description
    if item.url not in description:
        description = "\n\n".join(filter(None, [description.rstrip(), item.url]))
    if description:
        yield line("DESCRIPTION", text(description))
    if item.url:
        yield line("URL", uri(item.url))


def _period_lines(entry: CalendarEntry, zone: ZoneInfo) -> Iterator[str]:
    times = [time.astimezone(zone) for time in (entry.starts_at, entry.ends_at)]
    # A local time that clocks show twice means the first time, so the second
    # can only be written in UTC; start and end are written in the same form.
    as_utc = is_utc(zone) or any(time.fold for time in times)
    written = [_utc(time) if as_utc else _local(time) for time in times]
    parameters: Parameters = () if as_utc else (("TZID", zone.key),)

    yield line("DTSTART", written[0], parameters)
    if written[1] != written[0]:  # an end must be later than its start
        yield line("DTEND", written[1], parameters)


def _people_lines(
    organizer: CalendarAddress, attendee: CalendarAddress, method: Method
) -> Iterator[str]:
    role: Parameters = (("ROLE", "REQ-PARTICIPANT"),)
    if method == "REQUEST":
        role += (("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE"))
    yield _person_line("ORGANIZER", organizer)
    yield _person_line("ATTENDEE", attendee, role)


def _person_line(name: str, person: CalendarAddress, parameters: Parameters = ()) -> str:
    called: Parameters = (("CN", person.name),) if clean(person.name) else ()
    return line(name, f"mailto:{uri(person.email)}", called + parameters)


def _alarm_lines(title: str, minutes: int) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield line("ACTION", "DISPLAY")
    yield line("DESCRIPTION", text(title))
    yield line("TRIGGER", f"-PT{minutes}M")
    yield "END:VALARM"


def _utc(time: datetime) -> str:
    return f"{_local(time.astimezone(UTC))}Z"


def _local(time: datetime) -> str:
    return f"{time:%Y%m%dT%H%M%S}".rjust(15, "0")
