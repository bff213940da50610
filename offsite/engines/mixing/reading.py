"""``offsite/mixing-problem@1`` and ``offsite/mixing-plan@1`` documents to values."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from offsite.engines.documents import limited, read_document, require_format, validate
from offsite.engines.mixing.plan import PLAN_FORMAT, Plan, Score, Unseated
from offsite.engines.mixing.problem import FORMAT, Group, Person, Problem, Round
from offsite.errors import BadInput

PROBLEM_SCHEMA = Path(__file__).with_name("mixing-problem.schema.json")
PLAN_SCHEMA = Path(__file__).with_name("mixing-plan.schema.json")


def read_problem(path: Path) -> Problem:
    """The problem in the file ``path``; BadInput with every fault otherwise."""
    return parse_problem(read_document(path), name=path.name)


def parse_problem(document: Any, *, name: str = "problem") -> Problem:
    """The problem in ``document``, whose faults are told with ``name`` in front."""
    require_format(document, FORMAT, name=name)
    validate(_without_sound_met(document), PROBLEM_SCHEMA, name=name)
    if faults := list(_unreadable_times(document)):
        raise BadInput(*limited(f"{name}: {fault}" for fault in faults))
    try:
        return _problem(document)
    except BadInput as error:
        raise BadInput(*(f"{name}: {fault}" for fault in error.faults)) from error


def _without_sound_met(document: dict[str, Any]) -> dict[str, Any]:
    """A hundred thousand meetings take a schema half a minute and a loop no time."""
    met = document.get("met")
    if isinstance(met, list) and all(_is_sound_meeting(entry) for entry in met):
        return {**document, "met": []}
    return document


def _is_sound_meeting(entry: Any) -> bool:
    if type(entry) is not list or len(entry) != 3:
        return False
    first, second, count = entry
    texts = type(first) is str and type(second) is str and first and second
    return bool(texts) and type(count) is int and count >= 0


def _unreadable_times(document: dict[str, Any]) -> Iterator[str]:
    places = [(f"Person '{person['id']}'", person) for person in document["people"]]
    places += [
        (f"Group '{group['id']}' of round '{one['id']}'", group)
        for one in document["rounds"]
        for group in one["groups"]
    ]
    for where, value in places:
        text = value.get("leaves_at")
        try:
            _time(text)
        except ValueError:
            yield f"{where}: leaves_at '{text[:40]}' is not a time."


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _problem(document: dict[str, Any]) -> Problem:
    met: dict[tuple[str, str], int] = {}
    for first, second, count in document.get("met", []):
        key = (second, first) if (second, first) in met else (first, second)
        met[key] = met.get(key, 0) + int(count)
    return Problem(
        people=tuple(_person(person) for person in document["people"]),
        rounds=tuple(_round(one) for one in document["rounds"]),
        met=met,
        apart=tuple((first, second) for first, second in document.get("apart", [])),
        together=tuple((first, second) for first, second in document.get("together", [])),
    )


def _person(document: dict[str, Any]) -> Person:
    return Person(
        id=document["id"],
        team=document.get("team"),
        function=document.get("function"),
        track=document.get("track"),
        pool=document.get("pool"),
        leaves_from=document.get("from"),
        leaves_at=_time(document.get("leaves_at")),
    )


def _round(document: dict[str, Any]) -> Round:
    return Round(
        id=document["id"],
        kind=document["kind"],
        people=tuple(document["people"]),
        groups=tuple(_group(group) for group in document["groups"]),
        fixed=document.get("fixed") or {},
        weight=int(document.get("weight", 1)),
    )


def _group(document: dict[str, Any]) -> Group:
    pools = document.get("pools")
    return Group(
        id=document["id"],
        max=int(document["max"]),
        min=int(document.get("min", 1)),
        # A list without pools limits nobody, like no list.
        pools=frozenset(pools) if pools else None,
        driver=document.get("driver"),
        leaves_from=document.get("from"),
        leaves_at=_time(document.get("leaves_at")),
    )


# --- Plans --------------------------------------------------------------------------------


def read_plan(path: Path) -> Plan:
    """The plan in the file ``path``; BadInput with every fault otherwise."""
    return parse_plan(read_document(path), name=path.name)


def parse_plan(document: Any, *, name: str = "plan") -> Plan:
    """The plan in ``document``.  Ids are not looked up: the rules do that."""
    require_format(document, PLAN_FORMAT, name=name)
    validate(document, PLAN_SCHEMA, name=name)
    score = document.get("score")
    return Plan(
        groups={
            one: {group: tuple(people) for group, people in groups.items()}
            for one, groups in document["groups"].items()
        },
        status=document["status"],
        score=Score(**score) if score else None,
        unseated=tuple(
            Unseated(entry["round"], tuple(entry["because"]))
            for entry in document.get("unseated", [])
        ),
        seed=int(document.get("seed", 0)),
        seconds=float(document.get("seconds", 0.0)),
    )
