"""A programme as values: what every reader gives and every writer takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from offsite.exchange.texts import shown

# By the custom of the schedule format a day ends at four in the morning.
DAY_CUT = timedelta(hours=4)

# States that keep a session out of anything that is published.
UNPUBLISHED = frozenset(
    {"draft", "submitted", "pending", "waitlisted", "nominated", "accept_queue", "decline_queue"}
    | {"rejected", "declined", "withdrawn", "deleted"}
)
CANCELED = frozenset({"canceled", "cancelled"})

LONGEST_WHERE = 120


@dataclass(frozen=True)
class Warning:
    """Something a person should look at: where it is and what it is, in one sentence.

    Both quote files of others, so what is not printable is dropped.
    """

    where: str
    what: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", shown(self.where)[:LONGEST_WHERE])
        object.__setattr__(self, "what", shown(self.what))


@dataclass(frozen=True)
class Person:
    """A speaker, a host or a voter; ``key`` is unique in the programme.

    ``guid`` is a UUID that must not be derived from an e-mail address.
    """

    key: str
    name: str
    guid: str | None = None
    code: str | None = None
    number: int | None = None
    biography: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Room:
    """A place; sessions refer to it by ``name``, which is unique in the programme."""

    name: str
    guid: str | None = None
    capacity: int | None = None
    features: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Track:
    name: str
    color: str | None = None


@dataclass(frozen=True)
class Link:
    url: str
    title: str = ""


@dataclass(frozen=True)
class Slot:
    """A time that sessions can be placed in; both instants are aware."""

    key: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Wish:
    """``person`` and ``session`` are keys; ``weight`` is a positive integer."""

    person: str
    session: str
    weight: int = 1


@dataclass(frozen=True)
class Session:
    """One item of a programme; ``key`` is unique in it.

    ``starts_at`` is aware, or None when unscheduled.  ``minutes`` is what the file says:
    it may be zero or negative, and None when nothing is known.  ``people`` are keys of
    persons, ``room`` is a room's name.  ``slots`` (keys) None means all.  ``after`` are keys
    of sessions that end before this one starts.  ``sequence`` and ``changed_at`` are the
    calendar's: how often time or room changed since the first release, and when it last did.
    """

    key: str
    title: str
    guid: str | None = None
    code: str | None = None
    number: int | None = None
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    room: str | None = None
    starts_at: datetime | None = None
    minutes: int | None = None
    track: str | None = None
    kind: str = ""
    language: str = ""
    people: tuple[str, ...] = ()
    url: str | None = None
    links: tuple[Link, ...] = ()
    state: str = ""
    everyone: bool = False
    needs: tuple[str, ...] = ()
    seats: int | None = None
    slots: tuple[str, ...] | None = None
    after: tuple[str, ...] = ()
    uid: str | None = None
    sequence: int = 0
    changed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """The end, or None when the start or the length is not known."""
        if self.starts_at is None or self.minutes is None:
            return None
        # Through UTC: adding to a local time would ignore a clock change on the way.
        end = self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return end.astimezone(self.starts_at.tzinfo)

    @property
    def placed(self) -> bool:
        """It has a start and lasts at least a minute."""
        return self.starts_at is not None and self.minutes is not None and self.minutes > 0

    @property
    def public(self) -> bool:
        return self.state not in UNPUBLISHED

    @property
    def canceled(self) -> bool:
        return self.state in CANCELED


@dataclass(frozen=True)
class Programme:
    """A whole programme.  ``timezone`` is an IANA name, or None when none is known.

    ``people`` holds speakers and, where the input has votes, voters.
    """

    title: str
    acronym: str = ""
    timezone: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    url: str | None = None
    version: str = ""
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    people: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()
    slots: tuple[Slot, ...] = ()
    wishes: tuple[Wish, ...] = ()

    @property
    def zone(self) -> tzinfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    def local(self, moment: datetime) -> datetime:
        """``moment`` on the programme's wall clock; in its own offset when no zone is known."""
        return moment.astimezone(self.zone) if self.timezone else moment

    def day_of(self, moment: datetime) -> date:
        """The programme day of an instant: the night until 04:00 belongs to the day before."""
        return (self.local(moment).replace(tzinfo=None) - DAY_CUT).date()

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.key: person for person in self.people}

    @cached_property
    def speakers(self) -> tuple[Person, ...]:
        """The people who appear in a session."""
        keys = {key for session in self.sessions for key in session.people}
        return tuple(person for person in self.people if person.key in keys)

    @cached_property
    def rooms_in_use(self) -> tuple[Room, ...]:
        """The rooms of sessions; all rooms when no session has one."""
        names = {session.room for session in self.sessions if session.room}
        return tuple(room for room in self.rooms if room.name in names) or self.rooms

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The local dates on which sessions start (or slots, where there are only those)."""
        starts = [session.starts_at for session in self.sessions if session.starts_at]
        starts = starts or [slot.starts_at for slot in self.slots]
        return tuple(sorted({self.local(start).date() for start in starts}))

    def names_of(self, session: Session) -> tuple[str, ...]:
        return tuple(self.person[key].name for key in session.people if key in self.person)

    def placed_sessions(self) -> Iterator[Session]:
        """Sessions with a time and a length, by time, then room, then key."""
        placed = [session for session in self.sessions if session.placed]
        return iter(sorted(placed, key=_by_time))


@dataclass(frozen=True)
class Reading:
    """What came out of a file: its kind, the programme and what a person should look at.

    ``doubtful`` are the keys of the sessions that warnings are about.
    """

    kind: str
    programme: Programme
    warnings: tuple[Warning, ...]
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Writing:
    """A file's bytes and what had to be changed or left out to make it valid."""

    content: bytes
    warnings: tuple[Warning, ...] = ()


def _by_time(session: Session) -> tuple[datetime, str, str]:
    assert session.starts_at is not None
    return session.starts_at, session.room or "", session.key
