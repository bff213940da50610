"""From the translators' files (`.po`) to what pages read (`.mo`).

Compiled files are not kept with the sources.  A build makes them, `make translations` does,
and a site that finds none, or older ones, makes its own in its instance folder.
The build loads this file by itself: it knows nothing else of ours.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "LC_MESSAGES/messages.po"
COMPILED = "LC_MESSAGES/messages.mo"


def stale(folder: Path) -> list[Path]:
    """The catalogues below ``folder`` (`<language>/LC_MESSAGES/messages.po`) that were changed
    since they were compiled, or never were."""
    return [one for one in _sources(folder) if not _is_fresh(one, one.with_suffix(".mo"))]


def compile_into(folder: Path, target: Path) -> None:
    """Compile every catalogue below ``folder`` to its place below ``target``, unless it is there.

    Several processes may do so at once: each file appears whole.
    """
    for source in _sources(folder):
        made = target / source.parent.parent.name / COMPILED
        if not _is_fresh(source, made):
            made.parent.mkdir(parents=True, exist_ok=True)
            _put(made, compiled(source))


def compiled(source: Path) -> bytes:
    """The bytes of the `.mo` of ``source``.  Doubtful (fuzzy) translations are left out."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def ready_folder(folder: Path, spare: Path) -> Path:
    """Where the compiled catalogues are: ``folder``, or ``spare``, which is filled when needed."""
    if not stale(folder):
        return folder
    compile_into(folder, spare)
    return spare


def _sources(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob(f"*/{SOURCE}")))


def _is_fresh(source: Path, made: Path) -> bool:
    return made.is_file() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _put(place: Path, content: bytes) -> None:
    partial = place.with_name(f".{place.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(place)
