"""Which counts of people may be shown: one rule for pages, CSV and JSON."""

from collections.abc import Mapping

FEWEST = 5
"""k: fewer people than this are never counted on their own."""


def shown_parts(counts: Mapping[str, int], *, fewest: int = FEWEST) -> frozenset[str]:
    """Which parts of a whole may be shown beside the whole, so that no subtraction names few.

    ``counts`` are people by part; a person is in one part at most.  A part below ``fewest``
    is hidden.  If exactly one is, or all hidden ones together are fewer than ``fewest``,
    the next smallest is hidden too, until neither is so.  A part without anybody hides nobody.

    Whatever sums and differences of shown parts and the whole somebody forms, each is about
    nobody or about at least ``fewest`` people.
    """
    by_size = sorted(counts, key=lambda part: (counts[part], part))
    if sum(counts.values()) < fewest:
        return frozenset()
    hidden = [part for part in by_size if 0 < counts[part] < fewest]
    rest = [part for part in by_size if counts[part] >= fewest]
    while hidden and rest and (len(hidden) == 1 or sum(counts[one] for one in hidden) < fewest):
        hidden.append(rest.pop(0))
    return frozenset(rest)


def may_show(n: int) -> bool:
    """Whether a group of ``n`` people is large enough to be counted on its own."""
    return n >= FEWEST
