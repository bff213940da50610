"""``offsite convert``: a programme from one kind of file to another."""

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import click
from rich.console import Console

from offsite.errors import BadInput
from offsite.exchange.programme import Programme, Reading, Warning, Writing
from offsite.exchange.readers import KINDS, read
from offsite.exchange.writers import WRITERS, schedule_problem

PROBLEM = "schedule-problem"
TARGETS = (PROBLEM, *WRITERS)

# What an ending says when --to does not; a .json may be two things.
_BY_ENDING = {".xml": "frab-xml", ".ics": "ics", ".csv": "csv", ".json": None}
_COUNT = click.IntRange(1, schedule_problem.MOST_MADE)


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--timezone", metavar="AREA/CITY", help="The zone of times that carry none.")
@click.option("--from", "source_kind", type=click.Choice(KINDS), help="What IN is (else guessed).")
@click.option(
    "--to",
    "target_kind",
    type=click.Choice(TARGETS),
    help="What OUT becomes; else its ending says: .xml, .ics, .csv, or .json, which is a "
    "schedule problem for votes and timetabling instances and frab JSON for programmes.",
)
@click.option("--rooms", type=_COUNT, help="Make this many rooms where IN has none.")
@click.option("--slots", type=_COUNT, help="Make this many 45-minute slots where IN has none.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write counts and warnings to this JSON file instead of to stderr.",
)
def convert(
    source: Path,
    target: Path,
    timezone: str | None,
    source_kind: str | None,
    target_kind: str | None,
    rooms: int | None,
    slots: int | None,
    report: Path | None,
) -> None:
    """Convert the programme in IN (a file, or a folder for Open Event) to OUT.

    What had to be guessed, changed or left out is told as warnings.
    """
    _require_known_ending(target, target_kind)
    console = Console(stderr=True)
    with console.status(f"Reading {source.name}") if console.is_terminal else nullcontext():
        reading = read(source, kind=source_kind, timezone=timezone)
        kind = target_kind or _BY_ENDING[target.suffix.lower()]
        writing = _write(reading.programme, kind, rooms, slots)
    warnings = (*reading.warnings, *writing.warnings)
    files = [(target, writing.content)]
    if report:
        files.append((report, _report(reading, warnings)))
    write_files(files)
    if not report:
        _tell(reading, warnings)


def _require_known_ending(target: Path, kind: str | None) -> None:
    if kind is None and target.suffix.lower() not in _BY_ENDING:
        raise click.UsageError(
            f"The ending of {target.name} does not say what to write: "
            f"name it with --to ({', '.join(TARGETS)})."
        )


def _write(programme: Programme, kind: str | None, rooms: int | None, slots: int | None) -> Writing:
    """``kind`` None is JSON of the kind that suits the programme and the wish for slots."""
    if kind is None:
        kind = PROBLEM if programme.wishes or rooms or slots else "frab-json"
    if kind == PROBLEM:
        return schedule_problem.write(programme, rooms=rooms, slots=slots)
    return WRITERS[kind](programme)


def counts_of(reading: Reading) -> dict[str, int]:
    """What a reading holds; rooms are those in use, days those on which something starts."""
    programme = reading.programme
    return {
        "sessions": len(programme.sessions),
        "speakers": len(programme.speakers),
        "rooms": len(programme.rooms_in_use),
        "days": len(programme.days),
    }


def _report(reading: Reading, warnings: Iterable[Warning]) -> bytes:
    rows = [{"where": warning.where, "what": warning.what} for warning in warnings]
    document = {"kind": reading.kind, **counts_of(reading), "warnings": rows}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _tell(reading: Reading, warnings: Iterable[Warning]) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in counts_of(reading).items())
    click.echo(f"{reading.kind}: {counts}", err=True)
    for warning in warnings:
        click.echo(f"{warning.where}: {warning.what}", err=True)


def write_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write all of ``files`` or, if one of them cannot be written, none.

    Each is written beside its place first, so that a reader never sees half of it.

    Raises:
        BadInput: a folder is missing or may not be written to.
    """
    prepared: list[tuple[str, Path]] = []
    try:
        for path, content in files:
            prepared.append((_written_beside(path, content), path))
        for temporary, path in prepared:
            os.replace(temporary, path)
    except OSError as error:
        for temporary, _ in prepared:
            Path(temporary).unlink(missing_ok=True)
        raise BadInput(f"{error.filename}: {error.strerror}, nothing was written.") from error


def _written_beside(path: Path, content: bytes) -> str:
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(path))
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary
