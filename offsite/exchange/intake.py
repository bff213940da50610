"""Bytes of unknown origin: read with a limit, unpacked with a limit, decoded with care."""

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from offsite.errors import BadInput, Sentence

MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def load_file(path: Path) -> bytes:
    """The content of ``path``.

    Raises:
        BadInput: there is no such file, it cannot be read, or it is above the limit.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(
            Sentence("%(path)s cannot be read: %(strerror)s.", path=path, strerror=error.strerror)
        ) from error
    if len(content) > MAX_BYTES:
        raise BadInput(
            Sentence(
                "%(name)s is larger than %(most)s MB.", name=path.name, most=MAX_BYTES // 1024**2
            )
        )
    return content


def load_folder(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The files of a folder that bear one of ``names``; their total is limited."""
    found = {name: load_file(path / name) for name in names if (path / name).is_file()}
    if sum(map(len, found.values())) > MAX_BYTES:
        raise BadInput(
            Sentence(
                "The files in %(name)s are larger than %(most)s MB.",
                name=path.name,
                most=MAX_BYTES // 1024**2,
            )
        )
    return found


def unpack(content: bytes) -> dict[str, bytes]:
    """Every file of a zip archive, within the limits on members and unpacked total.

    Sizes are counted while unpacking: what the archive claims is not believed.

    Raises:
        BadInput: the archive is broken, encrypted or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise BadInput(
                    Sentence("The archive holds more than %(most)s files.", most=MAX_MEMBERS)
                )
            return _read_members(archive, members)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise BadInput("The archive is damaged or encrypted and cannot be unpacked.") from error


def _read_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    room = MAX_BYTES
    unpacked: dict[str, bytes] = {}
    for member in members:
        with archive.open(member) as file:
            part = file.read(room + 1)
        room -= len(part)
        if room < 0:
            raise BadInput(
                Sentence("The archive unpacks to more than %(most)s MB.", most=MAX_BYTES // 1024**2)
            )
        unpacked[member.filename] = part
    return unpacked


def decode(content: bytes) -> tuple[str, str | None]:
    """The text of ``content`` and, when its encoding had to be guessed, a sentence saying so.

    A byte order mark decides; else UTF-16 shows by its zero bytes; else UTF-8, and as the
    last resort Windows-1252, in which every byte means something.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    head = content[:200]
    if len(head) > 3 and head.count(0) >= len(head) // 3:
        return _decoded(content, "utf-16-le" if head[1] == 0 else "utf-16-be")
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        guess = "The text is not UTF-8; it was read as Windows-1252, check the accents."
        return content.decode("cp1252", "replace"), guess


def _decoded(content: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return content.decode(encoding), None
    except UnicodeDecodeError:
        broken = f"The text is not valid {encoding.upper()}; unreadable characters were replaced."
        return content.decode(encoding, "replace"), broken
