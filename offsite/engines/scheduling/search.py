"""Solving a schedule problem: the order in which the methods are used.

1. A greedy start; CP-SAT where that leaves something unplaced.
2. If everyone could get everything: CP-SAT for exactly that.
3. Small problems whole in CP-SAT.
4. Local search, and the bound in a second process or by turns, until they meet or time is up.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling import rules
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.effort import Effort, Progress
from offsite.engines.scheduling.exact import (
    LARGEST_EXACT,
    give_everything,
    most_for_each,
    size_of,
    solve_whole,
)
from offsite.engines.scheduling.explain import why_unplaced
from offsite.engines.scheduling.fairness import share_out
from offsite.engines.scheduling.grid import UNPLACED, Grid
from offsite.engines.scheduling.local import LocalSearch
from offsite.engines.scheduling.plan import Plan, Status
from offsite.engines.scheduling.problem import Problem
from offsite.engines.scheduling.prover import Prover
from offsite.engines.scheduling.score import score_of
from offsite.engines.scheduling.seats import Seats
from offsite.engines.scheduling.start import greedy, most_priority
from offsite.engines.scheduling.staying import stay_close
from offsite.engines.scheduling.window_bound import Bound

Places = NDArray[np.int64]

Worth = tuple[int, int, int, float]
"""The objective, larger is better: priority placed, met less move costs, people below half
(negative), the worst-off share."""

TURN = 1.0
SHORTEST_TURN = 0.1
PATIENCE = 12
"""Seconds that the search and the bound get by turns, and how many turns without a better
bound make its turns short."""

WORTH_A_PROCESS = 8.0
"""Seconds that must be left for a second process to be worth its start."""

CHARGES = frozenset([0, 1, 3, 7, 15, 31, 63])
"""The turns after which overfull rooms are charged anew, by the attendance so far."""

CLOSE_SHARE = 0.35
"""The most of the time that goes to plans which move little."""

FAIR_SHARE = 0.05
LONGEST_FAIR = 3.0
"""The part of the time, and the most seconds, for fairness after the main goal."""


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
    slack: float | None = None,
) -> Plan:
    """See :func:`offsite.engines.scheduling.solve` and ``solve_again``, which this is."""
    one = Search(problem, seed=seed, workers=workers, slack=slack)
    effort = Effort(
        seconds=seconds,
        timer=timer,
        deterministic=deterministic,
        report=one.reporter(on_progress, seconds) if on_progress else None,
        should_stop=should_stop,
    )
    plan = one.run(effort)
    spent = 0.0 if deterministic else effort.real_seconds()
    return replace(plan, seconds=spent)


class Search:
    """One solve: the best plan so far and what is proven about it.

    With ``slack`` the answer is not the best plan but the one that moves the fewest items
    of those that meet at most that share less.
    """

    def __init__(
        self, problem: Problem, *, seed: int, workers: int, slack: float | None = None
    ) -> None:
        self.problem = problem
        self.seed = seed
        self.workers = workers
        self.bound = problem.wished
        self.value_bound: int | None = None
        self.most_placed = False
        self.plan = Plan(placements={}, seed=seed)
        self.worth: Worth = (-1, 0, 0, 0.0)
        self.slack = slack
        self.best_by_moves: dict[int, tuple[Worth, Plan]] = {}

    def reporter(
        self, on_progress: Callable[[Progress], None], seconds: float
    ) -> Callable[[float], None]:
        def report(elapsed: float) -> None:
            score = self.plan.score
            met, placed = (score.met, score.placed) if score else (0, 0)
            wished = self.problem.wished
            plan = self._so_far() if score else None
            on_progress(Progress(met, self.bound, wished, placed, elapsed, seconds, plan))

        return report

    def run(self, effort: Effort) -> Plan:
        pins = {i.id: i.pinned for i in self.problem.items if i.pinned is not None}
        if rules.violations(self.problem, Plan(pins), rules.PLACEMENT_RULES):
            return Plan({}, status="infeasible", seed=self.seed)
        self.grid = Grid(self.problem)
        self._start(effort)
        self._prove_cheaply()
        if not self._is_done(effort):
            self._try_everything(effort)
        if not self._is_done(effort) and size_of(self.grid) <= LARGEST_EXACT:
            self._try_whole(effort)
        if not self._is_done(effort):
            self._search(effort)
        if not effort.stopped:
            self._share_out(effort)
        return self._finished()

    def _start(self, effort: Effort) -> None:
        self.seats = Seats(self.grid)
        self.room_cost = self.seats.cost(None) if self.seats.binds else None
        places = greedy(self.grid, seed=self.seed, room_cost=self.room_cost)
        self._offer(places)
        if self.problem.current:
            self._stay_close(effort)
        self.places, self.most_placed = most_priority(
            self.grid,
            self.best_places,
            effort,
            seconds=effort.left() * 0.3,
            seed=self.seed,
            workers=self.workers,
        )
        self._offer(self.places)

    def _stay_close(self, effort: Effort) -> None:
        """Offer plans that move little: what repairs the current one is among them."""
        self._offer(greedy(self.grid, seed=self.seed, room_cost=self.room_cost, stay=True))
        share = effort.until(CLOSE_SHARE * effort.left())
        for places in stay_close(self.grid, share, seed=self.seed, room_cost=self.room_cost):
            self._offer(places)

    def _offer(self, places: Places) -> None:
        """Keep ``places`` if they make a better plan than the best so far."""
        placements = self.grid.placements(places)
        assignment = attend(self.problem, placements, seed=self.seed)
        bare = Plan(placements, assignment.attendance, seed=self.seed)
        score = score_of(self.problem, bare, bound=self.bound)
        plan = replace(bare, score=score)
        value = score.met - self.problem.move_cost * score.moves
        worth = (score.placed, value, -score.below_half, score.worst_off)
        if worth > self.worth:
            self.worth = worth
            self.best_places = places
            self.plan = plan
        if self.slack is not None:
            known = self.best_by_moves.get(score.moves)
            if known is None or worth > known[0]:
                self.best_by_moves[score.moves] = worth, plan

    def _prove_cheaply(self) -> None:
        self._prove(met=int(most_for_each(self.grid).sum()))

    def _prove(self, *, met: int, value: int | None = None) -> None:
        """Remember proven bounds on what is met, and on that less move costs."""
        self.bound = min(self.bound, met)
        value = met if value is None else min(met, value)
        if self.value_bound is None or value < self.value_bound:
            self.value_bound = value

    def _is_best(self) -> bool:
        return (
            self.most_placed
            and self.value_bound is not None
            and (self.worth[1] >= self.value_bound)
        )

    def _is_done(self, effort: Effort) -> bool:
        return self._is_best() or effort.over() or effort.left() <= self._kept(effort)

    def _kept(self, effort: Effort) -> float:
        """What is kept for fairness at the end."""
        return min(LONGEST_FAIR, FAIR_SHARE * effort.seconds)

    def _try_everything(self, effort: Effort) -> None:
        """Where nothing forbids that every wish is met, look for exactly that."""
        everything = self.bound == self.problem.wished
        if not everything or not self.most_placed or UNPLACED in self.best_places:
            return
        found, impossible = give_everything(
            self.grid,
            effort,
            seconds=effort.left() * 0.5,
            seed=self.seed,
            workers=self.workers,
        )
        if found is not None:
            self._offer(found)
        if impossible:
            self._prove(met=self.problem.wished - 1)

    def _try_whole(self, effort: Effort) -> None:
        outcome = solve_whole(
            self.grid,
            self.best_places,
            effort,
            seconds=effort.left() * 0.3,
            seed=self.seed,
            workers=self.workers,
        )
        if outcome.places is not None:
            self._offer(outcome.places)
        self._prove(met=outcome.met_bound, value=outcome.value_bound)

    def _search(self, effort: Effort) -> None:
        local = LocalSearch(self.grid, seed=self.seed, room_cost=self.room_cost)
        local.start_from(self.best_places)
        with self._prover(effort) as prover:
            if prover is not None:
                self._search_beside(prover, local, effort)
        self._search_by_turns(local, effort)

    @contextmanager
    def _prover(self, effort: Effort) -> Iterator[Prover | None]:
        """A second process for the bound, where there may be one and it pays."""
        alone = self.workers < 2 or effort.deterministic or effort.left() < WORTH_A_PROCESS
        prover = None
        if not alone:
            # Without a second process the bound takes turns with the search.
            with suppress(OSError):
                prover = Prover(self.problem)
        try:
            yield prover
        finally:
            if prover is not None:
                prover.close()

    def _search_beside(self, prover: Prover, local: LocalSearch, effort: Effort) -> None:
        """Search while the other process proves; go on alone when it has proven all it can."""
        turns = 0
        prover.learn([self.best_places], met=self.worth[1])
        while not self._is_done(effort):
            self._improve(local, effort, turns)
            turns += 1
            is_alive = prover.is_alive()
            if prover.value is not None:
                self._prove(met=prover.value)
            if is_alive:
                prover.learn([local.best_places, *local.elite], met=self.worth[1])
            elif prover.value is None:
                return

    def _search_by_turns(self, local: LocalSearch, effort: Effort) -> None:
        bound = Bound(self.grid)
        turn, turns, stalled = TURN, 0, 0
        while not self._is_done(effort):
            self._improve(local, effort, turns)
            turns += 1
            bound.learn([local.best_places, *local.elite])
            before = bound.best
            bound.improve(effort.until(turn), met=self.worth[1])
            self._prove(met=bound.value)
            # A bound that does not fall any more gets little of the time.
            stalled = 0 if bound.best < before else stalled + 1
            turn = TURN if stalled < PATIENCE else SHORTEST_TURN

    def _improve(self, local: LocalSearch, effort: Effort, turns: int) -> None:
        """A turn of local search."""
        local.improve(effort.until(TURN))
        self._offer(local.best_places)
        if self.seats.binds and turns in CHARGES:
            self.room_cost = self.seats.cost(self.grid.placements(local.best_places))
            local.charge(self.room_cost)

    def _share_out(self, effort: Effort) -> None:
        share = effort.until(self._kept(effort))
        found = share_out(
            self.grid, self.best_places, share, seed=self.seed, room_cost=self.room_cost
        )
        self._offer(found)

    def _so_far(self) -> Plan:
        return self.plan if self.slack is None else self._with_fewest_moves(self.slack)

    def _finished(self) -> Plan:
        plan = self._so_far()
        score = score_of(self.problem, plan, bound=self.bound)
        unplaced = why_unplaced(self.problem, plan)
        is_best = self._is_best() and plan.placements == self.plan.placements
        status: Status = "optimal" if is_best else "feasible"
        return replace(plan, score=score, unplaced=unplaced, status=status)

    def _with_fewest_moves(self, slack: float) -> Plan:
        """Of the plans that place as much and meet nearly as much, the one that moves least."""
        placed, met = self.worth[:2]
        for _, (worth, plan) in sorted(self.best_by_moves.items()):
            if worth[0] == placed and worth[1] >= (1 - slack) * met:
                return plan
        return self.plan
