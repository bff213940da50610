"""Must, would, no: how much each member wants each proposal."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Membership
from offsite.proposals import queries, rules
from offsite.proposals.models import CHOICES, Proposal, ProposalVote
from offsite.proposals.services.locking import lock

DOUBLE_CLICK = timedelta(milliseconds=700)


class VotingClosed(RuleBroken):
    """Votes are not taken now."""


class NotAsked(RuleBroken):
    """The member is not asked about this proposal."""


class UnknownChoice(BadInput):
    """A vote is must, would or no."""


def cast_vote(
    session: Session, *, proposal: Proposal, member: Membership, choice: str, now: datetime
) -> ProposalVote:
    """Say must, would or no; a second vote replaces the first, the same one changes nothing.

    Raises:
        UnknownChoice: ``choice`` is none of the three.
        VotingClosed: now is outside the event's voting.
        NotAsked: the member hosts it, or it is not up for a vote.
    """
    if choice not in CHOICES:
        raise UnknownChoice("Choose must, would or no.")
    # Two clicks at once wait here, and the second finds the vote of the first.
    lock(session, member)
    _require_votable(proposal, member, now)
    vote = queries.vote_of(session, proposal_id=proposal.id, membership_id=member.id)
    if vote is None:
        vote = ProposalVote(
            proposal_id=proposal.id, membership_id=member.id, choice=choice, cast_at=now
        )
        session.add(vote)
    elif vote.choice != choice:
        vote.choice = choice
        vote.cast_at = now
    session.flush()
    return vote


def take_back_vote(
    session: Session, *, proposal: Proposal, member: Membership, now: datetime
) -> None:
    """Say nothing about a proposal again.  Without a vote this changes nothing.

    Neither does it within ``DOUBLE_CLICK`` of the vote: the button that casts a vote turns
    into the one that takes it back, and the second half of a double click lands on it.

    Raises:
        VotingClosed, NotAsked: as `cast_vote`.
    """
    lock(session, member)
    _require_votable(proposal, member, now)
    vote = queries.vote_of(session, proposal_id=proposal.id, membership_id=member.id)
    if vote is not None and now - vote.cast_at >= DOUBLE_CLICK:
        session.delete(vote)
        session.flush()


def _require_votable(proposal: Proposal, member: Membership, now: datetime) -> None:
    if not proposal.event.voting_is_open(now):
        raise VotingClosed("Voting is not open now.")
    if not rules.is_open_for_talk(proposal.state):
        raise NotAsked("This proposal is not up for a vote.")
    if any(host.person_id == member.person_id and host.accepted_at for host in proposal.hosts):
        raise NotAsked("You are not asked about what you host yourself.")
