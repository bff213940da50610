"""Small mixing problems: name only what matters to the test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from offsite.engines.mixing import Group, Person, Plan, Problem, Round

TWO = datetime(2026, 9, 30, 14, tzinfo=UTC)
FOUR_PEOPLE = ("ada", "bob", "cleo", "dan")


def people(*ids: str, **values: Any) -> tuple[Person, ...]:
    return tuple(Person(id, **values) for id in ids)


def make_round(id: str = "tables-1", **changes: Any) -> Round:
    """Two tables of two for Ada, Bob, Cleo and Dan."""
    values: dict[str, Any] = {
        "people": FOUR_PEOPLE,
        "groups": (Group("t1", 2), Group("t2", 2)),
        "kind": "tables",
    }
    return Round(id, **{**values, **changes})


def make_problem(**changes: Any) -> Problem:
    """One round of two tables of two."""
    values: dict[str, Any] = {"people": people(*FOUR_PEOPLE), "rounds": (make_round(),)}
    return Problem(**{**values, **changes})


def make_plan(round: str = "tables-1", **groups: tuple[str, ...]) -> Plan:
    """A plan of one round: ``make_plan(t1=("ada", "bob"))``."""
    return Plan({round: groups})


def golf(groups: int, size: int, weeks: int) -> Problem:
    """The social golfer problem."""
    ids = [f"p{number}" for number in range(groups * size)]
    tees = tuple(Group(f"g{number}", size, min=size) for number in range(groups))
    rounds = tuple(Round(f"week-{number}", tuple(ids), tees) for number in range(weeks))
    return Problem(people(*ids), rounds)


def document(**changes: Any) -> dict[str, Any]:
    """The document of a small sound problem."""
    return {**make_problem(met={("ada", "bob"): 2}).to_document(), **changes}


@st.composite
def problems(draw: st.DrawFn, *, tiny: bool = False) -> Problem:
    """Sound problems with every kind of rule; many of them impossible."""
    count = draw(st.integers(2, 5 if tiny else 9))
    towns, pools = (
        st.sampled_from([None, "Poznań", "Łódź"]),
        st.sampled_from([None, "any", "quiet"]),
    )
    hours = st.sampled_from([None, TWO, TWO + timedelta(minutes=61)])
    everyone = [
        Person(
            f"p{number}",
            team=draw(st.sampled_from([None, "search", "maps"])),
            function=draw(st.sampled_from([None, "backend"])),
            track=draw(st.sampled_from([None, "lead"])),
            pool=draw(pools),
            leaves_from=draw(towns),
            leaves_at=draw(hours),
        )
        for number in range(count)
    ]
    ids = [person.id for person in everyone]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] < p[1])
    apart = draw(st.lists(pairs, max_size=1, unique=True))
    joined = draw(st.lists(pairs.filter(lambda p: p not in apart), max_size=1))
    rounds = [
        draw(_rounds(f"r{number}", ids)) for number in range(draw(st.integers(1, 2 if tiny else 4)))
    ]
    met = draw(st.dictionaries(pairs, st.integers(0, 2), max_size=6))
    return Problem(tuple(everyone), tuple(rounds), met, tuple(apart), tuple(joined))


@st.composite
def _rounds(draw: st.DrawFn, id: str, ids: list[str]) -> Round:
    here = [person for person in ids if draw(st.integers(0, 4))] or ids[:1]
    free_drivers = list(here)
    groups: list[Group] = []
    while sum(group.max for group in groups) < len(here):
        most = draw(st.integers(1, 4))
        driver = None
        if free_drivers and draw(st.integers(0, 5)) == 0:
            driver = free_drivers.pop()
        limited = draw(st.integers(0, 5)) == 0
        groups.append(
            Group(
                f"g{len(groups)}",
                most,
                min=draw(st.sampled_from([0, 1, 1, min(2, most)])),
                pools=frozenset(["any"]) if limited else None,
                driver=driver,
                leaves_from="Poznań" if draw(st.integers(0, 7)) == 0 else None,
                leaves_at=TWO if draw(st.integers(0, 7)) == 0 else None,
            )
        )
    fixed = {}
    if draw(st.integers(0, 4)) == 0 and not any(group.driver for group in groups):
        fixed[here[0]] = groups[0].id
    weight = draw(st.sampled_from([1, 1, 1, 0, 3]))
    crowded = sum(max(1, group.min) for group in groups if group.driver is not None) > len(here)
    if crowded:
        groups = [Group(group.id, group.max) for group in groups]
    return Round(id, tuple(here), tuple(groups), "groups", fixed, weight)
