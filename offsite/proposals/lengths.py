"""How long an item can be in a grid of slots."""

from collections.abc import Iterable, Sequence
from datetime import datetime

Period = tuple[datetime, datetime]


def run_lengths(slots: Iterable[Period]) -> tuple[int, ...]:
    """The lengths in minutes that slots of the grid can hold, shortest first.

    Slots that touch form a run; every part of a run that begins and ends with a slot is a
    length: four touching slots of 45 minutes give 45, 90, 135 and 180.
    """
    lengths: set[int] = set()
    for run in _runs(sorted(slots)):
        for first, (starts_at, _) in enumerate(run):
            lengths.update(_minutes(starts_at, ends_at) for _, ends_at in run[first:])
    return tuple(sorted(lengths))


def _runs(slots: Sequence[Period]) -> list[list[Period]]:
    runs: list[list[Period]] = []
    for slot in slots:
        if runs and runs[-1][-1][1] == slot[0]:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs


def _minutes(starts_at: datetime, ends_at: datetime) -> int:
    return int((ends_at - starts_at).total_seconds() // 60)
