"""Who gets least of a schedule, what stands in their way, and what would help most of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from offsite.engines.periods import at_once
from offsite.schedule.evaluation import Spot

HALF = 0.5
MOST_HELPS = 5

Wish = tuple[int, int, int]
"""Person id, proposal id, weight."""


@dataclass(frozen=True)
class Share:
    """What one person gets: ``met`` of ``wished`` wish weight.

    ``clashes`` are pairs of wished items that run at the same time, the heaviest first;
    ``unplaced`` are wished items that the schedule does not have.
    """

    person_id: int
    met: int
    wished: int
    clashes: tuple[tuple[int, int], ...]
    unplaced: tuple[int, ...]

    @property
    def share(self) -> float:
        return self.met / self.wished

    @property
    def is_below_half(self) -> bool:
        return self.share < HALF


@dataclass(frozen=True)
class Help:
    """One change, and how many of those who get least it could help.

    "apart": the two proposals should not run at the same time; "place": the one should run.
    """

    kind: Literal["apart", "place"]
    proposals: tuple[int, ...]
    people: int


def shares_of(
    wishes: Iterable[Wish], spots: Sequence[Spot], met_by: Mapping[int, int]
) -> list[Share]:
    """Everybody who wished for something, the worst-off first.

    Cost: people x the pairs of their wishes.
    """
    spot = {one.proposal_id: one for one in spots}
    wished: dict[int, dict[int, int]] = defaultdict(dict)
    for person_id, proposal_id, weight in wishes:
        wished[person_id][proposal_id] = weight
    found = [
        Share(
            person_id=person_id,
            met=met_by.get(person_id, 0),
            wished=sum(mine.values()),
            clashes=_clashes(mine, spot),
            unplaced=tuple(one for one in _heaviest(mine) if one not in spot),
        )
        for person_id, mine in wished.items()
    ]
    return sorted(found, key=lambda one: (one.share, -one.wished, one.person_id))


def _heaviest(mine: Mapping[int, int]) -> list[int]:
    return sorted(mine, key=lambda one: (-mine[one], one))


def _clashes(mine: Mapping[int, int], spot: Mapping[int, Spot]) -> tuple[tuple[int, int], ...]:
    placed = [one for one in _heaviest(mine) if one in spot]
    pairs = [(a, b) for a, b in combinations(placed, 2) if at_once(spot[a], spot[b])]
    # The lighter of the two is what is lost.
    return tuple(sorted(pairs, key=lambda pair: -min(mine[pair[0]], mine[pair[1]])))


def helps_of(shares: Iterable[Share]) -> list[Help]:
    """The changes that could help the most people below half; none where nobody is."""
    least = [one for one in shares if one.is_below_half]
    apart = Counter(tuple(sorted(pair)) for one in least for pair in one.clashes)
    place = Counter(proposal for one in least for proposal in one.unplaced)
    found = [Help("apart", pair, count) for pair, count in apart.items()]
    found += [Help("place", (one,), count) for one, count in place.items()]
    found.sort(key=lambda one: (-one.people, one.kind, one.proposals))
    return found[:MOST_HELPS]
