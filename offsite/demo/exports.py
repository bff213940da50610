"""The demo's schedule as files: what other programs would fetch, and the engine's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from offsite.calendars import feeds
from offsite.calendars import queries as calendars
from offsite.demo.story import Told
from offsite.engines.documents import write_document
from offsite.events.models import Event
from offsite.exchange.programme import Person as Host
from offsite.exchange.programme import Programme, Room, Track
from offsite.exchange.programme import Session as Item
from offsite.exchange.writers import WRITERS
from offsite.people.models import Person
from offsite.schedule import queries
from offsite.schedule.formulation import grid_of, problem_of
from offsite.schedule.models import Draft, Release, ReleasedItem

PROGRAMMES = {"schedule.xml": "frab-xml", "schedule.json": "frab-json", "schedule.csv": "csv"}
CALENDAR, PERSONAL, PROBLEM, PLAN = "schedule.ics", "personal.ics", "problem.json", "plan.json"
FILES = (CALENDAR, *PROGRAMMES, PROBLEM, PLAN, PERSONAL)


@dataclass(frozen=True)
class Site:
    """Where the demo is served: addresses in files lead there."""

    base_url: str
    host: str


def write_all(session: Session, *, told: Told, site: Site, folder: Path) -> tuple[Path, ...]:
    """Write every export into ``folder``; returns the files."""
    for name, content in _calendars(session, told, site):
        (folder / name).write_bytes(content)
    for name, content in _programmes(session, told, site):
        (folder / name).write_bytes(content)
    draft = session.get_one(Draft, told.draft_id)
    base = session.get_one(Draft, told.base_id)
    grid = grid_of(session, draft.event, base=base)
    write_document(folder / PROBLEM, problem_of(grid, base=base).to_document())
    write_document(folder / PLAN, draft.plan)
    return tuple(folder / name for name in FILES)


def _calendars(session: Session, told: Told, site: Site) -> Iterator[tuple[str, bytes]]:
    event = session.get_one(Event, told.event_id)
    person = session.get_one(Person, told.attendee_id)
    release = queries.latest_release(session, event)
    pages = f"{site.base_url}/{event.slug}"

    def page_of(item: ReleasedItem) -> str:
        return f"{pages}/schedule/items/{item.code}/"

    frame = feeds.Frame(site.host, page_of, f"{pages}/schedule/", "Cancelled: ")
    yield CALENDAR, feeds.whole_feed(event, release, frame).body
    kept = calendars.personal_items(session, event=event, person_id=person.id)
    mine = feeds.personal_feed(f"{event.name}: {person.name}", event, kept, release, frame)
    yield PERSONAL, mine.body


def _programmes(session: Session, told: Told, site: Site) -> Iterator[tuple[str, bytes]]:
    event = session.get_one(Event, told.event_id)
    release = queries.latest_release(session, event)
    programme = _programme(event, release, site)
    for name, kind in PROGRAMMES.items():
        yield name, WRITERS[kind](programme).content


def _programme(event: Event, release: Release | None, site: Site) -> Programme:
    """The released items as other programs know them; what is gone is left out."""
    items = [one for one in (release.items if release else ()) if one.canceled_at is None]
    hosts = {host["guid"]: host["name"] for one in items for host in one.hosts}
    pages = f"{site.base_url}/{event.slug}/schedule"
    return Programme(
        title=event.name,
        acronym=event.slug,
        timezone=event.timezone,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        url=f"{pages}/",
        version=release.name if release else "",
        rooms=tuple(
            Room(one.name, one.guid, one.seats, tuple(one.features), one.description)
            for one in event.rooms
        ),
        tracks=tuple(Track(one.name) for one in event.tracks),
        people=tuple(Host(key=guid, name=name, guid=guid) for guid, name in hosts.items()),
        sessions=tuple(_session(one, pages) for one in items),
    )


def _session(item: ReleasedItem, pages: str) -> Item:
    return Item(
        key=item.uid,
        title=item.title,
        guid=item.uid,
        code=item.code,
        subtitle=item.subtitle,
        abstract=item.abstract,
        room=item.room_name or None,
        starts_at=item.starts_at,
        minutes=int((item.ends_at - item.starts_at).total_seconds() // 60),
        track=item.track_name or None,
        kind=item.format_name,
        language=item.language,
        people=tuple(host["guid"] for host in item.hosts),
        url=f"{pages}/items/{item.code}/",
        everyone=item.everyone,
        sequence=item.sequence,
        changed_at=item.changed_at,
    )
