"""Branch and bound against trying every set."""

from itertools import combinations

import numpy as np
import pytest

from offsite.engines.scheduling.pricing import Candidates, Pricer


def make_candidates(seed: int) -> Candidates:
    rng = np.random.default_rng(seed)
    count, people = 9, 70
    apart = rng.random((count, count)) < 0.1
    return Candidates(
        gain=rng.choice([0, 0, 0, 1, 3], size=(count, people)).astype(np.int64),
        forced=rng.random((count, people)) < 0.02,
        apart=apart | apart.T,
        most=4,
        groups=np.array([[True] * 5 + [False] * 4]),
        group_rooms=np.array([2]),
    )


def worth(candidates: Candidates, chosen: tuple[int, ...]) -> int:
    """Counted person by person: hosts gain what they host, others the best."""
    total = 0
    for person in range(candidates.gain.shape[1]):
        gains = [int(candidates.gain[c, person]) for c in chosen]
        duties = [int(candidates.gain[c, person]) for c in chosen if candidates.forced[c, person]]
        total += sum(duties) if duties else max(gains, default=0)
    return total


def legal(candidates: Candidates, chosen: tuple[int, ...]) -> bool:
    apart = any(candidates.apart[a, b] for a, b in combinations(chosen, 2))
    in_group = sum(bool(candidates.groups[0, c]) for c in chosen)
    twice = (candidates.forced[list(chosen)].sum(axis=0) > 1).any()
    return not apart and not twice and in_group <= candidates.group_rooms[0]


def every_set(candidates: Candidates) -> list[tuple[int, ...]]:
    numbers = range(len(candidates.gain))
    sizes = range(1, candidates.most + 1)
    return [s for size in sizes for s in combinations(numbers, size) if legal(candidates, s)]


def with_hosts_apart(candidates: Candidates) -> Candidates:
    """Two items of one host exclude each other, as the rules say."""
    shared = candidates.forced.astype(int) @ candidates.forced.T.astype(int) > 0
    np.fill_diagonal(shared, False)
    return Candidates(**{**candidates.__dict__, "apart": candidates.apart | shared})


@pytest.mark.parametrize("seed", range(8))
def test_the_best_set_is_found_and_nothing_exceeds_the_limit(seed: int) -> None:
    candidates = with_hosts_apart(make_candidates(seed))
    prices = np.random.default_rng(seed).random(9) * 60
    true = {s: worth(candidates, s) - prices[list(s)].sum() for s in every_set(candidates)}

    priced = Pricer(candidates).best_sets(prices)

    assert priced.limit == pytest.approx(max(0, *true.values()))
    for chosen, value in zip(priced.sets, priced.values, strict=True):
        assert value == pytest.approx(true[tuple(sorted(chosen))])


@pytest.mark.parametrize("most_nodes", [1, 3, 10])
def test_a_pricing_cut_short_still_bounds_every_set(most_nodes: int) -> None:
    candidates = with_hosts_apart(make_candidates(1))
    prices = np.full(9, 5.0)
    best = max(worth(candidates, s) - 5.0 * len(s) for s in every_set(candidates))

    priced = Pricer(candidates).best_sets(prices, most_nodes=most_nodes)

    assert priced.limit >= best - 1e-9


def test_every_set_above_a_threshold_is_listed() -> None:
    candidates = with_hosts_apart(make_candidates(2))
    prices = np.full(9, 20.0)
    true = {s: worth(candidates, s) - 20.0 * len(s) for s in every_set(candidates)}
    above = sorted(true.values())[-40]

    priced = Pricer(candidates).best_sets(prices, above=above, keep=1000, rising=False)

    wanted = {s for s, value in true.items() if value > above + 1e-6}
    assert {tuple(sorted(s)) for s in priced.sets} == wanted
    assert priced.complete
