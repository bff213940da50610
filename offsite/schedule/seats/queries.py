"""Reads about seats: one list, one person's places, and every list of an event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from offsite.events.models import Event, Membership
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part
from offsite.proposals.models import WISH_WEIGHT, Proposal, ProposalHost, ProposalVote
from offsite.schedule.seats.models import SeatClaim, SeatList, SeatMove
from offsite.schedule.seats.rules import waiting_order

State = Literal["seated", "waiting"]


@dataclass(frozen=True)
class Standing:
    """A list as it stands: ``hosts`` sit by right, ``waiting`` in the order of moving up."""

    seat_list: SeatList
    hosts: tuple[Person, ...]
    seated: tuple[SeatClaim, ...]
    waiting: tuple[SeatClaim, ...]

    @property
    def seats(self) -> int:
        return self.seat_list.seats

    @property
    def taken(self) -> int:
        return len(self.hosts) + len(self.seated)

    @property
    def free(self) -> int:
        """Seats nobody has; never below nothing, even where a smaller room came later."""
        return max(0, self.seats - self.taken)

    @property
    def too_many(self) -> int:
        """How many have a seat beyond what fits: only a smaller room can do that."""
        return max(0, self.taken - self.seats)

    @property
    def is_scarce(self) -> bool:
        """Whether the list is worth a word: the item is small by itself, or nearly full."""
        own = self.seat_list.proposal.seats
        return own is not None or bool(self.waiting) or self.taken * 4 >= self.seats * 3

    def place_of(self, person_id: int) -> "Place | None":
        """Where the person stands on this list, if they do."""
        for claims, state in ((self.seated, "seated"), (self.waiting, "waiting")):
            for number, one in enumerate(claims, start=1):
                if one.person_id == person_id:
                    return Place(self, one, state, number)  # type: ignore[arg-type]
        return None


@dataclass(frozen=True)
class Place:
    """One person's place on a list; ``number`` counts from one in the order of the list."""

    standing: Standing
    claim: SeatClaim
    state: State
    number: int

    @property
    def waits(self) -> bool:
        return self.state == "waiting"


def list_of(session: Session, *, proposal_id: int) -> SeatList | None:
    """The item's list, if a release opened one."""
    return session.scalars(
        select(SeatList).where(SeatList.proposal_id == proposal_id)
    ).one_or_none()


def standing_of(session: Session, *, proposal_id: int) -> Standing | None:
    """The item's list with everybody on it.  Three statements."""
    found = standings(session, _with_proposal().where(SeatList.proposal_id == proposal_id))
    return found.get(proposal_id)


def standings_of_event(session: Session, event: Event) -> dict[int, Standing]:
    """Every list of the event by proposal id.  Three statements, however many there are."""
    return standings(session, _with_proposal().where(SeatList.event_id == event.id))


def places_of(session: Session, *, event: Event, person_id: int) -> dict[int, Place]:
    """proposal id -> the person's place, on every list they are on.  Three statements."""
    mine = select(SeatClaim.list_id).where(
        SeatClaim.person_id == person_id, SeatClaim.left_at.is_(None)
    )
    found = standings(
        session, _with_proposal().where(SeatList.event_id == event.id, SeatList.id.in_(mine))
    )
    places = {ident: one.place_of(person_id) for ident, one in found.items()}
    return {ident: one for ident, one in places.items() if one is not None}


def _with_proposal() -> Any:
    return select(SeatList).options(joinedload(SeatList.proposal))


def standings(session: Session, statement: Any) -> dict[int, Standing]:
    """The lists that ``statement`` selects, by proposal id."""
    lists: Sequence[SeatList] = session.scalars(statement.order_by(SeatList.id)).all()
    if not lists:
        return {}
    hosts = hosts_of(session, (one.proposal_id for one in lists))
    claims = _live_claims(session, [one.id for one in lists])
    return {
        one.proposal_id: _standing(one, hosts[one.proposal_id], claims[one.id]) for one in lists
    }


def _standing(
    seat_list: SeatList, hosts: Sequence[Person], claims: Iterable[SeatClaim]
) -> Standing:
    # Who became a host sits as one, and not a second time.
    by_right = {one.id for one in hosts}
    claims = [one for one in claims if one.person_id not in by_right]
    seated = [one for one in claims if one.state == "seated"]
    waiting = [one for one in claims if one.state == "waiting"]
    seated.sort(key=lambda one: (one.person.name.casefold(), one.id))
    order = waiting_order(waiting, seed=seat_list.seed, item=seat_list.proposal.code)
    return Standing(seat_list, tuple(hosts), tuple(seated), tuple(order))


