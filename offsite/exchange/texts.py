"""Text from files of unknown origin, made fit for every format we write."""

import re
import unicodedata
from html.parser import HTMLParser

from offsite.errors import Sentence

# What XML 1.0 cannot carry, even escaped; JSON and calendars are better off without it too.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

# Letters that do not decompose into a Latin letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE"}
)


def clean(text: str) -> str:
    """``text`` without control characters and lone surrogates, with plain line ends."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """``text`` cleaned, each run of white space made one space."""
    return " ".join(clean(text).split())


def shown(text: str) -> str:
    """``text`` fit for a terminal: one line, nothing that moves the cursor or turns the text.

    A `Sentence` stays one, so that pages can still say it in the reader's language.
    """
    if isinstance(text, Sentence):
        values = text.values.items()
        plain = {name: shown(one) if isinstance(one, str) else one for name, one in values}
        return Sentence(text.template, **plain)
    return _plain(text)


def _plain(text: str) -> str:
    return "".join(letter for letter in one_line(text) if letter.isprintable())


def slug(text: str, *, separator: str = "-", longest: int = 60) -> str:
    """Lower-case ASCII letters and digits joined by ``separator``; may be empty."""
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode().lower())
    return separator.join(words)[:longest].strip(separator)


def plain(markup: str) -> str:
    """The text of an HTML fragment; text without tags comes back as it is."""
    if not _TAG.search(markup):
        return clean(markup).strip()
    reader = _TextOfMarkup()
    reader.feed(markup)
    reader.close()
    lines = [" ".join(line.split()) for line in clean("".join(reader.parts)).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextOfMarkup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
