"""Pictures of receipts: taken in as any of three kinds, kept as one, without what a phone adds.

A picture is decoded and written anew, so that nothing but its pixels survives: no place,
no device, no second file hidden behind the first.
"""

import io
import secrets
from pathlib import Path

from PIL import Image, ImageOps

from offsite.errors import BadInput, NotFound
from offsite.pictures import KINDS, UNREADABLE, jpeg_of, on_white
from offsite.private_files import write_new

FOLDER = "receipts"
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
MEDIA_TYPE = "image/jpeg"


class BadReceipt(BadInput):
    """The file is no picture that can be kept."""


class NoReceipt(NotFound):
    """There is no picture of that name."""


def plain_picture(content: bytes) -> bytes:
    """``content`` as a JPEG of at most 2000 pixels a side, upright, without any metadata.

    The kind is found by the content, never by a name.

    Raises:
        BadReceipt: it is too large, or no JPEG, PNG or WebP.
    """
    if len(content) > MOST_BYTES:
        raise BadReceipt("A picture may have at most 8 MB. Take a smaller one.")
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise BadReceipt("The picture has too many pixels. Take a smaller one.")
            return _written_anew(found)
    except (*UNREADABLE, Image.DecompressionBombError):
        raise BadReceipt("Choose a picture: JPEG, PNG or WebP.") from None


def _written_anew(found: Image.Image) -> bytes:
    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return jpeg_of(on_white(upright))


class ReceiptFolder:
    """Where pictures lie, under random names that only rows of the ledger know."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, content: bytes) -> str:
        """Write ``content``, of any picture, and return its name.

        Raises:
            BadReceipt: as `plain_picture`.
        """
        picture = plain_picture(content)
        name = f"{secrets.token_hex(16)}.jpg"
        write_new(self.path / name, picture)
        return name

    def read(self, name: str) -> bytes:
        """The picture.

        Raises:
            NoReceipt: none is kept under that name.
        """
        path = self.path / Path(name).name
        if not name or not path.is_file():
            raise NoReceipt("There is no picture of this receipt.")
        return path.read_bytes()

    def discard(self, name: str) -> None:
        """Forget a picture that no row came to name."""
        if name:
            (self.path / Path(name).name).unlink(missing_ok=True)
