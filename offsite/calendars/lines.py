"""Content lines of iCalendar: clean, escape, join, fold (RFC 5545, section 3.1).

The lines are written here and not by a library, because the one that we read
calendars with turns a backslash followed by a capital N into a line break
when it writes, so that a title about ``C:\\New`` would come back changed.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

MAX_OCTETS = 75

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Everything of Unicode's control category but tab and newline, and halves of
# surrogate pairs, which UTF-8 cannot carry.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# RFC 6868: what a parameter value cannot carry otherwise.
_PARAMETER_ESCAPES = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})
_URI_RESERVED = ":/?#[]@!$&'()*+,;=%~"

Parameters = tuple[tuple[str, str], ...]


def clean(value: str) -> str:
    """``value`` with every kind of line break as ``\\n`` and without control characters."""
    return _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", value))


def text(value: str) -> str:
    """``value`` as a TEXT value (RFC 5545, 3.3.11)."""
    return clean(value).translate(_ESCAPES)


def text_list(values: Iterable[str]) -> str:
    """Several TEXT values in one property, separated by commas that mean it."""
    return ",".join(text(value) for value in values)


def uri(value: str) -> str:
    """``value`` as a URI value: never escaped, so nothing but URI characters may remain."""
    return quote(clean(value).strip(), safe=_URI_RESERVED)


def line(name: str, value: str, parameters: Parameters = ()) -> str:
    """One unfolded content line; ``value`` is already in the form of its type."""
    prefix = "".join(f";{key}={_parameter(content)}" for key, content in parameters)
    return f"{name}{prefix}:{value}"


def encode(lines: Iterable[str]) -> bytes:
    """Folded lines in UTF-8, each ended by CRLF."""
    return b"".join(_fold(content.encode()) + b"\r\n" for content in lines)


def _parameter(value: str) -> str:
    encoded = clean(value).translate(_PARAMETER_ESCAPES)
    return f'"{encoded}"' if re.search("[,:;]", encoded) else encoded


def _fold(content: bytes) -> bytes:
    pieces = []
    room = MAX_OCTETS
    while len(content) > room:
        cut = _cut_before(content, room)
        pieces.append(content[:cut])
        content = content[cut:]
        room = MAX_OCTETS - 1  # the space that marks a continuation counts
    return b"\r\n ".join([*pieces, content])


def _cut_before(content: bytes, limit: int) -> int:
    """The last place up to ``limit`` that splits neither a character nor an escape.

    The standard lets a fold stand inside ``\\n``; some readers do not cope.
    """
    cut = limit
    while content[cut] & 0b1100_0000 == 0b1000_0000:
        cut -= 1
    head = content[:cut]
    backslashes = len(head) - len(head.rstrip(b"\\"))
    return cut - backslashes % 2
