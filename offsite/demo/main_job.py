"""From votes to a released schedule: the way an organizer goes, with the real engine."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from offsite.demo import venue
from offsite.demo.casting import Part
from offsite.demo.company import ATTENDEE
from offsite.demo.content_together import TOGETHER
from offsite.demo.filling import Stage, send_decisions
from offsite.demo.history import free_places, owner_of
from offsite.errors import RuleBroken
from offsite.events.models import Event, Room, Slot
from offsite.events.rules import instant_at
from offsite.jobs.kinds import Report
from offsite.jobs.models import Job
from offsite.jobs.running import Runner, UnitOfWork
from offsite.proposals import queries
from offsite.proposals.models import Proposal
from offsite.proposals.services import decisions, hosts
from offsite.schedule import agenda, drafts, releases
from offsite.schedule.evaluation import Spot, evaluate, spots_of
from offsite.schedule.formulation import grid_of, person_name, row_id
from offsite.schedule.generation import Answer, Assignment, Generation
from offsite.schedule.models import Draft, Release


class NoSchedule(RuleBroken):
    """The engine gave no schedule."""


def pin_fixed_points(
    session: Session,
    *,
    stage: Stage,
    together: Sequence[Proposal],
    parts: Sequence[Part],
    proposals: Sequence[Proposal],
    now: datetime,
) -> Draft:
    """A draft by hand with what must be where it is: sessions of everybody, and of lunch."""
    draft = drafts.start_draft(
        session, event=stage.event, name="Fixed points", base=None, actor=owner_of(stage), now=now
    )
    for point, proposal in zip(TOGETHER, together, strict=True):
        starts_at = _instant(stage.event, point.day, point.starts)
        _pin(session, stage, draft, proposal, venue.MAIN_ROOM, starts_at, now)
    lunches = [
        proposal
        for part, proposal in zip(parts, proposals, strict=True)
        if part.pitch.format == "lunch-and-learn"
    ]
    for day, proposal in enumerate(lunches):
        starts_at = _instant(stage.event, day, venue.LUNCH[0])
        _pin(session, stage, draft, proposal, venue.LUNCH_ROOM, starts_at, now)
    return draft


def _instant(event: Event, day: int, clock: time) -> datetime:
    return instant_at(event.starts_on + timedelta(days=day), clock, event.zone)


def _room(event: Event, name: str) -> Room:
    return next(room for room in event.rooms if room.name == name)


def _pin(
    session: Session,
    stage: Stage,
    draft: Draft,
    proposal: Proposal,
    room: str,
    starts_at: datetime,
    now: datetime,
) -> None:
    drafts.place_to_stay(
        session,
        draft=draft,
        proposal=proposal,
        room=_room(stage.event, room),
        starts_at=starts_at,
        actor=owner_of(stage),
        now=now,
    )


def ask(
    session: Session, *, stage: Stage, base: Draft, seconds: int, seed: int, now: datetime
) -> Job:
    """Ask for a schedule that keeps what ``base`` pins."""
    return drafts.ask_for_draft(
        session,
        event=stage.event,
        name="By votes",
        base=base,
        slack=None,
        seconds=seconds,
        seed=seed,
        actor=owner_of(stage),
        now=now,
    )


MOST_TRIED, MANY = 24, 1000
"""Places that are compared by hand among many people; each takes seconds then."""

Watch = Callable[[dict[str, Any]], None]
"""Told how far the engine is, as a job's progress."""


class Watched(Generation):
    """A generation that somebody watches from outside the database."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def work(self, values: Assignment, report: Report) -> Answer:
        def tell(progress: dict[str, Any]) -> bool:
            self._watch(progress)
            return report(progress)

        return super().work(values, tell)


def runner(unit_of_work: UnitOfWork, now: datetime, watch: Watch) -> Runner:
    """A worker's way to run jobs, here and now; its clock stands at ``now``."""
    kind = Watched(watch)
    return Runner({kind.name: kind}, unit_of_work, clock=lambda: now)


def result_of(session: Session, job: Job) -> Draft:
    """The draft that a finished job made.

    Raises:
        NoSchedule: it failed, or no schedule is possible; the sentence says why.
    """
    session.refresh(job)
    draft = session.get(Draft, job.result.get("draft_id", 0))
    if draft is None:
        clash = "; ".join(rule for rule, _names in job.result.get("clash", ()))
        raise NoSchedule("The engine gave no schedule: %(why)s", why=job.error or clash)
    return draft


