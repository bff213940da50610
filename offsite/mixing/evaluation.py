"""What a draft is worth now: its score, the rules it breaks, who is missing, what a move costs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from offsite.engines.mixing import rules as engine_rules
from offsite.engines.mixing.plan import Plan, Score
from offsite.engines.mixing.problem import Problem
from offsite.engines.mixing.score import score_of
from offsite.engines.violations import Violation
from offsite.errors import BadInput, Sentence
from offsite.mixing.formulation import (
    Seats,
    Stage,
    pools_by_group,
    problem_of,
    seating_of,
)
from offsite.mixing.models import SINGLE, Round

Pair = tuple[int, int]


@dataclass(frozen=True)
class Judgement:
    """A seating, judged.

    ``score`` is None when the rows contradict each other; ``faults`` say how.  ``broken``
    are the rules that the seating breaks, in sentences for the travel role.
    """

    score: Score | None
    broken: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def judge(stage: Stage, seats: Seats, *, bound: int = 0) -> Judgement:
    """Score the seating; ``bound`` is what was proven about its repeats."""
    try:
        problem = problem_of(stage, seats=seats)
    except BadInput as bad:
        return Judgement(None, faults=tuple(bad.faults))
    plan = Plan(seating_of(stage, seats))
    score = score_of(problem, plan)
    broken = tuple(one.sentence for one in engine_rules.violations(problem, plan) if _told(one))
    return Judgement(score_of(problem, plan, bound=min(bound, score.repeats)), broken)


def _told(one: Violation) -> bool:
    # Who has no seat is listed by name beside the round.
    return one.rule != "seated"


@dataclass(frozen=True)
class Offer:
    """A group that somebody could move to, or a person to change places with.

    ``repeats`` is how many repeat meetings more (or fewer) that makes; ``why_not`` the
    rules it breaks, in sentences.
    """

    group_id: int
    repeats: int
    why_not: tuple[str, ...] = ()
    other_id: int | None = None
    is_full: bool = False
    taken: int = 0
    most: int = 0


class Board:
    """A seating of which single moves are weighed, each in the time of one look at a group."""

    def __init__(self, stage: Stage, seats: Seats) -> None:
        self.stage = stage
        self.seats = stage.standing(seats)
        self.inside: dict[int, list[int]] = defaultdict(list)
        for here in self.seats.values():
            for person, group in here.items():
                self.inside[group].append(person)

    @cached_property
    def meetings(self) -> Counter[Pair]:
        """How many rounds bring each pair together."""
        return Counter(
            pair for people in self.inside.values() for pair in combinations(sorted(people), 2)
        )

    @cached_property
    def _apart(self) -> set[Pair]:
        return {(min(pair), max(pair)) for pair in self.stage.apart}

    def repeated(self, group_id: int) -> list[Pair]:
        """Pairs of the group that met in an earlier event or meet in another round, too."""
        people = sorted(self.inside[group_id])
        return [pair for pair in combinations(people, 2) if self._is_repeat(pair, 1)]

    def _is_repeat(self, pair: Pair, here: int) -> bool:
        return self.stage.times_met(*pair) > 0 or self.meetings[pair] > here

    def _cost(self, person: int, others: Iterable[int], *, there: bool) -> int:
        """Repeats of ``person`` with ``others``, whether they are together now or not."""
        pairs = ((min(person, one), max(person, one)) for one in others if one != person)
        return sum(self._is_repeat(pair, 1 if there else 0) for pair in pairs)

    def offers(self, one: Round, person: int) -> list[Offer]:
        """What it costs to move ``person`` to each other group of the round."""
        here = self.seats[one.id].get(person)
        gained = self._cost(person, self.inside[here], there=True) if here else 0
        pools = pools_by_group(self.stage, one, self.seats[one.id])
        found = []
        for group in one.groups:
            if group.id == here:
                continue
            inside = self.inside[group.id]
            most = 1 if SINGLE in pools.get(group.id, ()) else group.most
            added = self._cost(person, inside, there=False)
            why = self._why_not(one, person, group.id, inside)
            found.append(
                Offer(
                    group.id,
                    one.weight * (added - gained),
                    why,
                    is_full=len(inside) >= most,
                    taken=len(inside),
                    most=most,
                )
            )
        return found

    def swaps(self, one: Round, person: int, group_id: int) -> list[Offer]:
        """What it costs to change places with each person of another group."""
        here = self.seats[one.id].get(person)
        if here is None:
            return []
        mine = [other for other in self.inside[here] if other != person]
        before = self._cost(person, mine, there=True)
        found = []
        for other in self.inside[group_id]:
            theirs = [someone for someone in self.inside[group_id] if someone != other]
            now = self._cost(person, theirs, there=False) + self._cost(other, mine, there=False)
            then = before + self._cost(other, theirs, there=True)
            why = self._why_not(one, person, group_id, theirs) + self._why_not(
                one, other, here, mine
            )
            found.append(Offer(group_id, one.weight * (now - then), why, other_id=other))
        return found

    def _why_not(
        self, one: Round, person: int, group_id: int, inside: Sequence[int]
    ) -> tuple[str, ...]:
        """Which rules forbid the seat, beside these people."""
        found = list(self._forbidden(one, person, group_id))
        names = self.stage.label
        found += [
            Sentence(
                "'%(first)s' and '%(second)s' shall be apart.",
                first=names[person],
                second=names[other],
            )
            for other in inside
            if (min(person, other), max(person, other)) in self._apart
        ]
        return tuple(found)

    def _forbidden(self, one: Round, person: int, group_id: int) -> Iterable[str]:
        problem = self._problem
        if problem is None or one.name not in problem.round:
            return
        round_ = problem.round[one.name]
        group = round_.group.get(self.stage.group[group_id].name)
        if group is None:
            return
        someone = problem.person[self.stage.label[person]]
        for check in engine_rules.WHY_NOT.values():
            if reason := check(round_, someone, group):
                yield reason

    @cached_property
    def _problem(self) -> Problem | None:
        try:
            return problem_of(self.stage, seats=self.seats)
        except BadInput:
            return None


def without_seat(stage: Stage, seats: Seats) -> dict[int, list[int]]:
    """round id -> people who take part and have no seat, of the rounds with groups."""
    standing = stage.standing(seats)
    return {
        one.id: [person for person in stage.taking_part[one.id] if person not in standing[one.id]]
        for one in stage.rounds
    }
