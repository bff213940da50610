"""``offsite/schedule-problem@1`` and ``offsite/schedule-plan@1`` documents to values."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from offsite.engines.documents import limited, read_document, require_format, validate
from offsite.engines.scheduling.plan import PLAN_FORMAT, Plan, Score, Unplaced
from offsite.engines.scheduling.problem import (
    FORMAT,
    Item,
    Person,
    Placement,
    Problem,
    Room,
    Slot,
    Wish,
)
from offsite.errors import BadInput

PROBLEM_SCHEMA = Path(__file__).with_name("schedule-problem.schema.json")
PLAN_SCHEMA = Path(__file__).with_name("schedule-plan.schema.json")


def read_problem(path: Path) -> Problem:
    """The problem in the file ``path``; BadInput with every fault otherwise."""
    return parse_problem(read_document(path), name=path.name)


def parse_problem(document: Any, *, name: str = "problem") -> Problem:
    """The problem in ``document``, whose faults are told with ``name`` in front."""
    require_format(document, FORMAT, name=name)
    validate(_without_sound_wishes(document), PROBLEM_SCHEMA, name=name)
    slots, faults = _slots(document["slots"])
    if faults:
        raise BadInput(*limited(f"{name}: {fault}" for fault in faults))
    try:
        return _problem(document, slots)
    except BadInput as error:
        raise BadInput(*(f"{name}: {fault}" for fault in error.faults)) from error


def _without_sound_wishes(document: dict[str, Any]) -> dict[str, Any]:
    """A hundred thousand wishes take a schema half a minute and a loop no time."""
    wishes = document.get("wishes")
    if isinstance(wishes, list) and all(_is_sound_wish(wish) for wish in wishes):
        return {**document, "wishes": []}
    return document


def _is_sound_wish(wish: Any) -> bool:
    if type(wish) is not list or len(wish) != 3:
        return False
    person, item, weight = wish
    texts = type(person) is str and type(item) is str
    return texts and type(weight) is int and 1 <= weight <= 10_000


def _slots(documents: list[dict[str, Any]]) -> tuple[list[Slot], list[str]]:
    slots, faults = [], []
    for document in documents:
        times = {}
        for key in ("starts_at", "ends_at"):
            try:
                times[key] = datetime.fromisoformat(document[key])
            except ValueError:
                text = document[key][:40]
                faults.append(f"Slot '{document['id']}': {key} '{text}' is not a time.")
        if len(times) == 2:
            slots.append(Slot(document["id"], times["starts_at"], times["ends_at"]))
    return slots, faults


def _problem(document: dict[str, Any], slots: list[Slot]) -> Problem:
    return Problem(
        slots=tuple(slots),
        rooms=tuple(_room(room) for room in document["rooms"]),
        items=tuple(_item(item) for item in document["items"]),
        people=tuple(
            Person(person["id"], _some(person.get("slots")))
            for person in document.get("people", [])
        ),
        wishes=tuple(Wish(p, i, int(weight)) for p, i, weight in document.get("wishes", [])),
        current={key: _placement(p) for key, p in document.get("current", {}).items()},
        move_cost=int(document.get("move_cost", 0)),
        timezone=document.get("timezone", "UTC"),
    )


def _some(ids: Iterable[str] | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(ids)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _placement(document: dict[str, str]) -> Placement:
    return Placement(document["slot"], document["room"])


def _room(document: dict[str, Any]) -> Room:
    return Room(
        id=document["id"],
        capacity=_whole(document.get("capacity")),
        features=frozenset(document.get("features", [])),
        slots=_some(document.get("slots")),
    )


def _item(document: dict[str, Any]) -> Item:
    pinned = document.get("pinned")
    return Item(
        id=document["id"],
        title=document.get("title", ""),
        length=int(document.get("length", 1)),
        hosts=tuple(dict.fromkeys(document.get("hosts", []))),
        needs=frozenset(document.get("needs", [])),
        priority=int(document.get("priority", 1)),
        slots=_some(document.get("slots")),
        rooms=_some(document.get("rooms")),
        pinned=_placement(pinned) if pinned else None,
        not_with=frozenset(document.get("not_with", [])),
        after=frozenset(document.get("after", [])),
        seats=_whole(document.get("seats")),
        everyone=document.get("everyone", False),
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
        status=document["status"],
        placements={key: _placement(p) for key, p in document["placements"].items()},
        attendance={key: tuple(items) for key, items in document["attendance"].items()},
        unplaced=tuple(
            Unplaced(entry["item"], tuple(entry["because"]))
            for entry in document.get("unplaced", [])
        ),
        score=Score(**score) if score else None,
        seed=int(document.get("seed", 0)),
        seconds=float(document.get("seconds", 0)),
    )
