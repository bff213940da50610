"""A round of mentor selection, from its preparation to what each is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.engines.matching import match
from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.mentoring import queries
from offsite.mentoring.letters import published_letter
from offsite.mentoring.models import (
    MentorMatch,
    MentorOrder,
    MentorRound,
    MentorSeat,
    MentorWish,
)
from offsite.mentoring.rules import full_order, passed_over
from offsite.outbox.desk import Desk
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock

LONGEST_TITLE, MOST_MENTEES = 200, 50


class BadRound(BadInput):
    """The round cannot be as it is."""


class BadChoice(BadInput):
    """The choices cannot be."""


class NotNow(RuleBroken):
    """The round is not in the state in which this can be done."""


@dataclass(frozen=True)
class Passed:
    """A better choice that was not to be: its mentor, and whether all places were taken."""

    mentor: str
    rank: int
    was_full: bool


@dataclass(frozen=True)
class Outcome:
    """What a round decided for one mentee; without a mentor ``rank`` is None."""

    mentor: Person | None
    rank: int | None
    passed: tuple[Passed, ...]


def prepare_round(
    session: Session, *, event: Event, title: str, about: str, now: datetime
) -> MentorRound:
    """Make a round, which organizers alone see until it opens.

    Raises:
        BadRound: there is no title, or it is too long.
    """
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadRound("Give the round a name of one line.")
    made = MentorRound(event_id=event.id, title=title, about=about.strip(), created_at=now)
    session.add(made)
    session.flush()
    return made


def seat_mentor(session: Session, *, round: MentorRound, text: str, capacity: int) -> MentorSeat:
    """Let a member, by name or address, mentor so many; again it changes how many.

    Raises:
        UnknownMember: ``text`` names no member, or several.
        BadRound: the number cannot be.
        NotNow: the round is open already.
    """
    if not 1 <= capacity <= MOST_MENTEES:
        raise BadRound("A mentor takes between one and fifty.")
    _in_state(session, round, "prepared")
    person = find_member(session, event_id=round.event_id, text=text)
    found = session.scalars(
        select(MentorSeat).where(MentorSeat.round_id == round.id, MentorSeat.person_id == person.id)
    ).one_or_none()
    if found is None:
        found = MentorSeat(round_id=round.id, person_id=person.id, capacity=capacity)
        session.add(found)
    found.capacity = capacity
    session.flush()
    session.refresh(round)
    return found


def unseat_mentor(session: Session, *, round: MentorRound, seat_id: int) -> None:
    """Take a mentor out of a round that is not open yet; who is not in it stays out.

    Raises:
        NotNow: the round is open already.
    """
    _in_state(session, round, "prepared")
    round.seats = [one for one in round.seats if one.id != seat_id]
    session.flush()


def remove_round(session: Session, *, round: MentorRound) -> None:
    """Forget a round that is not published, with everything that was said in it.

    Raises:
        NotNow: everybody has been told already.
    """
    lock(session, round)
    if round.published_at is not None:
        raise NotNow("Everybody was told of this round already: it stays.")
    session.delete(round)
    session.flush()


def open_round(session: Session, *, round: MentorRound, now: datetime) -> None:
    """Let everybody choose.

    Raises:
        NotNow: it was opened before.
        BadRound: nobody mentors.
    """
    _in_state(session, round, "prepared")
    if not round.seats:
        raise BadRound("Add at least one mentor first.")
    round.opened_at = now
    session.flush()


def choose(
    session: Session, *, round: MentorRound, person_id: int, seat_ids: Sequence[int]
) -> None:
    """Say whom one would like as a mentor, the first choice first; no choice takes part in
    nothing.  Saying it again replaces it.

    Raises:
        NotNow: the round is not open.
        BadChoice: a mentor is named twice, is oneself, or not of this round.
    """
    _in_state(session, round, "open")
    own = {one.id for one in round.seats if one.person_id != person_id}
    if len(set(seat_ids)) != len(seat_ids):
        raise BadChoice("Give each mentor one place in your order.")
    if not set(seat_ids) <= own:
        raise BadChoice("Choose mentors of this round, not yourself.")
    every = [one.id for one in round.seats]
    session.execute(
        delete(MentorWish).where(MentorWish.seat_id.in_(every), MentorWish.person_id == person_id)
    )
    session.add_all(
        MentorWish(seat_id=seat_id, person_id=person_id, rank=rank)
        for rank, seat_id in enumerate(seat_ids, start=1)
    )
    session.flush()


def put_in_order(
    session: Session, *, seat: MentorSeat, ranked: Sequence[int], refused: Sequence[int]
) -> None:
    """A mentor's order of mentees, the best first, and those with a "not".

    Raises:
        NotNow: the round is not open.
        BadChoice: somebody is named twice, or takes no part.
    """
    _in_state(session, seat.round, "open")
    named = [*ranked, *refused]
    taking_part = {one.id for one in queries.mentees_of(session, seat.round)}
    if len(set(named)) != len(named):
        raise BadChoice("Give each of them one place in your order.")
    if not set(named) <= taking_part - {seat.person_id}:
        raise BadChoice("Somebody of your order does not take part any more. Look again.")
    session.execute(delete(MentorOrder).where(MentorOrder.seat_id == seat.id))
    ranks = [*enumerate(ranked, start=1), *((None, one) for one in refused)]
    session.add_all(
        MentorOrder(seat_id=seat.id, person_id=person_id, rank=rank) for rank, person_id in ranks
    )
    session.flush()


def close_round(session: Session, *, round: MentorRound, now: datetime) -> None:
    """End the choosing and match by deferred acceptance (Gale and Shapley 1962): stable, and
    the best stable result for every mentee.  Closing twice is once.

    Raises:
        NotNow: it was never open, or is published.
    """
    lock(session, round)
    if round.state == "closed":
        return
    _require(round, "open")
    wishes: dict[str, list[str]] = {}
    for wish in queries.all_wishes(session, round):
        wishes.setdefault(str(wish.person_id), []).append(str(wish.seat_id))
    mentees = [int(one) for one in wishes]
    orders = {
        str(seat.id): [
            str(one)
            for one in full_order(seat.id, mentees, queries.order_of(session, seat))
            if one != seat.person_id
        ]
        for seat in round.seats
    }
    found = match(wishes, orders, {str(seat.id): seat.capacity for seat in round.seats})
    session.add_all(
        MentorMatch(
            round_id=round.id, person_id=int(one), seat_id=int(seat) if seat is not None else None
        )
        for one, seat in found.items()
    )
    round.closed_at = now
    session.flush()


def reopen_round(session: Session, *, round: MentorRound) -> None:
    """Let people choose again; what was matched is forgotten, nobody was told.

    Raises:
        NotNow: it is not closed, or published.
    """
    _in_state(session, round, "closed")
    session.execute(delete(MentorMatch).where(MentorMatch.round_id == round.id))
    round.closed_at = None
    session.flush()


def publish(session: Session, *, round: MentorRound, desk: Desk, now: datetime) -> int:
    """Tell everybody who took part, by mail, where their result is; returns how many mails.

    Raises:
        NotNow: the round is not closed, or was published.
    """
    _in_state(session, round, "closed")
    round.published_at = now
    matches = queries.matches_of(session, round)
    mentors = [one.person for one in round.seats]
    readers = {one.id: one for one in [*(match.person for match in matches), *mentors]}
    for reader in readers.values():
        if reader.can_sign_in():
            _tell(session, round, reader, desk, now)
    session.flush()
    return len(readers)


def outcome_for(session: Session, *, round: MentorRound, person_id: int) -> Outcome | None:
    """What the round decided for a mentee and why, without anybody else's order."""
    matches = queries.matches_of(session, round)
    own = next((one for one in matches if one.person_id == person_id), None)
    if own is None:
        return None
    ranks = queries.wishes_of(session, round, person_id=person_id)
    choices = sorted(ranks, key=lambda seat_id: ranks[seat_id])
    seats = {one.id: one for one in round.seats}
    taken = [one.seat_id for one in matches]
    full = [one.id for one in round.seats if taken.count(one.id) >= one.capacity]
    passed = tuple(
        Passed(seats[seat_id].person.name, ranks[seat_id], was_full)
        for seat_id, was_full in passed_over(choices, own.seat_id, full)
    )
    mentor = own.seat.person if own.seat else None
    return Outcome(mentor, ranks.get(own.seat_id or 0), passed)


def _in_state(session: Session, round: MentorRound, state: str) -> None:
    lock(session, round)
    _require(round, state)


def _require(round: MentorRound, state: str) -> None:
    if round.state != state:
        raise NotNow("This round has moved on. Look at it again.")


def _tell(session: Session, round: MentorRound, reader: Person, desk: Desk, now: datetime) -> None:
    subject, body = published_letter(round, reader, desk)
    write_mail(
        session,
        key=f"mentoring:{round.id}:{reader.id}",
        kind="mentoring",
        to_name=reader.name,
        to_address=reader.email,
        subject=subject,
        body=body,
        event_id=round.event_id,
        person_id=reader.id,
        now=now,
    )
