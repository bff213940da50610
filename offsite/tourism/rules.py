"""Whether another guest fits, from values alone."""

from collections.abc import Iterable
from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day, both included."""


def most_at_once(stays: Iterable[Days], within: Days) -> int:
    """How many of ``stays`` are there on the fullest day of ``within``.

    O(n log n): guests come on their first day and are gone the day after their last.
    """
    first, last = within
    changes = []
    for from_on, to_on in stays:
        if from_on <= last and to_on >= first:
            changes += [(max(from_on, first), 1), (to_on + timedelta(days=1), -1)]
    most = there = 0
    for _day, change in sorted(changes):
        there += change
        most = max(most, there)
    return most
