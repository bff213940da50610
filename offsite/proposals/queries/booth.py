"""The voting page of one person."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Membership
from offsite.paging import Page, page_of
from offsite.proposals.models import LISTED, Proposal, ProposalHost, ProposalVote
from offsite.proposals.order import vote_order
from offsite.proposals.queries.listing import is_hosted_by

CARDS_PER_PAGE = 30


@dataclass(frozen=True)
class Card:
    """A proposal that the person is asked about, and their answer so far."""

    proposal: Proposal
    vote: str | None


@dataclass(frozen=True)
class Booth:
    """``asked`` cards in all, ``answered`` of them; ``cards`` is the page that is shown.

    ``order`` has the codes of all cards, ``shown`` those that the filter leaves, and
    ``choices`` the answers by code.
    """

    cards: Page[Card]
    asked: int
    answered: int
    order: tuple[str, ...]
    shown: tuple[str, ...]
    choices: dict[str, str]


@dataclass(frozen=True)
class Following:
    """A card, and the page of the list that shows it."""

    code: str
    page: int


def booth(
    session: Session, event: Event, member: Membership, *, only_open: bool, page: int = 1
) -> Booth:
    """Every listed proposal that the member does not host, in the member's own order.

    The order stays as it is (`order.vote_order`); ``only_open`` leaves out what was
    answered.  Three statements.
    """
    votes = _votes_of(session, member)
    proposals = {one.uid: one for one in _asked(session, event, member)}
    order = vote_order(
        ((one.uid, one.submitted_at or one.created_at) for one in proposals.values()),
        seed=f"{event.guid}:{member.person_id}",
        opened_at=event.voting_opens_at,
    )
    cards = [Card(proposals[uid], votes.get(proposals[uid].id)) for uid in order]
    answered = sum(card.vote is not None for card in cards)
    shown = [card for card in cards if not (only_open and card.vote)]
    return Booth(
        cards=page_of(shown, page=page, size=CARDS_PER_PAGE),
        asked=len(cards),
        answered=answered,
        order=tuple(card.proposal.code for card in cards),
        shown=tuple(card.proposal.code for card in shown),
        choices={card.proposal.code: card.vote for card in cards if card.vote},
    )


def next_open(found: Booth, code: str) -> Following | None:
    """The first card without an answer after ``code``, else the first of all; None when done."""
    start = found.order.index(code) + 1 if code in found.order else 0
    around = (*found.order[start:], *found.order[:start])
    following = next((one for one in around if one not in found.choices), None)
    if following is None or following not in found.shown:
        return None
    return Following(following, 1 + found.shown.index(following) // CARDS_PER_PAGE)


def _votes_of(session: Session, member: Membership) -> dict[int, str]:
    found = session.execute(
        select(ProposalVote.proposal_id, ProposalVote.choice).where(
            ProposalVote.membership_id == member.id
        )
    )
    return dict(found.all())


def _asked(session: Session, event: Event, member: Membership) -> list[Proposal]:
    found = session.scalars(
        select(Proposal)
        .where(Proposal.event_id == event.id, Proposal.state.in_(LISTED))
        .options(
            joinedload(Proposal.format),
            selectinload(Proposal.hosts).joinedload(ProposalHost.person),
        )
    )
    return [one for one in found if not is_hosted_by(one, member.person_id)]
