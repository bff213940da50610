"""Sessions of a programme as an event can keep them; from values only."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from uuid import UUID, uuid5

from offsite.errors import Sentence
from offsite.events.rules import FIRST_YEAR, LAST_YEAR, LONGEST_EVENT
from offsite.exchange.programme import Person, Programme, Session, Warning
from offsite.exchange.texts import one_line, plain
from offsite.exchange.writers.frab_values import NO_ROOM, acronym_of, uuid_of
from offsite.people.secrets import CODE_ALPHABET

LONGEST = {"title": 200, "subtitle": 200, "abstract": 20_000, "language": 12}
LONGEST_NAME = 100
LONGEST_KEY = 500
NO_KIND = "Session"
EVERYONE = "Everybody together"

COLORS = (
    "#04877c", "#af5a21", "#3a75bf", "#ab517f", "#51852f", "#8160b5",
    "#936e03", "#00829e", "#b45054", "#038a5a", "#9a579e", "#797a01",
)  # fmt: skip
"""What the pages show for hue 1 to 12."""

# States of other programs that say that something will not take place, or not yet.
_STATES = {
    "draft": "submitted",
    "submitted": "submitted",
    "pending": "submitted",
    "nominated": "submitted",
    "waitlisted": "submitted",
    "accept_queue": "submitted",
    "decline_queue": "submitted",
    "rejected": "rejected",
    "declined": "rejected",
    "withdrawn": "withdrawn",
    "deleted": "withdrawn",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_MADE_KEY = re.compile(r"item-\d+(-\d+)?")
_CODE = re.compile(f"[{CODE_ALPHABET}]{{6}}")

Days = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Kind:
    """What tells one format from another."""

    name: str
    everyone: bool = False


@dataclass(frozen=True)
class Place:
    """When (UTC) and in which room (its name) a session runs."""

    room: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Fitted:
    """A session with values that fit.  ``state`` None: the file says nothing about it.

    ``key`` finds it again at the next import, ``guid`` is its own UUID if it has one.
    ``minutes`` None: the format's length.  ``people`` are keys of the programme.
    """

    key: str
    session_key: str
    guid: str | None
    code: str | None
    title: str
    subtitle: str
    abstract: str
    language: str
    state: str | None
    minutes: int | None
    seats: int | None
    needs: tuple[str, ...]
    kind: Kind
    track: str
    people: tuple[str, ...]
    place: Place | None


def days_for(programme: Programme, own: Days, zone: tzinfo) -> Days:
    """``own`` days of an event, grown towards the programme's as far as an event may last.

    Days that are too far away stay outside: a wrong year must not make an event of years.
    """
    first, last = own
    days = {one.starts_at.astimezone(zone).date() for one in programme.sessions if one.starts_at}
    for day in sorted(days, key=lambda day: (max(first - day, day - last), day)):
        low, high = min(first, day), max(last, day)
        in_years = low.year >= FIRST_YEAR and high.year <= LAST_YEAR
        if high - low < LONGEST_EVENT and in_years:
            first, last = low, high
    return first, last


def days_of_file(programme: Programme) -> Days | None:
    """The days a new event made of the programme would have; None when it has no dates.

    Those on which most happens, where the programme's days are too far apart.
    """
    named = programme.starts_on, programme.ends_on
    if not programme.days:
        return (named[0], named[1] or named[0]) if named[0] else None
    local = [programme.local(one.starts_at) for one in programme.sessions if one.starts_at]
    busiest = Counter(one.date() for one in local).most_common(1)[0][0]
    core = days_for(programme, (busiest, busiest), programme.zone or UTC)
    if named[0] and named[1] and named[0] <= core[0] and core[1] <= named[1]:
        return (named[0], named[1]) if named[1] - named[0] < LONGEST_EVENT else core
    return core


def fit(
    programme: Programme, days: Days, zone: tzinfo, warnings: list[Warning]
) -> tuple[Fitted, ...]:
    """Every session; what is cut or loses its place adds a warning."""
    keys = _keys(programme)
    return tuple(
        _fitted(one, keys[one.key], _place(one, days, zone, warnings), warnings)
        for one in programme.sessions
    )


def _fitted(session: Session, key: str, place: Place | None, warnings: list[Warning]) -> Fitted:
    texts = {
        "title": one_line(session.title),
        "subtitle": one_line(session.subtitle),
        "abstract": _abstract(session),
        "language": one_line(session.language),
    }
    code = session.code or ""
    return Fitted(
        key=key,
        session_key=session.key,
        guid=guid_of_session(session),
        code=code if _CODE.fullmatch(code) else None,
        title=_cut("title", texts, session, warnings),
        subtitle=_cut("subtitle", texts, session, warnings),
        abstract=_cut("abstract", texts, session, warnings),
        language=_cut("language", texts, session, warnings),
        state=_state(session),
        minutes=session.minutes if session.minutes and session.minutes > 0 else None,
        seats=session.seats,
        needs=tuple(sorted(session.needs)),
        kind=_kind(session),
        track=one_line(session.track or "")[:LONGEST_NAME],
        people=session.people,
        place=place,
    )


def _state(session: Session) -> str | None:
    return _STATES.get(session.state, "confirmed") if session.state else None


def _kind(session: Session) -> Kind:
    name = one_line(session.kind)[:LONGEST_NAME]
    return Kind(name or (EVERYONE if session.everyone else NO_KIND), session.everyone)


def _cut(field: str, texts: Mapping[str, str], session: Session, warnings: list[Warning]) -> str:
    text, limit = texts[field], LONGEST[field]
    if len(text) > limit:
        warnings.append(
            Warning(
                session.title,
                Sentence("The %(field)s is cut to %(limit)s characters.", field=field, limit=limit),
            )
        )
    return text[:limit].strip()


def _abstract(session: Session) -> str:
    """Abstract, description and links as one text; nothing twice."""
    texts = dict.fromkeys(filter(None, (plain(session.abstract), plain(session.description))))
    links = [f"- {one_line(one.title)} <{one.url}>".replace("-  <", "- <") for one in session.links]
    return "\n\n".join((*texts, "\n".join(links))).strip()


def _place(session: Session, days: Days, zone: tzinfo, warnings: list[Warning]) -> Place | None:
    if session.canceled or not session.public or session.starts_at is None:
        return None
    if not session.placed or session.ends_at is None:
        warnings.append(Warning(session.title, Sentence("It gets no place: it has no length.")))
        return None
    day = session.starts_at.astimezone(zone).date()
    if not days[0] <= day <= days[1]:
        what = Sentence("It gets no place: %(day)s is too far from the days of the event.", day=day)
        warnings.append(Warning(session.title, what))
        return None
    room = room_name(session.room) or NO_ROOM
    return Place(room, session.starts_at.astimezone(UTC), session.ends_at.astimezone(UTC))


def room_name(name: str | None) -> str:
    """A room's name as the event keeps it."""
    return one_line(name or "")[:LONGEST_NAME].strip()


