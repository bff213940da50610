"""When and how much: decisions from values only."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from offsite.engines.periods import Period
from offsite.openspace.values import Free

MINUTES, PAUSE_MINUTES, CHOOSING_MINUTES = 55, 10, 30
"""A round, the walk to the next one, and the marketplace before the first."""

SHORTEST, LONGEST = 10, 240
"""Minutes of a round."""
LONGEST_PAUSE = 120
"""Minutes between two rounds."""

Place = tuple[int, int]
"""The ids of a round and of a room."""

A_FEW = 3
"""Up to so many people are said to be a few: a single tap shows in no number."""


def rounds_between(
    starts_at: datetime, ends_at: datetime, minutes: int, pause: int
) -> list[Period]:
    """As many rounds of ``minutes`` as fit, with ``pause`` minutes between them."""
    found: list[Period] = []
    length, gap = timedelta(minutes=minutes), timedelta(minutes=pause)
    while starts_at + length <= ends_at:
        found.append((starts_at, starts_at + length))
        starts_at += length + gap
    return found


def about(count: int) -> int:
    """``count`` as a room is counted at a glance: small ones as ``A_FEW``, others in fives."""
    if count <= 0:
        return 0
    return A_FEW if count <= A_FEW else max(5, 5 * round(count / 5))


def next_free(free: Sequence[Free], *, wanted: Place, starts_at: datetime) -> Free | None:
    """The free cell nearest to the ``wanted`` one: the same round first, then later ones,
    then earlier; among the rooms of a round in their order."""
    others = [one for one in free if (one.round_id, one.room_id) != wanted]
    return min(
        others,
        key=lambda one: (one.starts_at < starts_at, abs(one.starts_at - starts_at)),
        default=None,
    )


def dots_left(budget: int, given: Collection[int]) -> int:
    """What remains of a person's ``budget`` after the dots they ``given`` so far."""
    return max(0, budget - sum(given))


def steps_of(recommendations: str) -> list[str]:
    """Each line of a report's recommendations as one step, without list marks."""
    lines = (line.strip().lstrip("-*•").strip() for line in recommendations.splitlines())
    return [line[:300] for line in lines if line]
