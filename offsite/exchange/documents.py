"""Every kind of file an event can be taken away as."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.exchange import exporting
from offsite.exchange.exporting import Site
from offsite.exchange.programme import Programme, Writing
from offsite.exchange.writers import frab_json, frab_xml, ics, table, workbook
from offsite.schedule.models import Draft, Release

Source = Release | Draft


@dataclass(frozen=True)
class Document:
    """A finished file: what to call it and how to announce it."""

    content: bytes
    content_type: str
    name: str


@dataclass(frozen=True)
class Request:
    """Whose programme, and for which pages and which moment."""

    session: Session
    event: Event
    programme: Programme
    site: Site
    now: datetime


def _frab_json(request: Request) -> Writing:
    meta = exporting.meta_of(request.session, request.event, request.programme, now=request.now)
    return frab_json.write(request.programme, meta)


@dataclass(frozen=True)
class Format:
    content_type: str
    name: str
    write: Callable[[Request], Writing]


FORMATS: Mapping[str, Format] = {
    "frab-xml": Format(
        "application/xml; charset=utf-8",
        "schedule.xml",
        lambda request: frab_xml.write(request.programme),
    ),
    "frab-json": Format("application/json; charset=utf-8", "schedule.json", _frab_json),
    "ics": Format(
        "text/calendar; charset=utf-8",
        "schedule.ics",
        lambda request: ics.write(request.programme, host=request.site.uid_host),
    ),
    "csv": Format(
        "text/csv; charset=utf-8", "schedule.csv", lambda request: table.write(request.programme)
    ),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "sessions.xlsx",
        lambda request: workbook.write(request.programme),
    ),
}
"""Written from a release or a draft."""

PROBLEM = "schedule-problem"
PEOPLE = "people"
KINDS = (*FORMATS, PROBLEM)


def document_of(
    session: Session, source: Source, kind: str, *, site: Site, now: datetime
) -> Document:
    """``source`` as a file of ``kind``, one of ``FORMATS``.

    Raises:
        BadInput: nothing in it has a time, and the kind needs one.
    """
    chosen = FORMATS[kind]
    if isinstance(source, Release):
        programme = exporting.programme_of_release(session, source, site)
    else:
        programme = exporting.programme_of_draft(session, source, site)
    request = Request(session, source.event, programme, site, now)
    return Document(chosen.write(request).content, chosen.content_type, chosen.name)


def problem_of_event(session: Session, event: Event, *, now: datetime) -> Document:
    """The event as schedule-problem@1.

    Raises:
        BadInput: it has no slots, rooms or accepted proposals, or they contradict each other.
    """
    if not (event.slots and event.rooms):
        raise BadInput("A schedule problem needs rooms and slots; draw them first.")
    content = exporting.problem_document(session, event, now=now)
    return Document(content, "application/json; charset=utf-8", "schedule-problem.json")


def people_of_event(session: Session, event: Event) -> Document:
    """The members' public profiles as CSV."""
    rows = exporting.people_rows(session, event)
    content = table.rows_as_csv([exporting.PEOPLE_HEADINGS, *rows])
    return Document(content, "text/csv; charset=utf-8", "people.csv")
