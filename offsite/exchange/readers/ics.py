"""iCalendar files of any program: events become sessions, what cannot be read is told."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Session
from offsite.exchange.readers.gathering import LAST_YEAR, Gathering
from offsite.exchange.readers.ics_lines import Component, Property, parse
from offsite.exchange.readers.ics_repeats import MOST, occurrences, rule_of
from offsite.exchange.readers.ics_zones import Zones, iana_name
from offsite.exchange.texts import clean, one_line

MAX_SESSIONS = 20_000
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_WHOLE_DAY = re.compile(r"\d{8}")


def read(text: str, gathering: Gathering) -> None:
    """Gather a calendar.

    Raises:
        BadInput: there is nothing of a calendar in it, or far too many events.
    """
    root, faults = parse(text)
    if not root.children:
        raise BadInput("The file is no calendar: nothing in it begins.")
    for line, fault in faults:
        gathering.warn(f"line {line}", fault)
    calendars = list(root.every("VCALENDAR"))
    if len(calendars) > 1:
        gathering.warn(
            "file",
            Sentence("There are %(calendars)s calendars in one file.", calendars=len(calendars)),
        )
    _read_names(calendars[0] if calendars else root, gathering)
    events = list(root.every("VEVENT"))
    if not events:
        gathering.warn("file", Sentence("The calendar holds no events."))
    zones = Zones(root)
    _use_zone_of_events(events, gathering)
    for event in _with_repeats(events, zones, gathering):
        if len(gathering.sessions) >= MAX_SESSIONS:
            raise BadInput(
                Sentence("The calendar has more than %(most)s events.", most=MAX_SESSIONS)
            )
        _add(event, gathering)


def _read_names(calendar: Component, gathering: Gathering) -> None:
    gathering.title = calendar.text("NAME", "X-WR-CALNAME", "SUMMARY")
    gathering.url = calendar.text("URL") or None
    zone = calendar.text("X-WR-TIMEZONE")
    gathering.use_zone_of_file(iana_name(zone) or zone or None)


def _use_zone_of_events(events: list[Component], gathering: Gathering) -> None:
    """Where the calendar names no zone, the one most events are in is the programme's."""
    starts = [start for event in events if (start := event.first("DTSTART"))]
    names = Counter(
        zone for start in starts if (zone := iana_name(start.parameters.get("TZID", "")))
    )
    if gathering.timezone is None and names:
        name, count = names.most_common(1)[0]
        gathering.use_zone_of_file(name)
        if count < names.total():
            gathering.warn(
                "file",
                Sentence(
                    "The events are in several zones; %(name)s is the programme's.", name=name
                ),
            )


class _Event:
    """A VEVENT with its times resolved."""

    def __init__(self, component: Component, where: str) -> None:
        self.component = component
        self.where = where
        self.starts_at: datetime | None = None
        self.minutes: int | None = None
        self.key = component.text("UID")


def _with_repeats(events: list[Component], zones: Zones, gathering: Gathering) -> Iterator[_Event]:
    """Every event; a repeating one once for each time it happens, unless that is replaced."""
    replaced = {
        (event.text("UID"), recurrence.value.strip())
        for event in events
        if (recurrence := event.first("RECURRENCE-ID"))
    }
    for component in events:
        event = _resolved(component, zones, gathering)
        recurrence = component.first("RECURRENCE-ID")
        if recurrence:
            event.key = f"{event.key}/{recurrence.value.strip()[:20]}"
        rule = component.first("RRULE")
        if rule and event.starts_at and not recurrence:
            yield from _repeats(event, rule, replaced, gathering)
        else:
            yield event


