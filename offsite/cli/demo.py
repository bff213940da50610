"""`offsite demo`: a believable event, planned for real, and served.

Everything it makes lies in `demo/` of the instance folder: database, queue, key, exports.
"""

import fcntl
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

import offsite.demo
from offsite import db
from offsite.anonymity.keys import FOLDER as KEY_FOLDER
from offsite.anonymity.keys import KeyFolder
from offsite.cli.database import newest_revision, upgraded
from offsite.cli.serve import address_of, refuse_taken_port, serve
from offsite.config import Settings, current_settings, load_settings
from offsite.demo import casting
from offsite.demo.exports import FILES, write_all
from offsite.demo.story import Story, Told, Wanted
from offsite.engines.documents import write_document
from offsite.errors import RuleBroken
from offsite.events.models import Event
from offsite.exchange.exporting import Site
from offsite.logs import configure_logs
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.schedule.scores import DraftScore, Judge
from offsite.worker import worker_app

HOST = "127.0.0.1"
FOLDER, RECORD, LOCK = "demo", "demo.json", "demo.lock"
DATABASE, QUEUE = "offsite.db", "queue.db"
SQLITE_PARTS = ("", "-wal", "-shm")

PEOPLE = click.IntRange(casting.FEWEST, casting.MOST)


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop after the table.")
@click.option("--people", default=100, show_default=True, type=PEOPLE)
@click.option("--seed", default=7, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--seconds",
    default=35,
    show_default=True,
    type=click.IntRange(30, 300),
    help="How long the schedule engine may think.",
)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
def demo(no_serve: bool, people: int, seed: int, seconds: int, port: int) -> None:
    """Fill a believable event, make its schedule, write it out, and serve it until Ctrl-C.

    A demo that is already there, for as many people and the same seed, is used again.
    """
    folder = current_settings().instance_dir.resolve() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    named = settings_of_demo(folder, address_of(HOST, port))
    settings = load_settings(**named)
    configure_logs(settings.model_copy(update={"log_level": "WARNING"}))
    with alone_in(folder):
        if not no_serve:
            refuse_taken_port(HOST, port)
        record = _record(folder, settings, Wanted(people, seed, seconds))
        _show(record, settings, folder)
        if not no_serve:
            sys.exit(serve(HOST, port, processes=1, with_worker=True, named=_environment(named)))


def settings_of_demo(folder: Path, base_url: str) -> dict[str, Any]:
    """Every setting that could lead out of ``folder`` or to other people."""
    return {
        "demo": True,
        "debug": False,
        "instance_dir": folder,
        "database_url": f"sqlite:///{folder / DATABASE}",
        "queue_url": f"sqlite:///{folder / QUEUE}",
        "base_url": base_url,
        "secret_key": "",
        "mail_url": "console:",
        "calendar_host": "",
        "trusted_proxies": 0,
        "rate_limit_url": "memory://",
        "oidc_issuer": "",
        "oidc_client_id": "",
        "oidc_client_secret": "",
    }


