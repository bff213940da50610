"""How verdicts move minutes between formats, and whether last year's change worked.

The total stays what it was.  *Shrink* gives up a quarter of a format's time, *drop* all of
it; *grow* asks for a quarter more.  What is freed goes first to those that grow, in
proportion to their net and up to what they ask for; the rest is shared, in proportion to
net again, among everything people want at least as much of.  Whatever nobody wants stays
free.  Time moves in steps of the slot grid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd

from offsite.engines.verdicts import Verdict

QUARTER = 4
SMALLEST_STEP = 5
GIVING = frozenset({Verdict.SHRINK, Verdict.DROP})
UNKNOWN = frozenset({Verdict.HIDDEN})


@dataclass(frozen=True)
class Share:
    """One format's time and what was decided about it.  ``net`` is in -1..1, 0 if unknown."""

    key: str
    minutes: int
    verdict: Verdict
    net: float = 0.0


@dataclass(frozen=True)
class Mix:
    """Minutes by format, and those that nobody asked for."""

    minutes: Mapping[str, int]
    free: int


def step_of(lengths: Sequence[int]) -> int:
    """The step in which time moves: what divides every length of the grid, at least five."""
    return max(SMALLEST_STEP, reduce(gcd, [one for one in lengths if one > 0], 0))


def next_mix(shares: Sequence[Share], *, step: int) -> Mix:
    """Next year's minutes; their sum with ``free`` is the sum of what was.

    Raises:
        ValueError: two shares have the same key, or ``step`` is not positive.
    """
    if step <= 0 or len({one.key for one in shares}) != len(shares):
        raise ValueError("A mix needs a step, and each format once.")
    given = {one.key: _given(one, step) for one in shares}
    freed = sum(given.values())
    units = freed // step
    growing = [one for one in shares if one.verdict is Verdict.GROW]
    wanted = {one.key: _quarter(one.minutes, step) // step for one in growing}
    first = _dealt(units, {one.key: one.net for one in growing}, most=wanted)
    rest = units - sum(first.values())
    liked = {
        one.key: one.net for one in shares if one.net > 0 and one.verdict not in GIVING | UNKNOWN
    }
    second = _dealt(rest, liked)
    gained = {one.key: first.get(one.key, 0) + second.get(one.key, 0) for one in shares}
    minutes = {one.key: one.minutes - given[one.key] + step * gained[one.key] for one in shares}
    return Mix(minutes, freed - step * sum(gained.values()))


def _given(share: Share, step: int) -> int:
    if share.verdict is Verdict.DROP:
        return share.minutes
    if share.verdict is not Verdict.SHRINK or share.minutes < 2 * step:
        return 0
    return _quarter(share.minutes, step)


def _quarter(minutes: int, step: int) -> int:
    """A quarter, to the nearest step but at least one; nothing of nothing."""
    if minutes <= 0:
        return 0
    return max(1, (2 * minutes + QUARTER * step) // (2 * QUARTER * step)) * step


def _dealt(
    units: int, nets: Mapping[str, float], most: Mapping[str, int] | None = None
) -> dict[str, int]:
    """``units`` dealt one by one to whoever is furthest behind their share of the net.

    The same as the largest remainder for whole shares, and keeps to ``most`` as it goes.
    """
    dealt = dict.fromkeys(nets, 0)
    for _unit in range(units):
        waiting = [
            key for key, net in nets.items() if net > 0 and (most is None or dealt[key] < most[key])
        ]
        if not waiting:
            break
        behind = max(waiting, key=lambda key: (nets[key] / (dealt[key] + 1), key))
        dealt[behind] += 1
    return dealt


WORKED, DID_NOT, NOT_CLEAR = "worked", "did_not", "not_clear"


def outcome(decided: Verdict, now: Verdict | None) -> str:
    """Whether what the last plan decided worked, by this year's verdict on the same format.

    More of it worked when people want no less; less of it worked when they do not want
    less still; what was dropped worked when nobody could ask for it back (it was not
    offered, so ``now`` is None).  Everything that answers cannot tell is not clear.
    """
    if decided is Verdict.DROP:
        return WORKED if now is None else NOT_CLEAR
    if now in (None, Verdict.HIDDEN, Verdict.UNCLEAR, Verdict.SPLIT):
        return NOT_CLEAR
    if decided in (Verdict.GROW, Verdict.SHRINK):
        return WORKED if now in (Verdict.KEEP, Verdict.GROW) else DID_NOT
    return WORKED if now is Verdict.KEEP else NOT_CLEAR