def hosts_of(session: Session, proposal_ids: Iterable[int]) -> Mapping[int, list[Person]]:
    """proposal id -> those who host it, in order."""
    found: dict[int, list[Person]] = defaultdict(list)
    rows = session.scalars(
        select(ProposalHost)
        .where(
            ProposalHost.proposal_id.in_(list(proposal_ids)), ProposalHost.accepted_at.is_not(None)
        )
        .options(joinedload(ProposalHost.person))
        .order_by(ProposalHost.position)
    )
    for row in rows:
        found[row.proposal_id].append(row.person)
    return found


def _live_claims(session: Session, list_ids: Sequence[int]) -> Mapping[int, list[SeatClaim]]:
    """list id -> claims of people who did not leave the list or the event."""
    found: dict[int, list[SeatClaim]] = defaultdict(list)
    rows = session.scalars(
        select(SeatClaim)
        .join(SeatList, SeatList.id == SeatClaim.list_id)
        .join(SeatClaim.person)
        .join(
            Membership,
            (Membership.event_id == SeatList.event_id)
            & (Membership.person_id == SeatClaim.person_id),
        )
        .where(
            SeatClaim.list_id.in_(list_ids),
            SeatClaim.left_at.is_(None),
            Membership.left_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .options(contains_eager(SeatClaim.person))
        .order_by(SeatClaim.id)
    )
    for row in rows:
        found[row.list_id].append(row)
    return found


def claim_of(session: Session, seat_list: SeatList, *, person_id: int) -> SeatClaim | None:
    """The person's claim, also one that was given up."""
    return session.scalars(
        select(SeatClaim).where(SeatClaim.list_id == seat_list.id, SeatClaim.person_id == person_id)
    ).one_or_none()


def claims_of(session: Session, *, event: Event, person_id: int) -> dict[int, SeatClaim]:
    """proposal id -> the person's claim, those given up included."""
    rows = session.execute(
        select(SeatList.proposal_id, SeatClaim)
        .join(SeatClaim, SeatClaim.list_id == SeatList.id)
        .where(SeatList.event_id == event.id, SeatClaim.person_id == person_id)
    )
    return {row.proposal_id: row.SeatClaim for row in rows}


def untold(session: Session, event: Event) -> Sequence[SeatClaim]:
    """Claims that got a seat by moving up, and whose people do not know it yet."""
    return session.scalars(
        select(SeatClaim)
        .join(SeatList, SeatList.id == SeatClaim.list_id)
        .where(
            SeatList.event_id == event.id,
            SeatClaim.moved_up_at.is_not(None),
            SeatClaim.told_at.is_(None),
            SeatClaim.seated_at.is_not(None),
            SeatClaim.left_at.is_(None),
        )
        .options(joinedload(SeatClaim.person), joinedload(SeatClaim.seat_list))
        .order_by(SeatClaim.id)
    ).all()


def weights_of(
    session: Session, proposal: Proposal, person_ids: Iterable[int]
) -> Mapping[int, int]:
    """person id -> the weight of their wish for the item; who did not wish is left out."""
    rows = session.execute(
        select(Membership.person_id, ProposalVote.choice)
        .join(ProposalVote, ProposalVote.membership_id == Membership.id)
        .where(ProposalVote.proposal_id == proposal.id, Membership.person_id.in_(list(person_ids)))
    )
    return {row.person_id: WISH_WEIGHT.get(row.choice, 0) for row in rows}


def last_move(session: Session, seat_list: SeatList) -> SeatMove | None:
    """What was done by hand last and not undone."""
    return session.scalars(
        select(SeatMove)
        .join(SeatMove.claim)
        .where(SeatClaim.list_id == seat_list.id, SeatMove.undone_at.is_(None))
        .options(contains_eager(SeatMove.claim).joinedload(SeatClaim.person))
        .order_by(SeatMove.id.desc())
        .limit(1)
    ).first()


@part("seats")
def seats_of_person(session: Session, person_id: int) -> Any:
    """For the export of what is kept about a person."""
    claims = session.scalars(
        select(SeatClaim)
        .where(SeatClaim.person_id == person_id)
        .options(joinedload(SeatClaim.seat_list).joinedload(SeatList.proposal))
        .order_by(SeatClaim.id)
    )
    return [{**columns_of(one), "item": one.seat_list.proposal.code} for one in claims]
