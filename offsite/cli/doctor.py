"""`offsite doctor`: what is wrong with this installation, and what to do about it."""

import shutil
import smtplib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import click

from offsite.cli.database import disagreements, engine_of
from offsite.config import ROOT, Settings, SettingsError, current_settings
from offsite.errors import OffsiteError
from offsite.worker.queue import open_queue, waiting_messages

WAL_RESET_MENDED = (3, 51, 3)
PYTHON_NEEDED = (3, 11)
LITTLE_SPACE = 1 << 30
NO_SPACE = 100 << 20
BROWSER_FILES = ("htmx/htmx.min.js", "bootstrap/bootstrap.min.css", "digest.txt")

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the report: ``advice`` says what to do."""

    state: State
    what: str
    advice: str = ""


@click.command()
def doctor() -> None:
    """Say what is wrong with this installation; exit 1 if it cannot work."""
    findings = [finding for check in CHECKS for finding in check(current_settings())]
    for one in findings:
        click.echo(f"{one.state:<5} {one.what}" + (f" {one.advice}" if one.advice else ""))
    sys.exit(1 if any(one.state == "fail" for one in findings) else 0)


def python_version(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON_NEEDED:
        yield Finding("fail", f"Python {version} is too old.", "Install 3.11 or newer.")
    else:
        yield Finding("ok", f"Python {version}.")


def sqlite_version(settings: Settings) -> Iterator[Finding]:
    used = "sqlite" in settings.resolved_database_url or "sqlite" in settings.resolved_queue_url
    version = sqlite3.sqlite_version
    if used and sqlite3.sqlite_version_info < WAL_RESET_MENDED:
        yield Finding(
            "warn",
            f"SQLite {version} has a fault that can, very rarely, damage a file that several "
            "processes write (mended in 3.51.3).",
            "Back up daily, and update SQLite when your system offers it, or use PostgreSQL.",
        )
    else:
        yield Finding("ok", f"SQLite {version}.")


def settings_are_safe(settings: Settings) -> Iterator[Finding]:
    if settings.is_local:
        yield Finding(
            "warn",
            f"OFFSITE_BASE_URL is {settings.base_url}: only this machine reaches it.",
            "Set the address that people will use.",
        )
    elif not settings.is_secure:
        yield Finding(
            "warn", "People reach the pages without https.", "Put a proxy with TLS before."
        )
    elif not settings.secret_key:
        yield Finding("fail", "OFFSITE_SECRET_KEY is missing.", "Set 48 random characters.")
    else:
        yield Finding("ok", f"Settings for {settings.base_url}.")
    if settings.demo and not settings.is_local:
        yield Finding("fail", "OFFSITE_DEMO lets anybody sign in as anybody.", "Unset it.")


def database_is_current(settings: Settings) -> Iterator[Finding]:
    try:
        with engine_of(settings) as engine:
            faults = disagreements(engine)
    except OffsiteError as error:
        yield Finding("fail", str(error), "Check OFFSITE_DATABASE_URL.")
        return
    for fault in faults:
        yield Finding("fail", fault)
    if not faults:
        yield Finding("ok", "The database answers and is up to date.")


def queue_answers(settings: Settings) -> Iterator[Finding]:
    kind = urlsplit(settings.resolved_queue_url).scheme
    try:
        waiting = waiting_messages(open_queue(settings.resolved_queue_url))
    except SettingsError as error:
        yield Finding("fail", str(error))
    except Exception as error:
        # SQLite, PostgreSQL and Redis each have their own kind of error for this.
        reason = " ".join(str(error).split())
        yield Finding("fail", f"The queue ({kind}) does not answer: {reason}")
    else:
        yield Finding("ok", f"The queue ({kind}) answers; {waiting} messages wait.")


def mail_leaves(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.mail_url)
    if not parts.scheme.startswith("smtp"):
        state: State = "ok" if settings.is_local else "fail"
        advice = "" if settings.is_local else "Set OFFSITE_MAIL_URL."
        yield Finding(state, "Mails are only written to the log, not sent.", advice)
        return
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or {"smtps": 465, "smtp": 25}.get(parts.scheme, 587)
    try:
        with kind(parts.hostname or "", port, timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        advice = "Check OFFSITE_MAIL_URL; mails wait meanwhile."
        yield Finding("fail", f"The mail server {parts.hostname}:{port} fails: {error}.", advice)
    else:
        yield Finding("ok", f"The mail server {parts.hostname}:{port} answers.")


def browser_files(_settings: Settings) -> Iterator[Finding]:
    vendor = ROOT / "static" / "vendor"
    missing = [name for name in BROWSER_FILES if not (vendor / name).is_file()]
    if missing:
        what = f"Browser files are missing ({', '.join(missing)})."
        yield Finding("fail", what, "Run `make assets`, or install the wheel again.")
    else:
        yield Finding("ok", "The browser files are there.")


def solver_loads(_settings: Settings) -> Iterator[Finding]:
    try:
        version = import_module("ortools").__version__
        import_module("ortools.sat.python.cp_model")
    except ImportError as error:
        what = f"The solver (OR-Tools) cannot be loaded: {error}."
        yield Finding("fail", what, "Schedules cannot be generated; it needs glibc.")
    else:
        yield Finding("ok", f"The solver (OR-Tools {version}) loads.")


def time_zones(_settings: Settings) -> Iterator[Finding]:
    try:
        instant = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/Warsaw"))
        right = instant.hour == 14
    except ZoneInfoNotFoundError:
        right = False
    if right:
        yield Finding("ok", f"Time zones: {len(available_timezones())}.")
    else:
        yield Finding("fail", "Time zones are missing or wrong.", "Install tzdata.")


def disk_space(settings: Settings) -> Iterator[Finding]:
    folder = settings.instance_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state: State = "fail" if free < NO_SPACE else "warn" if free < LITTLE_SPACE else "ok"
    what = f"{free / (1 << 30):.1f} GB are free at {folder}."
    yield Finding(state, what, "" if state == "ok" else "Make room: a full disk stops all saving.")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    python_version,
    sqlite_version,
    settings_are_safe,
    database_is_current,
    queue_answers,
    mail_leaves,
    browser_files,
    solver_loads,
    time_zones,
    disk_space,
)
