"""Files of others as programmes: guess the kind, read leniently, tell every problem."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.exchange import checks, intake, strict_json
from offsite.exchange.programme import Reading
from offsite.exchange.readers import (
    delimited,
    frab_json,
    frab_xml,
    ics,
    itc2007,
    json_table,
    open_event,
    pretalx,
    sessionize,
    table,
    votes,
    xlsx,
)
from offsite.exchange.readers.detection import guess
from offsite.exchange.readers.gathering import Gathering, is_zone
from offsite.exchange.texts import shown

Read = Callable[[bytes, Gathering], None]


def read(source: Path | bytes, *, kind: str | None = None, timezone: str | None = None) -> Reading:
    """The programme in a file, a folder (Open Event) or bytes.

    ``kind`` is one of ``KINDS``, else it is guessed from the content.  ``timezone`` is an
    IANA name for times that carry none, and wins over the zone that the file names.

    Raises:
        BadInput: it cannot be read at all; one sentence for each reason.
    """
    if timezone is not None and not is_zone(timezone):
        raise BadInput(
            Sentence(
                "“%(timezone)s” is no time zone; write one as Area/City, like Europe/Warsaw.",
                timezone=timezone,
            )
        )
    gathering = Gathering(timezone)
    try:
        kind = _gather(source, kind, gathering)
        programme = gathering.programme()
    except BadInput as error:
        # Faults quote the file, and a terminal must not be given what it holds.
        raise BadInput(*map(shown, error.faults)) from error
    found = tuple(checks.warnings_of(programme))
    doubtful = checks.doubtful(programme, gathering.session_at, gathering.warnings, found)
    return Reading(kind, programme, (*gathering.warnings, *found), doubtful)


def _gather(source: Path | bytes, kind: str | None, gathering: Gathering) -> str:
    """Fill ``gathering`` and say which kind the source was."""
    if isinstance(source, Path) and source.is_dir():
        if kind not in (None, "open-event"):
            raise BadInput(
                Sentence("%(source)s is a folder; only Open Event comes in one.", source=source)
            )
        open_event.read_folder(intake.load_folder(source, open_event.NAMES), gathering)
        return "open-event"
    content = intake.load_file(source) if isinstance(source, Path) else source
    if len(content) > intake.MAX_BYTES:
        raise BadInput(
            Sentence("The file is larger than %(most)s MB.", most=intake.MAX_BYTES // 1024**2)
        )
    kind = kind or guess(content)
    if kind not in KINDS:
        raise BadInput(
            Sentence(
                "“%(kind)s” is no kind of file we read; we read %(kinds)s.",
                kind=kind,
                kinds=", ".join(KINDS),
            )
        )
    _READERS[kind](content, gathering)
    return kind


def _from_json(
    reader: Callable[[Any, Gathering], None],
) -> Read:
    def read_json(content: bytes, gathering: Gathering) -> None:
        document, repeated = strict_json.parse(content)
        for key in repeated:
            gathering.warn(
                "file",
                Sentence("The key “%(key)s” is there twice; the last one counts.", key=key[:60]),
            )
        reader(document, gathering)

    return read_json


def _from_text(reader: Callable[[str, Gathering], None]) -> Read:
    def read_text(content: bytes, gathering: Gathering) -> None:
        text, doubt = intake.decode(content)
        if doubt:
            gathering.warn("file", doubt)
        reader(text, gathering)

    return read_text


def _read_csv(text: str, gathering: Gathering) -> None:
    table.read(delimited.parse(text), gathering)


def _read_votes(text: str, gathering: Gathering) -> None:
    votes.read(delimited.parse(text), gathering)


def _read_xlsx(content: bytes, gathering: Gathering) -> None:
    table.read(xlsx.parse(content), gathering)


def _read_json_table(document: Any, gathering: Gathering) -> None:
    if not isinstance(document, list):
        raise BadInput("The JSON is no list of sessions.")
    table.read(json_table.parse(document), gathering)


def _read_open_event(content: bytes, gathering: Gathering) -> None:
    if content.startswith(b"PK"):
        open_event.read_folder(intake.unpack(content), gathering)
    else:
        _from_json(open_event.read)(content, gathering)


_READERS: Mapping[str, Read] = {
    "frab-xml": frab_xml.read,
    "frab-json": _from_json(frab_json.read),
    "sessionize": _from_json(sessionize.read),
    "open-event": _read_open_event,
    "pretalx": _from_json(pretalx.read),
    "json": _from_json(_read_json_table),
    "csv": _from_text(_read_csv),
    "xlsx": _read_xlsx,
    "ics": _from_text(ics.read),
    "itc2007": _from_text(itc2007.read),
    "votes": _from_text(_read_votes),
}
KINDS = tuple(_READERS)
