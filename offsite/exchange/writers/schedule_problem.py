"""A programme as ``offsite/schedule-problem@1``: what the schedule engine reads."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import uuid5

from offsite.engines.documents import canonical
from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Programme, Room, Session, Slot, Warning, Writing
from offsite.exchange.slot_grid import make_slots
from offsite.exchange.texts import one_line
from offsite.exchange.writers.frab_values import NAMESPACE

FORMAT = "offsite/schedule-problem@1"
LONGEST_ID = 200
MOST_MADE = 1000

# An item may be moved to slots that are this much longer than it is.
_SLACK = timedelta(minutes=15)

Row = dict[str, Any]


def write(programme: Programme, *, rooms: int | None = None, slots: int | None = None) -> Writing:
    """The programme as a problem.

    Slots are the programme's own; else what its timed sessions span; else ``slots`` made
    ones.  Rooms are its own, else ``rooms`` made ones without limit.  Sessions that have a
    time and a room are placed in ``current``.

    Raises:
        BadInput: there are no sessions, or no slots or rooms and no number to make.
    """
    warnings: list[Warning] = []
    faults: list[str] = []
    chosen = _chosen(programme, warnings)
    if not chosen:
        faults.append("There are no sessions to schedule.")
    grid = _slots(programme, chosen, slots, faults, warnings)
    places = _rooms(programme, rooms, faults, warnings)
    if faults:
        raise BadInput(*faults)
    document = _document(programme, chosen, _Grid(tuple(grid)), places, warnings)
    return Writing(f"{canonical(document)}\n".encode(), tuple(warnings))


@dataclass(frozen=True)
class _Grid:
    """Slots by time, and what fits where."""

    slots: tuple[Slot, ...]

    @cached_property
    def _positions(self) -> dict[datetime, int]:
        return {slot.starts_at: position for position, slot in enumerate(self.slots)}

    @cached_property
    def _counts(self) -> dict[int, dict[int, int]]:
        return {}

    def at(self, moment: datetime) -> int | None:
        """The position of the slot that starts at ``moment``."""
        return self._positions.get(moment)

    def counts(self, minutes: int) -> dict[int, int]:
        """Where that many minutes may start, with the number of touching slots they take."""
        if minutes not in self._counts:
            counts = {first: self._count(first, minutes) for first in range(len(self.slots))}
            self._counts[minutes] = {first: count for first, count in counts.items() if count}
        return self._counts[minutes]

    def _count(self, first: int, minutes: int) -> int:
        """How many touching slots hold the minutes with little to spare; 0 when none do."""
        needed = timedelta(minutes=minutes)
        begun = self.slots[first].starts_at
        for last in range(first, len(self.slots)):
            if last > first and self.slots[last - 1].ends_at != self.slots[last].starts_at:
                return 0
            length = self.slots[last].ends_at - begun
            if length >= needed:
                return last - first + 1 if length <= needed + _SLACK else 0
        return 0


def _chosen(programme: Programme, warnings: list[Warning]) -> list[Session]:
    chosen = []
    for session in programme.sessions:
        if session.canceled or not session.public:
            warnings.append(
                Warning(session.title, Sentence("Left out: it is %(state)s.", state=session.state))
            )
        elif session.minutes is not None and session.minutes <= 0:
            lasting = f"Its length of {session.minutes} minutes was ignored."
            warnings.append(Warning(session.title, lasting))
            chosen.append(replace(session, minutes=None))
        else:
            chosen.append(session)
    return chosen


def _slots(
    programme: Programme,
    sessions: Sequence[Session],
    wanted: int | None,
    faults: list[str],
    warnings: list[Warning],
) -> list[Slot]:
    found = list(programme.slots) or spanned_slots(programme, sessions)
    if found:
        if wanted is not None:
            warnings.append(
                Warning(
                    "slots",
                    Sentence("The input has %(found)s slots; none were made.", found=len(found)),
                )
            )
        return sorted(found, key=lambda slot: slot.starts_at)
    if wanted is None:
        faults.append("The input has no times: say how many slots to make with --slots N.")
        return []
    made = make_slots(wanted, programme.timezone or "UTC", programme.starts_on)
    if programme.starts_on is None:
        first = made[0].starts_at
        what = f"The input has no dates; slots begin on {first:%Y-%m-%d}."
        warnings.append(Warning("slots", what))
    return made


def spanned_slots(programme: Programme, sessions: Sequence[Session]) -> list[Slot]:
    """Slots between all the moments at which something starts or ends, while anything runs.

    So every session starts with a slot and takes a whole number of touching ones.
    """
    periods = [
        (s.starts_at.astimezone(UTC), s.ends_at.astimezone(UTC))
        for s in sessions
        if s.starts_at and s.ends_at
    ]
    edges = sorted({moment for period in periods for moment in period})
    open_count = Counter(start for start, _ in periods)
    open_count.subtract(Counter(end for _, end in periods))
    slots, running, numbers = [], 0, Counter[str]()
    for start, end in pairwise(edges):
        running += open_count[start]
        if running:
            day = f"{programme.day_of(start):%Y-%m-%d}"
            numbers[day] += 1
            key = f"{day}-{numbers[day]}"
            slots.append(Slot(key, programme.local(start), programme.local(end)))
    return slots


def _rooms(
    programme: Programme, wanted: int | None, faults: list[str], warnings: list[Warning]
) -> list[Room]:
    if programme.rooms:
        if wanted is not None:
            found = f"The input has {len(programme.rooms)} rooms; none were made."
            warnings.append(Warning("rooms", found))
        return list(programme.rooms)
    if wanted is None:
        faults.append("The input has no rooms: say how many to make with --rooms N.")
        return []
    return [Room(f"room-{number}") for number in range(1, wanted + 1)]


def _document(
    programme: Programme,
    sessions: Sequence[Session],
    grid: _Grid,
    rooms: Sequence[Room],
    warnings: list[Warning],
) -> Row:
    current = dict(_current(sessions, grid))
    hosts = {key for session in sessions for key in session.people}
    voters = {wish.person for wish in programme.wishes}
    kept = {session.key for session in sessions}
    items = [_item(session, kept, sessions, grid, warnings) for session in sessions]
    return {
        "format": FORMAT,
        "timezone": programme.timezone or "UTC",
        "slots": [_slot(slot) for slot in grid.slots],
        "rooms": [_room(room) for room in rooms],
        "items": items,
        "people": [{"id": _id(p.key)} for p in programme.people if p.key in hosts | voters],
        "wishes": [
            [_id(wish.person), _id(wish.session), wish.weight]
            for wish in programme.wishes
            if wish.session in kept
        ],
        "current": current,
        # Where nobody wishes anything, a plan that exists is better than another one.
        "move_cost": 1 if current else 0,
    }


def _slot(slot: Slot) -> Row:
    times = {"starts_at": slot.starts_at.isoformat(), "ends_at": slot.ends_at.isoformat()}
    return {"id": _id(slot.key), **times}


def _room(room: Room) -> Row:
    row: Row = {"id": _id(room.name)}
    if room.capacity is not None:
        row["capacity"] = room.capacity
    if room.features:
        row["features"] = list(room.features)
    return row


def _item(
    session: Session,
    kept: set[str],
    sessions: Sequence[Session],
    grid: _Grid,
    warnings: list[Warning],
) -> Row:
    length, slots = _length(session, grid, warnings)
    row: Row = {"id": _id(session.key), "title": one_line(session.title), "length": length}
    optional = {
        "hosts": [_id(key) for key in session.people],
        "needs": list(session.needs),
        "slots": slots,
        "after": [_id(key) for key in session.after if key in kept],
        "seats": session.seats,
        "everyone": session.everyone and not _has_company(session, sessions),
    }
    return row | {name: value for name, value in optional.items() if value}


def _length(session: Session, grid: _Grid, warnings: list[Warning]) -> tuple[int, list[str] | None]:
    """How many touching slots the session takes, and where it may start (None: anywhere)."""
    if session.slots is not None:
        return 1, [_id(key) for key in session.slots]
    if session.minutes is None:
        return 1, None
    counts = grid.counts(session.minutes)
    here = grid.at(session.starts_at) if session.starts_at else None
    length = counts.get(here) if here is not None else None
    if length is None and counts:
        length = Counter(counts.values()).most_common(1)[0][0]
    if length is None:
        what = f"No slots fit its {session.minutes} minutes; it takes one slot, whichever."
        warnings.append(Warning(session.title, what))
        return 1, None
    starts = [_id(grid.slots[first].key) for first, count in counts.items() if count == length]
    return length, None if len(starts) == len(grid.slots) else starts


def _current(sessions: Sequence[Session], grid: _Grid) -> Iterator[tuple[str, Row]]:
    for session in sessions:
        if session.placed and session.room and session.starts_at:
            position = grid.at(session.starts_at)
            if position is not None:
                slot = _id(grid.slots[position].key)
                yield _id(session.key), {"slot": slot, "room": _id(session.room)}


def _has_company(session: Session, sessions: Sequence[Session]) -> bool:
    """Whether anything else runs at the same time, so that not everyone can attend."""
    start, end = session.starts_at, session.ends_at
    if start is None or end is None:
        return False
    others = (other for other in sessions if other.key != session.key)
    return any(o.starts_at < end and start < o.ends_at for o in others if o.starts_at and o.ends_at)


def _id(key: str) -> str:
    """``key`` as an id: the same for the same key, never too long."""
    return key if len(key) <= LONGEST_ID else f"{key[:150]}-{uuid5(NAMESPACE, key)}"
