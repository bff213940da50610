"""`offsite import` and `offsite export`: programmes into the database and out of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite import db
from offsite.cli.convert import counts_of, write_files
from offsite.cli.database import current_revision, engine_of, newest_revision, upgraded
from offsite.config import Settings, current_settings
from offsite.errors import BadInput
from offsite.events import services as events
from offsite.events.models import Event, Series
from offsite.events.queries import event_by_slug
from offsite.events.services import EventDetails
from offsite.exchange import documents, exporting
from offsite.exchange.documents import Document
from offsite.exchange.fitting import days_of_file
from offsite.exchange.importing import (
    Imported,
    Intake,
    create_from_programme,
    import_programme,
)
from offsite.exchange.incoming import plan_import
from offsite.exchange.programme import Reading, Warning
from offsite.exchange.readers import KINDS, read
from offsite.people.models import Person
from offsite.people.services import find_or_create_person
from offsite.policy import Actor
from offsite.schedule.queries import latest_release

COMMAND = Actor(name="offsite import")


@click.command()
@click.argument("slug", metavar="EVENT")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--timezone", metavar="AREA/CITY", help="The zone of times that carry none.")
@click.option("--from", "kind", type=click.Choice(KINDS), help="What FILE is (else guessed).")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--without-doubtful", is_flag=True, help="Leave out sessions that have a warning.")
@click.option("--create", is_flag=True, help="EVENT must be new (else it is made if absent).")
@click.option("--name", help="Name of the new event (else the file's).")
@click.option("--series", help="Series of the new event, by name (made if there is none).")
@click.option("--owner", metavar="MAIL", help="Who owns a new event (else the founder).")
def import_event(
    slug: str,
    source: Path,
    timezone: str | None,
    kind: str | None,
    dry_run: bool,
    without_doubtful: bool,
    create: bool,
    name: str | None,
    series: str | None,
    owner: str | None,
) -> None:
    """Bring the programme in FILE (or an Open Event folder) into EVENT, an address.

    An event that is not there yet is made from the file.  Bringing a file again updates
    what it brought.  Places become the working draft.
    """
    reading = read(source, kind=kind, timezone=timezone)
    intake = Intake(reading, source.name, only_clean=without_doubtful)
    with _database(current_settings(), may_begin=not dry_run):
        is_new = create or event_by_slug(db.read_session(), slug) is None
        wanted = _New(slug, name, series, owner, timezone) if is_new else None
        if dry_run:
            said, warnings = _looked_at(slug, intake, wanted)
        else:
            said, warnings = _done(slug, intake, wanted), reading.warnings
    click.echo(f"{slug}: {_inside(reading)}; {said}")
    for warning in warnings:
        click.echo(f"{warning.where}: {warning.what}", err=True)


def _inside(reading: Reading) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts_of(reading).items())


class _New:
    """What the command line says about an event that is to be made."""

    def __init__(
        self,
        slug: str,
        name: str | None,
        series: str | None,
        owner: str | None,
        timezone: str | None,
    ) -> None:
        self.slug, self.name, self.series, self.owner = slug, name, series, owner
        self.timezone = timezone

    def details(self, reading: Reading) -> EventDetails:
        """Raises BadInput: the file has no dates, or no zone and none was named."""
        programme = reading.programme
        days = days_of_file(programme)
        zone = self.timezone or programme.timezone
        faults = [] if days else ["The file has no dates to make an event of."]
        if not zone:
            faults.append("The file names no time zone: name one with --timezone Area/City.")
        if faults or days is None or zone is None:
            raise BadInput(*faults)
        return EventDetails(self.name or programme.title[:200], self.slug, zone, *days)

    def series_in(self, session: Session, now: datetime) -> Series:
        name = " ".join((self.series or self.name or self.slug).split())
        found = session.scalars(select(Series).where(Series.name == name)).first()
        return found or events.add_series(session, name=name, now=now)

    def owner_in(self, session: Session, now: datetime) -> int | None:
        """The person named, else the founder; before there is one, nobody yet."""
        if self.owner:
            return find_or_create_person(session, email=self.owner, name="", now=now).id
        founders = select(Person.id).where(Person.founded_at.is_not(None)).order_by(Person.id)
        return session.scalars(founders).first()


def _done(slug: str, intake: Intake, wanted: _New | None) -> str:
    now = _now()
    with db.unit_of_work() as session:
        if wanted is None:
            event = _event(session, slug)
            done = import_programme(session, event=event, intake=intake, actor=COMMAND, now=now)
            return _told(done)
        owner_id = wanted.owner_in(session, now)
        create_from_programme(
            session,
            details=wanted.details(intake.reading),
            series=wanted.series_in(session, now),
            creator_id=owner_id,
            intake=intake,
            now=now,
        )
        nobody = "" if owner_id else " Whoever sets this installation up will own it."
        return f"the event was made, with all of them in its working draft.{nobody}"


def _told(done: Imported) -> str:
    counts = f"{done.new} new, {done.updated} updated, {done.unchanged} unchanged"
    left = f", {done.left_out} left out" if done.left_out else ""
    draft = f"; the working draft is “{done.draft.name}”" if done.draft else ""
    return f"{counts}{left}{draft}."


def _looked_at(slug: str, intake: Intake, wanted: _New | None) -> tuple[str, tuple[Warning, ...]]:
    session = db.read_session()
    if wanted is not None:
        events.check_details(session, wanted.details(intake.reading))
        return "a new event would be made; nothing was written.", intake.reading.warnings
    plan = plan_import(
        session,
        event=_event(session, slug),
        reading=intake.reading,
        only_clean=intake.only_clean,
    )
    counts = ", ".join(f"{count} {state}" for state, count in plan.counts.items())
    return f"it would be {counts}; nothing was written.", plan.warnings


@click.command()
@click.argument("slug", metavar="EVENT")
@click.argument("kind", metavar="FORMAT", type=click.Choice(documents.KINDS))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--release", metavar="NAME", help="This release (else the latest, else the working draft)."
)
@click.option("--draft", is_flag=True, help="The working draft even if there is a release.")
def export_event(
    slug: str, kind: str, output: Path | None, release: str | None, draft: bool
) -> None:
    """Write the schedule of EVENT as FORMAT to FILE, or to standard output.

    FORMAT is frab-xml, frab-json, ics, csv, xlsx or schedule-problem.
    """
    if release and draft:
        raise click.UsageError("Choose --release or --draft, not both.")
    settings = current_settings()
    with _database(settings):
        session = db.read_session()
        found = _document(session, _event(session, slug), kind, settings, release, draft)
    if output is None:
        sys.stdout.buffer.write(found.content)
    else:
        write_files([(output, found.content)])


def _document(
    session: Session,
    event: Event,
    kind: str,
    settings: Settings,
    release: str | None,
    draft: bool,
) -> Document:
    if kind == documents.PROBLEM:
        return documents.problem_of_event(session, event, now=_now())
    site = exporting.Site(settings.base_url, settings.uid_host)
    source: documents.Source
    if draft or (release is None and latest_release(session, event) is None):
        source = exporting.working_draft(session, event)
    else:
        source = exporting.released(session, event, release)
    return documents.document_of(session, source, kind, site=site, now=_now())


def _event(session: Session, slug: str) -> Event:
    event = event_by_slug(session, slug)
    if event is None:
        raise BadInput(f"There is no event at “/{slug[:60]}/”.")
    return event


@contextmanager
def _database(settings: Settings, *, may_begin: bool = False) -> Iterator[None]:
    """An app that knows the database and no pages.

    ``may_begin`` makes the tables of an installation that has none yet.

    Raises:
        BadInput: the database is not at the version this program needs.
    """
    with engine_of(settings) as engine:
        if may_begin and current_revision(engine) is None:
            upgraded(settings)
        here, needed = current_revision(engine), newest_revision()
        if here != needed:
            raise BadInput(
                f"The database is at {here or 'nothing'}, not {needed}: run `offsite db upgrade`."
            )
    app = Flask("offsite")
    db.init_db(app, settings)
    with app.app_context():
        yield


def _now() -> datetime:
    return datetime.now(UTC)
