"""Earlier editions: what was proposed and voted then, planned by hand, and released."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from random import Random

from sqlalchemy.orm import Session

from offsite.demo.casting import Part
from offsite.demo.company import ORGANIZER
from offsite.demo.content import EVERYBODY, Pitch
from offsite.demo.content_history import PastPitch
from offsite.demo.filling import Stage, decide_all, propose_all
from offsite.engines.periods import overlap
from offsite.events.models import Room, Slot
from offsite.policy import Actor, Role
from offsite.proposals.models import Proposal
from offsite.proposals.services.voting import cast_vote
from offsite.schedule import drafts, releases
from offsite.schedule.models import Draft
from offsite.schedule.rules import SlotPeriod, run_from

VOTED, MOST_VOTERS = 0.5, 60
"""The share of people who voted, and how many of a large company are enough for the past."""
CHOICES, WEIGHTS = ("must", "would", "no"), (2, 4, 6)


def hold_edition(
    session: Session, *, stage: Stage, programme: Sequence[PastPitch], rng: Random
) -> None:
    """Let an earlier edition go through its whole year, up to its release."""
    parts = _parts(programme, sorted(stage.members), rng)
    proposals = propose_all(session, stage=stage, parts=parts)
    _vote(session, stage, parts, proposals, rng)
    decide_all(session, stage=stage, parts=parts, proposals=proposals)
    _release(session, stage, proposals)


def _parts(programme: Sequence[PastPitch], places: Sequence[int], rng: Random) -> list[Part]:
    hosts = rng.sample(places, min(len(programme), len(places)))
    return [
        Part(_pitch_of(past), hosts[number % len(hosts)]) for number, past in enumerate(programme)
    ]


def _pitch_of(past: PastPitch) -> Pitch:
    return Pitch(
        title=past.title,
        abstract=past.abstract,
        theme=past.theme,
        leadership=past.leadership,
        draws=EVERYBODY,
        appeal=0.5,
        format=past.format,
    )


def _vote(
    session: Session,
    stage: Stage,
    parts: Sequence[Part],
    proposals: Sequence[Proposal],
    rng: Random,
) -> None:
    places = sorted(stage.members)
    number = min(MOST_VOTERS, round(VOTED * len(places)))
    for place in sorted(rng.sample(places, number)):
        now = stage.spread(stage.dates.voting, 0.9 * rng.random())
        for part, proposal in zip(parts, proposals, strict=True):
            if part.author != place:
                choice = rng.choices(CHOICES, WEIGHTS)[0]
                member = stage.members[place]
                cast_vote(session, proposal=proposal, member=member, choice=choice, now=now)


def owner_of(stage: Stage) -> Actor:
    """The organizer, as services see whoever acts."""
    person = stage.people[ORGANIZER]
    roles = {stage.event.id: frozenset({Role.OWNER})}
    return Actor(person_id=person.id, name=person.name, is_founder=True, roles=roles)


def _release(session: Session, stage: Stage, proposals: Sequence[Proposal]) -> None:
    """One after the other where a room is free and no host is elsewhere, as one does by hand."""
    actor, now = owner_of(stage), stage.dates.planned
    draft = drafts.start_draft(
        session, event=stage.event, name="By hand", base=None, actor=actor, now=now
    )
    for proposal in proposals:
        slot, room = next(free_places(stage, draft, proposal, stage.event.rooms[:3]))
        drafts.place(
            session,
            draft=draft,
            proposal=proposal,
            room=room,
            starts_at=slot.starts_at,
            seen_version=draft.version,
            actor=actor,
            now=now,
        )
    drafts.apply(session, draft=draft, now=now + timedelta(hours=2))
    releases.release(
        session, draft=draft, name="v1", note="", actor=actor, now=stage.dates.released
    )


def free_places(
    stage: Stage, draft: Draft, proposal: Proposal, rooms: Sequence[Room]
) -> Iterator[tuple[Slot, Room]]:
    """Slots and rooms where ``proposal`` fits in the draft, the earliest first."""
    periods = [SlotPeriod(one.id, one.starts_at, one.ends_at) for one in stage.event.slots]
    following = {one.starts_at: one for one in periods}
    hosts = {one.id for one in proposal.active_hosts}
    rows = zip(stage.event.slots, periods, strict=True)
    for (slot, period), room in product(rows, rooms):
        if run_from(period, following, proposal.minutes) is None:
            continue
        time = slot.starts_at, slot.starts_at + timedelta(minutes=proposal.minutes)
        beside = [
            one
            for one in draft.placements
            if one.proposal_id != proposal.id and overlap((one.starts_at, one.ends_at), time)
        ]
        blocked = any(
            one.room_id in (None, room.id) and overlap((one.starts_at, one.ends_at), time)
            for one in stage.event.blockers
        )
        taken = {one.room_id for one in beside}
        busy = {host.id for one in beside for host in one.proposal.active_hosts}
        if not blocked and room.id not in taken and not hosts & busy:
            yield slot, room
