"""The order of a seat list, and who sits next; from values only.

The engine's own rule decides (`offsite.engines.scheduling.waiting`); here rows become its
values and come back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from offsite.engines.scheduling.problem import Wish
from offsite.engines.scheduling.waiting import lot, seat_list
from offsite.schedule.seats.models import SeatClaim


def seed_of(uid: str, opened_at: datetime) -> str:
    """A seed that nobody chose: it follows from the item and the moment its list began."""
    return sha256(f"{uid} {opened_at.isoformat()}".encode()).hexdigest()[:12]


def draw(seed: str, *, item: str, person: str) -> str:
    """What the lottery of ``seed`` draws for a person (by guid) and an item (by code)."""
    return lot(seed, item=item, person=person)


def waiting_order(waiting: Iterable[SeatClaim], *, seed: str, item: str) -> list[SeatClaim]:
    """Who waits, the next one first: by wish, then by lot; those put back by hand last."""
    claims = list(waiting)
    fresh = {str(one.person.guid): one for one in claims if one.put_back_at is None}
    wishes = [Wish(guid, item, one.weight) for guid, one in fresh.items()]
    drawn = seat_list(wishes, item=item, seats=None, seed=seed).seated
    back = [one for one in claims if one.put_back_at is not None]
    back.sort(key=lambda one: (one.put_back_at or one.asked_at, one.id))
    return [*(fresh[guid] for guid in drawn), *back]


def next_up(ordered: Sequence[SeatClaim], *, free: int) -> Sequence[SeatClaim]:
    """The first of ``ordered`` for ``free`` seats: never more than there are."""
    return ordered[: max(0, free)]


def limit_of(own: int | None, room: int | None) -> int | None:
    """How many an item takes in its room; None is no limit."""
    limits = [one for one in (own, room) if one is not None]
    return min(limits, default=None)
