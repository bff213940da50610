"""What people's answers about a format say about next year.

Everyone may answer *more*, *same*, *less* or *drop* for a format.  From the counts follow an
estimate with two kinds of interval, which are never mixed:

* about the people who were here: the more of them answered, the less is left to doubt;
* about next year, which is what a verdict decides: those who answered are a sample of
  people to come, so there is doubt even when all of this year's answered.

Shares are fractions in 0..1, nets are in -1..1, counts are people.  Every interval is a
pair ``(low, high)``.  Nothing here is random, and every function costs O(1) a format.

Source: B. Rocks, "Interval estimation for the 'Net Promoter Score'", The American
Statistician 70 (2016), 365-372, for the adjusted Wald interval of a net; those of shares
are in :mod:`~offsite.engines.shares`.  ``docs/engines.md`` says why these.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from offsite.engines.shares import (
    Z_80,
    Z_95,
    Interval,
    around,
    doubt_of,
    headline,
    require_attendance,
    wilson,
)

FEWEST_SHOWN = 5
"""Below this many answers nothing is said: single people would be recognized."""

ADDED_A_SIDE = 0.75
ADDED_IN_ALL = 3.0

LAST_YEARS_WEIGHT = 0.5
LAST_YEARS_MOST = 15.0
"""Last year's answers count half, and together no more than this many of today's."""

DROP_ABOVE = 1 / 3
CLEAR_NET = 0.10
NARROW_NET = 0.30


class Verdict(StrEnum):
    """What to do with a format next year; the first one that fits is taken."""

    HIDDEN = "hidden"
    SPLIT = "split"
    DROP = "drop"
    GROW = "grow"
    SHRINK = "shrink"
    KEEP = "keep"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Answers:
    """How many people gave each answer about one format.

    Raises:
        ValueError: a count is negative.
    """

    more: int = 0
    same: int = 0
    less: int = 0
    drop: int = 0

    def __post_init__(self) -> None:
        if min(self.more, self.same, self.less, self.drop) < 0:
            raise ValueError("A count of people cannot be negative.")

    @property
    def n(self) -> int:
        return self.more + self.same + self.less + self.drop

    @property
    def against(self) -> int:
        """Those who want less of it or none."""
        return self.less + self.drop

    @property
    def again(self) -> int:
        """Those who want as much of it or more."""
        return self.more + self.same


@dataclass(frozen=True)
class Estimate:
    """The net, *more* less *less* less *drop* as a share of answers, and how sure it is."""

    net: float
    interval_80: Interval
    interval_95: Interval


@dataclass(frozen=True)
class Finding:
    """One format judged.  ``next_year`` and ``drop_lower`` must not be shown when hidden."""

    format: str
    answers: Answers
    verdict: Verdict
    next_year: Estimate
    drop_lower: float

    @property
    def is_hidden(self) -> bool:
        return self.verdict is Verdict.HIDDEN


# --- From counts to verdicts --------------------------------------------------------------


def judge(
    formats: Mapping[str, Answers], *, last_year: Mapping[str, Answers] | None = None
) -> tuple[Finding, ...]:
    """A finding for each of ``formats``, in their order; each depends on its own answers only.

    ``last_year`` may know other formats: those are ignored.
    """
    earlier = last_year or {}
    return tuple(_judged(name, answers, earlier.get(name)) for name, answers in formats.items())


def _judged(name: str, answers: Answers, last_year: Answers | None) -> Finding:
    estimate = about_next_year(answers, last_year=last_year)
    return Finding(name, answers, verdict_on(answers, estimate), estimate, drop_lower(answers))


def verdict_on(answers: Answers, next_year: Estimate) -> Verdict:
    """The first of the seven verdicts whose condition holds.

    =======  ====================================================================
    hidden   fewer than five answers
    split    more >= 30 % and less + drop >= 30 %: offer it as a choice
    drop     the lower bound of the share of *drop* is above a third
    grow     the lower end of the net's 80 % interval is above +0.10
    shrink   its upper end is below -0.10
    keep     the whole of it is within -0.30 .. +0.30
    unclear  otherwise: not enough evidence, keep it and ask again
    =======  ====================================================================

    The first three look at this year's answers alone; last year's only move the net.
    """
    low, high = next_year.interval_80
    if answers.n < FEWEST_SHOWN:
        return Verdict.HIDDEN
    if _is_split(answers):
        return Verdict.SPLIT
    if drop_lower(answers) > DROP_ABOVE:
        return Verdict.DROP
    if low > CLEAR_NET:
        return Verdict.GROW
    if high < -CLEAR_NET:
        return Verdict.SHRINK
    if low >= -NARROW_NET and high <= NARROW_NET:
        return Verdict.KEEP
    return Verdict.UNCLEAR


def _is_split(answers: Answers) -> bool:
    # In whole numbers: 3 of 10 are 30 %, whatever 0.3 is in binary.
    return 10 * min(answers.more, answers.against) >= 3 * answers.n


def drop_lower(answers: Answers) -> float:
    """The lower end of the 80 % Wilson interval of the share who say *drop*, next year."""
    return wilson(answers.drop, answers.n, z=Z_80)[0]


# --- The net ------------------------------------------------------------------------------


def about_next_year(answers: Answers, *, last_year: Answers | None = None) -> Estimate:
    """The net that the decision rests on, without a finite population correction.

    With ``w`` the weight of last year's answers and every count ``c = this + w * last``::

        more' = (more + 3/4) / (n + 3)        against' = (less + drop + 3/4) / (n + 3)
        net = more' - against' = (more - less - drop) / (n + 3)
        interval = net -+ z * sqrt((more' + against' - net^2) / (n + 3))
    """
    last = last_year or Answers()
    weight = weight_of_last_year(last.n)
    return _adjusted_wald(
        answers.more + weight * last.more,
        answers.against + weight * last.against,
        answers.n + weight * last.n,
        doubt=1.0,
    )


def weight_of_last_year(n: int) -> float:
    """What each of last year's ``n`` answers counts: half, and all together at most 15."""
    return min(LAST_YEARS_WEIGHT, LAST_YEARS_MOST / n) if n else 0.0


