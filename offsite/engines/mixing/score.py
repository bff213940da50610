"""What a plan is worth, counted from the plan alone."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from offsite.engines.mixing.plan import Plan, Score
from offsite.engines.mixing.problem import Person, Problem


def score_of(problem: Problem, plan: Plan, *, bound: int | None = None) -> Score:
    """The plan's score; ``bound`` defaults to what the plan claims, else to 0."""
    if bound is None:
        bound = plan.score.repeats_bound if plan.score else 0
    met, new = set(problem.have_met), set()
    repeats = same_team = same_kind = 0
    for weight, first, second in _meetings(problem, plan):
        pair = frozenset((first.id, second.id))
        if pair in met:
            repeats += weight
        else:
            met.add(pair)
            new.add(pair)
        same_team += is_same_team(first, second)
        same_kind += is_same_kind(first, second)
    return Score(repeats, bound, same_team, same_kind, len(new), _fewest(problem, new))


def _meetings(problem: Problem, plan: Plan) -> Iterator[tuple[int, Person, Person]]:
    """Every two people in one group, round by round, with the round's weight."""
    for one in problem.rounds:
        for people in plan.groups.get(one.id, {}).values():
            known = [problem.person[id] for id in dict.fromkeys(people) if id in problem.person]
            for first, second in combinations(known, 2):
                yield one.weight, first, second


def _fewest(problem: Problem, new: set[frozenset[str]]) -> int:
    faces = Counter(person for pair in new for person in pair)
    somewhere = {person for one in problem.rounds for person in one.people}
    return min((faces[person] for person in somewhere), default=0)


def is_same_team(first: Person, second: Person) -> bool:
    return first.team is not None and first.team == second.team


def is_same_kind(first: Person, second: Person) -> bool:
    """Of one function and one track, both known."""
    known = first.function is not None and first.track is not None
    return known and (first.function, first.track) == (second.function, second.track)


def faults_in_claim(problem: Problem, plan: Plan) -> list[str]:
    """One sentence for each figure that the plan claims and that is not so."""
    if plan.score is None:
        return []
    true, claim = score_of(problem, plan), plan.score
    faults = [
        f"The plan claims {name} {getattr(claim, name)}; it is {getattr(true, name)}."
        for name in ("repeats", "same_team", "same_kind", "new_pairs", "fewest_new_faces")
        if getattr(claim, name) != getattr(true, name)
    ]
    if claim.repeats_bound > true.repeats:
        faults.append(
            f"The plan claims repeats_bound {claim.repeats_bound}, and it has {true.repeats}."
        )
    return faults
