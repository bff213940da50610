"""schedule.xml as frab, pretalx, pentabarf and their relatives write it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Link, Session
from offsite.exchange.readers.gathering import Gathering, number_of
from offsite.exchange.readers.times import parse_date, parse_minutes
from offsite.exchange.texts import clean, one_line


def read(content: bytes, gathering: Gathering) -> None:
    """Gather a schedule.xml.

    Raises:
        BadInput: not XML, XML with a document type, or XML without a schedule.
    """
    root = _parse(content)
    if _name(root) != "schedule":
        raise BadInput(
            Sentence(
                "The XML is no schedule: its root is <%(name)s>.", name=one_line(_name(root))[:40]
            )
        )
    conferences = [child for child in root if _name(child) == "conference"]
    if len(conferences) > 1:
        gathering.warn(
            "file", Sentence("There are two events in one file; the first one names it.")
        )
    if conferences:
        _read_conference(conferences[0], gathering)
    gathering.version = _text(root, "version")
    for number, day in enumerate(_children(root, "day"), start=1):
        for room in _children(day, "room"):
            _read_room(room, f"day {day.get('index') or number}", gathering)


def _parse(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInput("The XML declares a document type or entities, which is refused.") from error
    except ParseError as error:
        line, column = error.position
        raise BadInput(
            Sentence(
                "The XML is broken at line %(line)s, column %(column)s.", line=line, column=column
            )
        ) from error
    except (ValueError, LookupError) as error:
        raise BadInput("The XML's encoding is not one we can read.") from error
    return root


def _read_conference(conference: Element, gathering: Gathering) -> None:
    gathering.title = _text(conference, "title")
    gathering.acronym = _text(conference, "acronym")
    gathering.url = _text(conference, "url") or _text(conference, "base_url") or None
    gathering.use_zone_of_file(_text(conference, "time_zone_name") or None)
    gathering.starts_on = parse_date(_text(conference, "start"))
    gathering.ends_on = parse_date(_text(conference, "end"))
    for track in _children(conference, "track"):
        gathering.track(track.get("name") or track.text, color=track.get("color"))


def _read_room(room: Element, where: str, gathering: Gathering) -> None:
    name = gathering.room(room.get("name"), guid=room.get("guid"))
    for event in _children(room, "event"):
        _read_event(event, name, f"{where}, event {event.get('id') or '?'}", gathering)


def _read_event(event: Element, room: str | None, where: str, gathering: Gathering) -> None:
    people = [_person(person, gathering) for person in _inner(event, "persons", "person")]
    length = _text(event, "duration")
    minutes = parse_minutes(length)
    if minutes is None:
        gathering.warn(
            where, Sentence("The length “%(length)s” cannot be read.", length=length[:40])
        )
    gathering.session(
        Session(
            key=event.get("guid") or event.get("id") or "",
            title=_text(event, "title"),
            guid=event.get("guid"),
            code=event.get("code"),
            number=number_of(event.get("id")),
            subtitle=_text(event, "subtitle"),
            abstract=_text(event, "abstract"),
            description=_text(event, "description"),
            room=gathering.room(_text(event, "room")) or room,
            starts_at=gathering.moment(_text(event, "date"), where),
            minutes=minutes,
            track=gathering.track(_text(event, "track")),
            kind=_text(event, "type"),
            language=_text(event, "language"),
            people=tuple(dict.fromkeys(key for key in people if key)),
            url=_text(event, "url") or None,
            links=tuple(_links(event)),
        ),
        where,
    )


def _person(person: Element, gathering: Gathering) -> str | None:
    return gathering.person(
        person.get("guid") or person.get("id"),
        "".join(person.itertext()),
        guid=person.get("guid"),
        number=number_of(person.get("id")),
    )


def _links(event: Element) -> Iterator[Link]:
    for link in _inner(event, "links", "link"):
        if href := (link.get("href") or "").strip():
            yield Link(href, one_line("".join(link.itertext())))


def _inner(parent: Element, outer: str, inner: str) -> Iterator[Element]:
    for group in _children(parent, outer):
        yield from _children(group, inner)


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)


def _text(parent: Element, name: str) -> str:
    child = next(_children(parent, name), None)
    return "" if child is None else clean("".join(child.itertext())).strip()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
