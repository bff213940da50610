"""Times and lengths as people and programs write them."""

import re
from datetime import date, datetime, time

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_LENGTH = re.compile(
    r"(-?)(?:(\d{1,5})\s*(?:h|hours?|std\.?|godz\.?)\s*)?(\d{1,7})?\s*(?:m\w*\.?|')?"
)
_CLOCK_LENGTH = re.compile(r"-?\d{1,5}(?::\d{2}){1,3}", re.ASCII)

# A year in minutes: beyond it a length is a fault, not a session.
LONGEST = 366 * 1440


def parse_moment(text: str, *, month_first: bool | None = None) -> datetime | None:
    """A date with a time, aware if the text has an offset; None when it cannot be read.

    ``month_first`` decides what 3/4/2026 means; without it such a date is not read.
    """
    text = text.strip()
    if _ISO.match(text) and len(text) > 10:
        return _iso(text)
    for pattern in (_DOTTED, _SLASHED):
        found = pattern.match(text)
        if found:
            day = parse_date(found.group(), month_first=month_first)
            clock = parse_clock(text[found.end() :].strip(" ,T"))
            return datetime.combine(day, clock) if day and clock else None
    return None


def parse_date(text: str, *, month_first: bool | None = None) -> date | None:
    """A calendar date; None when it cannot be read without guessing."""
    text = text.strip()
    try:
        if _ISO.match(text):
            return date.fromisoformat(text[:10])
        if found := _DOTTED.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if (found := _SLASHED.fullmatch(text)) and month_first is not None:
            first, second, year = map(int, found.groups())
            month, day = (first, second) if month_first else (second, first)
            return date(year, month, day)
    except ValueError:
        return None
    return None


def parse_clock(text: str) -> time | None:
    """A time of day such as 9:30, 09:30:00 or 9:30 pm."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower().startswith("p") else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def parse_minutes(text: str) -> int | None:
    """A length in minutes; None when it cannot be read.

    Read are hours and minutes (``1:30``), with seconds (``1:30:00``) or days before
    (``1:01:30:00``), plain minutes (``90``, ``90 min``) and ``1 h 30``.
    """
    text = text.strip().lower()
    if _CLOCK_LENGTH.fullmatch(text):
        numbers = [int(number) for number in text.lstrip("-").split(":")]
        days, hours, minutes, _ = ([0] * (4 - len(numbers)) + numbers)[:4]
        if len(numbers) == 2:
            hours, minutes = numbers
        total = days * 1440 + hours * 60 + minutes
    elif (found := _LENGTH.fullmatch(text)) and (found[2] or found[3]):
        total = int(found[2] or 0) * 60 + int(found[3] or 0)
    else:
        return None
    total = -total if text.startswith("-") else total
    return total if abs(total) <= LONGEST else None


def slashes_begin_with_month(texts: list[str]) -> bool | None:
    """Whether dates such as 10/16/2013 in one column put the month first; None if unclear."""
    firsts, seconds = [], []
    for text in texts:
        if found := _SLASHED.match(text.strip()):
            firsts.append(int(found[1]))
            seconds.append(int(found[2]))
    if any(number > 12 for number in seconds):
        return True
    if any(number > 12 for number in firsts):
        return False
    return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace(" Z", "Z"))
    except ValueError:
        return None
