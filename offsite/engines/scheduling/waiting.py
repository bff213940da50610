"""Who gets a seat when a small item is wanted by more people than it has room for.

The order is one for everybody to check: heavier wishes first (a must before a would), and
among equals a lottery drawn from a published seed and the ids alone.  Nobody is ahead for
having asked early, and nobody's place depends on who else is on the list: when somebody
leaves, the others keep their order and the first who waits moves up.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from offsite.engines.scheduling.problem import Wish


@dataclass(frozen=True, slots=True)
class SeatList:
    """``seated`` and ``waiting`` people of one item, first come the first in the order."""

    seated: tuple[str, ...]
    waiting: tuple[str, ...]


def seat_list(
    wishes: Iterable[Wish],
    *,
    item: str,
    seats: int | None,
    seed: str,
    sure: Collection[str] = (),
    gone: Collection[str] = (),
) -> SeatList:
    """Seats of ``item`` by weight, then by the lottery of ``seed``.

    ``seats`` None is without limit.  ``sure`` people (hosts, or those who were told that
    they have a seat) sit first, whatever they wished; they may be more than there are seats.
    ``gone`` people have left.  Call it again after each change: seats move up by themselves.
    Cost: a sort of those who wish.
    """
    weight = {wish.person: wish.weight for wish in wishes if wish.item == item}
    people = (weight.keys() | set(sure)) - set(gone)
    order = sorted(
        people,
        key=lambda person: (
            person not in sure,
            -weight.get(person, 0),
            lot(seed, item=item, person=person),
        ),
    )
    kept = len(people & set(sure))
    count = len(order) if seats is None else max(seats, kept)
    return SeatList(tuple(order[:count]), tuple(order[count:]))


def lot(seed: str, *, item: str, person: str) -> str:
    """What the lottery draws for a person and an item: anybody can compute it.

    The SHA-256 in hexadecimal of seed, item and person, each after its length in bytes, so
    that no two different triples are read as one.
    """
    digest = hashlib.sha256()
    for part in (seed, item, person):
        text = part.encode()
        digest.update(len(text).to_bytes(4, "big") + text)
    return digest.hexdigest()
