"""What a run shows at a moment: from values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

VOICES = 2
"""Voices that everybody in the room has."""
MOST_PICKED = 2
MOST_EACH = 3
"""Challenges that one person may raise."""
LONGEST_MS = 1_000_000_000
"""A clock that nobody stopped for eleven days counts no further."""
LATE_PRESS = timedelta(minutes=15)
"""A press that a lost network held back counts from when it was made, up to this long ago."""


@dataclass(frozen=True)
class Step:
    """One phase: minutes it has, milliseconds its clock went before it last stood."""

    minutes: int
    spent_ms: int = 0


@dataclass(frozen=True)
class Clock:
    """Where a run is.  ``since``: when the present clock last began to go; None: it stands."""

    steps: Sequence[Step]
    position: int
    since: datetime | None


@dataclass(frozen=True)
class Reading:
    """What the clock says at one moment.

    ``left_ms`` is below zero when the phase runs over.  ``ends_at`` is when its time is, or
    was, up; None while the clock stands.  ``over_at`` is when all is over if from now on
    every phase takes its time.
    """

    left_ms: int
    ends_at: datetime | None
    over_at: datetime

    @property
    def is_over_run(self) -> bool:
        return self.left_ms < 0

    @property
    def seconds(self) -> int:
        """Whole seconds to show: left, counted down to 0; or over, counted up from 0."""
        return -(-self.left_ms // 1000) if self.left_ms > 0 else -self.left_ms // 1000

    @property
    def digits(self) -> str:
        return digits(self.seconds)

    @property
    def minutes(self) -> int:
        """Minutes left, begun ones counted; or whole minutes over."""
        return -(-self.seconds // 60) if self.left_ms > 0 else self.seconds // 60


def reading(clock: Clock, now: datetime) -> Reading:
    """What ``clock`` says at ``now``.  Cost: the number of steps."""
    step = clock.steps[clock.position]
    spent = step.spent_ms + stretch_ms(clock.since, now)
    left = step.minutes * 60_000 - spent
    later = sum(
        max(0, one.minutes * 60_000 - one.spent_ms) for one in clock.steps[clock.position + 1 :]
    )
    return Reading(
        left_ms=left,
        ends_at=now + timedelta(milliseconds=left) if clock.since is not None else None,
        over_at=now + timedelta(milliseconds=max(0, left) + later),
    )


def stretch_ms(since: datetime | None, now: datetime) -> int:
    """Milliseconds from ``since`` to ``now``; never below zero, and 0 for a clock that stands."""
    if since is None:
        return 0
    return min(LONGEST_MS, max(0, (now - since) // timedelta(milliseconds=1)))


def digits(seconds: int) -> str:
    """``65`` is "1:05", ``3700`` is "61:40": minutes are what people in a room count."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def moment_of(pressed_at: datetime | None, since: datetime | None, now: datetime) -> datetime:
    """When a press counts: when it was made, unless that was long ago, or cannot be."""
    if pressed_at is None:
        return now
    earliest = max(now - LATE_PRESS, since) if since is not None else now - LATE_PRESS
    return min(max(pressed_at, earliest), now)


def voices_left(given: int) -> int:
    return max(0, VOICES - given)
