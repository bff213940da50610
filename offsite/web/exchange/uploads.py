"""Files that wait between "look" and "import": private, for two hours, of one person."""

import io
import os
import secrets
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from offsite.config import Settings
from offsite.errors import BadInput, Stale
from offsite.exchange.intake import MAX_BYTES
from offsite.private_files import write_new

LIVES = timedelta(hours=2)
LONGEST_NAME = 80
FOLDER = "imports"
SALT = "offsite.exchange.uploads"


class UploadGone(Stale):
    """The file is not kept any more, or was never this person's."""


@dataclass(frozen=True)
class Upload:
    """A file as it came in; several of them are one archive."""

    file_name: str
    content: bytes


def taken_from(files: Sequence[FileStorage]) -> Upload:
    """What a form sent.

    Raises:
        BadInput: nothing was chosen, or it is too large.
    """
    chosen = [one for one in files if one.filename]
    parts = [(_plain_name(one.filename or ""), one.read(MAX_BYTES + 1)) for one in chosen]
    if not any(content for _name, content in parts):
        raise BadInput("Choose a file that is not empty.")
    if sum(len(content) for _name, content in parts) > MAX_BYTES:
        raise BadInput("Files of at most 20 MB can be imported.")
    if len(parts) == 1:
        return Upload(*parts[0])
    return Upload(parts[0][0], _zipped(parts))


def _plain_name(text: str) -> str:
    name = text.replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in name if one.isprintable())[:LONGEST_NAME] or "file"


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def keep(upload: Upload, *, purpose: str, person_id: int, now: datetime) -> str:
    """Put the file aside; the token brings it back to the same person and purpose only."""
    sweep(now)
    name = secrets.token_hex(16)
    path = _folder() / name
    write_new(path, upload.content)
    stamp = now.timestamp()
    os.utime(path, (stamp, stamp))
    return _signer().dumps([name, upload.file_name, purpose, person_id])


def fetch(token: str, *, purpose: str, person_id: int, now: datetime) -> Upload:
    """The file of ``token``.

    Raises:
        UploadGone: it is too old, was imported already, or belongs to somebody else.
    """
    name, file_name = _opened(token, purpose, person_id)
    path = _folder() / name
    try:
        if _is_old(path, now):
            raise _gone()
        return Upload(file_name, path.read_bytes())
    except OSError as error:
        raise _gone() from error


def drop(token: str, *, purpose: str, person_id: int) -> None:
    """Delete the file; quiet when it is gone already."""
    name, _file_name = _opened(token, purpose, person_id)
    (_folder() / name).unlink(missing_ok=True)


def sweep(now: datetime) -> None:
    """Delete what nobody came back for."""
    for path in _folder().iterdir():
        try:
            if _is_old(path, now):
                path.unlink(missing_ok=True)
        except OSError:  # somebody else swept it just now
            continue


def _is_old(path: Path, now: datetime) -> bool:
    return path.stat().st_mtime < (now - LIVES).timestamp()


def _opened(token: str, purpose: str, person_id: int) -> tuple[str, str]:
    try:
        name, file_name, signed_purpose, owner = _signer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise _gone() from error
    if (signed_purpose, owner) != (purpose, person_id):
        raise _gone()
    return name, file_name


def _gone() -> UploadGone:
    return UploadGone("The file is not kept any more. Choose it again.")


def _signer() -> URLSafeTimedSerializer:
    assert current_app.secret_key
    return URLSafeTimedSerializer(current_app.secret_key, salt=SALT)


def _folder() -> Path:
    settings: Settings = current_app.extensions["offsite"]
    folder = settings.instance_dir.resolve() / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
