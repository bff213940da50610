"""Solving a mixing problem: the order in which the methods are used.

1. A seating of each round that keeps the rules, by CP-SAT over types of people.
2. Annealing of one seating by all its exchanges for the fewest repeats; where all rounds
   are alike, of many chains, and seatings with a cyclic symmetry.
3. The bound, as soon as repeats remain; by turns with annealing, whole rounds of two-person
   groups and neighbourhoods in CP-SAT.
4. Teams, then functions and tracks, then the person with the fewest new faces, each without
   giving back what was won.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from offsite.engines.mixing.bound import flow_bound, program_bound
from offsite.engines.mixing.chains import Chains, how_many_chains
from offsite.engines.mixing.cheap import cheap_bound
from offsite.engines.mixing.cyclic import CyclicSearch, is_symmetric
from offsite.engines.mixing.explain import why_impossible
from offsite.engines.mixing.fairness import more_new_faces
from offsite.engines.mixing.grid import Grid, Seats, Totals
from offsite.engines.mixing.jumps import Jumps
from offsite.engines.mixing.neighbourhoods import Neighbourhoods
from offsite.engines.mixing.pairs import FOR_KINDS, FOR_REPEATS, FOR_TEAMS
from offsite.engines.mixing.partition import partition_bounds
from offsite.engines.mixing.plan import Plan, Status, Unseated
from offsite.engines.mixing.problem import Problem
from offsite.engines.mixing.score import score_of
from offsite.engines.mixing.start import first_seats
from offsite.engines.scheduling.effort import Effort

START_SHARE = 0.3
"""The part of the time that finding a first seating may take."""

LATER_SHARE = 0.3
LONGEST_LATER = 20.0
"""The part of the time, and the most seconds, for the goals after repeats."""

PROOF_SHARE = 0.25
"""The part of the time for repeats that the slower proofs may take together."""

TURN = 2.0
"""Seconds that the chains get before the other methods have their turn."""

FIRST_COOLING = 0.5
"""Seconds of the first coolings; each turn of them is twice as long as the one before."""

FIRST_TURN = 0.3
"""Seconds before cyclic seatings are tried, where they can be."""

NEIGHBOURS_SHARE = 0.25
"""How long neighbourhoods get after each turn of annealing, as a part of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: the best plan's repeats so far, and seconds spent."""

    repeats: int
    bound: int
    elapsed: float
    seconds: float


def search(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    workers: int,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
    deterministic: bool,
    timer: Callable[[], float],
) -> Plan:
    """See :func:`offsite.engines.mixing.solve`, which this is."""
    one = Search(problem, seed=seed, workers=workers)
    effort = Effort(
        seconds=seconds,
        timer=timer,
        deterministic=deterministic,
        report=one.reporter(on_progress, seconds) if on_progress else None,
        should_stop=should_stop,
    )
    plan = one.run(effort)
    return replace(plan, seconds=0.0 if deterministic else effort.real_seconds())


