"""Marks that tell "the same again" and not who."""

import hashlib
import hmac

TAG_LENGTH = 64


def tag_of(key: bytes, purpose: str, *parts: int | str) -> str:
    """HMAC-SHA256 of ``parts`` under ``key``, in hexadecimal digits.

    The same person on another thing gives another tag, so that tags of one person cannot
    be found to belong together.  Without the key nobody can compute any of them.
    """
    said = "\x1f".join([purpose, *(str(part) for part in parts)])
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
