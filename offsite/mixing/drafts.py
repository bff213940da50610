"""What the travel role does to drafts of a mix: ask for one, move, swap, keep, put away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import NotFound, RuleBroken, Stale
from offsite.events.models import Event
from offsite.jobs import services as jobs
from offsite.jobs.models import Job
from offsite.mixing import queries
from offsite.mixing.drawing import WORD_OF, keep_in_step
from offsite.mixing.formulation import asked_of, stage_of
from offsite.mixing.models import Group, GroupLock, Mix, MixChange, Round, Seat
from offsite.policy import Actor

SECONDS = (5, 15, 60, 180)
"""How long the engine may think."""


class MixMoved(Stale):
    """Somebody changed the draft since the page was made."""


class MixOver(RuleBroken):
    """The draft was discarded."""


class NothingToMix(RuleBroken):
    """There is no round with groups and people."""


class AlreadyMixing(RuleBroken):
    """A generation of this event is under way."""


class Locked(RuleBroken):
    """The group or the seat is kept where it is."""


def ask_for_mix(
    session: Session,
    *,
    event: Event,
    name: str,
    base: Mix | None,
    fewest_changes: bool,
    seconds: int,
    seed: int,
    actor: Actor,
    now: datetime,
    words: Mapping[str, str] = WORD_OF,
    deterministic: bool = False,
) -> Job:
    """Let the engine mix every round of the event, in a job.

    Locked groups and kept seats of ``base`` stay.  With ``fewest_changes`` everybody else
    of it stays, too, where that is possible.  Cars, tables and groups are brought in step
    with the people first.

    Raises:
        NothingToMix: there is nobody or nothing to mix.
        BadInput: the rounds contradict each other; each fault is a sentence.
        AlreadyMixing: one is under way.
        MixOver: ``base`` was discarded.
    """
    if base is not None and base.discarded_at is not None:
        raise MixOver("This draft was discarded. Restore it first.")
    session.refresh(event, with_for_update=True)
    if queries.running_job(session, event_id=event.id) is not None:
        raise AlreadyMixing("People are being mixed already. Wait for it or cancel it.")
    keep_in_step(session, stage=stage_of(session, event), words=words)
    fewest_changes = fewest_changes and base is not None
    _require_material(session, event, base, fewest_changes)
    arguments: dict[str, Any] = {
        "event_id": event.id,
        "name": name,
        "base_id": base.id if base else None,
        "fewest_changes": fewest_changes,
        "seconds": min(max(seconds, 1), SECONDS[-1]),
        "seed": seed,
        "deterministic": deterministic,
    }
    return jobs.enqueue(
        session,
        kind=queries.GENERATE,
        arguments=arguments,
        now=now,
        event_id=event.id,
        created_by_id=actor.person_id,
    )


def _require_material(
    session: Session, event: Event, base: Mix | None, fewest_changes: bool
) -> None:
    stage = stage_of(session, event)
    if not stage.rounds:
        raise NothingToMix("Draw a round first: a night, a ride, a dinner.")
    if not asked_of(session, stage, base, fewest_changes=fewest_changes).rounds:
        raise NothingToMix("Nobody takes part in a round yet. Ask people for their needs first.")


def open_for_change(session: Session, mix: Mix, seen_version: int) -> None:
    """Lock the draft and make sure that the page knew how it stands.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
    """
    session.refresh(mix, with_for_update=True)
    if mix.discarded_at is not None:
        raise MixOver("This draft was discarded. Restore it first.")
    if mix.version != seen_version:
        raise MixMoved("Somebody changed this draft meanwhile. Here is how it looks now.")


def move(
    session: Session,
    *,
    mix: Mix,
    person_id: int,
    group: Group,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Seat somebody in ``group``.  Rules that this breaks are not refused: the page says them.

    Moving somebody to where they sit changes nothing.

    Raises:
        MixMoved, MixOver, Locked: the draft or the seat cannot be changed.
        NotFound: the person takes no part in the round, or the group is of another event.
    """
    open_for_change(session, mix, seen_version)
    _require_part(session, mix, group.round, person_id)
    before = _seat(session, mix, group.round_id, person_id)
    if before is not None and before.group_id == group.id:
        return
    _require_free(mix, before, group.id)
    step = [group.round_id, person_id, before.group_id if before else None, group.id]
    carry_out(session, mix, [step], actor=actor, now=now)


