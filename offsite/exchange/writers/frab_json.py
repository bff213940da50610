"""schedule.json, valid against the c3voc schema."""

import json
import re
from collections.abc import Mapping
from typing import Any

from offsite import __name__ as product
from offsite.exchange.programme import Programme, Writing
from offsite.exchange.texts import clean, one_line
from offsite.exchange.writers.frab_values import (
    TIMESLOT,
    FrabDay,
    FrabEvent,
    FrabSchedule,
    FrabTrack,
    schedule_of,
)

SCHEMA = "https://c3voc.de/schedule/schema.json"
# The schema's own idea of a zone's name; others are left out.
_ZONE = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")

Row = dict[str, Any]


def write(programme: Programme, meta: Mapping[str, Any] | None = None) -> Writing:
    """The programme as schedule.json; ``meta`` is the place for what the format has no key for."""
    schedule = schedule_of(programme)
    document = {
        "$schema": SCHEMA,
        "generator": {"name": product, "version": "1"},
        "schedule": _schedule(schedule, meta or {}),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return Writing(f"{text}\n".encode(), schedule.warnings)


def _schedule(schedule: FrabSchedule, meta: Mapping[str, Any]) -> Row:
    row: Row = {"version": schedule.version, "conference": _conference(schedule)}
    if schedule.base_url:
        row["base_url"] = schedule.base_url
    if meta:
        row["conference"]["meta"] = dict(meta)
    return row


def _conference(schedule: FrabSchedule) -> Row:
    days = schedule.days
    row: Row = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": days[0].on.isoformat() if days else "",
        "end": days[-1].on.isoformat() if days else "",
        "daysCount": len(days),
        "timeslot_duration": TIMESLOT,
        "tracks": [_track(track) for track in schedule.tracks],
        "rooms": [{"name": name, "guid": guid} for name, guid in schedule.rooms],
        "days": [_day(day) for day in days],
    }
    if schedule.timezone and _ZONE.match(schedule.timezone):
        row["time_zone_name"] = schedule.timezone
    return row


def _track(track: FrabTrack) -> Row:
    row: Row = {"name": track.name, "slug": track.slug}
    return {**row, "color": track.color} if track.color else row


def _day(day: FrabDay) -> Row:
    return {
        "index": day.index,
        "date": day.on.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {name: [_event(event) for event in events] for name, events in day.rooms},
    }


def _event(event: FrabEvent) -> Row:
    session = event.session
    row: Row = {
        "guid": event.guid,
        "id": event.id,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "end": event.ends_at.isoformat(),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        # The key is demanded; without an address of its own the item is named by its guid.
        "url": event.url or f"urn:uuid:{event.guid}",
        "title": event.title,
        "subtitle": one_line(session.subtitle),
        "track": event.track or None,
        "type": one_line(session.kind),
        "language": one_line(session.language) or None,
        "abstract": clean(session.abstract),
        "description": clean(session.description),
        "persons": [_person(person.name, person.guid, person.code) for person in event.persons],
        "links": [{"url": link.url, "title": link.title or link.url} for link in event.links],
    }
    return {**row, "code": event.code} if event.code else row


def _person(name: str, guid: str, code: str | None) -> Row:
    return {"name": name, "guid": guid, **({"code": code} if code else {})}