def _environment(named: Mapping[str, Any]) -> dict[str, str]:
    return {f"OFFSITE_{name.upper()}": str(value) for name, value in named.items()}


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the demo's folder: nobody may take away files that are being served.

    Raises:
        RuleBroken: another demo runs there.
    """
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuleBroken(
                "A demo is running in %(folder)s already. End it first.", folder=folder
            ) from None
        yield


@dataclass(frozen=True)
class Record:
    """What `demo.json` keeps of a demo that is complete."""

    people: int
    seed: int
    program: str
    ends_on: str
    seconds: float
    told: Told

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, path: Path) -> "Record | None":
        """None when there is none, or none that this program can read."""
        try:
            document = json.loads(path.read_text())
            told = document.pop("told")
            return cls(**document, told=Told(**{**told, "releases": tuple(told["releases"])}))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None


def _record(folder: Path, settings: Settings, wanted: Wanted) -> Record:
    """The demo that is there, or a fresh one."""
    found = Record.read(folder / RECORD)
    reason = reason_to_begin(found, folder, wanted, now=_utc_now())
    if found is not None and not reason:
        click.echo(f"The demo in {folder} is complete and used again.")
        _write_files(settings, found.told, folder)
        return found
    click.echo(reason)
    clear(folder)
    return _made(folder, settings, wanted)


def reason_to_begin(found: Record | None, folder: Path, wanted: Wanted, *, now: datetime) -> str:
    """Why a fresh demo is made; empty when the one that is there will do."""
    if found is None or not (folder / DATABASE).is_file():
        is_there = (folder / DATABASE).exists()
        made = "The demo there is not complete" if is_there else "There is no demo yet"
        return f"{made}: making one in {folder}."
    if (found.people, found.seed) != (wanted.people, wanted.seed):
        return (
            f"The demo there has {found.people} people and seed {found.seed}: making another "
            f"with {wanted.people} people and seed {wanted.seed}."
        )
    if date.fromisoformat(found.ends_on) < now.date():
        return "The meeting of the demo there is over: making a new one."
    if found.program != program_mark():
        return "The demo there was made by another version: making a new one."
    return ""


def program_mark() -> str:
    """Names the words and tables a demo was made with."""
    digest = hashlib.sha256((newest_revision() or "").encode())
    for path in sorted(Path(offsite.demo.__path__[0]).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def clear(folder: Path) -> None:
    """Remove what a demo made, and nothing else; its key stays."""
    databases = [name + part for name in (DATABASE, QUEUE) for part in SQLITE_PARTS]
    for name in (RECORD, *databases, *FILES):
        (folder / name).unlink(missing_ok=True)


def _made(folder: Path, settings: Settings, wanted: Wanted) -> Record:
    """Fill an empty database, run the main job, write the exports."""
    began = time.monotonic()
    upgraded(settings)
    # The letters of the past are delivered here and now, to nobody.
    worker = worker_app(settings.model_copy(update={"mail_url": "memory:"}))
    with worker.app.app_context(), Telling() as telling:
        story = Story(
            wanted=wanted,
            unit=db.unit_of_work,
            apart=worker.unit_of_work,
            base_url=settings.base_url,
            keys=KeyFolder(settings.instance_dir / KEY_FOLDER),
            now=_utc_now(),
            say=telling.say,
            watch=telling.watch,
        )
        told = story.tell()
        telling.say("Mails are delivered and files written")
        worker.deliver_outbox()
        worker.queue.flush()
        ends_on = db.read_session().get_one(Event, told.event_id).ends_on.isoformat()
    _write_files(settings, told, folder)
    seconds = round(time.monotonic() - began, 1)
    record = Record(wanted.people, wanted.seed, program_mark(), ends_on, seconds, told)
    write_document(folder / RECORD, record.to_document())
    return record


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Telling:
    """What happens: a line that moves on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._status = self._console.status("") if self._console.is_terminal else None
        self._chapter = ""

    def __enter__(self) -> "Telling":
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()

    def say(self, chapter: str) -> None:
        self._chapter = chapter
        if self._status:
            self._status.update(f"{chapter} …")
        else:
            click.echo(f"{chapter} …", err=True)

    def watch(self, progress: Mapping[str, Any]) -> None:
        if self._status and progress:
            met, bound = progress.get("met"), progress.get("bound")
            so_far = f"met {met}, at most {bound} possible, {progress.get('percent')} %"
            self._status.update(f"{self._chapter}: {so_far} …")


# What is shown


def _write_files(settings: Settings, told: Told, folder: Path) -> None:
    site = Site(settings.base_url, settings.uid_host)
    with worker_app(settings).app.app_context():
        write_all(db.read_session(), told=told, site=site, folder=folder, now=_utc_now())


def _show(record: Record, settings: Settings, folder: Path) -> None:
    with worker_app(settings).app.app_context():
        session = db.read_session()
        event = session.get_one(Event, record.told.event_id)
        score = Judge.of(grid_of(session, event)).score(
            session.get_one(Draft, record.told.draft_id)
        )
        console = Console()
        console.print(_table(record, event, score, folder))
        _print_links(console.print, record.told, event, settings.base_url)
        session.rollback()


def _table(record: Record, event: Event, score: DraftScore, folder: Path) -> Table:
    told = record.told
    table = Table(title=f"{event.name}, {event.starts_on:%d %B} to {event.ends_on:%d %B %Y}")
    table.add_column("What", no_wrap=True)
    table.add_column("How much", justify="right", no_wrap=True)
    table.add_column("Which means")
    for row in (
        ("people", told.people, "in 12 teams"),
        ("proposals", told.proposals, f"{score.placed} of {score.total} accepted ones placed"),
        ("votes", told.votes, f"by {score.voters} people with wishes; must counts 3, would 1"),
        ("wished", score.wished, "what all of them wish for together"),
        ("met", score.met, "what they can really attend with this schedule"),
        ("bound", score.bound or "none", "proven: no schedule of this event can meet more"),
        ("gap", _share(score.gap), "how far a better schedule could be away, at most"),
        ("worst off", f"{score.worst_off:.0%}", "of their wishes, for whoever gets least"),
        ("picks", told.picks, "on the agendas of a third of the people"),
        ("releases", ", ".join(told.releases), "the changelog says what moved"),
        ("files", len(FILES), f"in {folder}"),
        ("seconds", record.seconds, "to make all this"),
    ):
        table.add_row(*map(str, row))
    return table


def _share(gap: float | None) -> str:
    return "unknown" if gap is None else f"{gap:.2%}"


def _print_links(say: Callable[..., None], told: Told, event: Event, base_url: str) -> None:
    page = f"{base_url}/demo/sign-in"
    say(f"Schedule:             {base_url}/{event.slug}/schedule/", soft_wrap=True)
    say(f"Sign in as organizer: {page}?person={told.organizer_id}", soft_wrap=True)
    say(f"Sign in as attendee:  {page}?person={told.attendee_id}", soft_wrap=True)
    say(f"Sign in for travel:   {page}?person={told.travel_id}", soft_wrap=True)
