"""A programme cut into the values that schedule.xml and schedule.json both need.

Everything the schemas demand is settled here once: unique ids, guids, codes and slugs,
days that end at 04:00, offsets, names on one line, addresses that are addresses.
Source: schedule.xml.xsd and schema.json of the c3voc schedule validator.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from offsite.errors import Sentence
from offsite.exchange.programme import DAY_CUT, Link, Person, Programme, Session, Warning
from offsite.exchange.texts import clean, one_line, slug
from offsite.exchange.writers.published import publishable

NAMESPACE = UUID("6f0f7f9e-3a0b-4d52-9d35-0c1f5f0f6a1e")
NO_ROOM = "Room to be announced"
TIMESLOT = "00:05"

_CODE = re.compile(r"[0-9A-Z]{6}", re.ASCII)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?", re.ASCII)
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class FrabPerson:
    """``number`` is the older id; it is left out where two people have the same one."""

    name: str
    guid: str
    code: str | None
    number: int | None


@dataclass(frozen=True)
class FrabEvent:
    """One placed session, every field as the schemas want it."""

    session: Session
    id: int
    guid: str
    code: str | None
    slug: str
    title: str
    room: str
    track: str
    starts_at: datetime
    ends_at: datetime
    persons: tuple[FrabPerson, ...]
    url: str | None
    links: tuple[Link, ...]

    @property
    def duration(self) -> str:
        minutes = self.session.minutes or 0
        return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True)
class FrabDay:
    """A day from 04:00 to 04:00, its events by room; rooms in the programme's order."""

    index: int
    on: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[tuple[str, tuple[FrabEvent, ...]], ...]


@dataclass(frozen=True)
class FrabTrack:
    name: str
    slug: str
    color: str | None


@dataclass(frozen=True)
class FrabSchedule:
    title: str
    acronym: str
    version: str
    timezone: str | None
    base_url: str | None
    tracks: tuple[FrabTrack, ...]
    rooms: tuple[tuple[str, str], ...]
    days: tuple[FrabDay, ...]
    warnings: tuple[Warning, ...]


def schedule_of(programme: Programme) -> FrabSchedule:
    """Settle every value; what is left out or changed beyond spelling is in ``warnings``."""
    warnings: list[Warning] = []
    acronym = acronym_of(programme.acronym or programme.title)
    events = _events(programme, acronym, warnings)
    names = [one_line(room.name) for room in programme.rooms]
    names += [event.room for event in events]
    return FrabSchedule(
        title=one_line(programme.title) or acronym,
        acronym=acronym,
        version=one_line(programme.version) or "1.0",
        timezone=programme.timezone,
        base_url=web_address(programme.url),
        tracks=tuple(_tracks(programme, events)),
        rooms=tuple(_room_guids(programme, list(dict.fromkeys(filter(None, names))), acronym)),
        days=tuple(_days(programme, events, names)),
        warnings=tuple(warnings),
    )


def acronym_of(text: str) -> str:
    """At least four of a-z, 0-9 and underscore: what both schemas accept."""
    short = slug(text, separator="_", longest=40)
    return short if len(short) >= 4 else "_".join(filter(None, (short, "event")))


def web_address(text: str | None) -> str | None:
    """``text`` as a plain http(s) address in ASCII, or None when it is none."""
    text = (text or "").strip()
    try:
        parts = urlsplit(text)
        host = parts.netloc.encode("idna").decode() if parts.netloc else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    path = quote(clean(parts.path), safe="/%:@!$&'()*+,;=~-._", errors="ignore")
    query = quote(clean(parts.query), safe="/%:@!$&'()*+,;=~-._?", errors="ignore")
    fragment = quote(clean(parts.fragment), safe="/%:@!$&'()*+,;=~-._?", errors="ignore")
    tail = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return _percent_safe(f"{parts.scheme}://{host}{path}{tail}")


def uuid_of(text: str | None) -> str | None:
    """``text`` as a UUID in its usual spelling, or None when it is none."""
    try:
        return str(UUID(text)) if text and len(text) in (32, 36) else None
    except ValueError:
        return None


def _percent_safe(url: str) -> str:
    """A percent sign that encodes nothing is encoded itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url)


def _events(programme: Programme, acronym: str, warnings: list[Warning]) -> list[FrabEvent]:
    sessions = publishable(programme, warnings)
    ids = _ids(sessions)
    guids = list(_unique_guids([(s.guid, f"{acronym}/{s.key}") for s in sessions]))
    codes = _codes(sessions)
    people = _persons(programme, acronym)
    events = []
    for number, session in enumerate(sessions):
        if session.room is None:
            warnings.append(
                Warning(
                    session.title,
                    Sentence("It has no room; written as “%(no_room)s”.", no_room=NO_ROOM),
                )
            )
        starts_at, ends_at = _period(programme, session)
        title = one_line(session.title) or "Untitled"
        events.append(
            FrabEvent(
                session=session,
                id=ids[number],
                guid=guids[number],
                code=codes[number],
                slug=f"{acronym}-{ids[number]}-{_title_slug(title)}",
                title=title,
                room=one_line(session.room or "") or NO_ROOM,
                track=one_line(session.track or ""),
                starts_at=starts_at,
                ends_at=ends_at,
                persons=tuple(people[key] for key in session.people if key in people),
                url=web_address(session.url),
                links=tuple(_links(session)),
            )
        )
    return events


def _title_slug(title: str) -> str:
    """Of at least the length that makes the whole slug long enough."""
    short = slug(title)
    return short if len(short) > 2 else "-".join(filter(None, ("item", short)))


def _ids(sessions: Sequence[Session]) -> list[int]:
    """The sessions' own numbers where they are unique, else the smallest free ones."""
    wanted = [session.number for session in sessions]
    fine = {number for number in wanted if number is not None}
    taken: set[int] = set()
    free = (number for number in range(1, _LARGEST_ID) if number not in fine)
    ids = []
    for number in wanted:
        good = number is not None and 0 < number <= _LARGEST_ID and number not in taken
        ids.append(number if good and number is not None else next(free))
        taken.add(ids[-1])
    return ids


