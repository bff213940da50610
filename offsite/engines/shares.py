"""How sure a share of people's answers is, about those who were here and about next year.

Shares are fractions in 0..1, counts are people.  Every interval is a pair ``(low, high)``.
Nothing here is random, and every function costs O(1).

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", Journal of the American Statistical Association 22 (1927), 209-212, for the
interval of a share; W. G. Cochran, "Sampling Techniques" (1977), chapter 2, for the finite
population correction; A. Agresti and B. Caffo, "Simple and effective confidence intervals
for proportions and differences of proportions", The American Statistician 54 (2000),
280-288, for the change between two years.  ``docs/engines.md`` says why these.
"""

import math
from dataclasses import dataclass

Interval = tuple[float, float]

Z_80 = 1.2815515655446004
"""The normal quantile that leaves 10 % on each side."""

Z_95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % on each side."""


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


def headline(positive: int, answered: int, *, attended: int) -> Headline:
    """The three ranges of ``positive`` of ``answered``, when ``attended`` were there.

    Both intervals are Wilson's at 95 %.  For 45 of 60 with 100 attended they are 67-81 %
    for this crowd and 63-84 % for next year; with the silent all one way, 45-85 %.

    Raises:
        ValueError: not ``0 <= positive <= answered <= attended``, or nobody attended.
    """
    require_attendance(answered, attended)
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
    doubt = 1.0 if attended is None else doubt_of(n, attended)
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
    return around(new - old, Z_95 * math.sqrt(old_variance + new_variance))


def _with_two_added(counts: tuple[int, int]) -> tuple[float, float]:
    """The share with one answer added a side, and the variance of its estimate."""
    k, n = counts
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share.")
    share = (k + 1) / (n + 2)
    return share, share * (1 - share) / (n + 2)


def doubt_of(n: int, attended: int) -> float:
    """``(N - n) / (N - 1)``, the square of the finite population correction."""
    if n == 0:
        return 1.0
    require_attendance(n, attended)
    return (attended - n) / (attended - 1) if attended > n else 0.0


def require_attendance(n: int, attended: int) -> None:
    if not 0 <= n <= attended or attended < 1:
        raise ValueError(f"{n} people cannot answer when {attended} attended.")


def around(net: float, half: float) -> Interval:
    return max(-1.0, net - half), min(1.0, net + half)
