"""Publishing a mix: it is frozen, remembered, and told to those whom it changes something for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import combinations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.mixing import queries
from offsite.mixing.drafts import open_for_change
from offsite.mixing.evaluation import judge, without_seat
from offsite.mixing.formulation import Stage, seats_of, stage_of
from offsite.mixing.models import (
    Group,
    Meeting,
    Mix,
    PublishedGroup,
    PublishedMix,
    PublishedSeat,
    Round,
)
from offsite.policy import Actor

CLOSE = frozenset({"beds", "cars", "pairs"})
"""Kinds of which it matters to people who exactly is with them: they hear of it."""


class NothingToPublish(RuleBroken):
    """Nobody has a seat in the draft."""


class NotAcknowledged(Stale):
    """There are warnings that whoever publishes has not seen."""


@dataclass(frozen=True)
class Spot:
    """Where somebody is in a round, as far as they would notice a change."""

    kind: str
    round_name: str
    name: str
    place: str
    starts_at: datetime | None
    leaves_at: datetime | None
    meeting_point: str
    driver_id: int | None
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Change:
    """What a publication changes for one person in one round."""

    person_id: int
    before: Spot | None
    after: Spot | None


Tell = Callable[[Session, PublishedMix, Sequence[Change]], object]


@dataclass(frozen=True)
class Preview:
    """What publishing would change, and what is worth a second thought.

    ``broken`` are hard rules in sentences; ``unseated`` people by round who would find no
    seat.  ``mark`` names exactly these warnings.
    """

    changes: tuple[Change, ...]
    broken: tuple[str, ...]
    unseated: Mapping[int, Sequence[int]]

    @property
    def affected(self) -> list[int]:
        """The people it changes something for."""
        return sorted({one.person_id for one in self.changes})

    @property
    def has_warnings(self) -> bool:
        return bool(self.broken or any(self.unseated.values()))

    @property
    def mark(self) -> str:
        seen = (sorted(self.broken), sorted((key, *one) for key, one in self.unseated.items()))
        return sha256(repr(seen).encode()).hexdigest()[:16] if self.has_warnings else ""


def preview(session: Session, *, mix: Mix, stage: Stage | None = None) -> Preview:
    """Look at publishing ``mix`` without doing it."""
    stage = stage or stage_of(session, mix.event)
    seats = seats_of(session, mix)
    before = queries.latest_published(session, event_id=mix.event_id)
    judged = judge(stage, seats)
    return Preview(
        changes=changes_between(before.groups if before else (), frozen_groups(stage, seats)),
        broken=judged.broken or judged.faults,
        unseated={key: one for key, one in without_seat(stage, seats).items() if one},
    )


def publish(
    session: Session,
    *,
    mix: Mix,
    note: str,
    seen_version: int,
    acknowledged: str | None,
    actor: Actor,
    now: datetime,
    tell: Sequence[Tell] = (),
) -> PublishedMix:
    """Freeze the draft as what everybody sees of themselves, and remember who met whom.

    ``acknowledged`` is the mark of the warnings that were seen; None asks for none.
    ``tell`` is called with what changes for whom, in the same transaction.

    Raises:
        MixMoved, MixOver: the draft is not as the page showed it.
        NothingToPublish: nobody sits anywhere.
        NotAcknowledged: there are other warnings than those.
    """
    session.refresh(mix.event, with_for_update=True)
    open_for_change(session, mix, seen_version)
    stage = stage_of(session, mix.event)
    seen = preview(session, mix=mix, stage=stage)
    if acknowledged is not None and acknowledged != seen.mark:
        raise NotAcknowledged("Look at the warnings below, then say that you have seen them.")
    seats = seats_of(session, mix)
    groups = frozen_groups(stage, seats)
    if not groups:
        raise NothingToPublish("Nobody has a seat in this draft, so there is nothing to show.")
    before = queries.latest_published(session, event_id=mix.event_id)
    score = judge(stage, seats).score
    fresh = PublishedMix(
        event_id=mix.event_id,
        mix_id=mix.id,
        mix_version=mix.version,
        number=before.number + 1 if before else 1,
        note=note,
        score={"repeats": score.repeats, "new_pairs": score.new_pairs} if score else {},
        published_at=now,
        published_by_id=actor.person_id,
        groups=groups,
    )
    session.add(fresh)
    session.flush()
    remember(session, fresh)
    for say in tell:
        say(session, fresh, seen.changes)
    return fresh


def frozen_groups(stage: Stage, seats: Mapping[int, Mapping[int, int]]) -> list[PublishedGroup]:
    """Copies of every group that somebody sits in; nothing is saved."""
    found = []
    standing = stage.standing(seats)
    for one in stage.rounds:
        inside: dict[int, list[int]] = defaultdict(list)
        for person, group in standing[one.id].items():
            inside[group].append(person)
        found += [
            _frozen(one, group, sorted(inside[group.id]))
            for group in one.groups
            if group.id in inside
        ]
    return found


def _frozen(one: Round, group: Group, people: Iterable[int]) -> PublishedGroup:
    return PublishedGroup(
        round_id=one.id,
        group_id=group.id,
        round_uid=one.uid,
        kind=one.kind,
        round_name=one.name,
        round_position=one.position,
        round_note=one.note,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        name=group.name,
        position=group.position,
        most=group.most,
        place=group.place or one.place,
        driver_id=group.driver_id,
        leaves_from=group.leaves_from,
        leaves_at=group.leaves_at,
        meeting_point=group.meeting_point,
        seats=[PublishedSeat(person_id=person) for person in people],
    )


def changes_between(
    before: Iterable[PublishedGroup], after: Iterable[PublishedGroup]
) -> tuple[Change, ...]:
    """What is different for whom, person by person in the order of rounds.

    At a table or in a workshop one's own place counts; in a room, a car or a pair also who
    is there.
    """
    old, new = _spots(before), _spots(after)
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        Change(person, old.get((round_id, person)), new.get((round_id, person)))
        for round_id, person in keys
        if old.get((round_id, person)) != new.get((round_id, person))
    )


def _spots(groups: Iterable[PublishedGroup]) -> dict[tuple[int | None, int], Spot]:
    found = {}
    for group in groups:
        people = frozenset(seat.person_id for seat in group.seats)
        for person in people:
            found[group.round_id, person] = Spot(
                kind=group.kind,
                round_name=group.round_name,
                name=group.name,
                place=group.place,
                starts_at=group.starts_at,
                leaves_at=group.leaves_at,
                meeting_point=group.meeting_point,
                driver_id=group.driver_id,
                beside=people - {person} if group.kind in CLOSE else frozenset(),
            )
    return found


def remember(session: Session, published: PublishedMix) -> None:
    """Let the event's meetings be those of ``published``."""
    session.execute(delete(Meeting).where(Meeting.event_id == published.event_id))
    times: Counter[tuple[str, int, int]] = Counter()
    for group in published.groups:
        people = sorted(seat.person_id for seat in group.seats)
        times.update((group.kind, one, other) for one, other in combinations(people, 2))
    session.add_all(
        Meeting(event_id=published.event_id, kind=kind, person_id=one, other_id=other, times=number)
        for (kind, one, other), number in sorted(times.items())
    )
    session.flush()
