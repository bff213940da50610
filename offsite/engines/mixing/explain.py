"""Why a round cannot be seated, in sentences, and why two people share a group.

Every sentence comes from the rules; nothing here decides on its own what is allowed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from offsite.engines.mixing import rules
from offsite.engines.mixing.grid import Grid, RoundGrid
from offsite.engines.mixing.problem import Group, Pair, Person, Problem, Round
from offsite.engines.scheduling.effort import Effort
from offsite.errors import Sentence

MOST_NAMED = 8


def why_impossible(problem: Problem, one: RoundGrid, effort: Effort) -> list[str]:
    """Who cannot be seated in a round without a seating, or which rules clash."""
    alone: list[str] = [
        Sentence(
            "'%(person)s' cannot be seated in %(round)s: %(reason)s.",
            person=person.id,
            round=one.round.id,
            reason=reason,
        )
        for person in (problem.person[id] for id in one.round.people)
        if (reason := _no_group_for(one.round, person)) is not None
    ]
    return alone or _clash(problem, one, effort)


# --- One person ---------------------------------------------------------------------------


def _no_group_for(one: Round, person: Person) -> str | None:
    """Which conditions leave ``person`` no group; None if some group is left."""
    left: Sequence[Group] = one.groups
    for key, check in rules.WHY_NOT.items():
        kept = [group for group in left if check(one, person, group) is None]
        if not kept:
            return _CONDITIONS[key](one, person, left)
        left = kept
    return None


def _noun(one: Round) -> str:
    nouns = {"beds": Sentence("room"), "cars": Sentence("car"), "tables": Sentence("table")}
    return nouns.get(one.kind, Sentence("group"))


def _pool(one: Round, person: Person, left: Sequence[Group]) -> str:
    noun = _noun(one)
    if person.pool is None:
        return Sentence("they named no pool, and every %(group)s left is for one", group=noun)
    return Sentence("no %(group)s left is for the pool '%(pool)s'", group=noun, pool=person.pool)


def _town(one: Round, person: Person, left: Sequence[Group]) -> str:
    noun = _noun(one)
    if person.leaves_from is None:
        return Sentence("they named no town, and every %(group)s left leaves one", group=noun)
    return Sentence("no %(group)s leaves %(town)s", group=noun, town=person.leaves_from)


def _departure(one: Round, person: Person, left: Sequence[Group]) -> str:
    assert person.leaves_at is not None
    said = {"group": _noun(one), "when": f"{person.leaves_at:%H:%M}"}
    if not person.leaves_from:
        return Sentence("no %(group)s leaves within 60 minutes of %(when)s", **said)
    return Sentence(
        "no %(group)s leaves %(town)s within 60 minutes of %(when)s",
        **said,
        town=person.leaves_from,
    )


def _settled(one: Round, person: Person, left: Sequence[Group]) -> str:
    return Sentence("they drive '%(car)s' and are fixed elsewhere", car=one.drives[person.id])


_CONDITIONS: dict[str, Callable[[Round, Person, Sequence[Group]], str]] = {
    "fixed": lambda one, person, left: "the round has no groups",
    "driver": _settled,
    "pool": _pool,
    "town": _town,
    "departure": _departure,
}


# --- Rules that clash ---------------------------------------------------------------------


def _clash(problem: Problem, one: RoundGrid, effort: Effort) -> list[str]:
    """The smallest set of demands found that no seating keeps together, as sentences."""
    core = _Core(problem, one, effort)
    kept = core.smallest()
    people = [demand.number for demand in kept if demand.kind == "sit"]
    # Who shall sit together fails by what each of them may, else it is the seats.
    joined = any(demand.kind == "together" for demand in kept)
    lines = core.about_each(people) if joined else core.about_people(people)
    return lines + [core.sentence(demand) for demand in kept if demand.kind != "sit"]


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a seating must keep: ``sit`` a person, ``fill`` a group to its least size (both by
    number), or keep a pair ``apart`` or ``together``."""

    kind: Literal["sit", "fill", "apart", "together"]
    number: int = -1
    pair: Pair = ("", "")


