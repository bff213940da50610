"""A person's own agenda, shaped for its page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.engines.periods import at_once
from offsite.events.models import Event, Membership
from offsite.proposals.models import WISH_WEIGHT, ProposalVote
from offsite.schedule import queries
from offsite.schedule.models import Pick, Release, ReleasedItem
from offsite.schedule.seats import queries as seats
from offsite.schedule.seats.queries import Standing
from offsite.schedule.timetable import clusters_of

Because = Literal["host", "everyone", "picked"]
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Own:
    """An item on the agenda and why it is there."""

    item: ReleasedItem
    because: Because

    @property
    def starts_at(self) -> datetime:
        return self.item.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.item.ends_at

    @property
    def room(self) -> str:
        return self.item.room_name


@dataclass(frozen=True)
class Suggestion:
    """An item that fits a gap; ``choice`` is the person's vote for it, or empty."""

    item: ReleasedItem
    choice: str


@dataclass(frozen=True)
class Stretch:
    """What happens together: one own item, several that clash, or a gap with suggestions."""

    starts_at: datetime
    ends_at: datetime
    own: tuple[Own, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def clashes(self) -> bool:
        return len(self.own) > 1


@dataclass(frozen=True)
class Taste:
    """What suggestions go by: the person's votes, how many want each item, what is full."""

    choices: Mapping[int, str]
    wanted: Mapping[int, int]
    full: frozenset[int]


@dataclass(frozen=True)
class AgendaDay:
    date: date
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Agenda:
    """Everything the page shows.

    ``musts`` are items the person voted must for and has neither picked nor dropped;
    ``lost`` are picked items that the newest release no longer has.
    """

    release: Release | None
    days: tuple[AgendaDay, ...] = ()
    musts: tuple[ReleasedItem, ...] = ()
    lost: tuple[ReleasedItem, ...] = ()
    standings: Mapping[int, Standing] = field(default_factory=dict)
    """proposal id -> seat list, for everything that has one."""

    def next_after(self, now: datetime) -> Own | None:
        """What the person attends next, or attends now and has not ended."""
        coming = (own for day in self.days for stretch in day.stretches for own in stretch.own)
        return next((own for own in coming if now < own.ends_at), None)

    @property
    def is_empty(self) -> bool:
        return not any(stretch.own for day in self.days for stretch in day.stretches)


def agenda_of(session: Session, event: Event, *, person_id: int) -> Agenda:
    """The agenda of a member, from the newest release."""
    release = queries.latest_release(session, event)
    if release is None:
        return Agenda(None)
    picks = queries.picks_of(session, event=event, person_id=person_id)
    choices = _choices(session, event, person_id)
    wanted = _wanted(session, event)
    standings = seats.standings_of_event(session, event)
    full = frozenset(ident for ident, one in standings.items() if not one.free)
    picked = frozenset(one.proposal_id for one in picks if one.dropped_at is None)
    running = [one for one in release.items if one.canceled_at is None]
    own = own_items(running, person_id=person_id, picked=picked)
    return Agenda(
        release=release,
        days=_days(event.zone, own, _fitting(running, own), Taste(choices, wanted, full)),
        musts=_open_musts(running, own, picks, choices),
        lost=tuple(one for one in release.items if one.canceled_at and one.proposal_id in picked),
        standings=standings,
    )


def own_items(
    items: Iterable[ReleasedItem], *, person_id: int, picked: frozenset[int]
) -> list[Own]:
    """What of ``items`` the person attends, and why: hosting counts before all else."""
    found = []
    for item in items:
        if not queries.is_on_agenda(item, person_id=person_id, picked=picked):
            continue
        hosts = any(host.get("person_id") == person_id for host in item.hosts)
        because: Because = "host" if hosts else "everyone" if item.everyone else "picked"
        found.append(Own(item, because))
    return found


def _choices(session: Session, event: Event, person_id: int) -> dict[int, str]:
    """proposal id -> the person's vote."""
    rows = session.execute(
        select(ProposalVote.proposal_id, ProposalVote.choice)
        .join(Membership, Membership.id == ProposalVote.membership_id)
        .where(Membership.event_id == event.id, Membership.person_id == person_id)
    )
    return {row.proposal_id: row.choice for row in rows}


def _wanted(session: Session, event: Event) -> dict[int, int]:
    """proposal id -> how many members want it; only ever used to put things in order."""
    rows = session.execute(
        select(ProposalVote.proposal_id, func.count().label("votes"))
        .join(Membership, Membership.id == ProposalVote.membership_id)
        .where(
            Membership.event_id == event.id,
            Membership.left_at.is_(None),
            ProposalVote.choice.in_(tuple(WISH_WEIGHT)),
        )
        .group_by(ProposalVote.proposal_id)
    )
    return {row.proposal_id: row.votes for row in rows}


def _fitting(running: Iterable[ReleasedItem], own: Sequence[Own]) -> list[ReleasedItem]:
    """Items that overlap nothing on the agenda."""
    return [item for item in running if item.proposal_id and not any(at_once(item, o) for o in own)]


def _days(
    zone: tzinfo,
    own: Sequence[Own],
    fitting: Sequence[ReleasedItem],
    taste: Taste,
) -> tuple[AgendaDay, ...]:
    stretches = [
        Stretch(group[0].starts_at, max(one.ends_at for one in group), own=tuple(group))
        for group in clusters_of(own)
    ]
    stretches += [
        _gap([one.item for one in group], taste)
        for group in clusters_of([Own(item, "picked") for item in fitting])
    ]
    stretches.sort(key=lambda one: one.starts_at)
    dates = sorted({one.starts_at.astimezone(zone).date() for one in stretches})
    return tuple(
        AgendaDay(
            on,
            tuple(one for one in stretches if one.starts_at.astimezone(zone).date() == on),
        )
        for on in dates
    )


def _gap(items: Sequence[ReleasedItem], taste: Taste) -> Stretch:
    """What could be done in free time: own wishes first, then what many want.

    What has a seat left stands before what would mean to wait for one.
    """

    def rank(item: ReleasedItem) -> tuple[bool, int, int, datetime]:
        proposal_id = item.proposal_id or 0
        weight = WISH_WEIGHT.get(taste.choices.get(proposal_id, ""), 0)
        is_full = proposal_id in taste.full
        return is_full, -weight, -taste.wanted.get(proposal_id, 0), item.starts_at

    offered = [item for item in items if taste.choices.get(item.proposal_id or 0) != "no"]
    best = sorted(offered, key=rank)[:MOST_SUGGESTIONS]
    return Stretch(
        starts_at=min(item.starts_at for item in items),
        ends_at=max(item.ends_at for item in items),
        suggestions=tuple(
            Suggestion(item, taste.choices.get(item.proposal_id or 0, "")) for item in best
        ),
    )


def _open_musts(
    running: Iterable[ReleasedItem],
    own: Sequence[Own],
    picks: Iterable[Pick],
    choices: Mapping[int, str],
) -> tuple[ReleasedItem, ...]:
    decided = {one.proposal_id for one in picks} | {one.item.proposal_id for one in own}
    return tuple(
        item
        for item in running
        if item.proposal_id not in decided and choices.get(item.proposal_id or 0) == "must"
    )
