"""Getting a seat and giving it back.

Everything here takes the list's lock before it looks: twenty people who ask for the last
seat at the same moment are served one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.errors import RuleBroken
from offsite.events.models import Event
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.schedule.models import Pick, Release, ReleasedItem
from offsite.schedule.queries import picks_of
from offsite.schedule.seats import queries
from offsite.schedule.seats.models import SeatClaim, SeatList
from offsite.schedule.seats.rules import draw, limit_of, next_up, seed_of


class ListClosed(RuleBroken):
    """The organizers closed the list: nobody else gets on it."""


def open_lists(session: Session, release: Release, *, now: datetime) -> None:
    """Give every limited item of ``release`` its list, and existing lists today's limit.

    On a new list everybody who picked the item so far takes part in one draw.  Where a
    larger room brings seats, the next ones move up; where a smaller one takes them away,
    nobody loses a seat by that: an organizer has to decide.
    """
    rooms = {one.id: one.seats for one in release.event.rooms}
    limited = {
        one.proposal_id: seats
        for one in release.items
        if one.proposal_id and (seats := _limit(one, rooms)) is not None
    }
    known = {one.proposal_id: one for one in lock_lists(session, limited)}
    for item in release.items:
        if item.proposal is None or item.proposal_id not in limited:
            continue
        seats = limited[item.proposal_id]
        found = known.get(item.proposal_id)
        if found is None:
            _open(session, item, seats, now)
        elif found.seats != seats:
            found.seats = seats
            move_up(session, found, now=now)
    session.flush()


def _limit(item: ReleasedItem, rooms: Mapping[int, int | None]) -> int | None:
    if item.canceled_at is not None or item.everyone or item.proposal is None:
        return None
    room = rooms.get(item.room_id) if item.room_id is not None else None
    return limit_of(item.proposal.seats, room)


def _open(session: Session, item: ReleasedItem, seats: int, now: datetime) -> None:
    assert item.proposal is not None
    found = SeatList(
        event_id=item.proposal.event_id,
        proposal=item.proposal,
        seats=seats,
        seed=seed_of(item.uid, now),
        opened_at=now,
    )
    session.add(found)
    session.flush()
    picked = session.scalars(
        select(Pick.person_id).where(
            Pick.proposal_id == item.proposal_id, Pick.dropped_at.is_(None)
        )
    ).all()
    _claim_all(session, found, picked, now)
    for claim in move_up(session, found, now=now):
        # Nobody waited before there was a list, so there is nothing to tell.
        claim.moved_up_at, claim.turns = None, 0


def _claim_all(
    session: Session, seat_list: SeatList, person_ids: Sequence[int], now: datetime
) -> None:
    weights = queries.weights_of(session, seat_list.proposal, person_ids)
    people = session.scalars(select(Person).where(Person.id.in_(person_ids)))
    for person in people:
        session.add(_claim(seat_list, person, weights.get(person.id, 0), now))
    session.flush()


def _claim(seat_list: SeatList, person: Person, weight: int, now: datetime) -> SeatClaim:
    return SeatClaim(
        list_id=seat_list.id,
        person=person,
        weight=weight,
        lot=draw(seat_list.seed, item=seat_list.proposal.code, person=person.guid),
        asked_at=now,
        changed_at=now,
    )


def lock_lists(session: Session, proposal_ids: Iterable[int]) -> Sequence[SeatList]:
    """The lists of these items, held until the transaction ends.

    Always in the order of their ids, so that two people who change several lists at once
    cannot wait for each other for ever.
    """
    wanted = sorted(set(proposal_ids))
    if not wanted:
        return []
    return session.scalars(
        select(SeatList)
        .where(SeatList.proposal_id.in_(wanted))
        .order_by(SeatList.id)
        .options(joinedload(SeatList.proposal))
        .with_for_update(of=SeatList)
        .execution_options(populate_existing=True)
    ).all()


def lock_list(session: Session, proposal_id: int) -> SeatList | None:
    """The list of one item, held until the transaction ends."""
    return next(iter(lock_lists(session, [proposal_id])), None)


def ask(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> SeatClaim | None:
    """A seat for the person if one is free, else a place on the waiting list.

    None where the item has no list, or the person hosts it and sits by right.  Asking twice
    is asking once.

    Raises:
        ListClosed: the list takes nobody in any more.
    """
    seat_list = lock_list(session, proposal.id)
    if seat_list is None or _hosts(session, proposal.id, person_id):
        return None
    found = queries.claim_of(session, seat_list, person_id=person_id)
    if found is not None and found.left_at is None:
        return found
    if seat_list.closed_at is not None:
        raise ListClosed(
            "The seat list of “%(title)s” is closed. Ask the organizers.", title=proposal.title
        )
    weight = queries.weights_of(session, proposal, [person_id]).get(person_id, 0)
    if found is None:
        found = _claim(seat_list, session.get_one(Person, person_id), weight, now)
        session.add(found)
    else:
        found.weight, found.asked_at, found.changed_at = weight, now, now
        found.left_at = found.seated_at = found.put_back_at = None
        found.moved_up_at = found.told_at = None
        found.turns += 1
    session.flush()
    if found in move_up(session, seat_list, now=now):
        # A seat that was free at once is no change and no news: the page says it.
        found.moved_up_at, found.turns = None, found.turns - 1
    return found


def _hosts(session: Session, proposal_id: int, person_id: int) -> bool:
    hosts = queries.hosts_of(session, [proposal_id])[proposal_id]
    return any(one.id == person_id for one in hosts)


def give_up(session: Session, *, proposal: Proposal, person_id: int, now: datetime) -> None:
    """The person leaves the list; a seat goes to the next who waits, in the same moment.

    Quiet where there is no list or the person is not on it.
    """
    seat_list = lock_list(session, proposal.id)
    if seat_list is None:
        return
    found = queries.claim_of(session, seat_list, person_id=person_id)
    if found is None or found.left_at is not None:
        return
    found.left_at = found.changed_at = now
    found.turns += 1
    session.flush()
    move_up(session, seat_list, now=now)


def leave_event(session: Session, *, event: Event, person_id: int, now: datetime) -> None:
    """The person is no member any more: every seat they had goes to the next."""
    claims = queries.claims_of(session, event=event, person_id=person_id)
    for seat_list in lock_lists(session, claims):
        give_up(session, proposal=seat_list.proposal, person_id=person_id, now=now)


def come_back(session: Session, *, event: Event, person_id: int, now: datetime) -> None:
    """A member again: for what is still picked they ask anew; closed lists stay closed."""
    picked = [
        one.proposal_id
        for one in picks_of(session, event=event, person_id=person_id)
        if one.dropped_at is None
    ]
    for seat_list in lock_lists(session, picked):
        if seat_list.closed_at is None:
            ask(session, proposal=seat_list.proposal, person_id=person_id, now=now)


def move_up(session: Session, seat_list: SeatList, *, now: datetime) -> list[SeatClaim]:
    """Give every free seat to the next who waits; returns who got one.

    The caller holds the list's lock.  A closed list stays as it is.
    """
    if seat_list.closed_at is not None:
        return []
    session.flush()
    standing = queries.standing_of(session, proposal_id=seat_list.proposal_id)
    if standing is None:
        return []
    lucky = list(next_up(standing.waiting, free=standing.free))
    for claim in lucky:
        seat(claim, now=now)
        claim.moved_up_at, claim.told_at = now, None
    session.flush()
    return lucky


def seat(claim: SeatClaim, *, now: datetime) -> None:
    """The claim has a seat from now on."""
    claim.seated_at = claim.changed_at = now
    claim.put_back_at = None
    claim.turns += 1
