"""What all readers share: they hand over rows as they meet them and complain as they go."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import (
    LONGEST_WHERE,
    Person,
    Programme,
    Room,
    Session,
    Slot,
    Track,
    Warning,
    Wish,
)
from offsite.exchange.readers.times import LONGEST, parse_moment
from offsite.exchange.texts import clean, one_line, shown

NEEDS_ZONE = (
    "The times in this file carry no time zone: "
    "name one with --timezone Area/City, for example --timezone Europe/Warsaw."
)


MOST_WARNINGS = 5000

# Outside of these years (exclusive) a time is a fault, and sums with it may not exist.
FIRST_YEAR, LAST_YEAR = 1, 9000


class Gathering:
    """A programme being collected from a file.

    ``timezone`` is what the person named; it wins over what the file says.  Keys are made
    unique here, so that a reader may offer what the file has.
    """

    def __init__(self, timezone: str | None = None) -> None:
        self.timezone = timezone
        self.asked = timezone is not None
        self.warnings: list[Warning] = []
        self.title = self.acronym = self.version = ""
        self.url: str | None = None
        self.starts_on: date | None = None
        self.ends_on: date | None = None
        self.slots: list[Slot] = []
        self.wishes: list[Wish] = []
        self._rooms: dict[str, Room] = {}
        self._tracks: dict[str, Track] = {}
        self._people: dict[str, Person] = {}
        self._sessions: dict[str, Session] = {}
        self._read_at: dict[str, str] = {}
        self._without_zone = False
        self._unknown_zone = ""

    def warn(self, where: str, what: str) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(Warning(where, what))
        elif len(self.warnings) == MOST_WARNINGS:
            self.warnings.append(
                Warning("file", Sentence("There are more problems than are listed here."))
            )

    def use_zone_of_file(self, name: str | None) -> None:
        """Take the file's zone, unless the person named one or it is no zone we know."""
        if not name:
            return
        if not is_zone(name):
            self._unknown_zone = Sentence(
                "The file's zone “%(name)s” is none we know.", name=one_line(name)[:60]
            )
            self.warn("file", self._unknown_zone)
        elif not self.asked:
            self.timezone = name
        elif name != self.timezone:
            self.warn(
                "file",
                Sentence(
                    "The file names the zone %(name)s; %(timezone)s was used as asked.",
                    name=name,
                    timezone=self.timezone,
                ),
            )

    def moment(self, text: Any, where: str) -> datetime | None:
        """The instant a text names; an unreadable one is a warning and None."""
        if not isinstance(text, str) or not text.strip():
            return None
        return self.aware(parse_moment(text), where, text)

    def aware(self, moment: datetime | None, where: str, text: str) -> datetime | None:
        """``moment`` in the programme's zone if it has no offset."""
        if moment is None or not FIRST_YEAR < moment.year < LAST_YEAR:
            self.warn(
                where, Sentence("The time “%(text)s” cannot be read.", text=one_line(text)[:40])
            )
            return None
        if moment.tzinfo is not None:
            return moment
        if self.timezone is None:
            self._without_zone = True
            return moment.replace(tzinfo=UTC)
        placed = moment.replace(tzinfo=ZoneInfo(self.timezone))
        if placed.astimezone(UTC).astimezone(placed.tzinfo).replace(tzinfo=None) != moment:
            self.warn(
                where,
                Sentence(
                    "The clocks skip %(moment)s in %(timezone)s.",
                    moment=f"{moment:%Y-%m-%d %H:%M}",
                    timezone=self.timezone,
                ),
            )
        return placed

    def room(self, name: Any, **details: Any) -> str | None:
        """A room's name as sessions use it; blank names are no room."""
        label = _label(name)
        if label and label not in self._rooms:
            self._rooms[label] = Room(label, **details)
        return label or None

    def track(self, name: Any, *, color: Any = None) -> str | None:
        label = _label(name)
        if label and label not in self._tracks:
            self._tracks[label] = Track(label, color if isinstance(color, str) else None)
        return label or None

    def person(self, key: Any, name: Any, **details: Any) -> str | None:
        """A person's key; the first mention of a key gives its details.

        One key under two names is two people to us: a published name must not be lost.
        """
        label = _label(name)
        if not label:
            return None
        identity = (one_line(str(key)) if isinstance(key, str | int) else "") or label
        known = self._people.get(identity)
        if known is None:
            self._people[identity] = Person(identity, label, **details)
        elif known.name.casefold() != label.casefold():
            return self._namesake(known, label)
        return identity

    def _namesake(self, known: Person, name: str) -> str:
        key = f"{known.key}/{name}"
        if key not in self._people:
            self.warn(
                known.name,
                Sentence(
                    "The person %(key)s is also called %(name)s; kept as two.",
                    key=known.key,
                    name=name,
                ),
            )
            self._people[key] = Person(key, name)
        return key

    def knows(self, key: str) -> bool:
        """Whether there is a person with this key."""
        return key in self._people

    def people(self, names: Iterable[str]) -> tuple[str, ...]:
        """Keys of people who are known by name only, each once."""
        keys = [self.person(None, name) for name in names]
        return tuple(dict.fromkeys(key for key in keys if key))

    def session(self, session: Session, where: str) -> Session:
        """Add a session; a key that is taken gets a number, a missing title a placeholder."""
        key = one_line(session.key) or f"item-{len(self._sessions) + 1}"
        if key in self._sessions:
            self.warn(
                where,
                Sentence(
                    "The key “%(key)s” is used twice; the second became another one.", key=key[:60]
                ),
            )
            key = self._free_key(key)
        title = one_line(session.title)
        if not title:
            self.warn(where, Sentence("There is no title."))
            title = "Untitled"
        minutes = session.minutes
        if minutes is not None and abs(minutes) > LONGEST:
            self.warn(
                where,
                Sentence("The length of %(minutes)s days is left out.", minutes=minutes // 1440),
            )
            minutes = None
        kept = replace(session, key=key, title=title, minutes=minutes)
        self._sessions[key] = kept
        self._read_at[shown(where)[:LONGEST_WHERE]] = key
        return kept

    def session_at(self, where: str) -> str | None:
        """The key of the session that was read there; a part of it ends in ", part"."""
        while where and where not in self._read_at:
            where = where.rpartition(", ")[0]
        return self._read_at.get(where)

    def complete(self, key: str, **changes: Any) -> None:
        self._sessions[key] = replace(self._sessions[key], **changes)

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._sessions.values())

    def programme(self) -> Programme:
        """All that was gathered.

        Raises:
            BadInput: some time had no zone, and nobody named one.
        """
        if self._without_zone and self.timezone is None:
            raise BadInput(*filter(None, (self._unknown_zone, NEEDS_ZONE)))
        return Programme(
            title=one_line(self.title) or "Programme",
            acronym=one_line(self.acronym),
            timezone=self.timezone,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            url=self.url,
            version=one_line(self.version),
            rooms=tuple(self._rooms.values()),
            tracks=tuple(self._tracks.values()),
            people=tuple(self._people.values()),
            sessions=self.sessions,
            slots=tuple(self.slots),
            wishes=tuple(self.wishes),
        )

    def _free_key(self, key: str) -> str:
        number = 2
        while f"{key}-{number}" in self._sessions:
            number += 1
        return f"{key}-{number}"


def _label(name: Any) -> str:
    return one_line(name)[:200] if isinstance(name, str) else ""


def is_zone(name: str) -> bool:
    """Whether ``name`` is an IANA time zone."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def text_of(value: Any) -> str:
    """The text of a field that may be missing, a number, or one text per language."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, Mapping):
        texts = [text for text in value.values() if isinstance(text, str) and text.strip()]
        english = value.get("en")
        return clean(english if isinstance(english, str) and english else (texts or [""])[0])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def number_of(value: Any) -> int | None:
    """A positive whole number, also when written as text; else None."""
    if isinstance(value, bool):
        return None
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        return None
    return int(text) or None


def rows_of(value: Any, gathering: Gathering, where: str) -> list[Mapping[str, Any]]:
    """The objects of a list; anything else in it is a warning."""
    if value is None:
        return []
    if not isinstance(value, list):
        gathering.warn(where, Sentence("A list was expected here."))
        return []
    for position, row in enumerate(value, start=1):
        if not isinstance(row, Mapping):
            gathering.warn(f"{where} {position}", Sentence("An object was expected here."))
    return [row for row in value if isinstance(row, Mapping)]