class _Core:
    """Demands of one round, dropped one by one while no seating keeps the rest."""

    def __init__(self, problem: Problem, one: RoundGrid, effort: Effort) -> None:
        self.problem, self.effort = problem, effort
        self.place = problem.rounds.index(one.round)
        # Without `together`, what is allowed is what each person alone may.
        self.one = self._grid(())

    def _grid(self, joined: Sequence[Pair]) -> RoundGrid:
        only = replace(self.problem, together=tuple(joined), rounds=(self._round(),), met={})
        return Grid(only).rounds[0]

    def _round(self) -> Round:
        return self.problem.rounds[self.place]

    def smallest(self) -> list[_Demand]:
        """Demands that clash, of which none can be left out; in time, else a few too many."""
        kept, size = self._demands(), len(self._demands()) // 2
        while size:
            begin = 0
            while begin < len(kept):
                fewer = kept[:begin] + kept[begin + size :]
                if self._clash(fewer):
                    kept = fewer
                else:
                    begin += size
            size //= 2
        return kept

    def _demands(self) -> list[_Demand]:
        one, problem = self.one, self.problem
        least = one.low > np.where(one.may_be_empty, 1, 0)
        return [
            *(_Demand("sit", int(p)) for p in one.people),
            *(_Demand("fill", int(g)) for g in np.flatnonzero(least)),
            *(_Demand("apart", pair=p) for p in rules.binding_pairs(one.round, problem.apart)),
            *(
                _Demand("together", pair=p)
                for p in rules.binding_pairs(one.round, problem.together)
            ),
        ]

    def _clash(self, demands: list[_Demand]) -> bool:
        # OR-Tools takes most of a second to load; whoever only reads does without it.
        from offsite.engines.mixing.start import first_seats

        if self.effort.stopped:
            return False
        sits = {demand.number for demand in demands if demand.kind == "sit"}
        grid = self._relaxed(demands)
        optional = frozenset(p for p in grid.people.tolist() if p not in sits)
        _, impossible = first_seats(
            grid, self.effort, seconds=2.0, seed=0, workers=1, optional=optional
        )
        return impossible

    def _relaxed(self, demands: list[_Demand]) -> RoundGrid:
        """The round with these demands only."""
        one = self._grid([demand.pair for demand in demands if demand.kind == "together"])
        filled = np.zeros(one.group_count, np.bool_)
        filled[[demand.number for demand in demands if demand.kind == "fill"]] = True
        number = {person.id: n for n, person in enumerate(self.problem.people)}
        return replace(
            one,
            low=np.where(filled, one.low, 0),
            may_be_empty=one.may_be_empty | ~filled,
            apart=tuple(
                (number[demand.pair[0]], number[demand.pair[1]])
                for demand in demands
                if demand.kind == "apart"
            ),
        )

    # --- Words ----------------------------------------------------------------------------

    def about_people(self, people: list[int]) -> list[str]:
        """Where the people of the clash may sit at all, and who of them is fixed."""
        if not people:
            return []
        one = self.one.round
        groups = np.flatnonzero(self.one.allowed[people].any(axis=0))
        seats = int(self.one.high[groups].sum())
        ids = [self.problem.people[p].id for p in people]
        where = listed([one.groups[g].id for g in groups])
        said = {
            "people": listed(ids),
            "groups": where,
            "round": one.id,
            "seats": Sentence("1 seat") if seats == 1 else Sentence("%(n)s seats", n=seats),
        }
        alone = Sentence(
            "%(people)s may sit only in %(groups)s in %(round)s, which has %(seats)s.", **said
        )
        several = Sentence(
            "%(people)s may sit only in %(groups)s in %(round)s, which have %(seats)s.", **said
        )
        lines: list[str] = [alone if len(groups) == 1 else several]
        return lines + [line for id in ids[:MOST_NAMED] if (line := self._settled(id))]

    def about_each(self, people: list[int]) -> list[str]:
        """Where each person of the clash may sit, if not everywhere."""
        one = self.one.round
        lines = []
        for p in people[:MOST_NAMED]:
            id, allowed = self.problem.people[p].id, self.one.allowed[p]
            where = listed([one.groups[g].id for g in np.flatnonzero(allowed)])
            if line := self._settled(id):
                lines.append(line)
            elif not allowed.all():
                lines.append(f"'{id}' may sit only in {where} in {one.id}.")
        return lines

    def _settled(self, id: str) -> str:
        """Whether ``id`` has no choice, in words; empty if they have."""
        one = self.one.round
        if id in one.drives:
            return f"'{id}' drives '{one.drives[id]}' in {one.id}."
        if id in one.fixed:
            return f"'{id}' is fixed in '{one.fixed[id]}' in {one.id}."
        return ""

    def sentence(self, demand: _Demand) -> str:
        """One demand in words."""
        where = self.one.round.id
        if demand.kind == "fill":
            group = self.one.round.groups[demand.number]
            driver = f" with its driver '{group.driver}'" if group.driver else ""
            return f"'{group.id}' in {where} needs at least {max(1, group.min)}{driver}."
        first, second = demand.pair
        return f"'{first}' and '{second}' shall be {demand.kind} in {where}."


def listed(ids: Sequence[str]) -> str:
    """Ids in quotes, the first few by name."""
    names = [f"'{id}'" for id in ids]
    if len(ids) > MOST_NAMED:
        names = [*names[: MOST_NAMED // 2], f"{len(ids) - MOST_NAMED // 2} others"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"


# --- Why these two ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Traits:
    """What may be said aloud about somebody: nothing here is private.

    ``met`` are the people they were together with in earlier events, by id.
    """

    id: int
    team: str = ""
    function: str = ""
    track: str = ""
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    met: Mapping[int, int] = field(default_factory=dict)


Cause = Literal["new", "again", "teams", "functions", "tracks", "topics", "languages", "way"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for two people being together, or explains it.

    ``words`` are what they have in common, or how often they met.
    """

    cause: Cause
    words: tuple[str, ...] = ()


def why_us(me: Traits, other: Traits, *, kind: str) -> tuple[Reason, ...]:
    """What the engine looked at, and what the two could talk about; most telling first.

    The engine minimizes repeat meetings, then pairs of one team, then pairs of one function
    and track: what came true of it is said, and an unavoidable repeat is said, too.  What
    only mixing knows (pools, "rather not with", needs) is never among the reasons.
    """
    found = [_meeting(me.met.get(other.id, 0))]
    if kind == "cars":
        found.append(Reason("way"))
    found += [Reason(cause) for cause in _different(me, other)]
    if topics := _both(me.topics, other.topics):
        found.append(Reason("topics", topics))
    if languages := _both(me.languages, other.languages):
        found.append(Reason("languages", languages))
    return tuple(found)


def _meeting(times: int) -> Reason:
    return Reason("again", (str(times),)) if times else Reason("new")


def _different(me: Traits, other: Traits) -> Iterator[Cause]:
    if me.team and other.team and me.team != other.team:
        yield "teams"
    if me.track and other.track and me.track != other.track:
        yield "tracks"
    elif me.function and other.function and me.function != other.function:
        yield "functions"


def _both(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    known = {one.casefold() for one in theirs}
    return tuple(one for one in mine if one.casefold() in known)