def release_first(
    session: Session, *, stage: Stage, draft: Draft, late: Proposal | None
) -> Release:
    """Take a guest in at the last moment, put the talk in by hand, and release "v1"."""
    now = stage.dates.planned + timedelta(hours=3)
    drafts.apply(session, draft=draft, now=now)
    if late is not None:
        decisions.decide(session, event=stage.event, codes=[late.code], decision="accepted")
        shown = decisions.fingerprint(queries.pending(session, stage.event))
        decisions.announce(session, event=stage.event, shown=shown, desk=stage.desk, now=now)
        send_decisions(session, stage=stage, now=now)
        hosts.confirm(session, proposal=late, now=now + timedelta(hours=1))
        _put(session, stage, draft, late, now + timedelta(hours=2))
    return releases.release(
        session,
        draft=draft,
        name="v1",
        note="The first schedule. Pick what you like; small changes may follow.",
        actor=owner_of(stage),
        now=stage.dates.released,
    )


def release_second(
    session: Session,
    *,
    stage: Stage,
    draft: Draft,
    late: Proposal | None,
    unconfirmed: Sequence[Proposal],
) -> Release:
    """The guest cannot come, a host confirms, one item moves: release "v2"."""
    now = stage.dates.before(21.5)
    actor = owner_of(stage)
    for proposal in unconfirmed:
        hosts.confirm(session, proposal=proposal, now=now)
    if late is not None:
        hosts.decline(session, proposal=late, now=now)
        drafts.unplace(
            session,
            draft=draft,
            proposal=late,
            seen_version=draft.version,
            actor=actor,
            now=now,
        )
    _put(session, stage, draft, _least_bound(draft), now)
    return releases.release(
        session,
        draft=draft,
        name="v2",
        note="Our guest cannot fly, and one session moved.",
        actor=actor,
        now=stage.dates.before(21.2),
    )


def _least_bound(draft: Draft) -> Proposal:
    """A short item that nothing holds where it is: the easiest to move."""
    movable = [one for one in draft.placements if one.pinned_at is None]
    easiest = min(movable, key=lambda one: (one.proposal.minutes, len(one.proposal.needs), one.id))
    return easiest.proposal


def _put(session: Session, stage: Stage, draft: Draft, proposal: Proposal, now: datetime) -> None:
    """Place ``proposal`` where it is not yet, breaks nothing new, and pleases most."""
    grid = grid_of(session, stage.event)
    others = [one for one in spots_of(draft.placements) if one.proposal_id != proposal.id]
    here = [one for one in spots_of(draft.placements) if one.proposal_id == proposal.id]
    broken = set(evaluate(grid, others).broken)
    best: tuple[int, Slot, Room] | None = None
    places = free_places(stage, draft, proposal, stage.event.rooms)
    for slot, room in islice(places, MOST_TRIED if len(stage.members) > MANY else None):
        ends_at = slot.starts_at + timedelta(minutes=proposal.minutes)
        spot = Spot(proposal.id, room.id, slot.starts_at, ends_at)
        if spot in here:
            continue
        found = evaluate(grid, [*others, spot])
        if set(found.broken) <= broken and (best is None or found.score.met > best[0]):
            best = (found.score.met, slot, room)
    if best is None:
        return
    drafts.place(
        session,
        draft=draft,
        proposal=proposal,
        room=best[2],
        starts_at=best[1].starts_at,
        seen_version=draft.version,
        actor=owner_of(stage),
        now=now,
    )


def pick_some(session: Session, *, stage: Stage, draft: Draft, rng: Random) -> int:
    """A third of the people put on their agenda what the plan foresees for them."""
    third = sorted({ATTENDEE, *rng.sample(sorted(stage.members), len(stage.members) // 3)})
    released = {one.proposal_id: one.proposal for one in draft.placements}
    period = (stage.dates.released, stage.dates.before(21.5))
    number = 0
    for nth, place in enumerate(third):
        person_id = stage.people[place].id
        now = stage.spread(period, nth / len(third))
        for item in draft.plan["attendance"].get(person_name(person_id), ()):
            proposal = released.get(row_id(item))
            if proposal is not None and not proposal.format.everyone:
                agenda.pick(session, proposal=proposal, person_id=person_id, now=now)
                number += 1
    return number