def swap(
    session: Session,
    *,
    mix: Mix,
    round: Round,
    person_id: int,
    other_id: int,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Let two people of a round change places.

    Raises:
        MixMoved, MixOver, Locked: the draft or one of the seats cannot be changed.
        NotFound: one of them has no seat in the round.
    """
    open_for_change(session, mix, seen_version)
    one = _seat(session, mix, round.id, person_id)
    other = _seat(session, mix, round.id, other_id)
    if one is None or other is None:
        raise NotFound("One of them has no seat in this round.")
    if one.group_id == other.group_id:
        return
    _require_free(mix, one, other.group_id)
    _require_free(mix, other, one.group_id)
    steps = [
        [round.id, person_id, one.group_id, other.group_id],
        [round.id, other_id, other.group_id, one.group_id],
    ]
    carry_out(session, mix, steps, actor=actor, now=now)


def _require_part(session: Session, mix: Mix, round: Round, person_id: int) -> None:
    stage = stage_of(session, mix.event)
    if round.event_id != mix.event_id or person_id not in stage.taking_part.get(round.id, ()):
        raise NotFound("This person takes no part in the round.")


def _require_free(mix: Mix, seat: Seat | None, group_id: int) -> None:
    locked = {one.group_id for one in mix.locks}
    if group_id in locked or (seat is not None and seat.group_id in locked):
        raise Locked("This group is locked. Unlock it first.")
    if seat is not None and seat.fixed_at is not None:
        raise Locked("This seat is kept. Let it go first.")


def _seat(session: Session, mix: Mix, round_id: int, person_id: int) -> Seat | None:
    for one in queries.seats_of(session, mix_id=mix.id):
        if (one.round_id, one.person_id) == (round_id, person_id):
            return one
    return None


def carry_out(
    session: Session,
    mix: Mix,
    moves: Iterable[list[Any]],
    *,
    actor: Actor,
    now: datetime,
    undoes: int | None = None,
    redoes: int | None = None,
) -> MixChange:
    """Make moves [round, person, from, to] and write them down as the draft's next version."""
    steps = [list(one) for one in moves]
    seats = {(one.round_id, one.person_id): one for one in queries.seats_of(session, mix_id=mix.id)}
    for round_id, person_id, _before, after in steps:
        _sit(session, mix, seats.get((round_id, person_id)), (round_id, person_id, after))
    mix.version += 1
    mix.updated_at = now
    change = MixChange(
        mix_id=mix.id,
        version=mix.version,
        moves=steps,
        undoes=undoes,
        redoes=redoes,
        changed_by_id=actor.person_id,
        changed_at=now,
    )
    session.add(change)
    session.flush()
    session.expire(mix, ["seats"])
    return change


def _sit(session: Session, mix: Mix, seat: Seat | None, place: tuple[int, int, int | None]) -> None:
    round_id, person_id, group_id = place
    if group_id is None or session.get(Group, group_id) is None:
        # The group may be gone by now: the person has no seat then.
        if seat is not None:
            session.delete(seat)
    elif seat is not None:
        seat.group_id = group_id
    else:
        fresh = Seat(mix_id=mix.id, round_id=round_id, group_id=group_id, person_id=person_id)
        session.add(fresh)


def lock_group(
    session: Session,
    *,
    mix: Mix,
    group: Group,
    stays: bool,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the group as it is when people are mixed from this draft, or let it go.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
    """
    open_for_change(session, mix, seen_version)
    found = next((one for one in mix.locks if one.group_id == group.id), None)
    if (found is not None) == stays:
        return
    if found is not None:
        mix.locks.remove(found)
    else:
        mix.locks.append(GroupLock(group_id=group.id, locked_at=now, locked_by_id=actor.person_id))
    session.flush()


def keep_seat(
    session: Session,
    *,
    mix: Mix,
    round: Round,
    person_id: int,
    stays: bool,
    seen_version: int,
    now: datetime,
) -> None:
    """Keep one person where they sit when people are mixed from this draft, or let them go.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
        NotFound: the person has no seat in the round.
    """
    open_for_change(session, mix, seen_version)
    seat = _seat(session, mix, round.id, person_id)
    if seat is None:
        raise NotFound("This person has no seat in this round.")
    seat.fixed_at = (seat.fixed_at or now) if stays else None
    session.flush()


def rename(session: Session, *, mix: Mix, name: str) -> None:
    """Give the draft another name."""
    mix.name = name
    session.flush()


def discard(session: Session, *, mix: Mix, now: datetime) -> None:
    """Put the draft away; ``restore`` brings it back.  Discarding twice is once."""
    mix.discarded_at = mix.discarded_at or now
    session.flush()


def restore(session: Session, *, mix: Mix) -> None:
    """Bring a discarded draft back."""
    mix.discarded_at = None
    session.flush()
