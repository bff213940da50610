"""A proven upper bound on what people can meet, whatever the plan.

Every plan runs some set of items in each atom of time.  Relax who may follow whom: choose
for each atom any set that rooms, hosts and exclusions allow in that atom, with the worth

    worth(atom, set) = sum over people of the best gain among the set's items,

where an item over several atoms gains an equal part of its wish in each (a person who
attends it gets all parts; one who does not may get some, which only adds).  The item runs
once, at one span.  Lagrange multipliers ``price[item, span]`` tie sets and spans:

    bound = sum over atoms of max over sets (worth - prices of its items)
          + sum over items of max(0, max over spans of price times atoms of the span)

is an upper bound for *any* prices.  A master program over the sets seen so far (solved by
GLOP, Dantzig-Wolfe) proposes prices in a box around the best so far (Marsten's boxstep),
:mod:`.pricing` finds the best sets for them, and its ``limit`` enters the bound, so that a
pricing cut short still proves something.  The open sets that keep such a limit high enter
the master as well, at their limit: so prices become the best for pricings of that length.
When they are, pricings get longer.

Gains are whole numbers after scaling by the least common multiple of the spans' lengths.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.effort import Share
from offsite.engines.scheduling.grid import UNPLACED, Grid
from offsite.engines.scheduling.master import Master
from offsite.engines.scheduling.pricing import Candidates, Priced, Pricer

MOST_GROUPS = 24

FEWEST_NODES, MOST_NODES, DEEPER = 250, 4_000_000, 4
"""The nodes of one branch and bound: at first, at most, and how they grow."""

KNOWN = 1
"""How many known sets a pricing begins with."""

NEAR = 2e-4
"""The share of the bound that further prices must promise to be worth finding."""

WORTH_A_STEP = 0.1
"""The part of the promised gain that makes proposed prices the new centre."""

GROW, SHRINK, PATIENCE = 1.5, 0.7, 4
"""How the box around the centre grows, how it shrinks, and after how many misses."""


@dataclass
class Kind:
    """Atoms that are alike: what may run in them and how often they occur.

    ``parts`` lists (item, span) of the first atom; ``rows`` the price of each part, by its
    number, and ``part_of`` the part that a price belongs to.
    """

    atoms: list[int]
    parts: list[tuple[int, int]]
    pricer: Pricer
    rows: NDArray[np.int64]
    part_of: dict[int, int]
    seen: set[tuple[int, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sets = np.zeros((0, self.pricer.width), dtype=np.int64)
        self.worths = np.zeros(0, dtype=np.int64)

    def remember(self, chosen: tuple[int, ...]) -> int:
        """Keep a set for later pricings; its worth."""
        number = len(self.seen)
        if number == len(self.sets):
            self.sets = np.resize(self.sets, (2 * number + 64, self.pricer.width))
            self.worths = np.resize(self.worths, 2 * number + 64)
        self.sets[number] = self.pricer.nothing
        self.sets[number, : len(chosen)] = chosen
        self.worths[number] = self.pricer.worth(chosen)
        self.seen.add(chosen)
        return int(self.worths[number])

    def rows_of(self, chosen: tuple[int, ...]) -> list[tuple[int, int]]:
        """The rows that a set runs, for one atom each."""
        return [(int(self.rows[part]), 1) for part in chosen]

    def best_known(self, prices: NDArray[np.float64], count: int) -> list[tuple[int, ...]]:
        """The known sets that are worth most at these prices of the parts."""
        sets = self.sets[: len(self.seen)]
        values = self.worths[: len(sets)] - np.append(prices, 0.0)[sets].sum(axis=1)
        best = np.argsort(-values, kind="stable")[:count]
        nothing = self.pricer.nothing
        return [tuple(part for part in sets[k].tolist() if part != nothing) for k in best]


class SlotBound:
    """The bound of one problem, improved little by little.

    ``value`` is proven at any time; ``exhausted`` once no prices can lower it further.
    """

    def __init__(self, grid: Grid, *, nodes: int = FEWEST_NODES) -> None:
        self.grid = grid
        self.most_nodes = nodes
        lengths = sorted({int(n) for n in grid.last - grid.first})
        self.scale = math.lcm(*lengths) if lengths else 1
        self.value = int(grid.wish.sum())
        self.best = float(self.value * self.scale)
        self.exhausted = not grid.spans or not len(grid.people)
        self.rounds = 0
        self._number_prices()
        self.kinds = self._kinds()
        counts = [len(kind.atoms) for kind in self.kinds]
        self.master = Master(self.prices, self.item_rows, counts)
        self.center = np.full(self.prices, self.best / max(1, 2 * self.prices))
        self.center_limit = math.inf
        self.radius = float(self.center.mean()) if self.prices else 0.0
        self.misses = 0
        self.has_begun = False

    # --- Prices ---------------------------------------------------------------------------

    def _number_prices(self) -> None:
        """One price for an item in any atom of any span that looks the same.

        Prices of their own for each span of a long item prove a tenth of a percent more
        after many times the work: there are several times the prices and kinds of atoms.
        """
        grid = self.grid
        places = len(grid.spans) * grid.rooms
        shape = (len(grid.allowed), len(grid.spans), grid.rooms)
        self.rooms_at = grid.allowed[:, :places].reshape(shape)
        self.runs_in: NDArray[np.bool_] = np.asarray(self.rooms_at.any(axis=2), dtype=bool)
        looks = [
            (last - first, self.rooms_at[:, s].tobytes(), grid.there[s].tobytes())
            for s, (first, last) in enumerate(grid.spans)
        ]
        long = (grid.last - grid.first) > 1
        self.row: dict[tuple[int, int], int] = {}
        self.item_rows: list[list[tuple[int, int]]] = []
        numbers: dict[Hashable, int] = {}
        for item in range(len(grid.allowed)):
            spans = [int(span) for span in np.flatnonzero(self.runs_in[item])]
            is_long = bool(long[spans].any())
            options = set()
            for span in spans:
                name = (item, looks[span]) if is_long else item
                row = self.row[item, span] = numbers.setdefault(name, len(numbers))
                options.add((row, int(grid.last[span] - grid.first[span])))
            self.item_rows.append(sorted(options))
        self.prices = len(numbers)

    def _kinds(self) -> list[Kind]:
        grid = self.grid
        kinds: dict[tuple[bytes, ...], Kind] = {}
        for atom in range(grid.atoms):
            by_row = {
                self.row[int(item), int(span)]: (int(item), int(span))
                for span in np.flatnonzero((grid.first <= atom) & (atom < grid.last))
                for item in np.flatnonzero(self.runs_in[:, span])
            }
            if not by_row:
                continue
            rows = np.array(sorted(by_row))
            parts = [by_row[row] for row in rows.tolist()]
            candidates = self._candidates(parts)
            key = (
                rows.tobytes(),
                candidates.gain.tobytes(),
                candidates.forced.tobytes(),
                candidates.groups.tobytes(),
                candidates.group_rooms.tobytes(),
                str(candidates.most).encode(),
            )
            if key in kinds:
                kinds[key].atoms.append(atom)
            else:
                part_of = {row: part for part, row in enumerate(rows.tolist())}
                kinds[key] = Kind([atom], parts, Pricer(candidates), rows, part_of)
        return list(kinds.values())

    def _candidates(self, parts: list[tuple[int, int]]) -> Candidates:
        grid = self.grid
        items = np.array([item for item, _ in parts])
        spans = np.array([span for _, span in parts])
        there = grid.there[spans]
        share = self.scale // (grid.last - grid.first)[spans]
        gain = grid.wish[items].astype(np.int64) * there * share[:, None]
        apart = grid.apart[np.ix_(items, items)] | (items[:, None] == items[None, :])
        rooms = self.rooms_at[items, spans]
        groups, group_rooms = _room_groups(rooms)
        return Candidates(
            gain=gain,
            forced=grid.forced[items] & there,
            apart=apart,
            most=int(rooms.any(axis=0).sum()),
            groups=groups,
            group_rooms=group_rooms,
        )

    # --- Improving ------------------------------------------------------------------------

    def learn(self, plans: Iterable[NDArray[np.int64]]) -> None:
        """Give the master the sets that run together in good plans."""
        grid = self.grid
        for places in plans:
            running = [
                (item, int(place) // grid.rooms)
                for item, place in enumerate(places)
                if place != UNPLACED
            ]
            for number, kind in enumerate(self.kinds):
                for atom in kind.atoms:
                    chosen = [
                        kind.part_of[self.row[item, span]]
                        for item, span in running
                        if grid.first[span] <= atom < grid.last[span]
                    ]
                    self._learn(number, tuple(sorted(chosen)))
        if not self.has_begun and any(kind.seen for kind in self.kinds):
            self._begin_at_margins()

    def _begin_at_margins(self) -> None:
        """First prices: what each item adds to the known sets it is in."""
        total, count = np.zeros(self.prices), np.zeros(self.prices)
        for kind in self.kinds:
            for chosen in kind.seen:
                whole = kind.pricer.worth(chosen)
                for part in chosen:
                    rest = tuple(other for other in chosen if other != part)
                    total[kind.rows[part]] += whole - kind.pricer.worth(rest)
                    count[kind.rows[part]] += 1
        usual = total.sum() / max(1, count.sum())
        mean = np.where(count > 0, total / np.maximum(count, 1), usual)
        for options in self.item_rows:
            # Where an item has not been, it is worth what it is elsewhere.
            rows = [row for row, _ in options]
            known = [row for row in rows if count[row]]
            if known:
                mean[rows] = np.where(count[rows] > 0, mean[rows], mean[known].mean())
        self.has_begun = True
        self.center, self.center_limit = mean, math.inf
        self.radius = max(self.radius / 100, 0.3 * usual)

    def improve(self, share: Share, *, met: int) -> None:
        """Better prices until the share is over or the bound cannot fall any more."""
        while not share.over() and not self.exhausted and self.value > met:
            self._one_round(share)

    def _one_round(self, share: Share) -> None:
        """Price at the prices the master proposes near the best ones so far."""
        self.rounds += 1
        prices, promised = self.center, -math.inf
        if math.isfinite(self.center_limit):
            prices, promised = self.master.solve(self.center, self.radius)
        priced = [self._price(kind, prices, share) for kind in self.kinds]
        limit = self._lagrangian(prices, [p.limit for p in priced])
        is_new = sum(self._add(number, p) for number, p in enumerate(priced)) > 0
        hoped = self.center_limit - promised
        self._prove(limit)
        if not math.isfinite(limit) or share.over():
            # Pricings cut short by the clock say little about these prices.
            return
        at_edge = bool((np.abs(prices - self.center) > 0.999 * self.radius).any())
        if not math.isfinite(hoped) or limit < self.center_limit - WORTH_A_STEP * hoped:
            self.center, self.center_limit, self.misses = prices, limit, 0
            self.radius *= GROW if at_edge else 1.0
        elif hoped > NEAR * self.center_limit and is_new:
            self.misses += 1
            self.radius *= SHRINK if self.misses % PATIENCE == 0 else 1.0
        elif at_edge:
            self.radius *= GROW**2
        else:
            self._look_deeper(share, is_exact=all(p.is_exact for p in priced))

    def _prove(self, limit: float) -> None:
        self.best = min(limit, self.best)
        self.value = min(self.value, math.floor(self.best / self.scale + 1e-6))

    def _look_deeper(self, share: Share, *, is_exact: bool) -> None:
        """Prices are as good as they get for this many nodes: allow more, or end."""
        if share.over():
            # Cut short: nothing was learned about these prices.
            return
        if (is_exact and not self.master.blockers) or self.most_nodes >= MOST_NODES:
            self.exhausted = True
            return
        self.most_nodes *= DEEPER
        self.master.forget_blockers()
        self.center_limit = math.inf

    def _price(self, kind: Kind, prices: NDArray[np.float64], share: Share) -> Priced:
        mine = prices[kind.rows]
        priced = kind.pricer.best_sets(
            mine,
            most_nodes=self.most_nodes,
            known=kind.best_known(mine, KNOWN),
            over=share.over,
        )
        share.whole.work(5e-3 + priced.nodes * (1e-5 + 3e-9 * kind.pricer.level.size))
        return priced

    def _lagrangian(self, prices: NDArray[np.float64], limits: list[float]) -> float:
        """The bound these prices prove, in scaled gain."""
        total = sum(len(k.atoms) * limit for k, limit in zip(self.kinds, limits, strict=True))
        return total + float(self.item_limits(prices).sum())

    def item_limits(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) what each item's own choice of span is worth at these prices."""
        return np.array(
            [
                max(0.0, max((atoms * float(prices[row]) for row, atoms in options), default=0.0))
                for options in self.item_rows
            ]
        )

    def _add(self, number: int, priced: Priced) -> int:
        """Give the master what a pricing found; how much of it is new."""
        kind = self.kinds[number]
        for chosen, worth in priced.blockers:
            self.master.add_blocker(number, kind.rows_of(chosen), worth)
        return len(priced.blockers) + sum(self._learn(number, chosen) for chosen in priced.sets)

    def _learn(self, number: int, chosen: tuple[int, ...]) -> bool:
        """Add a set of a kind unless it is known; whether it was added."""
        kind = self.kinds[number]
        if not chosen or chosen in kind.seen:
            return False
        self.master.add(number, kind.rows_of(chosen), float(kind.remember(chosen)))
        return True


def _room_groups(rooms: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Candidates that must share few rooms (Hall's condition), and how many rooms each has.

    Unions of the candidates' room sets, up to ``MOST_GROUPS``; leaving some out only
    relaxes.
    """
    distinct = np.unique(rooms, axis=0)
    unions = {row.tobytes(): row for row in distinct}
    for row in list(unions.values()):
        for other in list(unions.values()):
            if len(unions) < MOST_GROUPS:
                unions.setdefault((row | other).tobytes(), row | other)
    kept, sizes = [], []
    for union in unions.values():
        inside = ~(rooms & ~union).any(axis=1)
        if union.sum() < inside.sum() and not union.all():
            kept.append(inside)
            sizes.append(int(union.sum()))
    groups = np.array(kept, dtype=bool).reshape(len(kept), len(rooms))
    return groups, np.array(sizes, dtype=np.int64)
