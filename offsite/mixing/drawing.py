"""Rounds and their groups: drawn from templates, changed by hand, kept in step with people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, NotFound, RuleBroken
from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.formulation import Stage, stage_of, town
from offsite.mixing.models import Group, Round, RoundAbsence
from offsite.mixing.rules import RoomLine, sizes_for

KIND_OF = {
    "hotel": "beds",
    "cars": "cars",
    "dinner": "tables",
    "workshop": "groups",
    "pairs": "pairs",
}
"""Template -> kind of its rounds."""
WORD_OF = {"cars": "Car", "dinner": "Table", "workshop": "Group", "pairs": "Pair"}
"""Template -> what its groups are called, with a number."""
SIZE_OF = {"dinner": 8, "workshop": 5, "pairs": 2}
LARGEST = 50
MOST_ROUNDS = 40


class NameTaken(RuleBroken):
    """Another round, or another group of the round, has this name."""


class TooManyRounds(RuleBroken):
    """The engine mixes a limited number of rounds at once."""


class NotSized(RuleBroken):
    """Groups of this round are not all alike."""


class BadSizes(BadInput):
    """Sizes that no group can have."""


@dataclass(frozen=True)
class Details:
    """What is said about a round."""

    name: str
    starts_at: datetime | None = None
    place: str = ""
    note: str = ""
    weight: int = 1
    ends_at: datetime | None = None


@dataclass(frozen=True)
class GroupDetails:
    """What is said about a group."""

    name: str
    least: int
    most: int
    pool: str = ""
    place: str = ""
    meeting_point: str = ""


def draw_hotel(
    session: Session, *, event: Event, details: Details, rooms: Sequence[RoomLine], now: datetime
) -> Round:
    """A night in the bedrooms of a list.

    Raises:
        NameTaken, TooManyRounds: the round cannot be added.
    """
    one = _add(session, event, "hotel", details, None, now)
    one.groups = [_bedroom(room, place) for place, room in enumerate(rooms)]
    session.flush()
    return one


def _bedroom(room: RoomLine, position: int) -> Group:
    pools = [room.pool] if room.pool else []
    return Group(name=room.name, position=position, least=1, most=room.beds, pools=pools)


def draw_cars(
    session: Session,
    *,
    event: Event,
    details: Details,
    now: datetime,
    words: Mapping[str, str] = WORD_OF,
) -> Round:
    """A ride in the cars of everybody who offers seats.

    Raises:
        NameTaken, TooManyRounds: the round cannot be added.
    """
    one = _add(session, event, "cars", details, None, now)
    session.flush()
    keep_in_step(session, stage=stage_of(session, event), words=words)
    return one


def draw_sized(
    session: Session,
    *,
    event: Event,
    template: str,
    details: Details,
    size: int,
    now: datetime,
    words: Mapping[str, str] = WORD_OF,
) -> Round:
    """Tables, workshop groups or pairs of ``size`` for everybody.

    Raises:
        NameTaken, TooManyRounds: the round cannot be added.
        BadSizes: groups of one, or enormous ones.
    """
    if not 2 <= size <= LARGEST:
        raise BadSizes("A group holds from two to fifty people.")
    one = _add(session, event, template, details, size, now)
    session.flush()
    keep_in_step(session, stage=stage_of(session, event), words=words)
    return one


def draw_pairs(
    session: Session,
    *,
    event: Event,
    details: Details,
    times: int,
    now: datetime,
    words: Mapping[str, str] = WORD_OF,
) -> list[Round]:
    """One-to-ones, ``times`` of them: a round for each break, numbered when there are several.

    Raises:
        NameTaken, TooManyRounds: one of the rounds cannot be added.
    """
    names = [f"{details.name} {n + 1}" for n in range(times)] if times > 1 else [details.name]
    return [
        draw_sized(
            session,
            event=event,
            template="pairs",
            details=replace(details, name=name),
            size=2,
            now=now,
            words=words,
        )
        for name in names
    ]


def _add(
    session: Session, event: Event, template: str, details: Details, size: int | None, now: datetime
) -> Round:
    session.refresh(event, with_for_update=True)
    before = queries.rounds_of(session, event_id=event.id)
    if len(before) >= MOST_ROUNDS:
        raise TooManyRounds("An event mixes at most %(most)s rounds.", most=MOST_ROUNDS)
    _require_free(details.name, before)
    one = Round(
        event_id=event.id,
        template=template,
        kind=KIND_OF[template],
        name=details.name,
        position=max((each.position for each in before), default=0) + 1,
        size=size,
        weight=details.weight,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        place=details.place,
        note=details.note,
        created_at=now,
    )
    session.add(one)
    return one


def _require_free(name: str, others: Iterable[Round | Group]) -> None:
    if any(one.name == name for one in others):
        raise NameTaken("“%(name)s” is taken. Choose another name.", name=name)


def change_round(session: Session, *, round: Round, details: Details) -> None:
    """Other words, time or place for the round.

    Raises:
        NameTaken: another round has the name.
    """
    session.refresh(round.event, with_for_update=True)
    others = queries.rounds_of(session, event_id=round.event_id)
    _require_free(details.name, (one for one in others if one.id != round.id))
    round.name = details.name
    round.starts_at, round.ends_at = details.starts_at, details.ends_at
    round.place, round.note, round.weight = details.place, details.note, details.weight
    session.flush()


def delete_round(session: Session, *, round: Round) -> None:
    """Take the round away, with its seats in drafts.  What was published stays."""
    session.delete(round)
    session.flush()


def add_rooms(session: Session, *, round: Round, rooms: Sequence[RoomLine]) -> int:
    """More bedrooms at the end of the list; returns how many.

    Raises:
        NameTaken: one of the names is in the list already.
    """
    session.refresh(round, with_for_update=True)
    for room in rooms:
        _require_free(room.name, round.groups)
    first = max((one.position for one in round.groups), default=-1) + 1
    round.groups += [_bedroom(room, first + place) for place, room in enumerate(rooms)]
    session.flush()
    return len(rooms)


def add_one_more(session: Session, *, round: Round, words: Mapping[str, str] = WORD_OF) -> Group:
    """One more table, group or pair, like the last one.

    Raises:
        NotSized: the round's groups are rooms or cars.
    """
    if round.size is None:
        raise NotSized("Rooms come from the hotel's list, cars from their drivers.")
    session.refresh(round, with_for_update=True)
    names = {one.name for one in round.groups}
    number = len(names) + 1
    while f"{words[round.template]} {number}" in names:
        number += 1
    group = Group(
        name=f"{words[round.template]} {number}",
        position=max((one.position for one in round.groups), default=-1) + 1,
        least=min((one.least for one in round.groups), default=1),
        most=round.size,
    )
    round.groups.append(group)
    session.flush()
    return group


def change_group(session: Session, *, group: Group, details: GroupDetails) -> None:
    """Other words or sizes for a group.

    Raises:
        NameTaken, BadSizes: it cannot be so.
    """
    session.refresh(group.round, with_for_update=True)
    _set(group, details, [one for one in group.round.groups if one.id != group.id])
    session.flush()


def _set(group: Group, details: GroupDetails, others: Iterable[Group]) -> None:
    _require_free(details.name, others)
    if not 0 <= details.least <= details.most or not 1 <= details.most <= LARGEST:
        raise BadSizes("The least must not be above the most, and a group holds one to fifty.")
    group.name, group.least, group.most = details.name, details.least, details.most
    group.pools = [details.pool] if details.pool else []
    group.place, group.meeting_point = details.place, details.meeting_point


def delete_group(session: Session, *, group: Group) -> None:
    """Take a group away; who sat in it in a draft has no seat there then."""
    session.delete(group)
    session.flush()


def set_absences(session: Session, *, round: Round, person_ids: Iterable[int]) -> None:
    """Exactly these people take no part in the round.

    Raises:
        NotFound: one of them is nobody of this event.
    """
    wanted = set(person_ids)
    known = {one.id for one in queries.colleagues(session, event_id=round.event_id)}
    if not wanted <= known:
        raise NotFound("One of these people is not in this event.")
    before = {one.person_id: one for one in round.absences}
    for person_id in before.keys() - wanted:
        round.absences.remove(before[person_id])
    round.absences += [RoundAbsence(person_id=one) for one in sorted(wanted - before.keys())]
    session.flush()


def keep_in_step(session: Session, *, stage: Stage, words: Mapping[str, str] = WORD_OF) -> None:
    """Let cars follow their drivers, and add tables or groups where people became more.

    ``words`` name new groups.  Nothing is taken away but cars whose driver offers none
    any more.
    """
    for one in stage.rounds:
        if one.kind == "cars":
            _keep_cars(stage, one, words[one.template])
        elif one.size is not None:
            _keep_sized(stage, one, words[one.template])
    session.flush()


def _keep_cars(stage: Stage, one: Round, word: str) -> None:
    drivers = {person for person in stage.taking_part[one.id] if stage.needs[person].offers_seats}
    one.groups = [group for group in one.groups if group.driver_id in drivers]
    own = {group.driver_id: group for group in one.groups}
    names = {group.name for group in one.groups}
    number = 0
    for person in sorted(drivers, key=lambda ident: (stage.label[ident], ident)):
        group = own.get(person)
        if group is None:
            while f"{word} {number + 1}" in names:
                number += 1
            group = Group(name=f"{word} {number + 1}", driver_id=person, position=number)
            names.add(group.name)
            one.groups.append(group)
        need = stage.needs[person]
        group.least, group.most = 1, 1 + (need.car_seats or 0)
        group.leaves_from, group.leaves_at = town(need.leaves_from), need.leaves_at
        group.meeting_point = need.meeting_point


def _keep_sized(stage: Stage, one: Round, word: str) -> None:
    people, in_pairs = len(stage.taking_part[one.id]), one.kind == "pairs"
    wanted = sizes_for(people, one.size or 2, in_pairs=in_pairs)
    if not one.groups or _seats(one) < people:
        names = {group.name for group in one.groups}
        number = 0
        while len(one.groups) < wanted.groups or _seats(one) < people:
            number += 1
            name = f"{word} {number}"
            if name not in names:
                fresh = Group(name=name, position=number, least=wanted.least, most=wanted.most)
                one.groups.append(fresh)
    for group in one.groups:
        group.least = min(group.least, wanted.least)
    if in_pairs:
        one.groups[-1].most = wanted.last


def _seats(one: Round) -> int:
    """How many the groups hold; of pairs one may be of three."""
    if one.kind == "pairs":
        return 2 * len(one.groups) + 1 if one.groups else 0
    return sum(group.most for group in one.groups)
