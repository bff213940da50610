"""The demo's schedule as files: what other programs would fetch, and the engine's own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from offsite.calendars import feeds
from offsite.calendars import queries as calendars
from offsite.demo.story import Told
from offsite.engines.documents import write_document
from offsite.events.models import Event
from offsite.exchange.exporting import Site, meta_of, programme_of_release, released
from offsite.exchange.writers import frab_json, frab_xml, table
from offsite.people.models import Person
from offsite.schedule.formulation import grid_of, problem_of
from offsite.schedule.models import Draft, Release, ReleasedItem

CALENDAR, PERSONAL = "schedule.ics", "personal.ics"
XML, JSON, CSV = "schedule.xml", "schedule.json", "schedule.csv"
PROBLEM, PLAN = "problem.json", "plan.json"
FILES = (CALENDAR, XML, JSON, CSV, PROBLEM, PLAN, PERSONAL)


def write_all(
    session: Session, *, told: Told, site: Site, folder: Path, now: datetime
) -> tuple[Path, ...]:
    """Write every export into ``folder``; returns the files.

    ``problem.json`` is what the engine was asked, ``plan.json`` its answer to that; the
    others are the latest release.
    """
    event = session.get_one(Event, told.event_id)
    release = released(session, event)
    person = session.get_one(Person, told.attendee_id)
    for name, content in (
        *_calendars(session, release, person, site),
        *_programmes(session, release, site, now),
    ):
        (folder / name).write_bytes(content)
    draft, base = session.get_one(Draft, told.draft_id), session.get_one(Draft, told.base_id)
    problem = problem_of(grid_of(session, event, base=base), base=base)
    write_document(folder / PROBLEM, problem.to_document())
    write_document(folder / PLAN, draft.plan)
    return tuple(folder / name for name in FILES)


def _calendars(
    session: Session, release: Release, person: Person, site: Site
) -> Iterator[tuple[str, bytes]]:
    event = release.event

    def page_of(item: ReleasedItem) -> str:
        return site.item(event, item.code)

    frame = feeds.Frame(site.uid_host, page_of, site.schedule(event), "Cancelled: ")
    yield CALENDAR, feeds.whole_feed(event, release, frame).body
    kept = calendars.personal_items(session, event=event, person_id=person.id)
    mine = feeds.personal_feed(f"{event.name}: {person.name}", event, kept, release, frame)
    yield PERSONAL, mine.body


def _programmes(
    session: Session, release: Release, site: Site, now: datetime
) -> Iterator[tuple[str, bytes]]:
    programme = programme_of_release(session, release, site)
    meta = meta_of(session, release.event, programme, now=now)
    yield XML, frab_xml.write(programme).content
    yield JSON, frab_json.write(programme, meta).content
    yield CSV, table.write(programme).content
