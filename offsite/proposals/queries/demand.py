"""What the votes say, for organizers, once voting is closed."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.engines import ranking
from offsite.engines.periods import at_once
from offsite.engines.ranking import Ballot, Candidate, Cut, Overlap, Standing
from offsite.errors import RuleBroken
from offsite.events.models import Blocker, Event, Membership, RoleGrant, Room, Slot
from offsite.people.models import Person
from offsite.people.rules import NOWHERE
from offsite.policy import Role
from offsite.proposals.models import (
    LEADERSHIP_KINDS,
    LISTED,
    Proposal,
    ProposalHost,
    ProposalVote,
)

FEW_VOTERS = 20
"""Below this many voters a percentage pretends to know more than it does."""

OVERLAPS_SHOWN = 3


class ResultsHidden(RuleBroken):
    """Nobody sees results before voting is closed."""


@dataclass(frozen=True)
class Participation:
    """How many of the members voted, and how many votes they cast."""

    voters: int
    members: int
    votes: int


@dataclass(frozen=True)
class DemandRow:
    """One proposal: its rank (1 is best), its standing, and whether it has a place.

    ``place`` is in, out, or the outcome inside the tie band: tie-in, tie-out.  The
    audience is a range of people, from the interval and all members.
    """

    proposal: Proposal
    rank: int
    standing: Standing[str]
    place: str
    audience: tuple[int, int]
    overlaps: tuple[Overlap[str], ...]

    @property
    def is_tied(self) -> bool:
        return self.place.startswith("tie")

    @property
    def is_in(self) -> bool:
        return self.place in ("in", "tie-in")


@dataclass(frozen=True)
class Demand:
    """All rows, best first, and what they were cut with."""

    rows: tuple[DemandRow, ...]
    participation: Participation
    places: int
    places_of_grid: int | None
    line: float | None
    seed: str
    coverage: dict[str, int]
    titles: dict[str, str]

    @property
    def has_few_voters(self) -> bool:
        return self.participation.voters < FEW_VOTERS


def participation(session: Session, event: Event) -> Participation:
    """Who voted so far: says nothing about what they want.  Two statements."""
    votes, voters = session.execute(
        select(func.count(ProposalVote.id), func.count(func.distinct(ProposalVote.membership_id)))
        .join(Membership, Membership.id == ProposalVote.membership_id)
        .where(Membership.event_id == event.id, Membership.left_at.is_(None))
    ).one()
    return Participation(voters=voters, members=_count_members(session, event), votes=votes)


def _count_members(session: Session, event: Event) -> int:
    """People who could vote: a display on a wall and a speaker without an address cannot."""
    displays = (
        select(RoleGrant.membership_id)
        .group_by(RoleGrant.membership_id)
        .having(func.count() == 1, func.min(RoleGrant.role) == Role.DISPLAY.value)
    )
    return (
        session.scalar(
            select(func.count(Membership.id))
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.event_id == event.id,
                Membership.left_at.is_(None),
                Membership.id.not_in(displays),
                Person.email.not_like(f"%@{NOWHERE}"),
            )
        )
        or 0
    )


def demand(session: Session, event: Event, *, now: datetime, places: int | None = None) -> Demand:
    """The ranking with its cut, tie band, expected audience and overlaps.

    ``places`` is where the ranking is cut; None takes as many as the grid holds.  The lot
    inside the tie band is drawn with `seed_of`, which everybody knew beforehand.

    Raises:
        ResultsHidden: voting is not over.
    """
    if not event.voting_is_over(now):
        raise ResultsHidden("Results are shown when voting is closed.")
    proposals = {one.code: one for one in _ranked(session, event)}
    wanted_by, standings = _standings(session, event, proposals)
    of_grid = _places_of_grid(event, [proposals[one.item] for one in standings])
    limit = places if places is not None else of_grid if of_grid is not None else len(standings)
    division = ranking.cut(standings, limit)
    winners = _winners(session, event, proposals, division)
    people = participation(session, event)
    together = ranking.overlaps(wanted_by, OVERLAPS_SHOWN)
    rows = tuple(
        DemandRow(
            proposal=proposals[one.item],
            rank=rank,
            standing=one,
            place=_place(one.item, division, winners),
            audience=_audience(one, people.members),
            overlaps=together[one.item],
        )
        for rank, one in enumerate(standings, start=1)
    )
    return Demand(
        rows=rows,
        participation=people,
        places=limit,
        places_of_grid=of_grid,
        line=division.line,
        seed=seed_of(event),
        coverage=_coverage(rows),
        titles={code: one.title for code, one in proposals.items()},
    )


def seed_of(event: Event) -> str:
    """The seed of the lot: the event's address and its first day, fixed before anybody voted."""
    return f"{event.slug}:{event.starts_on.isoformat()}"


