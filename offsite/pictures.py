"""What people send as a picture, made anew: nothing but its pixels, on white paper."""

import io

from PIL import Image, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
"""What we take; the content decides which it is, never a name."""
UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
"""What opening or decoding raises when the file is broken or another thing altogether."""
QUALITY = 82


def on_white(image: Image.Image) -> Image.Image:
    """Red, green and blue in a picture that has nothing else.

    What was transparent is white; it would become black.
    """
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def jpeg_of(image: Image.Image) -> bytes:
    """The file of a picture from `on_white`: no place, camera, time or comment."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
