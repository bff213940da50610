"""Pretalx submissions: the API's list, or slots collected from it by day, minute and room."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from offsite.errors import BadInput
from offsite.exchange.programme import Link, Session
from offsite.exchange.readers.gathering import Gathering, number_of, rows_of, text_of

Row = Mapping[str, Any]


def recognises(document: Any) -> bool:
    return next(_submissions(document), None) is not None


def read(document: Any, gathering: Gathering) -> None:
    """Gather every submission found, wherever the document keeps it.

    Raises:
        BadInput: there is none.
    """
    if not recognises(document):
        raise BadInput("The JSON holds no pretalx submissions.")
    for room in _listed_rooms(document, gathering):
        gathering.room(
            text_of(room.get("name")),
            guid=text_of(room.get("guid")) or None,
            capacity=number_of(room.get("capacity")),
            description=text_of(room.get("description")),
        )
    for row in _submissions(document):
        _add(row, f"submission {text_of(row.get('code'))}", gathering)


def _submissions(document: Any) -> Iterator[Row]:
    """Objects that are submissions, directly listed or below ``results`` or ``schedule``."""
    if isinstance(document, Mapping):
        document = document.get("results", document.get("schedule"))
    yield from _found(document, depth=4)


def _found(value: Any, *, depth: int) -> Iterator[Row]:
    if isinstance(value, Mapping) and "code" in value and "submission_type" in value:
        yield value
    elif depth and isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _found(inner, depth=depth - 1)


def _listed_rooms(document: Any, gathering: Gathering) -> list[Row]:
    rooms = document.get("rooms") if isinstance(document, Mapping) else None
    return rows_of(rooms, gathering, "room")


def _add(row: Row, where: str, gathering: Gathering) -> None:
    listed = row.get("slot")
    slot: Row = listed if isinstance(listed, Mapping) else {}
    starts_at = gathering.moment(slot.get("start"), where)
    code = text_of(row.get("code"))
    gathering.session(
        Session(
            key=code,
            title=text_of(row.get("title")),
            code=code or None,
            abstract=text_of(row.get("abstract")),
            description=text_of(row.get("description")),
            room=gathering.room(text_of(slot.get("room"))),
            starts_at=starts_at,
            minutes=_minutes(row, starts_at, gathering.moment(slot.get("end"), where)),
            track=gathering.track(text_of(row.get("track"))),
            kind=text_of(row.get("submission_type")),
            language=text_of(row.get("content_locale")),
            people=_people(row, where, gathering),
            links=tuple(_links(row, where, gathering)),
            state=text_of(row.get("state")).lower(),
        ),
        where,
    )


def _minutes(row: Row, starts_at: datetime | None, ends_at: datetime | None) -> int | None:
    if starts_at is None or ends_at is None:
        return number_of(row.get("duration"))
    return (ends_at - starts_at) // timedelta(minutes=1)


def _people(row: Row, where: str, gathering: Gathering) -> tuple[str, ...]:
    keys: list[str] = []
    for speaker in rows_of(row.get("speakers"), gathering, f"{where}, speaker"):
        code = text_of(speaker.get("code"))
        key = gathering.person(
            code,
            text_of(speaker.get("name")),
            code=code or None,
            biography=text_of(speaker.get("biography")),
        )
        keys += [key] if key else []
    return tuple(dict.fromkeys(keys))


def _links(row: Row, where: str, gathering: Gathering) -> Iterator[Link]:
    for link in rows_of(row.get("resources"), gathering, f"{where}, resource"):
        if url := text_of(link.get("resource")):
            yield Link(url, text_of(link.get("description")))
