"""What people's answers about a format say about next year.

Everyone may answer *more*, *same*, *less* or *drop* for a format.  From the counts follow an
estimate with two kinds of interval, which are never mixed:

* about the people who were here: the more of them answered, the less is left to doubt;
* about next year, which is what a verdict decides: those who answered are a sample of
  people to come, so there is doubt even when all of this year's answered.

Shares are fractions in 0..1, nets are in -1..1, counts are people.  Every interval is a
pair ``(low, high)``.  Nothing here is random, and every function costs O(1) a format.

Sources: B. Rocks, "Interval estimation for the 'Net Promoter Score'", The American
Statistician 70 (2016), 365-372, for the adjusted Wald interval of a net; E. B. Wilson,
"Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), 209-212, for the interval of a share; W. G.
Cochran, "Sampling Techniques" (1977), chapter 2, for the finite population correction;
A. Agresti and B. Caffo, "Simple and effective confidence intervals for proportions and
differences of proportions", The American Statistician 54 (2000), 280-288, for the change
between two years.  ``docs/engines.md`` says why these.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Interval = tuple[float, float]

Z_80 = 1.2815515655446004
"""The normal quantile that leaves 10 % on each side."""

Z_95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % on each side."""

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
class Headline:
    """``positive`` of ``answered`` in 95 % intervals; ``here`` and ``silent`` need ``attended``.

    ``silent`` is no interval but what would be true if all who attended and did not answer
    leaned one way, then the other.
    """

    positive: int
    answered: int
    attended: int
    here: Interval
    next_year: Interval
    silent: Interval


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
    doubt = _doubt(answers.n, attended)
    return _adjusted_wald(answers.more, answers.against, answers.n, doubt=doubt)


def if_the_silent_lean(answers: Answers, *, attended: int) -> Interval:
    """The plain net if everyone who stayed silent had said *less*, and if *more*.

    Raises:
        ValueError: more people answered than attended, or nobody attended.
    """
    _require_attendance(answers.n, attended)
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
    return Estimate(net, _around(net, Z_80 * error), _around(net, Z_95 * error))


def _around(net: float, half: float) -> Interval:
    return max(-1.0, net - half), min(1.0, net + half)


# --- Shares -------------------------------------------------------------------------------


def headline(positive: int, answered: int, *, attended: int) -> Headline:
    """The three ranges of ``positive`` of ``answered``, when ``attended`` were there.

    Both intervals are Wilson's at 95 %.  For 45 of 60 with 100 attended they are 67-81 %
    for this crowd and 63-84 % for next year; with the silent all one way, 45-85 %.

    Raises:
        ValueError: not ``0 <= positive <= answered <= attended``, or nobody attended.
    """
    _require_attendance(answered, attended)
    return Headline(
        positive=positive,
        answered=answered,
        attended=attended,
        here=wilson(positive, answered, z=Z_95, attended=attended),
        next_year=wilson(positive, answered, z=Z_95),
        silent=(positive / attended, (positive + attended - answered) / attended),
    )


def wilson(k: int, n: int, *, z: float, attended: int | None = None) -> Interval:
    """The Wilson score interval of ``k`` of ``n``; with no answers it is everything.

    ::

        (p + z^2/2n -+ z * sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    With ``attended`` it is about those people only: an answer then weighs as much as
    ``(N - 1) / (N - n)`` answers from a crowd without end, which is the finite population
    correction ``z * sqrt((N - n) / (N - 1))`` in every place of ``z``.

    Raises:
        ValueError: not ``0 <= k <= n <= attended``.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share.")
    if n == 0:
        return 0.0, 1.0
    doubt = 1.0 if attended is None else _doubt(n, attended)
    share, square = k / n, z * z * doubt / n
    centre = (share + square / 2) / (1 + square)
    half = math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    # Rounding must not push an end past the share that it encloses.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def change(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """The 95 % interval of the change of a share between two years' ``(k, n)``.

    Agresti and Caffo: one positive and one negative answer are added to each year.  Zero
    within it means "no clear change".

    Raises:
        ValueError: one of the two is no share.
    """
    (old, old_variance), (new, new_variance) = map(_with_two_added, (before, after))
    return _around(new - old, Z_95 * math.sqrt(old_variance + new_variance))


def _with_two_added(counts: tuple[int, int]) -> tuple[float, float]:
    """The share with one answer added a side, and the variance of its estimate."""
    k, n = counts
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share.")
    share = (k + 1) / (n + 2)
    return share, share * (1 - share) / (n + 2)


def _doubt(n: int, attended: int) -> float:
    """``(N - n) / (N - 1)``, the square of the finite population correction."""
    if n == 0:
        return 1.0
    _require_attendance(n, attended)
    return (attended - n) / (attended - 1) if attended > n else 0.0


def _require_attendance(n: int, attended: int) -> None:
    if not 0 <= n <= attended or attended < 1:
        raise ValueError(f"{n} people cannot answer when {attended} attended.")


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
