"""Sessionize's JSON: “All data”, “Sessions” (by group) and “Grid smart”."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Link, Session
from offsite.exchange.readers.gathering import Gathering, rows_of, text_of

Row = Mapping[str, Any]


def recognises(document: Any) -> bool:
    if isinstance(document, Mapping):
        sessions = document.get("sessions")
        return isinstance(sessions, list) and "rooms" in document and "speakers" in document
    first = document[0] if isinstance(document, list) and document else None
    if not isinstance(first, Mapping):
        return False
    return "groupId" in first or ("date" in first and "rooms" in first)


def read(document: Any, gathering: Gathering) -> None:
    """Gather a Sessionize export.

    Raises:
        BadInput: it is none of the three views.
    """
    if not recognises(document):
        raise BadInput("The JSON is none of Sessionize's views “All”, “Sessions” or “Grid”.")
    rooms: dict[str, str] = {}
    if isinstance(document, Mapping):
        rooms = _rooms(document, gathering)
        _add_speakers(document, gathering)
    kinds = _category_items(document, gathering)
    for number, row in enumerate(_sessions(document, gathering), start=1):
        _add_session(row, f"session {row.get('id', number)}", rooms, kinds, gathering)


def _rooms(document: Row, gathering: Gathering) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in rows_of(document.get("rooms"), gathering, "room"):
        if name := gathering.room(text_of(row.get("name"))):
            names[text_of(row.get("id"))] = name
    return names


def _add_speakers(document: Row, gathering: Gathering) -> None:
    for row in rows_of(document.get("speakers"), gathering, "speaker"):
        name = text_of(row.get("fullName")) or " ".join(
            (text_of(row.get("firstName")), text_of(row.get("lastName")))
        )
        guid = text_of(row.get("id"))
        gathering.person(guid, name, guid=guid or None, biography=text_of(row.get("bio")))


def _category_items(document: Any, gathering: Gathering) -> dict[str, tuple[str, str]]:
    """The category and name of each category item's id."""
    items: dict[str, tuple[str, str]] = {}
    categories = document.get("categories") if isinstance(document, Mapping) else None
    for category in rows_of(categories, gathering, "category"):
        for item in rows_of(category.get("items"), gathering, "category item"):
            title = text_of(category.get("title")).lower()
            items[text_of(item.get("id"))] = (title, text_of(item.get("name")))
    return items


def _sessions(document: Any, gathering: Gathering) -> Iterator[Row]:
    """The session rows of any view; in the grid each carries its room's name."""
    if isinstance(document, Mapping):
        yield from rows_of(document.get("sessions"), gathering, "session")
        return
    for group in rows_of(document, gathering, "group"):
        if "rooms" not in group:
            yield from rows_of(group.get("sessions"), gathering, "session")
        for room in rows_of(group.get("rooms"), gathering, "room"):
            for row in rows_of(room.get("sessions"), gathering, "session"):
                yield {"room": room.get("name"), **row}


def _add_session(
    row: Row,
    where: str,
    rooms: Mapping[str, str],
    kinds: Mapping[str, tuple[str, str]],
    gathering: Gathering,
) -> None:
    starts_at = gathering.moment(row.get("startsAt"), where)
    ends_at = gathering.moment(row.get("endsAt"), where)
    length = None if starts_at is None or ends_at is None else ends_at - starts_at
    categories = dict(_categories(row, kinds, gathering, where))
    gathering.session(
        Session(
            key=text_of(row.get("id")),
            title=text_of(row.get("title")),
            description=text_of(row.get("description")),
            room=_room(row, rooms, where, gathering),
            starts_at=starts_at,
            minutes=None if length is None else length // timedelta(minutes=1),
            track=gathering.track(categories.get("track")),
            kind=_kind(row, categories),
            language=categories.get("language", ""),
            people=_speakers(row, gathering, where),
            links=tuple(_links(row)),
            state=text_of(row.get("status")).lower(),
            everyone=row.get("isPlenumSession") is True,
        ),
        where,
    )


def _room(row: Row, rooms: Mapping[str, str], where: str, gathering: Gathering) -> str | None:
    number = text_of(row.get("roomId"))
    if number in rooms:
        return rooms[number]
    if name := gathering.room(text_of(row.get("room"))):
        return name
    if number:
        gathering.warn(
            where, Sentence("The room %(number)s is not among the rooms.", number=number)
        )
    return None


def _speakers(row: Row, gathering: Gathering, where: str) -> tuple[str, ...]:
    """Keys of speakers, given as ids (“All”) or as objects with a name (other views)."""
    keys: list[str] = []
    listed = row.get("speakers")
    for speaker in listed if isinstance(listed, list) else []:
        if isinstance(speaker, Mapping):
            key = gathering.person(text_of(speaker.get("id")), text_of(speaker.get("name")))
        else:
            key = text_of(speaker) if gathering.knows(text_of(speaker)) else None
        if key is None:
            gathering.warn(where, Sentence("A speaker of this session is not among the speakers."))
        else:
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _categories(
    row: Row, kinds: Mapping[str, tuple[str, str]], gathering: Gathering, where: str
) -> Iterator[tuple[str, str]]:
    """Category and chosen item, whether the row has ids (“All”) or objects."""
    chosen = row.get("categoryItems")
    for item in chosen if isinstance(chosen, list) else []:
        if text_of(item) in kinds:
            yield kinds[text_of(item)]
    for category in rows_of(row.get("categories"), gathering, f"{where}, category"):
        for item in rows_of(category.get("categoryItems"), gathering, f"{where}, category"):
            yield text_of(category.get("name")).lower(), text_of(item.get("name"))


def _kind(row: Row, categories: Mapping[str, str]) -> str:
    if row.get("isServiceSession") is True:
        return "service"
    return categories.get("session format") or categories.get("format") or ""


def _links(row: Row) -> Iterator[Link]:
    for field, title in (("liveUrl", "Live"), ("recordingUrl", "Recording")):
        if url := text_of(row.get(field)):
            yield Link(url, title)
