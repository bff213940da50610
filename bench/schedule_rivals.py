"""Other ways to make a schedule, to compare with: greedy, and `conference-scheduler`.

`conference-scheduler` (PyPI) knows talks, rooms, times and who cannot be where, and not who
wishes for what; it minimizes how far the demand for talks exceeds the seats.  It runs in a
process of its own (`bench.package_rival`), because its model of a large event
takes longer to write down than anyone would wait.
"""

import pickle
import subprocess
import sys
from collections import Counter

from offsite.engines.scheduling import Placement, Plan, Problem, rules
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.explain import violations_of_move
from offsite.engines.scheduling.score import score_of


def plain_greedy(problem: Problem) -> Plan:
    """Most wanted first, into the first slot and the largest room that are still free."""
    wanted = _wanted(problem)
    size = {r.id: r.capacity if r.capacity is not None else 10**9 for r in problem.rooms}
    order = {slot.id: number for number, slot in enumerate(problem.slots)}
    placements: dict[str, Placement] = {}
    for item in sorted(problem.items, key=lambda item: -wanted[item.id]):
        options = rules.allowed_placements(problem, item)
        options.sort(key=lambda where: (order[where.slot], -size[where.room]))
        for where in options:
            if not violations_of_move(problem, Plan(placements), item.id, where):
                placements[item.id] = where
                break
    return scored(problem, placements)


def scored(problem: Problem, placements: dict[str, Placement]) -> Plan:
    """A plan with the best attendance for its placements."""
    plan = Plan(placements, attend(problem, placements).attendance)
    return Plan(placements, plan.attendance, score=score_of(problem, plan))


def _wanted(problem: Problem) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for wish in problem.wishes:
        wanted[wish.item] += wish.weight
    return wanted


def conference_scheduler(problem: Problem, *, seconds: float) -> Plan | str:
    """Its plan, or in a few words why there is none."""
    if any(item.length > 1 for item in problem.items):
        return "no: one length only"
    if any(item.after for item in problem.items):
        return "no: no order of items"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.package_rival", str(seconds)],
            input=pickle.dumps(problem),
            capture_output=True,
            timeout=2 * seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"no plan in {2 * seconds:.0f} s"
    except subprocess.CalledProcessError as error:
        return "not installed" if b"ModuleNotFoundError" in error.stderr else "no plan"
    plan = scored(problem, pickle.loads(done.stdout))
    broken = rules.violations(problem, plan)
    return f"breaks {len(broken)} rules" if broken else plan
