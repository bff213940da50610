"""What a person should look at in any programme, whichever file it came from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from offsite.errors import Sentence
from offsite.exchange.programme import Programme, Session, Warning

# Sessions further apart than this are hardly one event.
_GAP = timedelta(days=60)
_LONGEST = 24 * 60
MOST_OVERLAPS = 2000


def warnings_of(programme: Programme) -> Iterator[Warning]:
    """Missing rooms and times, odd lengths, overlaps, stray dates: one warning each."""
    if not programme.sessions:
        yield Warning("file", Sentence("There are no sessions in it."))
    timed = [session for session in programme.sessions if session.starts_at]
    nowhere = not any(session.room for session in timed)
    if timed and nowhere:
        yield Warning("file", Sentence("No session has a room."))
    for session in timed:
        yield from _of_session(session, room_expected=not nowhere)
    yield from _of_overlaps(programme)
    yield from _of_dates(programme)
    yield from _of_zone(programme)


def doubtful(
    programme: Programme,
    session_at: Callable[[str], str | None],
    gathered: Iterable[Warning],
    found: Iterable[Warning],
) -> frozenset[str]:
    """Keys of the sessions with a warning.

    What readers ``gathered`` names a place in the file, which ``session_at`` looks up;
    what was ``found`` here names a title.
    """
    titles = {warning.where for warning in (*gathered, *found)}
    by_title = {one.key for one in programme.sessions if about(one) in titles}
    by_place = {session_at(warning.where) for warning in gathered}
    return frozenset(by_title | {key for key in by_place if key})


def about(session: Session) -> str:
    """How a warning names the session."""
    return Warning(session.title, "").where


def _of_overlaps(programme: Programme) -> Iterator[Warning]:
    """Overlaps in rooms, then of people; the first of them where there are very many."""
    in_rooms, of_people = room_overlaps(programme), speaker_overlaps(programme)
    for first, second in islice(in_rooms, MOST_OVERLAPS):
        yield Warning(
            first.title,
            Sentence(
                "It is in %(room)s at the same time as “%(title)s”.",
                room=first.room,
                title=second.title,
            ),
        )
    for key, first, second in islice(of_people, MOST_OVERLAPS):
        name = programme.person[key].name
        yield Warning(
            first.title,
            Sentence("%(name)s is in “%(title)s” at the same time.", name=name, title=second.title),
        )
    if next(in_rooms, None) or next(of_people, None):
        yield Warning("file", Sentence("There are more overlaps than are listed here."))


def room_overlaps(programme: Programme) -> Iterator[tuple[Session, Session]]:
    """Pairs of sessions that are in one room at one time."""
    by_room: dict[str, list[Session]] = defaultdict(list)
    for session in programme.placed_sessions():
        if session.room:
            by_room[session.room].append(session)
    for sessions in by_room.values():
        yield from _overlapping(sessions)


def speaker_overlaps(programme: Programme) -> Iterator[tuple[str, Session, Session]]:
    """A person's key with two sessions the person is in at one time."""
    by_person: dict[str, list[Session]] = defaultdict(list)
    for session in programme.placed_sessions():
        for key in session.people:
            by_person[key].append(session)
    for key, sessions in by_person.items():
        for first, second in _overlapping(sessions):
            yield key, first, second


def _overlapping(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs out of sessions in the order of their starts."""
    running: list[Session] = []
    for session in sessions:
        running = [other for other in running if _end(other) > _start(session)]
        yield from ((other, session) for other in running)
        running.append(session)


def _of_session(session: Session, *, room_expected: bool) -> Iterator[Warning]:
    if session.room is None and room_expected:
        yield Warning(session.title, Sentence("It has a time and no room."))
    if session.minutes is None:
        yield Warning(session.title, Sentence("It has a start and no length."))
    elif session.minutes <= 0:
        yield Warning(
            session.title, Sentence("It lasts %(minutes)s minutes.", minutes=session.minutes)
        )
    elif session.minutes > _LONGEST:
        yield Warning(
            session.title, Sentence("It lasts %(hours)s hours.", hours=session.minutes // 60)
        )


def _of_dates(programme: Programme) -> Iterator[Warning]:
    """Times that are far from all others, or outside the days the file itself names."""
    starts = sorted(_start(session) for session in programme.sessions if session.starts_at)
    far = [(one, two) for one, two in pairwise(starts) if two - one > _GAP]
    for one, two in far:
        yield Warning(
            "file",
            Sentence(
                "Nothing happens between %(one)s and %(two)s: "
                "perhaps there are two events in one file, or a wrong year.",
                one=f"{one:%Y-%m-%d}",
                two=f"{two:%Y-%m-%d}",
            ),
        )
    first, last = programme.starts_on, programme.ends_on
    if first and last:
        outside = [day for day in programme.days if not first <= day <= last + timedelta(days=1)]
        if outside:
            days = ", ".join(f"{day:%Y-%m-%d}" for day in outside[:5])
            yield Warning(
                "file",
                Sentence(
                    "The event is from %(first)s to %(last)s, but there are times on %(days)s.",
                    first=first,
                    last=last,
                    days=days,
                ),
            )


def _of_zone(programme: Programme) -> Iterator[Warning]:
    """A zone whose clock disagrees with the offsets that the times carry.

    Times in UTC agree with any zone: many programs write nothing else.
    """
    starts = [session.starts_at for session in programme.sessions if session.starts_at]
    if programme.timezone is None:
        if starts:
            yield Warning(
                "file", Sentence("No time zone is named; the times keep the offsets they have.")
            )
        return
    wrong = [
        start
        for start in starts
        if start.utcoffset() not in (timedelta(), programme.local(start).utcoffset())
    ]
    if wrong:
        yield Warning(
            "file",
            Sentence(
                "Times have another offset than %(timezone)s (%(wrong)s of them, "
                "the first is %(first)s); the instants were kept.",
                timezone=programme.timezone,
                wrong=len(wrong),
                first=wrong[0].isoformat(),
            ),
        )


def _start(session: Session) -> datetime:
    assert session.starts_at is not None
    return session.starts_at.astimezone(UTC)


def _end(session: Session) -> datetime:
    assert session.ends_at is not None
    return session.ends_at.astimezone(UTC)
