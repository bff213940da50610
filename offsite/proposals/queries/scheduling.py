"""What the schedule needs to know: what can be scheduled, who hosts, who wants what."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Membership
from offsite.proposals.models import (
    WISH_WEIGHT,
    Absence,
    Proposal,
    ProposalHost,
    ProposalVote,
)


def _is_schedulable(event: Event, *, with_pending: bool) -> ColumnElement[bool]:
    """Accepted or confirmed; with pending decisions, as if they were announced."""
    decided: ColumnElement[bool] = Proposal.state.in_(("accepted", "confirmed"))
    if with_pending:
        stays = and_(decided, Proposal.pending_state.is_(None))
        decided = or_(stays, Proposal.pending_state == "accepted")
    return and_(Proposal.event_id == event.id, decided)


def schedulable(session: Session, event: Event, *, with_pending: bool = False) -> list[Proposal]:
    """The proposals that may get a place, by id; formats and hosts are loaded.

    Accepted and confirmed ones; ``with_pending`` reads pending decisions as if they had
    been announced.
    """
    return list(
        session.scalars(
            select(Proposal)
            .where(_is_schedulable(event, with_pending=with_pending))
            .options(
                joinedload(Proposal.format),
                joinedload(Proposal.track),
                selectinload(Proposal.hosts).joinedload(ProposalHost.person),
            )
            .order_by(Proposal.id)
        )
    )


def wishes(
    session: Session, event: Event, *, with_pending: bool = False
) -> list[tuple[int, int, int]]:
    """(person id, proposal id, weight) of every wish for a schedulable proposal.

    Weights are those of the schedule problem: must 3, would 1.  People who left the event
    wish for nothing any more.
    """
    found = session.execute(
        select(Membership.person_id, ProposalVote.proposal_id, ProposalVote.choice)
        .join(ProposalVote, ProposalVote.membership_id == Membership.id)
        .join(Proposal, Proposal.id == ProposalVote.proposal_id)
        .where(
            _is_schedulable(event, with_pending=with_pending),
            Membership.left_at.is_(None),
            ProposalVote.choice.in_(tuple(WISH_WEIGHT)),
        )
        .order_by(Membership.person_id, ProposalVote.proposal_id)
    )
    return [(person, proposal, WISH_WEIGHT[choice]) for person, proposal, choice in found]


def hosts(session: Session, event: Event, *, with_pending: bool = False) -> dict[int, list[int]]:
    """Person ids of those who host, by proposal id, in the order they are named."""
    found = session.execute(
        select(ProposalHost.proposal_id, ProposalHost.person_id)
        .join(Proposal, Proposal.id == ProposalHost.proposal_id)
        .where(
            _is_schedulable(event, with_pending=with_pending),
            ProposalHost.accepted_at.is_not(None),
        )
        .order_by(ProposalHost.proposal_id, ProposalHost.position, ProposalHost.id)
    )
    by_proposal: dict[int, list[int]] = defaultdict(list)
    for proposal, person in found:
        by_proposal[proposal].append(person)
    return dict(by_proposal)


def absences(session: Session, event: Event) -> dict[int, set[int]]:
    """Slot ids in which a person cannot host, by person id; who can always is absent."""
    found = session.execute(
        select(Membership.person_id, Absence.slot_id)
        .join(Absence, Absence.membership_id == Membership.id)
        .where(Membership.event_id == event.id, Membership.left_at.is_(None))
    )
    by_person: dict[int, set[int]] = defaultdict(set)
    for person, slot in found:
        by_person[person].add(slot)
    return dict(by_person)
