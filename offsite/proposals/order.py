"""The order in which one person is asked for votes."""

from collections.abc import Iterable
from datetime import datetime

from offsite.engines import ranking


def vote_order(
    proposals: Iterable[tuple[str, datetime]], *, seed: str, opened_at: datetime | None
) -> list[str]:
    """The order in which one person is asked, from (uid, appeared at) pairs.

    Shuffled by ``seed`` (one per person and event), so that nothing is always first; what
    appeared after voting opened follows behind, day by day, so that what a person has
    already been through keeps its place.
    """
    days: dict[int, list[str]] = {}
    for uid, appeared_at in proposals:
        late = opened_at is not None and appeared_at > opened_at
        day = 1 + (appeared_at - opened_at).days if late and opened_at is not None else 0
        days.setdefault(day, []).append(uid)
    return [uid for day in sorted(days) for uid in ranking.shuffled(days[day], seed)]
