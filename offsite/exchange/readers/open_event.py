"""Open Event: a folder (or its zip) of JSON files, in the older and the newer spelling."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.exchange import strict_json
from offsite.exchange.programme import Link, Session
from offsite.exchange.readers.gathering import Gathering, number_of, rows_of, text_of
from offsite.exchange.texts import plain

FILES = ("event", "sessions", "speakers", "microlocations", "tracks", "session_types")
NAMES = tuple(f"{file}{ending}" for file in FILES for ending in (".json", ""))

Row = Mapping[str, Any]


def recognises(document: Any) -> bool:
    """Whether this is the content of a ``sessions`` file."""
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, Mapping) and "microlocation" in first


def read_folder(parts: Mapping[str, bytes], gathering: Gathering) -> None:
    """Gather the files of an export, by name; only ``sessions`` is needed.

    Raises:
        BadInput: there is no sessions file, or a file is not JSON.
    """
    documents: dict[str, Any] = {}
    for path, content in parts.items():
        name = path.rsplit("/", 1)[-1].removesuffix(".json")
        if name in FILES and name not in documents:
            documents[name] = _parsed(name, content)
    if "sessions" not in documents:
        raise BadInput("There is no sessions.json, so this is no Open Event export.")
    _read_event(documents.get("event"), gathering)
    for row in rows_of(documents.get("microlocations"), gathering, "microlocation"):
        gathering.room(text_of(row.get("name")))
    for row in rows_of(documents.get("tracks"), gathering, "track"):
        gathering.track(text_of(row.get("name")), color=row.get("color"))
    for row in rows_of(documents.get("speakers"), gathering, "speaker"):
        _add_person(row, gathering)
    read(documents["sessions"], gathering)


def read(document: Any, gathering: Gathering) -> None:
    """Gather the content of a ``sessions`` file alone."""
    for number, row in enumerate(rows_of(document, gathering, "session"), start=1):
        _add_session(row, f"session {row.get('id', number)}", gathering)


def _parsed(name: str, content: bytes) -> Any:
    try:
        return strict_json.parse(content)[0]
    except BadInput as error:
        raise BadInput(*(f"{name}: {fault}" for fault in error.faults)) from error


def _read_event(event: Any, gathering: Gathering) -> None:
    if not isinstance(event, Mapping):
        gathering.warn(
            "event", Sentence("There is no event file, so its name and zone are not known.")
        )
        return
    gathering.title = text_of(event.get("name"))
    gathering.url = text_of(_either(event, "event-url", "external-event-url")) or None
    gathering.use_zone_of_file(text_of(event.get("timezone")) or None)


def _add_session(row: Row, where: str, gathering: Gathering) -> None:
    starts_at = gathering.moment(_either(row, "starts-at", "start-time"), where)
    ends_at = gathering.moment(_either(row, "ends-at", "end-time"), where)
    people = [
        _add_person(person, gathering)
        for person in rows_of(row.get("speakers"), gathering, f"{where}, speaker")
    ]
    gathering.session(
        Session(
            key=text_of(row.get("id")),
            title=text_of(row.get("title")),
            number=number_of(row.get("id")),
            subtitle=text_of(row.get("subtitle")),
            abstract=plain(text_of(_either(row, "short-abstract"))),
            description=plain(text_of(_either(row, "long-abstract"))),
            room=gathering.room(_name(row.get("microlocation"))),
            starts_at=starts_at,
            minutes=_minutes(starts_at, ends_at),
            track=gathering.track(_name(row.get("track"))),
            kind=_name(_either(row, "session-type")),
            language=text_of(row.get("language")),
            people=tuple(dict.fromkeys(key for key in people if key)),
            links=_links(row),
            state="deleted" if _either(row, "deleted-at") else text_of(row.get("state")).lower(),
        ),
        where,
    )


def _minutes(starts_at: datetime | None, ends_at: datetime | None) -> int | None:
    if starts_at is None or ends_at is None:
        return None
    return (ends_at - starts_at) // timedelta(minutes=1)


def _add_person(row: Row, gathering: Gathering) -> str | None:
    biography = text_of(_either(row, "long-biography")) or text_of(_either(row, "short-biography"))
    key = number_of(row.get("id"))
    return gathering.person(key, text_of(row.get("name")), number=key, biography=plain(biography))


def _links(row: Row) -> tuple[Link, ...]:
    kinds = ("slides", "video", "audio", "signup")
    urls = {kind: text_of(_either(row, f"{kind}-url", kind)) for kind in kinds}
    return tuple(Link(url, kind.capitalize()) for kind, url in urls.items() if url)


def _name(value: Any) -> str:
    return text_of(value.get("name")) if isinstance(value, Mapping) else ""


def _either(row: Row, *fields: str) -> Any:
    """The first field that has a value, in the spelling with hyphens or underscores."""
    for field in fields:
        for spelling in (field, field.replace("-", "_")):
            if row.get(spelling):
                return row[spelling]
    return None
