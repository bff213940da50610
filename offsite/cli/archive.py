"""The file of a backup: the database and the pictures that people sent, as one tar archive.

Its last member says that it is whole: an archive that was cut short lacks it.
"""

import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from offsite.errors import BadInput
from offsite.proceedings.pictures import FOLDER as PHOTOS
from offsite.purse.receipts import FOLDER as RECEIPTS

FORMAT = "offsite/backup@1"
DATABASE = "database"
LAST = "backup.json"
FOLDERS = (PHOTOS, RECEIPTS)
PICTURE = re.compile(r"[0-9a-f]{32}(-small)?\.jpg")
"""The names that both folders give; whatever else lies there is not ours to carry."""
MARK, MARK_AT = b"ustar", 257


def is_archive(file: Path) -> bool:
    """Whether ``file`` begins as an archive; older backups are a bare database."""
    with file.open("rb") as stream:
        stream.seek(MARK_AT)
        return stream.read(len(MARK)) == MARK


def pack(target: Path, *, database: Path, instance: Path) -> int:
    """Write the archive; how many pictures are in it.

    The database comes first: a picture sent since then is one too many, never one too few.
    """
    count = 0
    with tarfile.open(target, "w") as archive:
        with database.open("rb") as stream:
            _add(archive, DATABASE, stream)
        for folder in FOLDERS:
            for path in _pictures(instance / folder):
                try:
                    stream = path.open("rb")
                except FileNotFoundError:  # forgotten just now
                    continue
                with stream:
                    _add(archive, f"{folder}/{path.name}", stream)
                count += 1
        end = json.dumps({"format": FORMAT, "pictures": count}).encode()
        _add(archive, LAST, io.BytesIO(end), size=len(end))
    return count


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if PICTURE.fullmatch(one.name) and one.is_file())


def _add(
    archive: tarfile.TarFile, name: str, stream: IO[bytes], *, size: int | None = None
) -> None:
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    member.size = os.fstat(stream.fileno()).st_size if size is None else size
    archive.addfile(member, stream)


def unpack(file: Path, into: Path) -> Path:
    """Put what ``file`` holds into the empty folder ``into``; where the database lies there.

    Raises:
        BadInput: it is damaged, was cut short, or holds what no backup of ours holds.
    """
    end: object = None
    count = 0
    try:
        with tarfile.open(file, "r:") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None or not _is_ours(member.name):
                    raise BadInput(f"{file} is not a backup: it holds “{member.name}”.")
                if member.name == LAST:
                    end = json.load(stream)
                    continue
                _write(into / member.name, stream)
                count += member.name != DATABASE
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be unpacked: {error}.") from None
    if end != {"format": FORMAT, "pictures": count} or not (into / DATABASE).is_file():
        raise BadInput(f"{file} is damaged: it is not whole.")
    return into / DATABASE


def _is_ours(name: str) -> bool:
    folder, slash, picture = name.partition("/")
    if slash:
        return folder in FOLDERS and PICTURE.fullmatch(picture) is not None
    return name in (DATABASE, LAST)


def _write(path: Path, stream: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(stream, file)


@contextmanager
def pictures_from(unpacked: Path, instance: Path) -> Iterator[None]:
    """The pictures of a backup in their place while, and after, its rows are restored.

    They come before the rows that name them, and those that no row names any more go when
    the rows are there: whoever looks meanwhile finds every picture.  If the rows are not
    restored, what came goes again.
    """
    brought = {f"{folder}/{one.name}" for folder in FOLDERS for one in _pictures(unpacked / folder)}
    held = {f"{folder}/{one.name}" for folder in FOLDERS for one in _pictures(instance / folder)}
    try:
        for name in sorted(brought):
            (instance / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The folder may be one that several machines share.
            shutil.move(unpacked / name, instance / name)
        yield
    except BaseException:
        _forget(instance, brought - held)
        raise
    _forget(instance, held - brought)


def _forget(instance: Path, names: set[str]) -> None:
    for name in names:
        (instance / name).unlink(missing_ok=True)