# Names that last


def guid_of_session(session: Session) -> str | None:
    """The session's UUID: its guid, or what stands before the @ of its calendar UID."""
    return uuid_of(session.guid) or uuid_of((session.uid or "").partition("@")[0])


def guid_of_person(person: Person, event_guid: str) -> str:
    """The person's UUID; of who has none, the same one at every import into this event.

    Never made of a mail address: whoever guesses the address could confirm it.
    """
    key = "" if "@" in person.key else person.key
    made = uuid5(UUID(event_guid), f"{key}/{person.name.casefold()}")
    return uuid_of(person.guid) or str(made)


def guid_within(event_guid: str, guid: str) -> str:
    """Another guid, the same at every import into this event."""
    return str(uuid5(UUID(event_guid), guid))


def _keys(programme: Programme) -> dict[str, str]:
    """A lasting key for each session, by its key in the programme.

    Where the file has no key, the title is: counting rows would mix them up as soon as
    somebody adds one in the middle.
    """
    source = acronym_of(programme.acronym or programme.title)
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for session in programme.sessions:
        wanted = _lasting(session, source)[: LONGEST_KEY - 10]
        key, number = wanted, 2
        while key in taken:
            key, number = f"{wanted} ({number})", number + 1
        taken.add(key)
        keys[session.key] = key
    return keys


def _lasting(session: Session, source: str) -> str:
    if guid := guid_of_session(session):
        return f"guid:{guid}"
    if session.uid:
        return f"uid:{session.uid}"
    if _MADE_KEY.fullmatch(session.key):
        return f"{source}/title/{one_line(session.title)}"
    return f"{source}/{session.key}"


# Colours


def hue_of(color: str | None, position: int) -> int:
    """The hue (1 to 12) that comes closest to ``color`` (#rrggbb), else the next in turn."""
    wanted = _rgb(color or "")
    if wanted is None:
        return position % len(COLORS) + 1
    distances = [_distance(wanted, known) for known in map(_rgb, COLORS) if known]
    return distances.index(min(distances)) + 1


def color_of(hue: int) -> str:
    return COLORS[(hue - 1) % len(COLORS)]


def _rgb(color: str) -> tuple[int, int, int] | None:
    found = re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", color.strip().lower())
    return (int(found[1], 16), int(found[2], 16), int(found[3], 16)) if found else None


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def usual_minutes(lengths: Iterable[int | None], otherwise: int = 45) -> int:
    """The most frequent length."""
    known = Counter(one for one in lengths if one)
    return known.most_common(1)[0][0] if known else otherwise
