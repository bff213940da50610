"""Reads about plans: the mix, and what comes with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.engines.minutes import Mix, Share, next_mix, outcome
from offsite.engines.verdicts import Verdict
from offsite.events.models import Event
from offsite.openspace.models import Board, BoardRound, Cell
from offsite.people.privacy import columns_of, part
from offsite.planning.models import Plan, PlanLine
from offsite.polls.queries.listing import latest_results
from offsite.polls.queries.ratings import SessionResult, ratings_of
from offsite.polls.queries.verdict_counts import verdict_counts
from offsite.proposals.models import MeToo, Proposal, ProposalVote, Wanted
from offsite.schedule import queries as schedule

MOST_TOPICS = 30
OPEN_SPACE = "open-space"
"""The key of the format whose sessions stand on a board instead of in a release."""
POSITIVE = ("must", "would")


def plan_of(session: Session, event: Event) -> Plan | None:
    """The plan that this event's feedback makes."""
    return session.scalars(
        select(Plan)
        .where(Plan.event_id == event.id)
        .options(
            selectinload(Plan.lines).joinedload(PlanLine.decided_by),
            joinedload(Plan.rfc),
            joinedload(Plan.next_event),
        )
    ).one_or_none()


def plan_behind(session: Session, event: Event) -> Plan | None:
    """The plan that this event was made from."""
    return session.scalars(
        select(Plan)
        .where(Plan.next_event_id == event.id)
        .options(selectinload(Plan.lines), joinedload(Plan.rfc), joinedload(Plan.event))
        .order_by(Plan.id.desc())
    ).first()


def was_planned(session: Session, event: Event) -> bool:
    """Whether some plan led to this event."""
    return bool(session.scalar(select(exists().where(Plan.next_event_id == event.id))))


def later_events(session: Session, event: Event) -> Sequence[Event]:
    """Later events of the series that no plan claims yet."""
    return session.scalars(
        select(Event)
        .where(
            Event.series_id == event.series_id,
            Event.starts_on > event.ends_on,
            Event.archived_at.is_(None),
            Event.id.not_in(select(Plan.next_event_id).where(Plan.next_event_id.is_not(None))),
        )
        .order_by(Event.starts_on, Event.id)
    ).all()


