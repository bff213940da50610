"""What a plan is worth, counted from the plan alone."""

from collections.abc import Mapping

from offsite.engines.scheduling.plan import Plan, Score
from offsite.engines.scheduling.problem import Placement, Problem


def score_of(problem: Problem, plan: Plan, *, bound: int | None = None) -> Score:
    """The plan's score; ``bound`` defaults to what the plan claims, else to ``wished``.

    An item of ``current`` that stands elsewhere, or nowhere, counts as moved.
    """
    met_by = met_by_person(problem, plan.attendance)
    if bound is None:
        bound = plan.score.bound if plan.score else problem.wished
    shares = [met_by.get(person, 0) / wished for person, wished in problem.wished_by.items()]
    return Score(
        placed=sum(i.priority for i in problem.items if i.id in plan.placements),
        met=sum(met_by.values()),
        wished=problem.wished,
        bound=bound,
        moves=moves(problem, plan.placements),
        below_half=sum(share < 0.5 for share in shares),
        worst_off=round(min(shares, default=1.0), 6),
    )


def met_by_person(problem: Problem, attendance: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The wish weight each person attends."""
    weight = problem.weight
    return {
        person: sum(weight.get((person, item), 0) for item in dict.fromkeys(items))
        for person, items in attendance.items()
    }


def moves(problem: Problem, placements: Mapping[str, Placement]) -> int:
    """How many items of ``current`` are not where it has them."""
    return sum(placements.get(item) != now for item, now in problem.current.items())


def faults_in_claim(problem: Problem, plan: Plan) -> list[str]:
    """One sentence for each figure that the plan claims and that is not so."""
    if plan.score is None:
        return []
    true, claim = score_of(problem, plan), plan.score
    faults = [
        f"The plan claims {name} {getattr(claim, name)}; it is {getattr(true, name)}."
        for name in ("placed", "met", "wished", "moves", "below_half")
        if getattr(claim, name) != getattr(true, name)
    ]
    if abs(claim.worst_off - true.worst_off) > 1e-4:
        faults.append(f"The plan claims worst_off {claim.worst_off}; it is {true.worst_off}.")
    if claim.bound < true.met:
        faults.append(f"The plan claims bound {claim.bound}, and it meets {true.met}.")
    return faults
