"""Every plan of a tiny problem, tried one after another: the truth to compare with."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from offsite.engines.scheduling import Placement, Plan, Problem, rules
from offsite.engines.scheduling.attendance import attend
from offsite.engines.scheduling.score import score_of


def best_worth(problem: Problem) -> tuple[int, int]:
    """The most (placed priority, met less move costs) of any plan."""
    best = (-1, 0)
    for placements in every_plan(problem):
        plan = Plan(placements)
        if score_of(problem, plan).placed >= best[0]:
            plan = Plan(placements, attend(problem, placements).attendance)
            score = score_of(problem, plan)
            best = max(best, (score.placed, score.met - problem.move_cost * score.moves))
    return best


def fewest_moves(problem: Problem) -> int:
    """The fewest moves of any plan that places the most priority."""
    scores = [score_of(problem, Plan(placements)) for placements in every_plan(problem)]
    return -max((score.placed, -score.moves) for score in scores)[1]


def every_plan(problem: Problem) -> Iterator[dict[str, Placement]]:
    """The placements of every plan that breaks no placement rule."""
    options = [[None, *rules.allowed_placements(problem, item)] for item in problem.items]
    for chosen in product(*options):
        placements = {
            item.id: where
            for item, where in zip(problem.items, chosen, strict=True)
            if where is not None
        }
        if not rules.violations(problem, Plan(placements), rules.PLACEMENT_RULES):
            yield placements


def most_met(problem: Problem, placements: Mapping[str, Placement]) -> int:
    """The most met weight for fixed placements, by trying every choice of every person."""
    per_person = []
    for person in problem.people:
        mine = [i for i in placements if (person.id, i) in problem.weight]
        duties = [i for i in placements if person.id in problem.item[i].hosts]
        choices = {
            tuple(sorted({*chosen, *duties}))
            for size in range(len(mine) + 1)
            for chosen in combinations(mine, size)
        }
        per_person.append([(person.id, choice) for choice in choices])
    best = 0
    for attendance in product(*per_person):
        plan = Plan(placements, dict(attendance))
        if not rules.violations(problem, plan, rules.ATTENDANCE_RULES):
            best = max(best, score_of(problem, plan).met)
    return best