class Search:
    """One solve: the best seating so far and what is proven about it."""

    def __init__(self, problem: Problem, *, seed: int, workers: int) -> None:
        self.problem = problem
        self.seed = seed
        self.workers = workers
        self.grid = Grid(problem)
        self.bound = 0
        self.seats: Seats | None = None
        self.totals: Totals = (0, 0, 0, 0)

    def reporter(
        self, on_progress: Callable[[Progress], None], seconds: float
    ) -> Callable[[float], None]:
        def report(elapsed: float) -> None:
            on_progress(Progress(self.totals[0], self.bound, elapsed, seconds))

        return report

    def run(self, effort: Effort) -> Plan:
        unseated = self._start(effort)
        if unseated:
            return Plan({}, status="infeasible", unseated=unseated, seed=self.seed)
        if not self._is_proven():
            self._fewest_repeats(effort)
        self._later_goals(effort)
        return self._finished()

    def _offer(self, seats: Seats) -> None:
        """Keep ``seats`` if they are worth more than the best so far."""
        totals = self.grid.totals(seats)
        if self.seats is None or totals < self.totals:
            self.seats, self.totals = list(seats), totals

    def _is_proven(self) -> bool:
        return self.seats is not None and self.totals[0] <= self.bound

    # --- Start ----------------------------------------------------------------------------

    def _start(self, effort: Effort) -> tuple[Unseated, ...]:
        """Make first seatings for all chains, or say which rounds have none."""
        unseated = []
        kinds = []
        for number, grid in enumerate(self.grid.rounds):
            share = effort.seconds * START_SHARE / len(self.grid.rounds)
            found, impossible = first_seats(
                grid, effort, seconds=share, seed=self.seed + number, workers=self.workers
            )
            if found is None:
                reasons = (
                    why_impossible(self.problem, grid, effort)
                    if impossible
                    else [f"No seating of {grid.round.id} was found in the time given."]
                )
                unseated.append(Unseated(grid.round.id, tuple(reasons)))
            else:
                kinds.append(found)
        if unseated:
            return tuple(unseated)
        rng = np.random.default_rng(self.seed)
        self.seatings = [
            [one.seat(self.grid.count, rng) for one in kinds]
            for _ in range(how_many_chains(self.grid))
        ]
        for seats in self.seatings:
            self._offer(seats)
        return ()

    # --- Repeats --------------------------------------------------------------------------

    def _fewest_repeats(self, effort: Effort) -> None:
        end = effort.seconds - self._kept(effort)
        alike = is_symmetric(self.grid)
        annealing = self._annealing(alike)
        neighbours = Neighbourhoods(self.grid, seed=self.seed, workers=self.workers)
        cyclic = CyclicSearch(self.grid, seed=self.seed)
        turn, bounded = min(TURN if alike else FIRST_COOLING, 0.1 * effort.seconds), False
        while not self._is_proven() and not effort.over() and effort.spent() < end:
            left = end - effort.spent()
            # What exchanges solve easily they solve at once; else symmetry is the better try.
            first = FIRST_TURN if cyclic.is_open and not bounded else turn
            share = effort.until(min(first, left) if alike or left > 2 * turn else left)
            annealing.run(share, good_enough=self.bound + 0.999)
            self._offer(annealing.best)
            if not bounded and not self._is_proven():
                bounded = True
                self._prove(effort, end)
            if not self._is_proven() and cyclic.is_open:
                cyclic.run(effort.until(min(2 * turn, end - effort.spent())))
                if cyclic.found is not None:
                    self._offer(cyclic.found)
            if not self._is_proven():
                share = effort.until(min(turn * NEIGHBOURS_SHARE, end - effort.spent()))
                assert self.seats is not None
                self._offer(neighbours.improve(self.seats, share))
            if annealing.done and neighbours.done:
                break
            turn *= 1 if alike else 2

    def _annealing(self, alike: bool) -> Chains | Jumps:
        if not alike:
            return Jumps(self.grid, self.seatings, prices=FOR_REPEATS, seed=self.seed)
        count = how_many_chains(self.grid)
        return Chains(self.grid, self.seatings[:count], prices=FOR_REPEATS, seed=self.seed)

    def _kept(self, effort: Effort) -> float:
        """What is kept for the goals after repeats, where there is anything to win."""
        grid = self.grid
        if grid.same_team.any() or grid.same_kind.any():
            return min(LONGEST_LATER, LATER_SHARE * effort.seconds)
        return 0.05 * effort.seconds

    def _prove(self, effort: Effort, end: float) -> None:
        """Raise the bound: by counting, by history where groups can be listed, by both."""
        everything = range(len(self.grid.rounds))
        self.bound = max(self.bound, flow_bound(self.grid))
        effort.tick()
        if self._is_proven() or effort.spent() >= end or is_symmetric(self.grid):
            # Where nothing tells people apart, the count of all pairs says the same as the rest.
            return
        share = effort.until(PROOF_SHARE * (end - effort.spent()))
        self.bound = max(self.bound, program_bound(self.grid, everything, seconds=share.left()))
        if self._is_proven() or not self.grid.met.any():
            return
        known = partition_bounds(self.grid, share)
        rest = [r for r in everything if r not in known]
        left = program_bound(self.grid, rest, seconds=share.left()) if known and rest else 0
        self.bound = max(self.bound, sum(known.values()) + left)
        if not self._is_proven():
            dear = sum(cheap_bound(self.grid, r, share) for r in rest)
            self.bound = max(self.bound, sum(known.values()) + dear)

    # --- Teams, kinds, new faces ------------------------------------------------------------

    def _later_goals(self, effort: Effort) -> None:
        goals = [
            (prices, place)
            for prices, place in ((FOR_TEAMS, 1), (FOR_KINDS, 2))
            if self.totals[place] > 0
        ]
        for number, (prices, place) in enumerate(goals):
            if effort.over() or self.totals[place] == 0:
                continue
            assert self.seats is not None
            share = min(LONGEST_LATER, effort.left()) / (len(goals) - number + 1)
            jumps = Jumps(self.grid, [self.seats], prices=prices, seed=self.seed + 1 + place)
            # Repeats and teams cannot be given back: what they cost is out of reach.
            enough = self.totals[0] * prices.repeat + self.totals[1] * prices.team * (place > 1)
            jumps.run(effort.until(share), good_enough=enough + 0.999 * prices.unit)
            self._offer(jumps.best)
        if not effort.over():
            assert self.seats is not None
            share = min(LONGEST_LATER, effort.left())
            self._offer(more_new_faces(self.grid, self.seats, effort.until(share), seed=self.seed))

    def _finished(self) -> Plan:
        assert self.seats is not None
        plan = Plan(self.grid.groups_of(self.seats), seed=self.seed)
        score = score_of(self.problem, plan, bound=min(self.bound, self.totals[0]))
        status: Status = "optimal" if score.repeats <= self.bound else "feasible"
        return replace(plan, score=score, status=status)
