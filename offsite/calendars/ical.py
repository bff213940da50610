"""Writes calendars (RFC 5545, 7986) from plain values.

Same values, same bytes: nothing here reads a clock, the order does not depend on
the order of the input, and properties stand in the order in which they are set.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Todo,
    vDate,
    vDatetime,
    vDuration,
    vInt,
    vText,
)

from offsite.calendars.entries import (
    CalendarEntry,
    CalendarInfo,
    TaskEntry,
    check_distinct,
)
from offsite.calendars.values import clean, text, text_list, uri
from offsite.calendars.vtimezone import is_utc, vtimezone, zone_named

PRODID = "-//Offsite//Offsite//EN"
CANCELLED_PREFIX = "Cancelled: "

_REFRESH = timedelta(hours=1)
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

    calendar = _opened()
    _name(calendar, info, zone)
    if not is_utc(zone) or not (events or todos):
        calendar.add_component(vtimezone(zone, _years(events)))
    for event in events:
        calendar.add_component(_event(event, zone, cancelled_prefix))
    for todo in todos:
        calendar.add_component(_todo(todo, cancelled_prefix))
    return _bytes(calendar)


def etag_of(body: bytes) -> str:
    """A strong entity tag for ``body``, without the quotes that HTTP puts around it."""
    return hashlib.sha256(body).hexdigest()[:32]


def _bytes(calendar: Calendar) -> bytes:
    # Sorted, properties and parameters would stand in the library's order, which
    # another version may change: every feed would then look changed.
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _opened() -> Calendar:
    calendar = Calendar()
    calendar["VERSION"] = vText("2.0")
    calendar["PRODID"] = vText(PRODID)
    calendar["CALSCALE"] = vText("GREGORIAN")
    return calendar


def _name(calendar: Calendar, info: CalendarInfo, zone: ZoneInfo) -> None:
    """The name, address and pace, in the standard's words and in those clients know."""
    calendar["NAME"] = calendar["X-WR-CALNAME"] = text(info.name)
    if info.description:
        calendar["DESCRIPTION"] = calendar["X-WR-CALDESC"] = text(info.description)
    calendar["X-WR-TIMEZONE"] = text(zone.key)
    if info.url:
        calendar["URL"] = uri(info.url)
    calendar["REFRESH-INTERVAL"] = vDuration(_REFRESH, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(_REFRESH)


def _years(entries: Iterable[CalendarEntry]) -> set[int]:
    years = {
        time.astimezone(UTC).year for entry in entries for time in (entry.starts_at, entry.ends_at)
    }
    return years or {_YEAR_OF_EMPTY}


def _event(entry: CalendarEntry, zone: ZoneInfo, cancelled_prefix: str) -> Event:
    title = text(cancelled_prefix + entry.title if entry.cancelled else entry.title)
    event = Event()
    _identify(event, entry)
    _place_in_time(event, entry, zone)
    event["SUMMARY"] = title
    _describe(event, entry)
    if entry.location:
        event["LOCATION"] = text(entry.location)
    if categories := [category for category in entry.categories if clean(category)]:
        event["CATEGORIES"] = text_list(categories)
    event["STATUS"] = vText("CANCELLED" if entry.cancelled else entry.status)
    event["TRANSP"] = vText("TRANSPARENT" if entry.cancelled or entry.is_free else "OPAQUE")
    if entry.alarm_minutes is not None and not entry.cancelled:
        event.add_component(_alarm(title, entry.alarm_minutes))
    return event


def _todo(task: TaskEntry, cancelled_prefix: str) -> Todo:
    todo = Todo()
    _identify(todo, task)
    if task.due_on:
        todo["DUE"] = vDate(task.due_on, params={"VALUE": "DATE"})
    todo["SUMMARY"] = text(
        cancelled_prefix + task.title if task.status == "CANCELLED" else task.title
    )
    _describe(todo, task)
    todo["STATUS"] = vText(task.status)
    todo["PERCENT-COMPLETE"] = vInt(task.percent_complete)
    if task.completed_at:
        todo["COMPLETED"] = _utc(task.completed_at)
    return todo


def _identify(component: Event | Todo, item: CalendarEntry | TaskEntry) -> None:
    """Which item this is and how new; DTSTAMP is the last change, not the time of the request."""
    component["UID"] = text(item.uid)
    component["DTSTAMP"] = component["LAST-MODIFIED"] = _utc(item.changed_at)
    component["SEQUENCE"] = vInt(item.sequence)


def _describe(component: Event | Todo, item: CalendarEntry | TaskEntry) -> None:
    """The description ends with the address, because many clients never show the URL."""
    description = item.description
    if item.url not in description:
        description = "\n\n".join(filter(None, [description.rstrip(), item.url]))
    if description:
        component["DESCRIPTION"] = text(description)
    if item.url:
        component["URL"] = uri(item.url)


def _place_in_time(event: Event, entry: CalendarEntry, zone: ZoneInfo) -> None:
    instants = (entry.starts_at, entry.ends_at)
    times = [time.astimezone(zone).replace(microsecond=0) for time in instants]
    # A local time that clocks show twice means the first time, so the second
    # can only be written in UTC; start and end are written in the same form.
    as_utc = is_utc(zone) or any(time.fold for time in times)
    start, end = (_utc(time) if as_utc else _local(time, zone) for time in times)

    event["DTSTART"] = start
    if end.dt != start.dt:  # an end must be later than its start
        event["DTEND"] = end


def _alarm(title: vText, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = title
    alarm["TRIGGER"] = vDuration(timedelta(minutes=-minutes))
    return alarm


def _utc(time: datetime) -> vDatetime:
    return vDatetime(time.astimezone(UTC))


def _local(time: datetime, zone: ZoneInfo) -> vDatetime:
    written = vDatetime(time.replace(tzinfo=None))
    # The library would write zones that are always equal to UTC, like Africa/Accra,
    # with a Z and leave their VTIMEZONE without use; and it clears a TZID given to it.
    written.params["TZID"] = zone.key
    return written
