"""Pictures that people bring: looked at, turned upright, made anew without anything hidden."""

import io
import re
import secrets
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from offsite.errors import BadInput, NotFound
from offsite.pictures import KINDS, UNREADABLE, jpeg_of, on_white
from offsite.private_files import write_new

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LARGE, SMALL = 1600, 640
"""The longer edge, in pixels, of the two sizes that are kept."""
SHRINKABLE = frozenset({"L", "RGB", "RGBA"})
FOLDER = "photos"
"""The name of the folder inside the instance.  Several machines must share it."""

_NAME = re.compile(r"[0-9a-f]{32}")


class BadPicture(BadInput):
    """Not a picture that we take."""


class PictureIsGone(NotFound):
    """There is no such file (any more)."""


@dataclass(frozen=True)
class Picture:
    """A picture in both sizes, as JPEG; ``width`` and ``height`` are those of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def made_anew(content: bytes) -> Picture:
    """``content`` as new JPEG files that hold pixels only: no place, camera, time or comment.

    What the file is called, or says about its type, does not count.  Transparent parts become
    white, of moving pictures the first one is taken.

    Raises:
        BadPicture: too large, or not JPEG, PNG or WebP.
    """
    if len(content) > MOST_BYTES:
        raise BadPicture("A photo has at most 15 MB.")
    try:
        with warnings.catch_warnings():
            # The number of pixels is refused below, before any of them is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadPicture("A photo has at most 60 million pixels.")
                large = on_white(ImageOps.exif_transpose(_within(opened, LARGE)))
    except Image.DecompressionBombError:
        raise BadPicture("A photo has at most 60 million pixels.") from None
    except UNREADABLE:
        raise BadPicture(
            "This is not a photo that we can read. Send JPEG, PNG or WebP; telephones call it "
            "“most compatible”."
        ) from None
    return Picture(jpeg_of(large), jpeg_of(_within(large, SMALL)), large.width, large.height)


def _within(image: Image.Image, edge: int) -> Image.Image:
    """A copy whose longer edge is at most ``edge``; made small before anything else is done."""
    smaller = image.copy() if image.mode in SHRINKABLE else image.convert("RGBA")
    smaller.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return smaller


class PictureFolder:
    """The files of photos: two for each, called by its random name, read by us alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, picture: Picture) -> str:
        """Write both files; the name that brings them back."""
        name = secrets.token_hex(16)
        write_new(self.path(name), picture.large)
        write_new(self.path(name, small=True), picture.small)
        return name

    def path(self, name: str, *, small: bool = False) -> Path:
        """Where a file lies, whether or not it is there."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a photo.")
        return self.folder / f"{name}{'-small' if small else ''}.jpg"

    def read(self, name: str, *, small: bool = False) -> bytes:
        """The file.

        Raises:
            PictureIsGone: it is not there.
        """
        try:
            return self.path(name, small=small).read_bytes()
        except (OSError, ValueError):
            raise PictureIsGone("There is nothing here, or it is not yours to see.") from None

    def forget(self, name: str) -> None:
        """Delete both files; quiet when they are gone already."""
        self.path(name).unlink(missing_ok=True)
        self.path(name, small=True).unlink(missing_ok=True)
