"""Keys of tags: files of the instance, outside the database and its backups.

One key for each thing that opens and closes.  It is destroyed at the close; from then on
nobody can tell whose a tag was, not from a backup either.
"""

import os
import re
import secrets
from pathlib import Path

from offsite.errors import RuleBroken

KEY_BYTES = 32
FOLDER = "keys"
"""The name of the folder inside the instance.  Several machines must share it."""

_NAME = re.compile(r"[a-z0-9-]{1,80}")


class KeyIsGone(RuleBroken):
    """The key was destroyed, or this installation never had it."""


class KeyFolder:
    """The keys of an installation, one file each, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, name: str) -> bytes:
        """The key ``name``; made now if it is not there.  Two processes get the same one."""
        path = self._path(name)
        if not path.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_once(path, secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()

    def read(self, name: str) -> bytes:
        """The key ``name``.

        Raises:
            KeyIsGone: there is none (any more).
        """
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise KeyIsGone("This is closed: its key was destroyed.") from None

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def names(self) -> list[str]:
        """The names of all keys, in order."""
        return sorted(path.stem for path in self.folder.glob("*.key"))

    def destroy(self, name: str) -> None:
        """Overwrite the key and remove it.  One that is gone stays gone."""
        path = self._path(name)
        try:
            with path.open("r+b", buffering=0) as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a key.")
        return self.folder / f"{name}.key"


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that is whole from its first moment; the first writer's stays."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    with fresh.open("r+b", buffering=0) as file:
        file.write(content)
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
