"""schedule.json as frab and pretalx export it."""

from collections.abc import Iterator, Mapping
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Link, Session
from offsite.exchange.readers.gathering import Gathering, number_of, rows_of, text_of
from offsite.exchange.readers.times import parse_date, parse_minutes
from offsite.exchange.texts import one_line

Row = Mapping[str, Any]


def recognises(document: Any) -> bool:
    schedule = document.get("schedule") if isinstance(document, Mapping) else None
    return isinstance(schedule, Mapping) and "conference" in schedule


def read(document: Any, gathering: Gathering) -> None:
    """Gather a schedule.json.

    Raises:
        BadInput: there is no ``schedule`` with a ``conference``.
    """
    if not recognises(document) or not isinstance(document["schedule"]["conference"], Mapping):
        raise BadInput("The JSON is no schedule: it has no “schedule” with a “conference”.")
    schedule = document["schedule"]
    gathering.version = text_of(schedule.get("version"))
    gathering.url = text_of(schedule.get("base_url")) or None
    _read_conference(schedule["conference"], gathering)
    for room in rows_of(schedule.get("rooms"), gathering, "rooms"):
        _add_room(room, gathering)
    for number, day in enumerate(_days(schedule["conference"], gathering), start=1):
        _read_day(day, f"day {day.get('index', number)}", gathering)


def _read_conference(conference: Row, gathering: Gathering) -> None:
    gathering.title = text_of(conference.get("title"))
    gathering.acronym = text_of(conference.get("acronym"))
    gathering.url = text_of(conference.get("url")) or gathering.url
    gathering.use_zone_of_file(text_of(conference.get("time_zone_name")) or None)
    gathering.starts_on = parse_date(text_of(conference.get("start")))
    gathering.ends_on = parse_date(text_of(conference.get("end")))
    for track in rows_of(conference.get("tracks"), gathering, "tracks"):
        gathering.track(text_of(track.get("name")), color=track.get("color"))
    for room in rows_of(conference.get("rooms"), gathering, "rooms"):
        _add_room(room, gathering)


def _add_room(room: Row, gathering: Gathering) -> None:
    gathering.room(
        text_of(room.get("name")),
        guid=text_of(room.get("guid")) or None,
        capacity=number_of(room.get("capacity")),
        description=text_of(room.get("description")),
    )


def _days(conference: Row, gathering: Gathering) -> list[Row]:
    return rows_of(conference.get("days"), gathering, "day")


def _read_day(day: Row, where: str, gathering: Gathering) -> None:
    rooms = day.get("rooms")
    if not isinstance(rooms, Mapping):
        gathering.warn(where, Sentence("The rooms are missing."))
        return
    for name, events in rooms.items():
        room = gathering.room(name)
        for event in rows_of(events, gathering, f"{where}, {name}"):
            _read_event(event, room, f"{where}, event {event.get('id', '?')}", gathering)


def _read_event(event: Row, room: str | None, where: str, gathering: Gathering) -> None:
    length = text_of(event.get("duration"))
    minutes = parse_minutes(length)
    if minutes is None:
        gathering.warn(
            where, Sentence("The length “%(length)s” cannot be read.", length=one_line(length)[:40])
        )
    persons = rows_of(event.get("persons"), gathering, f"{where}, person")
    people = [_add_person(person, gathering) for person in persons]
    gathering.session(
        Session(
            key=text_of(event.get("guid")) or text_of(event.get("id")),
            title=text_of(event.get("title")),
            guid=text_of(event.get("guid")) or None,
            code=text_of(event.get("code")) or None,
            number=number_of(event.get("id")),
            subtitle=text_of(event.get("subtitle")),
            abstract=text_of(event.get("abstract")),
            description=text_of(event.get("description")),
            room=gathering.room(text_of(event.get("room"))) or room,
            starts_at=gathering.moment(event.get("date"), where),
            minutes=minutes,
            track=gathering.track(text_of(event.get("track"))),
            kind=text_of(event.get("type")),
            language=text_of(event.get("language")),
            people=tuple(dict.fromkeys(key for key in people if key)),
            url=text_of(event.get("url")) or None,
            links=tuple(_links(event, gathering, where)),
        ),
        where,
    )


def _add_person(person: Row, gathering: Gathering) -> str | None:
    identity = [person.get(field) for field in ("guid", "code", "id")]
    return gathering.person(
        next((key for key in identity if key), None),
        text_of(person.get("name")) or text_of(person.get("public_name")),
        guid=text_of(person.get("guid")) or None,
        code=text_of(person.get("code")) or None,
        number=number_of(person.get("id")),
        biography=text_of(person.get("biography")),
    )


def _links(event: Row, gathering: Gathering, where: str) -> Iterator[Link]:
    for link in rows_of(event.get("links"), gathering, f"{where}, link"):
        if url := text_of(link.get("url")):
            yield Link(url, one_line(text_of(link.get("title"))))
