"""A programme as iCalendar, by the rules of ``calendars``."""

from datetime import UTC, datetime
from uuid import uuid5

from offsite.calendars.entries import CalendarEntry, CalendarInfo
from offsite.calendars.ical import render_calendar
from offsite.exchange.programme import Programme, Session, Warning, Writing
from offsite.exchange.texts import one_line
from offsite.exchange.writers.frab_values import NAMESPACE, uuid_of, web_address
from offsite.exchange.writers.published import publishable

# A UID needs a host; a programme from a file has none, and nobody else can own this one.
HOST = "offsite.invalid"
# When nothing is known of the last change, equal programmes must still give equal bytes.
UNKNOWN_CHANGE = datetime(2000, 1, 1, tzinfo=UTC)


def write(programme: Programme, *, host: str = HOST) -> Writing:
    """The programme as a calendar; canceled sessions stay in it as canceled."""
    warnings: list[Warning] = []
    sessions = publishable(programme, warnings, with_canceled=True)
    taken: set[str] = set()
    entries = [_entry(programme, session, host, taken) for session in sessions]
    info = CalendarInfo(
        name=one_line(programme.title) or "Programme",
        timezone=programme.timezone or "UTC",
        url=web_address(programme.url) or "",
    )
    return Writing(render_calendar(info, entries), tuple(warnings))


def _entry(programme: Programme, session: Session, host: str, taken: set[str]) -> CalendarEntry:
    assert session.starts_at is not None
    assert session.ends_at is not None
    names = ", ".join(programme.names_of(session))
    texts = (names, session.subtitle, session.abstract, session.description)
    return CalendarEntry(
        uid=_uid(programme, session, host, taken),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.changed_at or UNKNOWN_CHANGE,
        sequence=session.sequence,
        title=one_line(session.title) or "Untitled",
        description="\n\n".join(filter(None, dict.fromkeys(text.strip() for text in texts))),
        location=session.room or "",
        url=web_address(session.url) or "",
        categories=tuple(filter(None, (session.kind, session.track or ""))),
        cancelled=session.canceled,
    )


def _uid(programme: Programme, session: Session, host: str, taken: set[str]) -> str:
    """The session's own UID, else its guid, else one made of the programme and the key."""
    own = session.uid or ""
    name, at, domain = own.rpartition("@")
    fine = bool(name and at and domain) and own.isprintable() and " " not in own
    guid = uuid_of(session.guid)
    offers = [own if fine else None, f"{guid}@{host}" if guid else None]
    made = uuid5(NAMESPACE, f"{programme.acronym or programme.title}/{session.key}")
    uid = next((offer for offer in offers if offer and offer not in taken), f"{made}@{host}")
    taken.add(uid)
    return uid