def _unique_guids(wanted: Sequence[tuple[str | None, str]]) -> Iterator[str]:
    """Own UUIDs where they are UUIDs and unique; else ones made from the name beside them."""
    taken: set[str] = set()
    for text, name in wanted:
        guid = uuid_of(text)
        if guid is None or guid in taken:
            guid = str(uuid5(NAMESPACE, name))
        taken.add(guid)
        yield guid


def _codes(sessions: Sequence[Session]) -> list[str | None]:
    codes: dict[str, int] = {}
    for position, session in enumerate(sessions):
        if session.code and _CODE.fullmatch(session.code):
            codes.setdefault(session.code, position)
    owners = {position: code for code, position in codes.items()}
    return [owners.get(position) for position in range(len(sessions))]


def _persons(programme: Programme, acronym: str) -> dict[str, FrabPerson]:
    """Everybody by key; a guid that is missing is made of the event and the key."""
    wanted = [(person.guid, f"{acronym}/person/{person.key}") for person in programme.people]
    guids = _unique_guids(wanted)
    numbers = Counter(person.number for person in programme.people)
    return {
        person.key: _person(person, guid, person.number if numbers[person.number] == 1 else None)
        for person, guid in zip(programme.people, guids, strict=True)
    }


def _person(person: Person, guid: str, number: int | None) -> FrabPerson:
    code = person.code if person.code and re.fullmatch(r"[A-Z0-9]+", person.code) else None
    return FrabPerson(one_line(person.name) or "?", guid, code, number)


def _links(session: Session) -> Iterator[Link]:
    for link in session.links:
        if url := web_address(link.url):
            yield Link(url, one_line(link.title))


def _period(programme: Programme, session: Session) -> tuple[datetime, datetime]:
    """Start and end in whole minutes of offset, as the formats want them."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    starts_at, ends_at = programme.local(session.starts_at), programme.local(session.ends_at)
    return _whole_offset(starts_at), _whole_offset(ends_at)


def _whole_offset(moment: datetime) -> datetime:
    """The instant without fractions; in UTC where the offset is not whole minutes (before 1900)."""
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment


def _tracks(programme: Programme, events: Sequence[FrabEvent]) -> Iterator[FrabTrack]:
    colors = {one_line(track.name): track.color for track in programme.tracks}
    names = [*colors, *(event.track for event in events)]
    taken: set[str] = set()
    for number, name in enumerate(dict.fromkeys(filter(None, names)), start=1):
        short = slug(name)
        if len(short) < 2 or not short[0].isalpha() or short in taken:
            short = "-".join(filter(None, ("track", str(number), short)))
        taken.add(short)
        color = colors.get(name)
        yield FrabTrack(name, short, color if color and _COLOR.fullmatch(color) else None)


def _room_guids(
    programme: Programme, names: Sequence[str], acronym: str
) -> Iterator[tuple[str, str]]:
    guids = {one_line(room.name): room.guid for room in programme.rooms}
    wanted = [(guids.get(name), f"{acronym}/room/{name}") for name in names]
    return zip(names, _unique_guids(wanted), strict=True)


def _days(
    programme: Programme, events: Sequence[FrabEvent], names: Sequence[str]
) -> Iterator[FrabDay]:
    by_day: dict[date, list[FrabEvent]] = {}
    for event in events:
        by_day.setdefault(programme.day_of(event.starts_at), []).append(event)
    if not by_day and programme.starts_on:
        by_day[programme.starts_on] = []
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    for index, on in enumerate(sorted(by_day), start=1):
        rooms: dict[str, list[FrabEvent]] = {}
        for event in by_day[on]:
            rooms.setdefault(event.room, []).append(event)
        yield FrabDay(
            index=index,
            on=on,
            starts_at=_cut(programme, on, by_day[on]),
            ends_at=_cut(programme, on + timedelta(days=1), by_day[on]),
            rooms=tuple(
                (name, tuple(rooms[name])) for name in sorted(rooms, key=order.__getitem__)
            ),
        )


def _cut(programme: Programme, on: date, events: Sequence[FrabEvent]) -> datetime:
    """Four in the morning, in the programme's zone or else the offset of the day's events."""
    zone = programme.zone or (events[0].starts_at.tzinfo if events else UTC)
    return _whole_offset(datetime.combine(on, time(), zone) + DAY_CUT)
