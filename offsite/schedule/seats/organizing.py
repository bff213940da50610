"""What organizers do to a seat list by hand, and taking it back."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from offsite.errors import NotFound, RuleBroken
from offsite.policy import Actor
from offsite.schedule.seats import queries
from offsite.schedule.seats.models import SeatClaim, SeatList, SeatMove
from offsite.schedule.seats.services import lock_list, move_up, seat

Target = Literal["seated", "waiting", "gone"]
MOST_SEATS = 100_000


class NoFreeSeat(RuleBroken):
    """Everybody sits already: giving another seat would be one too many."""


class NothingToUndo(RuleBroken):
    """Nothing was moved by hand, or all of it was undone."""


class NotOnList(NotFound):
    """The person is not on this list."""


class BadNumber(RuleBroken):
    """So many seats cannot be."""


def place(
    session: Session,
    *,
    seat_list: SeatList,
    person_id: int,
    to: Target,
    actor: Actor,
    now: datetime,
) -> SeatClaim:
    """Move one person on the list: a seat, the end of the waiting list, or off it.

    A seat that becomes free by this stays free until the organizer gives it or lets the
    next move up: it may be meant for somebody.  Where it stands already, nothing happens.

    Raises:
        NotOnList: the person is not on it.
        NoFreeSeat: there is no seat to give.
    """
    _hold(session, seat_list)
    claim = queries.claim_of(session, seat_list, person_id=person_id)
    if claim is None or claim.left_at is not None:
        raise NotOnList("This person is not on the list any more. Look at it again.")
    if claim.state == to:
        return claim
    if to == "seated":
        _refuse_overfull(session, seat_list)
    before, was = _spot(claim), claim.state
    _put(claim, to, now)
    session.add(
        SeatMove(
            claim_id=claim.id,
            state_before=was,
            state_after=to,
            before=before,
            moved_by_id=actor.person_id,
            moved_at=now,
        )
    )
    session.flush()
    return claim


def undo(session: Session, *, seat_list: SeatList, now: datetime) -> SeatMove:
    """Take back what was done by hand last.

    Raises:
        NothingToUndo: nothing is left.
        NoFreeSeat: the seat that would have to be given back is taken by now.
    """
    _hold(session, seat_list)
    move = queries.last_move(session, seat_list)
    if move is None:
        raise NothingToUndo("There is nothing left to undo on this list.")
    claim = move.claim
    if move.before["seated_at"] and claim.state != "seated":
        _refuse_overfull(session, seat_list)
    for name in ("seated_at", "put_back_at", "left_at"):
        text = move.before[name]
        setattr(claim, name, datetime.fromisoformat(text) if text else None)
    if claim.state != "seated":
        claim.moved_up_at = None
    claim.changed_at = move.undone_at = now
    claim.turns += 1
    session.flush()
    return move


def close(session: Session, *, seat_list: SeatList, actor: Actor, now: datetime) -> None:
    """Nobody gets on the list any more and nobody moves up; leaving stays possible.

    Closing twice is closing once.
    """
    _hold(session, seat_list)
    if seat_list.closed_at is None:
        seat_list.closed_at, seat_list.closed_by_id = now, actor.person_id
        session.flush()


def reopen(session: Session, *, seat_list: SeatList, now: datetime) -> int:
    """Open the list again; returns how many move up into seats that became free."""
    _hold(session, seat_list)
    seat_list.closed_at = seat_list.closed_by_id = None
    return len(move_up(session, seat_list, now=now))


def fill(session: Session, *, seat_list: SeatList, now: datetime) -> int:
    """Let the next ones have the seats that are free; returns how many moved up."""
    _hold(session, seat_list)
    return len(move_up(session, seat_list, now=now))


def change_seats(session: Session, *, seat_list: SeatList, seats: int, now: datetime) -> int:
    """So many seats from now on, also in the proposal; returns how many move up.

    Fewer seats take none away from anybody: who is one too many has to be moved by hand.

    Raises:
        BadNumber: less than one, or more than anybody could count.
    """
    if not 1 <= seats <= MOST_SEATS:
        raise BadNumber("A session has at least one seat. Write a whole number.")
    _hold(session, seat_list)
    seat_list.seats = seat_list.proposal.seats = seats
    seat_list.proposal.updated_at = now
    return len(move_up(session, seat_list, now=now))


def _hold(session: Session, seat_list: SeatList) -> None:
    lock_list(session, seat_list.proposal_id)


def _refuse_overfull(session: Session, seat_list: SeatList) -> None:
    standing = queries.standing_of(session, proposal_id=seat_list.proposal_id)
    if standing is not None and not standing.free:
        raise NoFreeSeat(
            "All %(seats)s seats are taken. Move somebody to the waiting list first, "
            "or allow more seats.",
            seats=seat_list.seats,
        )


def _spot(claim: SeatClaim) -> dict[str, Any]:
    return {
        name: moment.isoformat() if (moment := getattr(claim, name)) else None
        for name in ("seated_at", "put_back_at", "left_at")
    }


def _put(claim: SeatClaim, to: Target, now: datetime) -> None:
    if to == "seated":
        seat(claim, now=now)
        claim.moved_up_at, claim.told_at = now, None
        return
    claim.seated_at, claim.moved_up_at, claim.changed_at = None, None, now
    claim.turns += 1
    if to == "waiting":
        claim.put_back_at = now
    else:
        claim.left_at = now
