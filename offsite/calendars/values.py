"""What may stand in a calendar: text without control characters, addresses without line breaks.

``icalendar`` escapes, folds and joins.  Two things it does not do are done here:
it lets control characters through, which make a calendar invalid, and it writes a
backslash followed by a capital N as a line break, so that a title about ``C:\\New``
would come back changed.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

from icalendar import vCategory, vText, vUri

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Everything of Unicode's control category but tab and newline, and halves of
# surrogate pairs, which UTF-8 cannot carry.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_URI_RESERVED = ":/?#[]@!$&'()*+,;=%~"


class Text(vText):
    """A TEXT value (RFC 5545, 3.3.11) that keeps a backslash before a capital N."""

    def to_ical(self) -> bytes:
        # What stands around the pair is escaped by the library, which so never sees it.
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


def clean(value: str) -> str:
    """``value`` with every kind of line break as ``\\n`` and without control characters."""
    return _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", value))


def text(value: str) -> Text:
    """``value`` as a TEXT value."""
    return Text(clean(value))


def text_list(values: Iterable[str]) -> vCategory:
    """Several TEXT values in one property, separated by commas that mean it."""
    written = vCategory([])
    # Given to the constructor they would become the library's own texts.
    written.cats = [text(value) for value in values]
    return written


def uri(value: str) -> vUri:
    """``value`` as a URI value: never escaped, so nothing but URI characters may remain."""
    return vUri(quote(clean(value).strip(), safe=_URI_RESERVED))
