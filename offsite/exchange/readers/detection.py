"""What kind of file some bytes are, judged by their content alone."""

import re
from typing import Any

from offsite.errors import BadInput, Sentence
from offsite.exchange import intake, strict_json
from offsite.exchange.readers import (
    delimited,
    frab_json,
    itc2007,
    json_table,
    open_event,
    pretalx,
    sessionize,
    votes,
)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OLDER_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_CALENDAR = re.compile(r"^\s*BEGIN\s*[:;]", re.IGNORECASE | re.MULTILINE)
_WEB_PAGE = re.compile(r"<(!doctype\s+html|html|head|body|meta|script|div|p|a)\b", re.IGNORECASE)

_JSON_KINDS = (
    ("frab-json", frab_json.recognises),
    ("pretalx", pretalx.recognises),
    ("sessionize", sessionize.recognises),
    ("open-event", open_event.recognises),
    ("json", json_table.recognises),
)


def guess(content: bytes) -> str:
    """One of the kinds we read.

    Raises:
        BadInput: it is none of them; the sentence says what it seems to be.
    """
    if not content.strip():
        raise BadInput("The file is empty.")
    if content.startswith(b"PK"):
        return _archive(content)
    if content.startswith(_OLD_OFFICE) or content.startswith(_OLDER_EXCEL):
        raise BadInput("This is an old or locked Excel file; save it as .xlsx without a password.")
    text, _ = intake.decode(content)
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _markup(text)
    if text.startswith(("{", "[")):
        return _json(content)
    if _CALENDAR.match(text) or "BEGIN:VCALENDAR" in text[:2000].upper():
        return "ics"
    if itc2007.recognises(text):
        return "itc2007"
    return "votes" if votes.recognises(delimited.parse(text)) else "csv"


def _archive(content: bytes) -> str:
    names = intake.unpack(content).keys()
    if any(name.lower().lstrip("/").startswith("xl/") for name in names):
        return "xlsx"
    if any(name.rsplit("/", 1)[-1] in ("sessions.json", "sessions") for name in names):
        return "open-event"
    if "content.xml" in names:
        raise BadInput("This is an OpenDocument file; save it as .xlsx or .csv.")
    raise BadInput("The archive is neither an Excel workbook nor an Open Event export.")


def _markup(text: str) -> str:
    if _WEB_PAGE.match(text):
        raise BadInput("This is a web page, not a schedule; download the file behind it.")
    return "frab-xml"


def _json(content: bytes) -> str:
    document, _ = strict_json.parse(content)
    for kind, recognises in _JSON_KINDS:
        if recognises(document):
            return kind
    raise BadInput(Sentence("The JSON is no programme we know: %(seen)s.", seen=_seen(document)))


def _seen(document: Any) -> Sentence:
    if isinstance(document, dict):
        keys = ", ".join(str(key)[:30] for key in list(document)[:6])
        return (
            Sentence("an object with %(keys)s", keys=keys) if keys else Sentence("an empty object")
        )
    first = document[0] if document else None
    if isinstance(first, dict):
        keys = ", ".join(str(key)[:30] for key in list(first)[:6])
        return Sentence("a list of objects with %(keys)s", keys=keys)
    return Sentence("a list without objects") if document else Sentence("an empty list")
