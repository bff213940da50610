"""Files beside the database that only we may read."""

import os
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Write a file that nobody else may open; its folder is made when it is missing.

    Raises:
        FileExistsError: something lies there already.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
