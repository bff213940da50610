"""Every seating of tiny problems."""

from collections.abc import Iterator
from itertools import product

from offsite.engines.mixing import Plan, Problem, Round, rules
from offsite.engines.mixing.score import score_of


def seatings(problem: Problem, one: Round) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every way to seat one round by the rules."""
    alone = Problem(problem.people, (one,), {}, problem.apart, problem.together)
    for choice in product([group.id for group in one.groups], repeat=len(one.people)):
        groups: dict[str, tuple[str, ...]] = {}
        for person, group in zip(one.people, choice, strict=True):
            groups[group] = (*groups.get(group, ()), person)
        if not rules.violations(alone, Plan({one.id: groups})):
            yield groups


def best_repeats(problem: Problem) -> int | None:
    """The fewest repeats of any plan; None if a round cannot be seated."""
    # Which groups are which does not matter to repeats: keep one seating of each partition.
    options = []
    for one in problem.rounds:
        partitions = {}
        for groups in seatings(problem, one):
            partitions[frozenset(frozenset(people) for people in groups.values())] = groups
        options.append(list(partitions.values()))
    ids = [one.id for one in problem.rounds]
    return min(
        (
            score_of(problem, Plan(dict(zip(ids, choice, strict=True)))).repeats
            for choice in product(*options)
        ),
        default=None,
    )