def minutes_by_format(session: Session, event: Event) -> dict[str, int]:
    """How long each format ran, by its key: of the latest release, canceled items left out,
    and of every cell that somebody took on the board."""
    release = schedule.latest_release(session, event)
    found: Counter[str] = Counter()
    for item in release.items if release else ():
        if item.canceled_at is None and item.proposal is not None:
            length = item.ends_at - item.starts_at
            found[item.proposal.format.key] += int(length.total_seconds() // 60)
    if taken := _minutes_on_the_board(session, event):
        found[OPEN_SPACE] += taken
    return dict(found)


def _minutes_on_the_board(session: Session, event: Event) -> int:
    rounds = session.scalars(
        select(BoardRound)
        .join(Cell, Cell.round_id == BoardRound.id)
        .join(BoardRound.board)
        .where(Board.event_id == event.id)
        .add_columns(Cell.id)
    )
    return sum(int((one.ends_at - one.starts_at).total_seconds() // 60) for one in rounds)


@dataclass(frozen=True)
class LineShown:
    """One format before and after."""

    line: PlanLine
    after: int

    @property
    def change(self) -> int:
        return self.after - self.line.minutes

    @property
    def found_no_time(self) -> bool:
        """Whether it shall grow and no other format gives up time for it."""
        decided = self.line.decided or self.line.verdict
        return decided == Verdict.GROW and self.change <= 0 and self.line.minutes_set is None


@dataclass(frozen=True)
class MixShown:
    """The whole mix.  ``free`` may be negative: more was set by hand than there is."""

    lines: tuple[LineShown, ...]
    total: int
    free: int


def mix_of(plan: Plan) -> MixShown:
    """The plan's minutes: by what was decided, by the verdict where nothing was yet, and by
    hand where somebody set them."""
    mix = next_mix([_share(one) for one in plan.lines], step=plan.step)
    after = {one.key: _after(one, mix) for one in plan.lines}
    total = sum(one.minutes for one in plan.lines)
    shown = tuple(LineShown(one, after[one.key]) for one in plan.lines)
    return MixShown(shown, total, total - sum(after.values()))


def _share(line: PlanLine) -> Share:
    return Share(line.key, line.minutes, Verdict(line.decided or line.verdict), line.net)


def _after(line: PlanLine, mix: Mix) -> int:
    return line.minutes_set if line.minutes_set is not None else mix.minutes[line.key]


@dataclass(frozen=True)
class Topic:
    """Something people wanted and did not get; ``wanted_id`` or ``proposal_id`` is set."""

    title: str
    people: int
    proposal_id: int | None = None
    wanted_id: int | None = None


def topics_without_a_place(session: Session, event: Event) -> list[Topic]:
    """Proposals outside the latest release and wanted topics nobody took, most wanted first."""
    release = schedule.latest_release(session, event)
    placed = {one.proposal_id for one in release.items if not one.canceled_at} if release else set()
    voted = session.execute(
        select(Proposal.id, Proposal.title, func.count(ProposalVote.id))
        .join(ProposalVote, ProposalVote.proposal_id == Proposal.id)
        .where(
            Proposal.event_id == event.id,
            Proposal.state.not_in(("draft", "withdrawn")),
            ProposalVote.choice.in_(POSITIVE),
        )
        .group_by(Proposal.id, Proposal.title)
    )
    topics = [
        Topic(title, people, proposal_id=ident)
        for ident, title, people in voted
        if ident not in placed
    ]
    asked = session.execute(
        select(Wanted.id, Wanted.title, func.count(MeToo.id))
        .outerjoin(MeToo, MeToo.wanted_id == Wanted.id)
        .where(
            Wanted.event_id == event.id, Wanted.closed_at.is_(None), Wanted.proposal_id.is_(None)
        )
        .group_by(Wanted.id, Wanted.title)
    )
    topics += [Topic(title, people + 1, wanted_id=ident) for ident, title, people in asked]
    return sorted(topics, key=lambda one: (-one.people, one.title))[:MOST_TOPICS]


@dataclass(frozen=True)
class Misfit:
    """A session whose room most people found too full or too empty."""

    title: str
    room: str
    word: str
    result: SessionResult


def misfits(session: Session, event: Event) -> list[Misfit]:
    """Sessions in the wrong room, by what people said of them in the closed poll."""
    poll = latest_results(session, event_id=event.id, kind="sessions")
    release = schedule.latest_release(session, event)
    if poll is None or release is None:
        return []
    ratings = ratings_of(session, poll)
    return [
        Misfit(item.title, item.room_name, result.room_word, result)
        for item in release.items
        if (result := ratings.get(item.proposal_id or 0)) and result.room_word in ("full", "empty")
    ]


@dataclass(frozen=True)
class Changed:
    """What the plan behind an event changed about one format, and how that went."""

    label: str
    hue: int
    decided: str
    reason: str
    minutes_before: int
    minutes_after: int
    counts: tuple[int, int, int, int]
    outcome: str | None
    """worked, did_not or not_clear; None while this event's results are not there."""


def what_was_changed(session: Session, event: Event) -> list[Changed]:
    """You said, we did: the settled plan behind this event, line by line."""
    plan = plan_behind(session, event)
    if plan is None:
        return []
    now = verdict_counts(session, event.id)
    found = {one.key: one.finding for one in now.formats} if now else {}
    return [
        _changed(shown, found.get(shown.line.key), has_results=now is not None)
        for shown in mix_of(plan).lines
        if shown.line.decided is not None
    ]


def _changed(shown: LineShown, finding: Any, *, has_results: bool) -> Changed:
    line = shown.line
    decided = Verdict(line.decided or line.verdict)
    verdict = finding.verdict if finding else None
    return Changed(
        label=line.label,
        hue=line.hue,
        decided=decided.value,
        reason=line.reason,
        minutes_before=line.minutes,
        minutes_after=shown.after,
        counts=line.counts,
        outcome=outcome(decided, verdict) if has_results else None,
    )


@dataclass(frozen=True)
class Target:
    """How many minutes of a format the plan asks for, and how many are accepted so far."""

    label: str
    hue: int
    planned: int
    accepted: int


def targets(session: Session, event: Event) -> list[Target]:
    """The mix that the plan behind an event asks for, beside what was accepted."""
    plan = plan_behind(session, event)
    if plan is None:
        return []
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.event_id == event.id, Proposal.state.in_(("accepted", "confirmed")))
        .options(joinedload(Proposal.format))
    )
    accepted: Counter[str] = Counter()
    for one in rows:
        accepted[one.format.key] += one.minutes
    return [
        Target(one.line.label, one.line.hue, one.after, accepted[one.line.key])
        for one in mix_of(plan).lines
        if one.after or accepted[one.line.key]
    ]


def decided_by(session: Session, person_id: int) -> Sequence[PlanLine]:
    return session.scalars(
        select(PlanLine).where(PlanLine.decided_by_id == person_id).order_by(PlanLine.id)
    ).all()


@part("plans")
def _of_person(session: Session, person_id: int) -> Any:
    plans = session.scalars(select(Plan).where(Plan.created_by_id == person_id).order_by(Plan.id))
    return {
        "plans": [columns_of(one) for one in plans],
        "decisions": [columns_of(one) for one in decided_by(session, person_id)],
    }