def about_this_crowd(answers: Answers, *, attended: int) -> Estimate:
    """The net among the ``attended`` people who were here, of whom ``answers.n`` answered.

    The standard error is multiplied by ``f = sqrt((N - n) / (N - 1))``; last year's answers
    have no place in it.  What is added for the unknown is multiplied by ``f^2`` as well, so
    that the interval closes on the plain net when everyone answered.

    Raises:
        ValueError: more people answered than attended.
    """
    doubt = doubt_of(answers.n, attended)
    return _adjusted_wald(answers.more, answers.against, answers.n, doubt=doubt)


def if_the_silent_lean(answers: Answers, *, attended: int) -> Interval:
    """The plain net if everyone who stayed silent had said *less*, and if *more*.

    Raises:
        ValueError: more people answered than attended, or nobody attended.
    """
    require_attendance(answers.n, attended)
    silent, net = attended - answers.n, answers.more - answers.against
    return (net - silent) / attended, (net + silent) / attended


def _adjusted_wald(more: float, against: float, n: float, *, doubt: float) -> Estimate:
    """The net of weighted counts; ``doubt`` is the square of the finite correction, 0..1."""
    size = n + ADDED_IN_ALL * doubt
    more_share = (more + ADDED_A_SIDE * doubt) / size
    against_share = (against + ADDED_A_SIDE * doubt) / size
    net = (more - against) / size
    variance = max(0.0, more_share + against_share - net * net)
    error = math.sqrt(variance * doubt / size)
    return Estimate(net, around(net, Z_80 * error), around(net, Z_95 * error))


# --- As a document ------------------------------------------------------------------------


def to_document(findings: tuple[Finding, ...], *, attended: int | None = None) -> dict[str, Any]:
    """The findings as JSON values, in their order.

    A hidden format has null for every number that would tell what single people said.  With
    ``attended`` each format also has ``here`` (the estimate about this crowd), ``silent``
    (the net if the silent all leaned one way) and ``again`` (the headline of those who want
    as much or more).

    Raises:
        ValueError: more people answered about a format than attended.
    """
    document: dict[str, Any] = {"formats": [_row(finding, attended) for finding in findings]}
    if attended is not None:
        document["attended"] = attended
    return document


def _row(finding: Finding, attended: int | None) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        **_numbers(finding.next_year),
        "drop_lower": finding.drop_lower,
        **(_crowd(finding.answers, attended) if attended is not None else {}),
    }
    if finding.is_hidden:
        numbers = dict.fromkeys(numbers)
    return {
        "format": finding.format,
        "verdict": str(finding.verdict),
        "n": finding.answers.n,
        **numbers,
    }


def _crowd(answers: Answers, attended: int) -> dict[str, Any]:
    again = headline(answers.again, answers.n, attended=attended)
    return {
        "here": _numbers(about_this_crowd(answers, attended=attended)),
        "silent": list(if_the_silent_lean(answers, attended=attended)),
        "again": {
            "count": again.positive,
            "here": list(again.here),
            "next_year": list(again.next_year),
            "silent": list(again.silent),
        },
    }


def _numbers(estimate: Estimate) -> dict[str, Any]:
    return {
        "net": estimate.net,
        "interval_80": list(estimate.interval_80),
        "interval_95": list(estimate.interval_95),
    }