def _resolved(component: Component, zones: Zones, gathering: Gathering) -> _Event:
    event = _Event(component, f"line {component.line}, {component.text('SUMMARY')[:40]}")
    start = component.first("DTSTART")
    if start is None:
        gathering.warn(event.where, Sentence("The event has no start."))
        return event
    event.starts_at = _moment(start, event.where, zones, gathering)
    whole_day = bool(_WHOLE_DAY.fullmatch(start.value.strip()))
    if whole_day:
        gathering.warn(
            event.where, Sentence("The event lasts all day; it was read as from midnight.")
        )
    end = component.first("DTEND")
    if end is not None:
        ends_at = _moment(end, event.where, zones, gathering)
        if event.starts_at and ends_at:
            event.minutes = (ends_at - event.starts_at) // timedelta(minutes=1)
    elif duration := component.first("DURATION"):
        event.minutes = _duration(duration.value.strip())
        if event.minutes is None:
            shown = one_line(duration.value)[:40]
            gathering.warn(
                event.where, Sentence("The length “%(shown)s” cannot be read.", shown=shown)
            )
    elif whole_day:
        event.minutes = 24 * 60
    return event


def _moment(item: Property, where: str, zones: Zones, gathering: Gathering) -> datetime | None:
    value = item.value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return gathering.aware(None, where, value)
    name = item.parameters.get("TZID", "")
    if moment.tzinfo or not name or _WHOLE_DAY.fullmatch(value):
        return gathering.aware(moment, where, value)
    zone = zones.find(name)
    if zone is None:
        gathering.warn(
            where, Sentence("“%(name)s” is no time zone we know.", name=one_line(name)[:60])
        )
        return gathering.aware(moment, where, value)
    try:
        return gathering.aware(moment.replace(tzinfo=zone), where, value)
    except (ValueError, OverflowError):
        return gathering.aware(None, where, value)


def _duration(text: str) -> int | None:
    found = _DURATION.fullmatch(text.upper())
    if not found or len(text) < 3:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    total = ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds // 60
    return -total if found[1] == "-" else total


def _repeats(
    event: _Event, rule: Property, replaced: set[tuple[str, str]], gathering: Gathering
) -> Iterator[_Event]:
    start = event.starts_at
    assert start is not None
    starts = occurrences(start, rule_of(rule.value))
    if starts is None:
        gathering.warn(
            event.where,
            Sentence(
                "It repeats by a rule without an end or of a rare kind; "
                "only its first time was read."
            ),
        )
        starts = [start]
    elif len(starts) == MOST:
        gathering.warn(
            event.where, Sentence("It repeats; its first %(most)s times were read.", most=MOST)
        )
    skipped = {
        value.strip()
        for item in event.component.properties
        if item.name == "EXDATE"
        for value in item.value.split(",")
    }
    for number, moment in enumerate(starts):
        if moment.year >= LAST_YEAR:
            break
        spellings = _spellings(moment)
        if spellings & skipped or any((event.key, text) in replaced for text in spellings):
            continue
        again = _Event(event.component, event.where)
        again.starts_at, again.minutes = moment, event.minutes
        again.key = f"{event.key}/{moment:%Y%m%dT%H%M}" if number else event.key
        yield again


def _spellings(moment: datetime) -> set[str]:
    """How an EXDATE or RECURRENCE-ID may write this start."""
    universal = moment - (moment.utcoffset() or timedelta())
    local = {f"{moment:%Y%m%dT%H%M%S}", f"{universal:%Y%m%dT%H%M%S}Z"}
    return local | {f"{moment:%Y%m%d}"} if moment.time() == time() else local


def _add(event: _Event, gathering: Gathering) -> None:
    component = event.component
    categories = [
        one_line(name)
        for item in component.properties
        if item.name == "CATEGORIES"
        for name in re.split(r"(?<!\\),", item.value)
        if name.strip()
    ]
    session = Session(
        key=event.key,
        title=component.text("SUMMARY"),
        description=clean(component.text("DESCRIPTION")),
        room=gathering.room(component.text("LOCATION")),
        starts_at=event.starts_at,
        minutes=event.minutes,
        track=gathering.track(categories[-1] if categories else None),
        kind=categories[0] if len(categories) > 1 else "",
        language=_language(component),
        url=component.text("URL") or None,
        state="canceled" if component.text("STATUS").upper() == "CANCELLED" else "",
        uid=component.text("UID") or None,
    )
    gathering.session(session, event.where)


def _language(component: Component) -> str:
    summary = component.first("SUMMARY")
    return summary.parameters.get("LANGUAGE", "").lower()[:10] if summary else ""
