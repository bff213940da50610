"""schedule.xml, valid against the c3voc schema."""

from collections.abc import Mapping

from lxml import etree

from offsite import __name__ as product
from offsite.errors import BadInput
from offsite.exchange.programme import Programme, Writing
from offsite.exchange.texts import clean, one_line
from offsite.exchange.writers.frab_values import (
    TIMESLOT,
    FrabDay,
    FrabEvent,
    FrabSchedule,
    schedule_of,
)


def write(programme: Programme) -> Writing:
    """The programme as schedule.xml; sessions that cannot be published are warnings.

    Raises:
        BadInput: there is no day to write: no session has a time and the event has no dates.
    """
    schedule = schedule_of(programme)
    if not schedule.days:
        raise BadInput("There is nothing to write: no session has a time and a length.")
    root = etree.Element("schedule")
    _add(root, "generator", name=product, version="1")
    _add(root, "version", schedule.version)
    _add_conference(root, schedule)
    for day in schedule.days:
        _add_day(root, day, dict(schedule.rooms))
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Writing(content, schedule.warnings)


def _add_conference(root: etree._Element, schedule: FrabSchedule) -> None:
    conference = _add(root, "conference")
    _add(conference, "title", schedule.title)
    _add(conference, "acronym", schedule.acronym)
    _add(conference, "start", schedule.days[0].on.isoformat())
    _add(conference, "end", schedule.days[-1].on.isoformat())
    _add(conference, "days", str(len(schedule.days)))
    _add(conference, "timeslot_duration", TIMESLOT)
    if schedule.base_url:
        _add(conference, "base_url", schedule.base_url)
    if schedule.timezone:
        _add(conference, "time_zone_name", schedule.timezone)
    for track in schedule.tracks:
        attributes = {"name": track.name, "slug": track.slug, "color": track.color}
        _add(conference, "track", **{k: v for k, v in attributes.items() if v})


def _add_day(root: etree._Element, day: FrabDay, guids: Mapping[str, str]) -> None:
    element = _add(
        root,
        "day",
        index=str(day.index),
        date=day.on.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for name, events in day.rooms:
        room = _add(element, "room", name=name, guid=guids[name])
        for event in events:
            _add_event(room, event)


def _add_event(room: etree._Element, event: FrabEvent) -> None:
    session = event.session
    element = _add(room, "event", id=str(event.id), guid=event.guid)
    if event.code:
        element.set("code", event.code)
    _add(element, "room", event.room)
    _add(element, "title", event.title)
    _add(element, "subtitle", one_line(session.subtitle))
    _add(element, "type", one_line(session.kind))
    _add(element, "date", event.starts_at.isoformat())
    _add(element, "start", f"{event.starts_at:%H:%M}")
    _add(element, "duration", event.duration)
    _add(element, "abstract", clean(session.abstract))
    _add(element, "slug", event.slug)
    _add(element, "track", event.track)
    _add(element, "language", one_line(session.language))
    _add(element, "description", clean(session.description))
    persons = _add(element, "persons")
    for person in event.persons:
        number = {} if person.number is None else {"id": str(person.number)}
        _add(persons, "person", person.name, **number, guid=person.guid)
    links = _add(element, "links")
    for link in event.links:
        _add(links, "link", link.title or link.url, href=link.url)
    if event.url:
        _add(element, "url", event.url)


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes)
    if text:
        element.text = text
    return element
