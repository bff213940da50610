"""Decisions from values: how lists of rooms are read, how many groups there are, which
bedroom is for which pool."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from offsite.errors import BadInput, Sentence
from offsite.mixing.models import NO_BED, SINGLE

MOST_ROOMS = 5000
MOST_BEDS = 20
LONGEST_NAME, LONGEST_POOL = 100, 60
MOST_POOLS = 12


class BadRooms(BadInput):
    """Lines of a list of rooms that cannot be read."""


class BadPools(BadInput):
    """Words that cannot be pools."""


@dataclass(frozen=True)
class RoomLine:
    """A bedroom of a list; ``pool`` empty for "whoever needs it"."""

    name: str
    beds: int
    pool: str = ""


_MANY = re.compile(r"(\d{1,4})\s*[x×*]\s*(\d{1,2})(?:\s*[,;\t]\s*(.*))?$")
_HEADS = {"room", "name", "beds", "pool", "zimmer", "pokój"}


def read_rooms(text: str, *, pools: Sequence[str], word: str = "Room") -> list[RoomLine]:
    """Bedrooms from pasted lines: ``name, beds`` or ``name, beds, pool``, or ``40 x 2``.

    Commas, semicolons and tabs part the fields.  ``40 x 2`` means forty rooms of two beds,
    named by ``word`` and a number.  A line of headings is passed over.

    Raises:
        BadRooms: one sentence for each line that cannot be read.
    """
    found: list[RoomLine] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or (number == 1 and _is_heading(line)):
            continue
        try:
            found += _rooms_of(line, number, pools, word, len(found))
        except BadRooms as bad:
            faults += bad.faults
    faults += _twice(found)
    if not found and not faults:
        faults = ["Write at least one room, for instance “40 x 2” or “101, 2”."]
    if len(found) > MOST_ROOMS:
        faults.append(Sentence("At most %(most)s rooms fit into one list.", most=MOST_ROOMS))
    if faults:
        raise BadRooms(*faults)
    return found


def _is_heading(line: str) -> bool:
    return re.split(r"[,;\t]", line)[0].strip().lower() in _HEADS


def _rooms_of(
    line: str, number: int, pools: Sequence[str], word: str, before: int
) -> list[RoomLine]:
    many = _MANY.match(line)
    if many:
        beds, pool = _beds(many[2], number), _pool(many[3] or "", number, pools)
        count = min(int(many[1]), MOST_ROOMS + 1)
        return [RoomLine(f"{word} {before + n + 1}", beds, pool) for n in range(count)]
    fields = [one.strip().strip('"') for one in re.split(r"[,;\t]", line)]
    if len(fields) not in (2, 3) or not fields[0] or len(fields[0]) > LONGEST_NAME:
        raise BadRooms(
            Sentence("Line %(line)s: write “name, beds” or “number x beds”.", line=number)
        )
    pool = _pool(fields[2] if len(fields) == 3 else "", number, pools)
    return [RoomLine(fields[0], _beds(fields[1], number), pool)]


def _beds(text: str, line: int) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= MOST_BEDS:
        raise BadRooms(
            Sentence(
                "Line %(line)s: beds are a number from 1 to %(most)s.", line=line, most=MOST_BEDS
            )
        )
    return int(text)


def _pool(text: str, line: int, pools: Sequence[str]) -> str:
    known = {one.casefold(): one for one in pools}
    wanted = text.strip()
    if wanted and wanted.casefold() not in known:
        raise BadRooms(
            Sentence("Line %(line)s: there is no pool “%(pool)s”.", line=line, pool=wanted[:60])
        )
    return known.get(wanted.casefold(), "")


def _twice(rooms: Iterable[RoomLine]) -> list[str]:
    seen: set[str] = set()
    faults: dict[str, str] = {}
    for one in rooms:
        if one.name in seen:
            faults[one.name] = Sentence("There are two rooms “%(name)s”.", name=one.name)
        seen.add(one.name)
    return list(faults.values())


def read_pools(text: str) -> list[str]:
    """One pool a line, each once, `SINGLE` first.

    Raises:
        BadPools: too many, too long, or a word that has a meaning already.
    """
    words = list(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))
    faults: list[str] = []
    if len(words) > MOST_POOLS:
        faults.append(Sentence("At most %(most)s pools are possible.", most=MOST_POOLS))
    faults += [
        Sentence("“%(word)s…” is too long for a pool.", word=one[:40])
        for one in words
        if len(one) > LONGEST_POOL
    ]
    if NO_BED in (one.casefold() for one in words):
        faults.append(Sentence("“%(word)s” is offered anyway; leave it out.", word=NO_BED))
    if faults:
        raise BadPools(*faults)
    return [SINGLE, *(one for one in words if one.casefold() != SINGLE)]


@dataclass(frozen=True)
class Sizes:
    """How many groups, and how few and many people each may hold."""

    groups: int
    least: int
    most: int
    last: int
    """What the last one may hold: one more, where people come in odd numbers."""


def sizes_for(people: int, size: int, *, in_pairs: bool = False) -> Sizes:
    """Groups of ``size`` for ``people``, as equal as can be, with a seat or two to spare."""
    if in_pairs:
        return Sizes(max(1, people // 2), 2, 2, 3)
    groups = max(1, -(-people // size))
    return Sizes(groups, max(1, people // groups - 1), size, size)


@dataclass(frozen=True)
class Bedroom:
    """A bedroom to allot.  ``pool`` is what it is for already, by list or by who is in it."""

    id: int
    beds: int
    pool: str = ""


def allot(rooms: Sequence[Bedroom], demand: Mapping[str, int]) -> dict[int, str]:
    """Which pool each room is for, so that every pool has beds and no room more is used.

    ``demand`` counts the people of each pool.  Single rooms come first and take the
    smallest rooms; then the pools with the most people take the largest that they fill.
    Rooms that nobody needs are not in the answer.
    """
    given = {one.id: one.pool for one in rooms if one.pool}
    left = dict(demand)
    for one in rooms:
        if one.pool:
            left[one.pool] = left.get(one.pool, 0) - (1 if one.pool == SINGLE else one.beds)
    free = sorted((one for one in rooms if not one.pool), key=lambda one: (one.beds, one.id))
    order = sorted(left, key=lambda pool: (pool != SINGLE, -left[pool], pool))
    for pool in order:
        while left[pool] > 0 and free:
            room = free[0] if pool == SINGLE else _best_fit(free, left[pool])
            free.remove(room)
            given[room.id] = pool
            left[pool] -= 1 if pool == SINGLE else room.beds
    return given


def _best_fit(free: Sequence[Bedroom], people: int) -> Bedroom:
    """The largest room that they fill, else the smallest that holds them."""
    filled = [one for one in free if one.beds <= people]
    if not filled:
        return free[0]
    most = filled[-1].beds
    return next(one for one in filled if one.beds == most)
