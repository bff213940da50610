"""Single rows and small facts that services check."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Membership
from offsite.people.models import Person
from offsite.proposals.lengths import run_lengths
from offsite.proposals.models import (
    Absence,
    Comment,
    MeToo,
    Proposal,
    ProposalHost,
    ProposalVote,
    Wanted,
)

FREE_AGAIN = ("withdrawn", "rejected", "canceled")
"""States of the proposal that leave a wanted topic without a host."""


def proposal_by_code(session: Session, *, event_id: int, code: str) -> Proposal | None:
    return session.scalars(
        select(Proposal).where(Proposal.event_id == event_id, Proposal.code == code)
    ).one_or_none()


def proposals_by_code(
    session: Session, *, event_id: int, codes: Sequence[str]
) -> dict[str, Proposal]:
    """Those of ``codes`` that exist in the event, drafts left out, by code."""
    found = session.scalars(
        select(Proposal).where(
            Proposal.event_id == event_id, Proposal.code.in_(codes), Proposal.state != "draft"
        )
    )
    return {proposal.code: proposal for proposal in found}


def pending(session: Session, event: Event) -> list[Proposal]:
    """Proposals with a decision that nobody was told yet, by title; hosts are loaded."""
    return list(
        session.scalars(
            select(Proposal)
            .where(Proposal.event_id == event.id, Proposal.pending_state.is_not(None))
            .options(
                joinedload(Proposal.format),
                selectinload(Proposal.hosts).joinedload(ProposalHost.person),
            )
            .order_by(Proposal.pending_state, Proposal.title, Proposal.id)
        )
    )


def readers_of(session: Session, proposal: Proposal) -> list[Person]:
    """Who is told about the proposal: its hosts, else whoever wrote it."""
    if proposal.active_hosts:
        return proposal.active_hosts
    author = session.get(Person, proposal.created_by_id) if proposal.created_by_id else None
    return [author] if author is not None else []


def features_of(event: Event) -> list[str]:
    """What the rooms of the event offer, each once, in alphabetical order."""
    return sorted({feature for room in event.rooms for feature in room.features})


def lengths_of(event: Event) -> tuple[int, ...]:
    """The lengths in minutes that the event's grid can hold (`lengths.run_lengths`)."""
    return run_lengths((slot.starts_at, slot.ends_at) for slot in event.slots)


def absent_slots(session: Session, member: Membership) -> list[int]:
    """Ids of the slots in which the member cannot host."""
    return list(session.scalars(select(Absence.slot_id).where(Absence.membership_id == member.id)))


def members_called(session: Session, *, event_id: int, text: str) -> list[Person]:
    """Members whose mail address or whole name is ``text``, whatever the case."""
    wanted = " ".join(text.split()).casefold()
    people = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.event_id == event_id, Membership.left_at.is_(None))
        .order_by(Person.id)
    )
    # Databases disagree about the case of letters beyond ASCII.
    return [one for one in people if wanted in (one.email, " ".join(one.name.split()).casefold())]


def vote_of(session: Session, *, proposal_id: int, membership_id: int) -> ProposalVote | None:
    return session.scalars(
        select(ProposalVote).where(
            ProposalVote.proposal_id == proposal_id, ProposalVote.membership_id == membership_id
        )
    ).one_or_none()


def vote_by_person(session: Session, *, proposal_id: int, person_id: int) -> ProposalVote | None:
    """The person's vote, by whatever membership they cast it."""
    return session.scalars(
        select(ProposalVote)
        .join(Membership, Membership.id == ProposalVote.membership_id)
        .where(ProposalVote.proposal_id == proposal_id, Membership.person_id == person_id)
    ).one_or_none()


def last_comment_by(session: Session, *, proposal_id: int, person_id: int) -> Comment | None:
    """The newest comment of the person on the proposal that was not removed."""
    return session.scalars(
        select(Comment)
        .where(
            Comment.proposal_id == proposal_id,
            Comment.person_id == person_id,
            Comment.removed_at.is_(None),
        )
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(1)
    ).one_or_none()


def open_wanted_called(session: Session, *, event_id: int, title: str) -> Wanted | None:
    """The open topic with the same title, whatever the case; the oldest if there are more."""
    found = session.scalars(
        select(Wanted)
        .where(Wanted.event_id == event_id, Wanted.closed_at.is_(None))
        .order_by(Wanted.id)
    )
    return next((one for one in found if one.title.casefold() == title.casefold()), None)


def me_too_of(session: Session, *, wanted_id: int, person_id: int) -> MeToo | None:
    return session.scalars(
        select(MeToo).where(MeToo.wanted_id == wanted_id, MeToo.person_id == person_id)
    ).one_or_none()


def is_taken(wanted: Wanted) -> bool:
    """Whether a proposal answers the topic: one that fell through sets it free again."""
    return wanted.proposal is not None and wanted.proposal.state not in FREE_AGAIN