def _ranked(session: Session, event: Event) -> list[Proposal]:
    return list(
        session.scalars(
            select(Proposal)
            .where(Proposal.event_id == event.id, Proposal.state.in_(LISTED))
            .options(
                joinedload(Proposal.format),
                joinedload(Proposal.track),
                selectinload(Proposal.hosts).joinedload(ProposalHost.person),
            )
            .order_by(Proposal.id)
        )
    )


def _standings(
    session: Session, event: Event, proposals: dict[str, Proposal]
) -> tuple[dict[str, frozenset[int]], list[Standing[str]]]:
    ballots = _ballots(session, event)
    appeared = {code: one.submitted_at or one.created_at for code, one in proposals.items()}
    wanted: dict[str, set[int]] = {code: set() for code in proposals}
    for ballot in ballots:
        if ballot.item in wanted and ballot.choice != "no":
            wanted[ballot.item].add(ballot.voter)
    tallies = ranking.count(appeared, ballots)
    wanted_by = {code: frozenset(people) for code, people in wanted.items()}
    return wanted_by, ranking.rank(tallies, appeared_at=appeared)


def _ballots(session: Session, event: Event) -> list[Ballot[str]]:
    found = session.execute(
        select(Membership.person_id, Proposal.code, ProposalVote.choice, ProposalVote.cast_at)
        .join(Membership, Membership.id == ProposalVote.membership_id)
        .join(Proposal, Proposal.id == ProposalVote.proposal_id)
        .where(Proposal.event_id == event.id, Membership.left_at.is_(None))
    )
    return [Ballot(*row) for row in found]


def _places_of_grid(event: Event, ranked: Sequence[Proposal]) -> int | None:
    """How many proposals, from the best down, the free slots of all rooms hold.

    None without rooms or slots.  A proposal takes as many slots as its length needs.
    """
    if not event.rooms or not event.slots:
        return None
    lengths = Counter(
        int((slot.ends_at - slot.starts_at).total_seconds() // 60) for slot in event.slots
    )
    slot_minutes = lengths.most_common(1)[0][0]
    left = _free_cells(event)
    places = 0
    for proposal in ranked:
        rooms = len(event.rooms) if proposal.format.everyone else 1
        left -= rooms * math.ceil(proposal.minutes / slot_minutes)
        if left < 0:
            break
        places += 1
    return places


def _free_cells(event: Event) -> int:
    return sum(
        not any(_blocks(blocker, room, slot) for blocker in event.blockers)
        for room in event.rooms
        for slot in event.slots
    )


def _blocks(blocker: Blocker, room: Room, slot: Slot) -> bool:
    return blocker.room_id in (None, room.id) and at_once(blocker, slot)


def _winners(
    session: Session, event: Event, proposals: dict[str, Proposal], division: Cut[str]
) -> frozenset[str]:
    known = _hosts_of_the_series(session, event)
    candidates = [
        Candidate(
            item=code,
            topic=proposals[code].leadership,
            has_new_host=not any(one.id in known for one in proposals[code].active_hosts),
        )
        for code in division.band
    ]
    covered = {proposals[code].leadership for code in division.above}
    return frozenset(
        ranking.settle(
            candidates, places=division.places_in_band, covered=covered, seed=seed_of(event)
        )
    )


def _hosts_of_the_series(session: Session, event: Event) -> frozenset[int]:
    """People who were on the programme of another event of the series."""
    return frozenset(
        session.scalars(
            select(ProposalHost.person_id)
            .join(Proposal, Proposal.id == ProposalHost.proposal_id)
            .join(Event, Event.id == Proposal.event_id)
            .where(
                Event.series_id == event.series_id,
                Event.id != event.id,
                ProposalHost.accepted_at.is_not(None),
                Proposal.state.in_(("accepted", "confirmed")),
            )
        )
    )


def _place(code: str, division: Cut[str], winners: frozenset[str]) -> str:
    if code in division.above:
        return "in"
    if code in division.below:
        return "out"
    return "tie-in" if code in winners else "tie-out"


def _audience(standing: Standing[str], members: int) -> tuple[int, int]:
    return math.floor(standing.low * members), math.ceil(standing.high * members)


def _coverage(rows: Sequence[DemandRow]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.is_in:
            counts[row.proposal.leadership] += 1
    return {kind: counts[kind] for kind in LEADERSHIP_KINDS}
