"""Running CP-SAT so that it reports, can be stopped, and repeats when it must."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from offsite.engines.scheduling.effort import Effort

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def run(
    model: cp_model.CpModel, effort: Effort, *, seconds: float, seed: int, workers: int
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Solve ``model`` for at most ``seconds`` of ``effort``; the solver and its status.

    The solver works in a thread of its own while the caller's thread reports and asks
    whether to stop.  In deterministic mode one worker runs by its own clock of work.
    """
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % (2**31)
    if effort.deterministic:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = max(0.01, seconds)
    else:
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
    outcome: list[cp_model.CpSolverStatus] = []
    thread = threading.Thread(target=lambda: outcome.append(solver.solve(model)))
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        effort.tick()
        if effort.stopped:
            solver.stop_search()
    if effort.deterministic:
        effort.work(solver.response_proto.deterministic_time)
    return solver, outcome[0] if outcome else cp_model.UNKNOWN
